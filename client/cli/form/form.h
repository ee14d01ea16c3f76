/* Verbs without code. A VERB row with a `.form` names the request; its words and options are
 * the request's fields, found and parsed by descriptor, and the answer is printed the same way.
 *
 *	static const struct verb_option start_options[] = {
 *	    {"at", "DATE", "the day from which it holds"}, {"year", "YYYY", "..."}, {}};
 *	FORM(link_start, LINK_START, .words = "link");
 *	VERB(link_start, .noun = "link", .verb = "start", .args = "CODE NO", .form =
 *&form_link_start, .options = start_options, .help = "a link has begun (启动)");
 *
 * An option `a-b` sets field a_b, else a_b_date, a_b_month, a_b_at; of a request with a LinkRef
 * `link` else that one's field; of one with cells else the cell of column a_b. Where the names
 * differ the form says so: `.fields = "file=evidence.name key=-"` (-: no field, the verb's own
 * affair, as `out` and `in` always are). By the field's type a value is
 *	text; a flag, or yes|no|是|否; a number; YYYY-MM-DD (`*_date`), YYYY-MM (`*_month`), a time
 *	(`*_at`); an enum's name or its Chinese term (message unit_kind.county); an amount
 *	(Money: 120.5万元, bare 元); hex (bytes); "3=2020-05-01": a message's fields in order
 *	(LinkDate). A repeated field takes parts between , ; 、 and the option several times; a
 *	repeated field of the last word takes all words left. `has_x` is set with x.
 *	LinkRef as a word takes two: CODE NO.
 *
 * Pages are followed: while the reply's `next` is not empty it is the request's `after`. The
 * rows of all pages are the table; `--out FILE` is there by itself.
 * People's heads are messages head.<field> (without _date, _month, _at), enums their terms,
 * money in --in (MONEY_OPTION), units by name; empty columns are left out. JSON is
 * json_message(): an array of rows if the reply holds nothing else, else an object. A verb's own
 * `print` or `json` goes before; it sees the last page.
 *
 * A record (one row of an import kind): RECORD_FORM(unit_set, UNITS, .words = "id"): words and
 * options are columns of the kind, sent as they are, judged by the daemon; "-" empties. `dry-run`
 * is the request's. A list of records: SHEET_FORM(post_list, POSTS): options `project`, `unit`,
 * `year`, `list`; the columns come with the answer, their Chinese heads from the kind's
 * description (proto/record).
 *
 * Without a row:
 *	A kind of records has `NOUN set`, `NOUN list` and `import KIND` by its description alone
 *	(record_options() gives a verb that does more the options of the columns).
 *	A request that no row names is the verb of its name: gathering_show is `gathering show`.
 *	Its leading fields are words as long as they name the noun (`project`, the LinkRef
 *	`link`) or are key columns of its kind; of `NOUN list` none are. All others are options,
 *	a bool is a flag; `after` turns pages. Its texts are messages: help.gathering.show, and
 *	the first of option.gathering.show.at, option.gathering.at, option.at, head.at. */
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
	const char *words;   /* fields of the words, parted by blanks: "project to" */
	const char *fields;  /* of options with other names: file=evidence.name */
	const char *need;    /* options that must be given */
	const char *fixed;   /* what the verb itself settles: "state=pending mine=yes" */
	const char *rows;    /* field of the reply with the rows; NULL: its repeated message */
	const char *columns; /* for people, in order: "project link.no"; NULL: all there is */
	bool some;	     /* at least one cell must be given */
	Duban__ImportKind record, sheet;
};

#define FORM(id, BODY, ...)                                                                        \
	static const struct form form_##id = {.body = DUBAN__REQUEST__BODY_##BODY, ##__VA_ARGS__}
#define RECORD_FORM(id, KIND, ...)                                                                 \
	FORM(id, RECORD_SET, .record = DUBAN__IMPORT_KIND__IMPORT_KIND_##KIND, ##__VA_ARGS__)
#define SHEET_FORM(id, KIND, ...)                                                                  \
	FORM(id, SHEET, .sheet = DUBAN__IMPORT_KIND__IMPORT_KIND_##KIND, ##__VA_ARGS__)

#define MONEY_OPTION                                                                               \
	{                                                                                          \
		"in", "元|万元|亿元", "how people see money"                                       \
	}
#define DRY_RUN_OPTION                                                                             \
	{                                                                                          \
		"dry-run", NULL, "check all, show before → after, change nothing (试运行)"    \
	}

/* The field of a reply's body that holds the rows, NULL: none. */
const ProtobufCFieldDescriptor *form_rows(const struct form *form,
					  const ProtobufCMessageDescriptor *reply);
