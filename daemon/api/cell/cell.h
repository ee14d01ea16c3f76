/* Cells: text from a file or a request, read into the fields of a record. An error is reported as a
 * Problem with line, column and value, and reading goes on, so that all errors of a file are
 * reported at once. An empty cell leaves its field unchanged. */
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

#define INTAKE_NAMES_MAX 20 /* listed in a remark; of the rest only the number */

/* Distinct names for a remark. */
struct intake_names {
	struct import_map seen;
	const char *name[INTAKE_NAMES_MAX];
};

/* Finds numbers by id or exact name. Stores the answers; after many questions it reads the whole
 * table once, since names have no index. */
struct intake_finder {
	const struct intake_noun *noun;
	struct import_map asked, name;
	bool loaded;
};

/* What is shared by all cells of one file or request. */
struct intake {
	struct request *rq;
	struct arena *scratch; /* for one row; longer-lived data goes to rq->arena */
	struct intake_finder units, people, projects;
	struct intake_names kept_as_text, ambiguous;
	uint32_t problems;
	bool clears; /* "-" clears a field */
	/* the record that the row names is not known: its cells are only checked by themselves */
	bool unnamed;
	bool full; /* out of memory budget: the file is too large to import at once */
};

struct cell {
	struct intake *in;
	uint32_t line;
	const char *column;		/* canonical name, static */
	const struct record_column *of; /* its description; NULL: it has none */
	const char *text;		/* trimmed, "" = empty; valid until the reply is packed */
	bool clear;			/* clears its field; `text` is "" then */
	enum money_unit unit;
};

/* Trims and checks a text. */
struct cell cell_make(struct intake *in, uint32_t line, const char *column, const char *raw);
static inline bool cell_empty(const struct cell *c)
{
	return !*c->text;
}
/* A copy of text from the peer for a reply: long text is cut between two characters. */
char *cell_shown(struct arena *a, const char *s);
/* Reports a problem with the cell; `arg` may be NULL. Returns false. */
bool cell_refuse(const struct cell *c, const char *code, const char *arg);
/* False if the cell is empty; the problem was reported. */
bool cell_required(const struct cell *c);
/* For a field that every record must have: required in a new record, and "-" cannot clear it. */
bool cell_needed(const struct cell *c, bool is_new);

/* Each returns false if the cell was refused and the problem reported. *io is written only for a
 * valid cell that is not empty or that clears the field. Strings point into the cell; messages and
 * arrays are in the scratch arena. */
bool cell_text(const struct cell *c, size_t max, char **io);
/* Letters, digits and `marks`, at most `max`; otherwise refused with `code`. */
bool cell_key(const struct cell *c, size_t max, const char *marks, const char **io);
/* A person by id or exact name; an unknown name is kept as text and noted. This mark tells that a
 * name is to be kept as text although a registered person has the same name. */
#define WHO_UNREGISTERED "未登记"
/* The parts between ; ； 、, trimmed, without duplicates. */
bool cell_list(const struct cell *c, size_t max, char ***io, size_t *io_n);

/* A word that the column's description lists, or the name of the value. */
bool cell_enum(const struct cell *c, const ProtobufCEnumDescriptor *names, int *io);
