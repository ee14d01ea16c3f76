/* All problems of a file in one answer. What cannot be sent is found here; the daemon finds the
 * rest in a dry run of the same rows, where the cells that cannot be sent are made sendable, so
 * that the other rows still find what they refer to. */
#pragma once

#include "client/cli/import/columns.h"
#include "client/cli/import/csvfile.h"
#include "duban/import.h"

struct cli;

struct import_probe {
	struct cli *c;
	const struct csvfile *file;
	const struct import_columns *columns;
	struct duban_import_options options;
	/* the header that a problem's column is shown by; NULL: the daemon's name for it */
	const char *(*head)(const void *of, const char *column);
	const void *of;
};

/* Adds the daemon's problems to those found here, in the order of the lines. If no daemon answers,
 * those found here are all there is to say. -ENOMEM. */
int import_probe(const struct import_probe *p, struct problems *io);
