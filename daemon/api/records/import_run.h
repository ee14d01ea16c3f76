/* A whole import, or a single record: its columns are found among the kind's, its rows are read,
 * and it is refused or closed by ImportDone. */
#pragma once

#include "api/records/run.h"

/* Decides the rows: events and the reply's problems; the last event is ImportDone. */
int import_run(struct request *rq, const Duban__ImportCommitRequest *q, struct upload_rows rows,
	       struct import **ret);
/* The same of a single record, given as a request of one row; "-" empties an optional field. */
int import_record(struct request *rq, const Duban__ImportCommitRequest *q, struct upload_rows rows,
		  struct import **ret);
