/* The header of an import file: which column is what (proto/record), and in which unit
 * its money is. */
#pragma once

#include "client/cli/import/csvfile.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"

struct cli;
struct duban_import_column;

#define IMPORT_SKIP SIZE_MAX /* a column that is not taken: 序号, 备注 */

struct import_columns {
	size_t n;			    /* columns taken */
	struct duban_import_column *column; /* n of them */
	size_t n_cells;			    /* columns of the file */
	size_t *at;			    /* cell of the file -> column, or IMPORT_SKIP */
};

struct problems {
	Duban__Problem **problem;
	size_t n;
	bool failed; /* memory */
};

/* Row 0 of `f`. `kind` "projects"; `unit` is --unit or NULL. What is wrong is added to `p`;
 * < 0: memory. Names are those of the description. */
int import_columns(const struct csvfile *f, const char *kind, const char *unit,
		   struct import_columns *ret, struct problems *p);
/* Does row 0 hold all headers that a file of projects must have, or say by `code` that a program
 * wrote it? Anything else is read as an office's own sheet. */
bool import_is_strict(const struct csvfile *f);
/* The column that a header names; "" = none. */
const char *import_column_of(const char *kind, const char *head);
void import_columns_done(struct import_columns *c);

/* What people call a column: its first Chinese name, or in English its own. */
const char *import_column_head(const char *kind, const char *column);

/* A cell as people read it: money in 万元, a unit by its name, in Chinese also enums and yes and no
 * by their terms, which an import takes as well. To be freed; NULL: memory. */
char *import_cell_shown(struct cli *c, const char *kind, const char *column, const char *text);

/* Is it a column of money, of yes and no? */
bool import_column_is_money(const char *kind, const char *column);
bool import_column_is_bool(const char *kind, const char *column);
bool import_column_is_person(const char *kind, const char *column);

/* Texts that are not given are "". */
struct problem {
	const char *code;
	uint32_t line;
	const char *column, *value, *arg;
};

/* Copies its texts. Beyond IMPORT_PROBLEMS_MAX nothing is added. */
void problem_add(struct problems *p, const struct problem *q);
#define PROBLEM(p, ...) problem_add((p), &(struct problem){__VA_ARGS__})
void problems_done(struct problems *p);

/* The names of all columns, for docs/cli.md. */
void import_columns_markdown(FILE *out);
