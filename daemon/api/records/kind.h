/* A kind of record in the daemon: its description (proto/record), bound to the code for what goes
 * beyond it. The same definition serves files (`import KIND FILE`), single records
 * (RecordSetRequest: the same reader for one row; "-" clears an optional field), and lists and
 * exports (SheetRequest: an export can be imported again).
 *
 * A kind whose columns say everything needs no file here. Any other binds up to three hooks, in the
 * file of its record:
 *	RECORD_KIND(PAPERS, .derive = derive_paper, .check = check_paper);
 * A kind that columns cannot describe has code instead: `read` and `write`. */
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
	/* Called when the cells of the key were read: completes the key, finds the stored record
	 * (row_find), and sets the initial values of a new one. False: refused, the problem was
	 * reported. */
	bool (*derive)(struct record_row *r);
	/* Called when all cells were read: checks what concerns several columns. False: refused,
	 * the problem was reported. */
	bool (*check)(struct record_row *r);
	/* Called when all rows were read. */
	void (*after)(struct import *im);
	/* Replaces all of the above: reads the rows itself. */
	int (*read)(struct import *im);
	/* Replaces the columns: decides whether a stored record is shown, and writes its rows
	 * (rows_out.h). */
	void (*write)(struct rows_out *s, struct bytes key, struct bytes value);
};

SECTION_DECLARE(duban_record_hooks, struct record_hooks);
#define RECORD_KIND(name_, ...)                                                                    \
	static const struct record_hooks record_hooks_##name_ = {                                  \
	    .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_##name_, __VA_ARGS__};                         \
	SECTION_ROW(duban_record_hooks, struct record_hooks, record_hooks_##name_)

/* The description with its fields looked up; made once for each kind. */
struct import_kind {
	const struct record *record;
	const struct record_column *column; /* the record's */
	const struct noun *noun;
	size_t n_column;
	const ProtobufCFieldDescriptor *field[IMPORT_COLUMNS_MAX]; /* by column; NULL: none */
	bool names_it[IMPORT_COLUMNS_MAX]; /* read first: column of the file's key or of the stored
					      key */
	size_t last_key;		   /* the column to refuse when a record comes twice */
	const ProtobufCFieldDescriptor *project; /* that it belongs to; NULL: the city */
	const ProtobufCFieldDescriptor *unit, *year, *from, *until; /* for the filter of lists */
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
