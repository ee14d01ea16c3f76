/* An import being decided: rows come in, the events of new and changed records go out. A kind
 * without `read` is read by its description (row.c); any other by the import_<noun>.c of its
 * record. Data that must last is in rq->arena, which is freed after the reply was packed. The
 * scratch arena is for one row or one chain; the kind empties it. */
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

/* Moves to row i, so that import_cell reads its cells. */
void import_row(struct import *im, size_t i);
/* The cell of the current row in the kind's column; "" if the file has no such column. */
struct cell import_cell(struct import *im, size_t column);
/* Reads a key cell: refused if empty, or if an earlier row has the same key (the problem names both
 * lines). `seen` maps the key to the row's index. */
bool import_key(struct import *im, struct import_map *seen, const struct cell *c, const char *key);

/* A record after and before the import (NULL: new). */
struct import_put {
	Duban__Event__BodyCase body; /* ..._PUT */
	const void *now, *was;
	uint32_t line; /* 0: has no row of its own, so it is not counted */
	uint32_t project, project_unit;
	uint32_t year, link; /* of a link's progress */
	uint32_t on_date;    /* 0: today */
	uint32_t round;	     /* of a frozen candidate */
};
/* Equal records are only counted. Otherwise adds an event with copies of both to the draft. */
void import_put(struct import *im, const struct import_put *p);
/* Completes an event of the draft: notes its line and its size. */
void import_drafted(struct import *im, const Duban__Event *e, uint32_t line);

/* Lists the keys of an index table (text -> number) that are not in `seen`. */
void import_absent(struct import *im, enum table index, const struct import_map *seen);
void import_absent_one(struct import *im, const char *key);
void import_remark(struct import *im, const char *code, const struct intake_names *names);
