/* A kind of record on the daemon's side: its description (proto/record) bound to what the noun
 * does beyond it. One definition serves a file (`import KIND FILE`), a single record
 * (RecordSetRequest: the same reader, one row, "-" empties an optional field), lists and exports
 * (SheetRequest: what goes out is what the reader takes in again).
 *
 * A kind that does nothing beyond its columns needs no file here. One that does binds up to three
 * hooks beside the noun:
 *	RECORD_KIND(PAPERS, .derive = derive_paper, .check = check_paper);
 * and a kind that no row of columns describes stays code, by `read` and `write`. */
#pragma once

#include "api/core/handler.h"
#include "model/core/noun.h"
#include "proto/limits.h"
#include "proto/record/record.h"

struct import;
struct record_row;
struct rows_out;

struct record_hooks {
	Duban__ImportKind kind;
	/* After the cells of the key were read: completes the key, finds what is stored (row_find),
	 * fills in what a new record starts with. False: refused and said. */
	bool (*derive)(struct record_row *r);
	/* After all cells were read: what no column says alone. False: refused and said. */
	bool (*check)(struct record_row *r);
	/* After all rows. */
	void (*after)(struct import *im);
	/* Instead of all this: goes through the rows itself. */
	int (*read)(struct import *im);
	/* Instead of the columns: asks whether a stored record is to be shown, and writes its rows
	 * (rows_out.h). */
	void (*write)(struct rows_out *s, struct bytes key, struct bytes value);
};

SECTION_DECLARE(duban_record_hooks, struct record_hooks);
#define RECORD_KIND(name_, ...)                                                                    \
	static const struct record_hooks record_hooks_##name_ = {                                  \
	    .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_##name_, __VA_ARGS__};                         \
	SECTION_ROW(duban_record_hooks, struct record_hooks, record_hooks_##name_)

/* The description, resolved: found once, then kept. */
struct import_kind {
	const struct record *record;
	const struct record_column *column; /* the record's */
	const struct noun *noun;
	size_t n_column;
	const ProtobufCFieldDescriptor *field[IMPORT_COLUMNS_MAX]; /* of a column; NULL: none */
	bool names_it[IMPORT_COLUMNS_MAX]; /* read first: a key column, or part of the stored key */
	size_t last_key; /* the column that is refused when a record comes twice */
	const ProtobufCFieldDescriptor *project; /* whose record it is; NULL: the city's */
	const ProtobufCFieldDescriptor *unit, *year, *from, *until; /* for a list's filter */
	struct record_hooks hooks;
};

const struct import_kind *import_kind_of(Duban__ImportKind kind); /* NULL: unknown */
/* Can it be listed and exported? */
static inline bool import_kind_listed(const struct import_kind *k)
{
	return k->noun->table != TABLE_MAX_;
}

/* All kinds, ended by NULL. */
const struct import_kind *const *import_kinds(void);
#define IMPORT_KINDS_FOREACH(it)                                                                   \
	for (const struct import_kind *const *it = import_kinds(); *it; it++)

#define IMPORT_BY_OFFICE RECORD_BY_OFFICE
