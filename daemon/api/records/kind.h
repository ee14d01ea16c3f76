/* A kind of record that comes in rows: one definition for a file (`import KIND FILE`), a
 * single record (RecordSetRequest: the same reader, one row, "-" empties an optional field)
 * and for lists and exports (SheetRequest: what `write` puts into the cells is what `read`
 * takes in again).
 *
 * To add one: a file import_<kind>.c with its columns, `read`, `write` and
 *	static const struct import_column post_columns[] = {
 *	    {"id", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT}, ..., {NULL, 0}};
 *	IMPORT_KIND(posts, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_POSTS, ...);
 * `read` goes through the rows (import_row), reads cells (import_cell, import_cell.h) and
 * hands in each noun by import_put (import_run.h); see import_people.c. `write` is given one
 * stored record, asks out_city or out_project whether it is to be shown, and writes a
 * row or several (sheet.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "api/core/api.h"
#include "proto/section.h"
#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/event.pb-c.h"
#include "store/db/db.h"

struct import;
struct rows_out;

struct import_column {
	const char *name;
	Duban__SheetType type;
};

struct import_kind {
	Duban__ImportKind kind;
	const struct import_column *column; /* ended by a NULL name; the first `n_key` must be
					       there and are the record's name */
	size_t n_key;
	unsigned roles; /* who may put them; what of them in a scope is for `read` to check */
	bool city_only; /* may be listed by the roles of the city only */
	int (*read)(struct import *im);
	/* The records of `table`, in the order of its keys; NULL: no lists, no exports. */
	void (*write)(struct rows_out *s, struct bytes key, struct bytes value);
	enum table table;
	bool by_project; /* the table's keys begin with the project */
	bool by_list;	 /* `write` itself looks at the filter's list */
	bool by_day;	 /* `write` asks what stood on the filter's day (out_held) */
};

SECTION_DECLARE(duban_import_kinds, struct import_kind);
#define IMPORT_KIND(name_, ...)                                                                    \
	static const struct import_kind import_kind_##name_ = {__VA_ARGS__};                       \
	SECTION_ROW(duban_import_kinds, struct import_kind, import_kind_##name_)

#define IMPORT_BY_OFFICE (ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))
