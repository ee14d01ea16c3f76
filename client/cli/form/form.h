/* Verbs without code. A VERB row with a `.form` names a request. The words and options of the verb
 * set fields of that request, found and parsed by descriptor, and the reply is printed by
 * descriptor too.
 *
 *	static const struct verb_option start_options[] = {
 *	    {"at", "DATE", "effective date"}, {"year", "YYYY", "..."}, {}};
 *	FORM(link_start, LINK_START, .words = "link");
 *	VERB(link_start, .noun = "link", .verb = "start", .args = "CODE NO",
 *	     .form = &form_link_start, .options = start_options, .help = "a link begins (启动)");
 *
 * Option `a-b` sets the first of these that exists: field a_b, a_b_date, a_b_month or a_b_at of the
 * request; the same field of its LinkRef `link`; the cell of column a_b, if the request has cells.
 * If an option and its field have different names, the form maps them: `.fields =
 * "file=evidence.name key=-"` (-: no field, the verb reads the option itself, as always for `out`
 * and `in`). The type of the field decides how a value is written:
 *	text; a flag, or yes|no|是|否; a number; YYYY-MM-DD (`*_date`), YYYY-MM (`*_month`), a time
 *	(`*_at`); an enum's name or its Chinese term (message unit_kind.county); an amount
 *	(Money: 120.5万元; a number without a unit is refused); hex (bytes); for a message its
 *fields in order: "3=2020-05-01" (LinkDate). A repeated field accepts values separated by , ; 、
 *and the option several times; a repeated field of the last word takes all remaining words. Setting
 *	x also sets `has_x`. A LinkRef as a word takes two words: CODE NO.
 *
 * All pages of a reply are read: while `next` is not empty, it becomes the request's `after`. The
 * table holds the rows of all pages. Verbs that print rows have `--out FILE` without naming it. In
 * tables a column's head is the message head.<field> (without _date, _month, _at), enums are shown
 * by their terms, money in the unit of --in (MONEY_OPTION), units by name, and empty columns are
 * left out. JSON is written by json_message(): an array of rows if the reply holds nothing else,
 * otherwise an object. If a verb has `print` or `json` of its own, that is used instead and gets
 * the last page; the rows of all pages are in c->row.
 *
 * To set a record (one row of an import kind): RECORD_FORM(unit_set, UNITS, .words = "id"). Words
 * and options are columns of the kind; their text is sent as it is and checked by the daemon; "-"
 * empties a column. `dry-run` is a field of the request. To list records: SHEET_FORM(post_list,
 * POSTS), with the options `project`, `unit`, `year`, `list`. The columns come with the reply,
 * their Chinese heads from the kind's description (proto/record).
 *
 * Verbs that exist without a VERB row:
 *	A kind of records has `NOUN set`, `NOUN list` and `import KIND` from its description alone.
 *	(A verb that needs code gets the same options from record_options().)
 *	A request that no VERB row names becomes a verb of its own: gathering_show is
 *	`gathering show`. Its leading fields are words if they name the noun (`project`, the
 *	LinkRef `link`) or are key columns of the noun's kind; `NOUN list` has no words. All other
 *	fields are options, a bool is a flag, and `after` is used for the pages. The texts are
 *	messages: help.gathering.show, and for an option the first that exists of
 *	option.gathering.show.at, option.gathering.at, option.at, head.at. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"

struct cli;
struct rows;

struct form {
	int body;	     /* DUBAN__REQUEST__BODY_... */
	const char *words;   /* the fields that the words set, separated by blanks: "project to" */
	const char *fields;  /* fields of options with another name: file=evidence.name */
	const char *need;    /* required options */
	const char *fixed;   /* values that the verb sets itself: "state=pending mine=yes" */
	const char *rows;    /* the reply's field with the rows; NULL: its repeated message */
	const char *columns; /* of the table, in order: "project link.no"; NULL: all */
	bool some;	     /* at least one column must be given */
	Duban__ImportKind record, sheet;
};

#define FORM(id, BODY, ...)                                                                        \
	static const struct form form_##id = {.body = DUBAN__REQUEST__BODY_##BODY, ##__VA_ARGS__}
#define RECORD_FORM(id, KIND, ...)                                                                 \
	FORM(id, RECORD_SET, .record = DUBAN__IMPORT_KIND__IMPORT_KIND_##KIND, ##__VA_ARGS__)
#define SHEET_FORM(id, KIND, ...)                                                                  \
	FORM(id, SHEET, .sheet = DUBAN__IMPORT_KIND__IMPORT_KIND_##KIND, ##__VA_ARGS__)

/* The placeholder of an amount: the three spellings that are taken. */
#define MONEY_VALUE "N万元|N亿元|N元"
#define MONEY_OPTION                                                                               \
	{                                                                                          \
		"in", "元|万元|亿元", "unit of money in tables"                                    \
	}
#define DRY_RUN_OPTION                                                                             \
	{                                                                                          \
		"dry-run", NULL, "check all, show before → after, change nothing (试运行)"    \
	}

/* The field of a reply's body that holds the rows; NULL: none. */
const ProtobufCFieldDescriptor *form_rows(const struct form *form,
					  const ProtobufCMessageDescriptor *reply);
