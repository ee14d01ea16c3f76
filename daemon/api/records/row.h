/* One row that becomes a record: its cells, read by the columns of the description into the
 * fields of the noun. What a kind does beyond that is in its hooks (kind.h). */
#pragma once

#include "api/records/kind.h"
#include "api/records/run.h"

struct record_row {
	struct import *im;
	const struct import_kind *kind;
	void *now;		       /* the noun as it will be, in the scratch arena */
	const void *was;	       /* as it is stored; NULL: new */
	const Duban__Project *project; /* named by its key; NULL: a record of the city */
	struct cell cell[IMPORT_COLUMNS_MAX];
	bool told_once, found, put;
};

/* Makes the cells of the present row and an empty noun. False: memory, said. */
bool row_begin(struct record_row *r, struct import *im);
/* The cell of a column, which the kind must have. */
struct cell *row_cell(struct record_row *r, const char *column);

/* Reads the cells that name the record. */
bool row_keys(struct record_row *r);
/* The record must not stand in a row before; then `was` is looked up by the key, and `now`
 * becomes a copy of it. For `derive`, which may call it again without harm. */
bool row_once(struct record_row *r);
bool row_find(struct record_row *r);
/* The same with what a hook found itself; NULL: new. */
void row_found(struct record_row *r, const void *was);
/* Reads the other cells into `now`. */
bool row_fields(struct record_row *r);
/* Is it as it is stored? */
bool row_same(struct record_row *r);
/* Hands the record in, if it is not yet. */
void row_put(struct record_row *r);

/* All rows of a kind without `read`. */
int rows_read(struct import *im);

/* For `read`: the cells of the present row that are fields, but for the key's, into a noun. */
bool import_fields(struct import *im, void *noun);

/* A project that the asker may report for: its unit's subtree, or the department of its trade.
 * NULL: refused and said. In the scratch arena. */
const Duban__Project *cell_own_project(const struct cell *c);
