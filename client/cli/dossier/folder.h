/* The folder of a dossier. Each file is noted when it is written, for the checksums at the end. */
#pragma once

#include <stdio.h>

#include "client/cli/print/rows.h"

struct cli;

struct dossier {
	struct cli *c;
	const char *dir, *code;
	const char *section; /* that is being written */
	struct rows files;   /* names within the folder; allocated */
	FILE *page;	     /* index.html */
};

/* Creates a file in the folder. NULL: see errno. */
FILE *dossier_open(struct dossier *d, const char *name);
int dossier_close(struct dossier *d, FILE *out, const char *name);
int dossier_fail(struct dossier *d, const char *name, int error);
