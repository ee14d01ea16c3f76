/* Reads the header of an import file: which column is which (proto/record), and the unit of
 * money. */
#pragma once

#include "client/cli/import/csvfile.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"
#include "proto/record/record.h"

struct cli;
struct duban_import_column;

#define IMPORT_SKIP SIZE_MAX /* a known column that is not imported: 序号, 备注 */

struct import_columns {
	size_t n;			    /* number of columns that are imported */
	struct duban_import_column *column; /* n of them */
	size_t n_cells;			    /* columns of the file */
	size_t *at; /* for each cell of the file its column, or IMPORT_SKIP */
};

struct problems {
	Duban__Problem **problem;
	size_t n;
	uint32_t more; /* beyond IMPORT_PROBLEMS_MAX, which are only counted */
	bool failed;   /* no memory */
};

/* Reads row 0 of `f`. `kind` such as "projects"; `unit` is the value of --unit or NULL. Problems
 * are added to `p`; < 0: no memory. The names are those of the kind's description. */
int import_columns(const struct csvfile *f, const char *kind, const char *unit,
		   struct import_columns *ret, struct problems *p);
/* Does row 0 have all headers that a file of projects must have, or the header `code`, which shows
 * that a program wrote the file? Other files are read as an office's own list. */
bool import_is_strict(const struct csvfile *f);
/* The column with this header; "" = none. */
const char *import_column_of(const char *kind, const char *head);
void import_columns_done(struct import_columns *c);

/* The name shown for a column: its first Chinese name, or its English one. */
const char *import_column_head(const char *kind, const char *column);

/* A cell as people read it: money in 万元, a unit by name; in Chinese also enums, yes and no by
 * their terms. `import` accepts all these forms. To be freed; NULL: no memory. */
char *import_cell_shown(struct cli *c, const char *kind, const char *column, const char *text);

/* Is the column of this type? False also for a column that the kind does not have. */
bool import_column_is(const char *kind, const char *column, enum record_type type);
/* A person, registered or by name alone. */
bool import_column_is_person(const char *kind, const char *column);

/* Texts that are not given are "". */
struct problem {
	const char *code;
	uint32_t line;
	const char *column, *value, *arg;
};

/* Copies the texts. After IMPORT_PROBLEMS_MAX problems no more are added, but they are counted. */
void problem_add(struct problems *p, const struct problem *q);
/* A copy of another problem, with all its arguments, at that column. */
void problem_copy(struct problems *p, const Duban__Problem *q, const char *column);
#define PROBLEM(p, ...) problem_add((p), &(struct problem){__VA_ARGS__})
/* Says how many more there are than were added. */
void problems_end(struct problems *p);
void problems_done(struct problems *p);
