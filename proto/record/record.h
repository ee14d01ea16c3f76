/* What a kind of record is, said once: its name, its columns and the fields they fill, its key,
 * its event, who may put it. Reading a file or one record, lists, exports, reverts, changes as
 * text, as-of families, the command line's options and heads, docs and the tests' lists walk
 * these descriptions. Plain data, the same at both ends; what a kind does beyond it (check,
 * derive, after) the daemon binds beside the noun (api/records/kind.h).
 *
 * One kind, one file: proto/record/<room>/<kind>.c with its columns and RECORD(<kind>, ...). The
 * row registers itself; nothing else lists the kinds. docs/adding-a-noun.md walks through one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/record/cli.h"
#include "proto/section.h"

/* How a cell is read and written. The enum of RECORD_ENUM and the width of a number are those
 * of the field in the protobuf descriptor. */
enum record_type {
	RECORD_TEXT,	/* string; `max` bytes */
	RECORD_ID,	/* string of letters, digits, - and _; `max` bytes */
	RECORD_NUMBER,	/* whole number; `min` to `max` */
	RECORD_YEAR,	/* 2020, 2020年 */
	RECORD_DATE,	/* yyyymmdd */
	RECORD_MONTH,	/* yyyymm */
	RECORD_MOMENT,	/* microseconds UTC */
	RECORD_MONEY,	/* Money, fen; 元 in a file */
	RECORD_BOOL,	/* yes, no, 是, 否 */
	RECORD_ENUM,	/* a word of `word`, or the value's own name */
	RECORD_UNIT,	/* number of a unit; its id or name in a file */
	RECORD_PERSON,	/* number of a registered person */
	RECORD_WHO,	/* Who: a registered person or a name kept as text */
	RECORD_PROJECT, /* number of a project; its code in a file */
	RECORD_DIGEST,	/* SM3 of a stored file, 64 hex digits */
	RECORD_LIMIT,	/* 5wd, 10cd, 2m, a date, 待定 */
	RECORD_CODE,	/* code of a project that need not be known: as RECORD_ID, and dots */
	RECORD_REFER,	/* number of a record of the kind `refers`; by its name in a file */
};

/* A word of an enum's value. The first of a value is the one that is shown. */
struct record_word {
	const char *text;
	int value;
};

struct record_column {
	const char *name; /* canonical head, English; NULL ends the columns */
	const char *zh;	  /* heads a file may bear instead, parted by |; the first is shown */
	enum record_type type;
	const char *field; /* of the noun; NULL: the kind's own code reads and writes it */
	bool key;	   /* names the record: must be in every file */
	bool required;	   /* a new record must say it and none may empty it */
	bool many;	   /* a repeated field: parts between ; */
	uint32_t min, max; /* of a number; max bytes of a text, max parts of many (0: default) */
	const struct record_word *word; /* of RECORD_ENUM, ended by a NULL text */
	const char *terms;		/* table of words in messages.csv: "unit_kind" */
	const char *unknown;		/* code of the problem for a word nobody knows */
	bool hidden; /* only in exports and imports: no option of `set`, not in an empty file */
	bool past;   /* of a date: not after today */
	const char *open;   /* of a month: the field that says that only its year is known; the
			       month is December then, and the cell holds the year alone */
	const char *refers; /* the kind whose record a text or number names: "categories" */
	bool in_file; /* dubanctl demands it in every file, though it does not name the record */
	bool aside;   /* of the last columns: kept outside the journal; no list, no export has it */
	const char *value, *help; /* of the option; NULL: by the type and the names (cli.h) */
};

struct record {
	Duban__ImportKind kind;
	const char *name;    /* "gatherings": of the file, the import, the export */
	const char *ignored; /* heads that a file may bear and nobody reads, parted by | */
	const ProtobufCMessageDescriptor *noun;
	Duban__Event__BodyCase put; /* its event; 0: the kind's own code writes others */
	const struct record_column *column;
	const char *table; /* of tables.def; NULL: no lists, no exports */
	const char *key;   /* fields of the stored key in order: "id project" */
	/* The fields by which people name it and what is shown of a new one. NULL: the key. */
	const char *shown_key, *shown;
	const char *family; /* fields that part histories as of a day; NULL: the key, no project */
	unsigned order; /* place among the files of an export: what a row names comes in before */
	const char *first_without;  /* `import all` takes rows without it first */
	unsigned roles;		    /* who may put it */
	bool city_only;		    /* only roles that read the whole city may list it */
	Duban__AccessWhat personal; /* its rows are that: who lists them is noted; 0: not */
	bool own_unit; /* who has a scope lists those of its units and the city's, no other */
	bool by_list;  /* the kind's own code minds the filter's list */
	bool by_day;   /* a list may be asked for as of a day (by `from` and `until`) */
	const char *no_revert;	/* why no revert can take away a new one; NULL: one can */
	const char *no_changes; /* why an import tells none of it; NULL: it does */
	const char *index;	/* table of the text that names it: to its number if `key` is "num".
				   An import lists those that the file lacks */
	const char *unit;	/* field with the unit it is of: for a list's filter */
	const char *year;	/* field with its year, or with a day of it: likewise */
	struct record_cli cli;
};

SECTION_DECLARE(duban_records, struct record);
#define RECORD(name_, ...)                                                                         \
	static const struct record record_##name_ = {                                              \
	    .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_##name_, __VA_ARGS__};                         \
	SECTION_ROW(duban_records, struct record, record_##name_)

/* NULL: there is no such kind. */
const struct record *record_of(Duban__ImportKind kind);
const struct record *record_named(const char *name);
const struct record *record_of_noun(const ProtobufCMessageDescriptor *noun);
/* All kinds by `order`; *ret_n of them. Static, made at first use. */
const struct record *const *records_all(size_t *ret_n);
/* NULL: there is no such column. */
const struct record_column *record_column(const struct record *r, const char *name);
size_t record_columns(const struct record *r);
/* The column that a field of the noun is read from; NULL: of no kind, or of none of its columns. */
const struct record_column *record_column_of(const ProtobufCMessageDescriptor *noun,
					     const char *field);
/* Does a column of some kind name records of this one? */
bool record_is_referred(const struct record *r);
/* Is `word` one of the parts between | in `words`? */
bool record_is_word(const char *words, const char *word);
