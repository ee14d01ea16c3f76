/* An import while it is decided, as shared by the files of records/ and the readers of the
 * kinds. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/cell/cell.h"
#include "api/records/remarks.h"
#include "api/records/upload.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"
#include "proto/limits.h"
#include "text/money.h"

struct import_kind;

/* A telephone number, which must not enter the journal. */
struct import_phone {
	uint32_t person;
	const char *phone;
};

struct import {
	struct intake in;
	const struct import_kind *kind;
	const Duban__ImportCommitRequest *request;
	bool one; /* a single record instead of a file: no remarks about what is absent */
	struct upload_rows rows;
	const struct upload_row *row;	      /* the current one */
	const char *cell[IMPORT_COLUMNS_MAX]; /* of the current row */
	int place[IMPORT_COLUMNS_MAX]; /* the kind's column -> index of the cell, -1 = not in the
					  file */
	enum money_unit unit[IMPORT_COLUMNS_MAX]; /* of the kind's column */
	struct remarks remarks;			  /* about rows, beside those in `done` */
	struct intake_names ignored; /* columns of the file that the kind does not have */
	Duban__ImportDone *done;     /* counts what the rows do */
	size_t draft_bytes;
	uint32_t *line; /* of each event, 0 = none */
	struct import_phone *phone;
	size_t n_phone;
	struct import_map seen; /* what the rows name -> row */
	uint32_t n_new;		/* numbers given to new records */
	void *own;		/* for the kind's hooks; NULL at first */
};
