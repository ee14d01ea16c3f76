/* The parts of a project's dossier: a folder that is read without a daemon. */
#pragma once

#include <stdio.h>

#include <protobuf-c/protobuf-c.h>

#include "client/cli/print/rows.h"

struct table;

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
int dossier_table(struct dossier *d, const char *section, struct table *t);
int dossier_history_json(struct dossier *d, const ProtobufCMessage *body, const struct rows *rows);
