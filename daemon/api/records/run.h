/* An import being decided: rows come in, the events of what is new or changed go out. One
 * kind of file, one import_<noun>.c: its columns and the function that reads the rows.
 * What must last stands in ask->arena, which is freed after the reply was packed; the
 * scratch arena is one row's or one chain's, and the kind empties it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/cell/cell.h"
#include "api/records/import_private.h"
#include "api/records/upload.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "text/money.h"

struct import_kind;
struct request;

/* Steps to row i, so that its cells can be asked for. */
void import_row(struct import *im, size_t i);
/* A cell of the present row by the kind's column; "" when the file has no such column. */
struct cell import_cell(struct import *im, size_t column);
/* Reads a key cell once: refused when empty, and when an earlier row has it (both are
 * named). The value in `seen` is the row's index. */
bool import_key(struct import *im, struct import_map *seen, const struct cell *c, const char *key);

/* One noun as it will be and as it was (NULL: new). */
struct import_put {
	Duban__Event__BodyCase body; /* ..._PUT */
	const void *now, *was;
	uint32_t line; /* 0: not a row of its own, so not counted */
	uint32_t project, project_unit;
	uint32_t year, link; /* of a link's progress */
	uint32_t on_date;    /* 0: today */
	uint32_t round;	     /* of a frozen candidate */
};
/* Equal: counted, nothing else. Else copies both into an event of the draft. */
void import_put(struct import *im, const struct import_put *p);
/* Closes an event of the draft: its line, its size. */
void import_drafted(struct import *im, const Duban__Event *e, uint32_t line);

/* Lists the keys of an index table (text -> number) that `seen` lacks. */
void import_absent(struct import *im, enum table index, const struct import_map *seen);
void import_absent_one(struct import *im, const char *key);
void import_remark(struct import *im, const char *code, const struct intake_names *names);
