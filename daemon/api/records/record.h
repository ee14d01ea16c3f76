/* A single record, given by its columns: a file of one row. */
#pragma once

#include "proto/api.pb-c.h"

struct import;
struct request;

/* Decides it; `commit` becomes the import that it amounts to. The last event is ImportDone. */
int record_import(struct request *rq, const Duban__RecordSetRequest *q, struct import **ret,
		  Duban__ImportCommitRequest *commit);
/* The same as a part of another command: adds the record's events to the draft, without ImportDone,
 * and its remarks to the reply. */
int record_within(struct request *rq, const Duban__RecordSetRequest *q);
/* Adds a cell. -ENOMEM. */
int record_cell(struct request *rq, Duban__RecordSetRequest *q, const char *column,
		const char *value);
