/* An import while it is decided, as the files of records/ and the kinds' readers share it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/cell/cell.h"
#include "api/records/upload.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"
#include "proto/limits.h"
#include "text/money.h"

struct import_kind;

/* A telephone number goes round the journal. */
struct import_phone {
	uint32_t person;
	const char *phone;
};

struct import {
	struct intake in;
	const struct import_kind *kind;
	const Duban__ImportCommitRequest *request;
	bool one; /* a single record, not a file: what it lacks is no news */
	struct upload_rows rows;
	const struct upload_row *row;		  /* the present one */
	const char *cell[IMPORT_COLUMNS_MAX];	  /* of the present row */
	int place[IMPORT_COLUMNS_MAX];		  /* the kind's column -> cell, -1 = none */
	enum money_unit unit[IMPORT_COLUMNS_MAX]; /* of the kind's column */
	struct intake_names ignored;		  /* columns no one asked for */
	Duban__ImportDone *done;		  /* counted as the rows go by */
	size_t draft_bytes;
	uint32_t *line; /* of each event, 0 = none */
	struct import_phone *phone;
	size_t n_phone;
	struct import_map seen; /* what the rows name -> row */
	uint32_t n_new;		/* numbers given to new records */
	void *own;		/* of the kind's hooks; starts NULL */
};
