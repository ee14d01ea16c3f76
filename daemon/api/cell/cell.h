/* Cells: text from a file or a request, read into the fields of a noun. What is wrong is said
 * as a Problem with line, column and value, and the next cell is read: a person wants all the
 * faults of a file at once. An empty cell leaves its field alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "api/cell/map.h"
#include "proto/record/record.h"
#include "text/money.h"

struct intake_noun;
struct request;

#define INTAKE_NAMES_MAX 20 /* listed in a remark; the rest is counted */

/* Distinct names worth a remark. */
struct intake_names {
	struct import_map seen;
	const char *name[INTAKE_NAMES_MAX];
};

/* From id or exact name to number. Remembers what it was asked; reads the whole table once
 * it was asked often, since a name has no index. */
struct intake_finder {
	const struct intake_noun *noun;
	struct import_map asked, name;
	bool loaded;
};

/* What the reading of one file or request shares. */
struct intake {
	struct request *rq;
	struct arena *scratch; /* one row's; what must last is in ask->arena */
	struct intake_finder units, people;
	struct intake_names kept_as_text, ambiguous;
	uint32_t problems;
	bool clears; /* "-" empties a field */
	bool full;   /* a budget of memory is used up: too large to import at once */
};

struct cell {
	struct intake *in;
	uint32_t line;
	const char *column;		/* canonical name, static */
	const struct record_column *of; /* its description; NULL: it has none */
	const char *text;		/* trimmed, "" = empty; lives until the reply is packed */
	bool clear;			/* empties its field: then `text` is "" */
	enum money_unit unit;
};

/* Trims and checks raw text. */
struct cell cell_make(struct intake *in, uint32_t line, const char *column, const char *raw);
static inline bool cell_empty(const struct cell *c)
{
	return !*c->text;
}
/* A copy of the peer's text fit for an answer: cut, at a character's edge. */
char *cell_shown(struct arena *a, const char *s);
/* Says what is wrong with the cell; `arg` may be NULL. Returns false. */
bool cell_refuse(const struct cell *c, const char *code, const char *arg);
/* False, and said, when it is empty. */
bool cell_required(const struct cell *c);
/* Of a field that each record has: a new one must say it, "-" cannot empty it. */
bool cell_needed(const struct cell *c, bool is_new);

/* Each: false = refused and said; *io is written only for a good cell that is not empty, or
 * that empties it. Strings point into the cell, messages and arrays into the scratch arena. */
bool cell_text(const struct cell *c, size_t max, char **io);
/* Letters, digits and `marks`, at most `max`; refused as `code`. */
bool cell_key(const struct cell *c, size_t max, const char *marks, const char **io);
/* Id or plain name of a person; an unknown one is kept as text and noted. A name that is to
 * stay text though it is registered bears the mark. */
#define WHO_UNREGISTERED "未登记"
/* Parts between ; ； 、 trimmed, each once. */
bool cell_list(const struct cell *c, size_t max, char ***io, size_t *io_n);

/* A word of the column's, or the name of a value. */
bool cell_enum(const struct cell *c, const ProtobufCEnumDescriptor *names, int *io);
