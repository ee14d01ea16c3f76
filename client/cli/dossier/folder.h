/* The folder of a dossier: its files, each noted for the checksums. */
#pragma once

#include <stdio.h>

#include "client/cli/print/rows.h"

struct cli;

struct dossier {
	struct cli *c;
	const char *dir, *code;
	const char *section; /* being asked for */
	struct rows files;   /* names within the folder, ours */
	FILE *page;	     /* index.html */
};

/* A file of the folder. NULL: errno. */
FILE *dossier_open(struct dossier *d, const char *name);
int dossier_close(struct dossier *d, FILE *out, const char *name);
int dossier_fail(struct dossier *d, const char *name, int error);
