#include "api/records/record.h"

#include <string.h>

#include "api/core/request.h"
#include "api/records/import_run.h"
#include "api/records/kind.h"
#include "api/records/upload.h"

/* Turns the cells of the request into a file with one row. */
static int record_rows(struct request *rq, const Duban__RecordSetRequest *q,
		       Duban__ImportCommitRequest *commit, struct upload_rows *rows)
{
	struct upload_row *row = arena_alloc(rq->arena, sizeof *row);
	size_t size = 1;
	char *cells;

	for (size_t i = 0; i < q->n_cell; i++)
		size += strlen(q->cell[i]->value) + 1;
	cells = arena_alloc(rq->arena, size);
	duban__import_commit_request__init(commit);
	commit->kind = q->kind;
	commit->dry_run = q->dry_run;
	if (!row || !cells)
		return -ENOMEM;
	*row = (struct upload_row){.line = 1, .n_cell = (uint32_t)q->n_cell, .cell = cells};
	*rows = (struct upload_rows){.row = row, .n = 1};
	for (size_t i = 0; i < q->n_cell; i++) {
		Duban__ImportColumn *c =
		    REQUEST_NEW(rq, Duban__ImportColumn, duban__import_column__init);

		if (!c || REQUEST_PUSH(rq, commit->column, commit->n_column, c))
			return -ENOMEM;
		c->name = q->cell[i]->column;
		cells = stpcpy(cells, q->cell[i]->value) + 1;
	}
	return 0;
}

/* An import ignores unknown columns of a file; a request for one record is refused, since the
 * caller must have meant something. */
static int check_columns(struct request *rq, const Duban__RecordSetRequest *q)
{
	const struct import_kind *kind = import_kind_of(q->kind);
	int r = 0;

	for (size_t i = 0; kind && i < q->n_cell; i++)
		if (!record_column(kind->record, q->cell[i]->column))
			r = request_refuse(rq, STATUS_INVALID, "cell.unknown_column",
					   q->cell[i]->column, NULL);
	return r;
}

/* There is no file, so problems and events have no line. */
static void forget_lines(struct request *rq, const struct import *im)
{
	for (size_t i = 0; i < rq->reply->n_problem; i++)
		rq->reply->problem[i]->line = 0;
	for (size_t i = 0; im && im->line && i < rq->n_event; i++)
		im->line[i] = 0;
	for (size_t i = 0; im && i < im->done->n_remark; i++)
		im->done->remark[i]->line = 0;
}

int record_import(struct request *rq, const Duban__RecordSetRequest *q, struct import **ret,
		  Duban__ImportCommitRequest *commit)
{
	struct upload_rows rows;
	int r = check_columns(rq, q);

	if (!r)
		r = record_rows(rq, q, commit, &rows);
	if (!r)
		r = import_record(rq, commit, rows, ret);
	forget_lines(rq, *ret);
	return r;
}

int record_within(struct request *rq, const Duban__RecordSetRequest *q)
{
	Duban__ImportCommitRequest *commit = arena_alloc(rq->arena, sizeof *commit);
	Duban__Event **before = rq->event;
	size_t n = rq->n_event;
	struct import *im = NULL;
	int r;

	rq->event = NULL;
	rq->n_event = 0;
	r = commit ? record_import(rq, q, &im, commit) : -ENOMEM;
	for (size_t i = 0; !r && i + 1 < rq->n_event; i++) {
		before = arena_grow(rq->arena, before, n, sizeof *before);
		if (!before)
			return -ENOMEM;
		before[n++] = rq->event[i];
	}
	for (size_t i = 0; !r && i < im->done->n_remark; i++)
		r = REQUEST_PUSH(rq, rq->reply->remark, rq->reply->n_remark, im->done->remark[i]);
	rq->event = before;
	rq->n_event = n;
	return r;
}

int record_cell(struct request *rq, Duban__RecordSetRequest *q, const char *column,
		const char *value)
{
	Duban__Cell *c = REQUEST_NEW(rq, Duban__Cell, duban__cell__init);

	if (!c || !value)
		return -ENOMEM;
	c->column = (char *)(uintptr_t)column;
	c->value = (char *)(uintptr_t)value;
	return REQUEST_PUSH(rq, q->cell, q->n_cell, c);
}
