/* A row that becomes a record: its cells are read into the record's fields, by the columns of the
 * description. What a kind does beyond that is in its hooks (kind.h). */
#pragma once

#include "api/records/kind.h"
#include "api/records/run.h"

struct record_row {
	struct import *im;
	const struct import_kind *kind;
	void *now;		       /* the record after the import, in the scratch arena */
	const void *was;	       /* the stored record; NULL: new */
	const Duban__Project *project; /* if the key names one; NULL: a record of the city */
	struct cell cell[IMPORT_COLUMNS_MAX];
	bool told_once, found, put;
};

/* Makes the cells of the current row and an empty record. False: no memory, reported. */
bool row_begin(struct record_row *r, struct import *im);
/* The cell of a column; the kind must have that column. */
struct cell *row_cell(struct record_row *r, const char *column);

/* Reads the cells that name the record. */
bool row_keys(struct record_row *r);
/* row_once refuses a record that an earlier row has; row_find also looks up `was` by the key and
 * copies it to `now`. Both are for `derive` and may be called more than once. */
bool row_once(struct record_row *r);
bool row_find(struct record_row *r);
/* Like row_find, with a record that a hook has found itself; NULL: new. */
void row_found(struct record_row *r, const void *was);
/* Reads the other cells into `now`. */
bool row_fields(struct record_row *r);
/* Is the record unchanged? */
bool row_same(struct record_row *r);
/* Adds the event, unless it was added already. */
void row_put(struct record_row *r);

/* Reads all rows of a kind that has no `read`. */
int rows_read(struct import *im);

/* For `read`: reads the cells of the current row into a record, except those of the key. */
bool import_fields(struct import *im, void *noun);

/* A project that the caller may report for: in its unit's subtree or in the department's sector.
 * NULL: refused, the problem was reported. In the scratch arena. */
const Duban__Project *cell_own_project(const struct cell *c);
