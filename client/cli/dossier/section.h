/* A table of the dossier: written as a CSV file and as a section of the page. */
#pragma once

struct dossier;
struct print_table;

int dossier_table(struct dossier *d, const char *section, struct print_table *t);
