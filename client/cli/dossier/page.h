/* The dossier's HTML page: all its tables in one file that can be opened offline and printed. */
#pragma once

#include "proto/api.pb-c.h"

struct dossier;
struct print_table;

/* Begins index.html, which refers to no other file. */
int dossier_page_begin(struct dossier *d, const Duban__ProjectRow *p);
/* A section that says that there is nothing. */
void dossier_page_none(struct dossier *d, const char *section);
void dossier_page_table(struct dossier *d, const char *section, const struct print_table *t);
int dossier_page_end(struct dossier *d);
