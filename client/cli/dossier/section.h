/* A table of the dossier: a file of its own, and a section of the page. */
#pragma once

struct dossier;
struct table;

int dossier_table(struct dossier *d, const char *section, struct table *t);
