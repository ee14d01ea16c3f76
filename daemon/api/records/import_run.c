#include "api/records/import_run.h"

#include <string.h>

#include "api/cell/find.h"
#include "api/core/api.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/records/beside.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/core/record.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static bool refuse_column(struct import *im, const char *code, const char *name, const char *unit)
{
	struct arena *a = im->in.rq->arena;

	(void)request_problem(im->in.rq, code, cell_shown(a, name),
			      unit ? cell_shown(a, unit) : NULL, NULL);
	return false;
}

static bool take_column(struct import *im, const Duban__ImportColumn *c, int at)
{
	size_t k = 0;

	while (im->kind->column[k].name && strcmp(im->kind->column[k].name, c->name) != 0)
		k++;
	if (!im->kind->column[k].name) {
		const char *name = cell_shown(im->in.rq->arena, c->name);

		if (name)
			intake_note(&im->in, &im->ignored, name);
		return true;
	}
	if (im->place[k] >= 0)
		return refuse_column(im, "import.column_twice", c->name, NULL);
	im->place[k] = at;
	im->unit[k] = money_unit_of(c->unit);
	if (*c->unit && im->unit[k] == MONEY_UNIT_NONE)
		return refuse_column(im, "import.bad_money_unit", c->name, c->unit);
	return true;
}

/* Finds where the file has each of the kind's columns. */
static int take_columns(struct import *im)
{
	const Duban__ImportCommitRequest *q = im->request;
	bool fine = true;

	if (q->n_column > IMPORT_COLUMNS_MAX)
		return request_refuse(im->in.rq, STATUS_TOO_MANY, "import.too_many_columns",
				      arena_printf(im->in.rq->arena, "%d", IMPORT_COLUMNS_MAX),
				      NULL);
	for (size_t k = 0; k < IMPORT_COLUMNS_MAX; k++)
		im->place[k] = -1;
	for (size_t i = 0; i < q->n_column; i++)
		fine = take_column(im, q->column[i], (int)i) && fine;
	for (size_t k = 0; k < im->kind->n_column; k++) {
		if (im->place[k] >= 0 || !im->kind->column[k].key)
			continue;
		(void)request_problem(im->in.rq, "import.no_column", im->kind->column[k].name,
				      NULL);
		fine = false;
	}
	return fine ? 0 : STATUS_INVALID;
}

static void check_widths(struct import *im)
{
	for (size_t i = 0; i < im->rows.n; i++) {
		struct cell c = {
		    .in = &im->in, .line = im->rows.row[i].line, .column = "", .text = ""};

		if (im->rows.row[i].n_cell != im->request->n_column)
			(void)cell_refuse(
			    &c, "row.cells",
			    arena_printf(im->in.scratch, "%zu", im->request->n_column));
	}
}

/* Sorts the problems by line, as people read the file; the passes over the file find them in
 * another order. */
static void sort_problems(Duban__Reply *r)
{
	for (size_t i = 1; i < r->n_problem; i++) {
		Duban__Problem *p = r->problem[i];
		size_t k = i;

		for (; k > 0 && r->problem[k - 1]->line > p->line; k--)
			r->problem[k] = r->problem[k - 1];
		r->problem[k] = p;
	}
}

/* After the last row: refuses the import if it is too large or has problems, else adds
 * ImportDone. */
static int finish(struct import *im)
{
	struct request *rq = im->in.rq;
	Duban__Event *e;

	if (txn_error(rq->txn))
		return txn_error(rq->txn);
	sort_problems(rq->reply);
	if (im->in.problems > IMPORT_PROBLEMS_MAX)
		(void)request_problem(
		    rq, "import.more_problems",
		    arena_printf(rq->arena, "%u", im->in.problems - IMPORT_PROBLEMS_MAX), NULL);
	if (im->in.problems)
		return STATUS_INVALID;
	import_remark(im, "import.column_ignored", &im->ignored);
	import_remark(im, "import.person_kept_as_text", &im->in.kept_as_text);
	import_remark(im, "import.person_ambiguous", &im->in.ambiguous);
	remarks_end(&im->remarks, &im->done->remark, &im->done->n_remark);
	im->in.full |= im->remarks.full;
	e = im->in.full ? NULL : request_event(rq);
	if (e) {
		e->body_case = DUBAN__EVENT__BODY_IMPORT_DONE;
		e->import_done = im->done;
		import_drafted(im, e, 0);
	}
	if (!e || im->in.full)
		return request_refuse(rq, STATUS_TOO_MANY, "import.too_large",
				      arena_printf(rq->arena, "%d", PUT_DRAFT_MAX), NULL);
	return 0;
}

static int run(struct import *im)
{
	int r = take_columns(im);

	if (r)
		return r;
	check_widths(im);
	r = im->kind->hooks.read ? im->kind->hooks.read(im) : rows_read(im);
	return r ? r : finish(im);
}

static int start(struct request *rq, const Duban__ImportCommitRequest *q, struct upload_rows rows,
		 bool one, struct import **ret)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct import *im = arena_alloc(rq->arena, sizeof *im);
	Duban__ImportDone *done = arena_alloc(rq->arena, sizeof *done);
	int r;

	if (!im || !done)
		return -ENOMEM;
	duban__import_done__init(done);
	done->kind = q->kind;
	done->file = q->file;
	done->rows = (uint32_t)rows.n;
	*im = (struct import){.kind = import_kind_of(q->kind), .request = q, .rows = rows};
	im->one = one;
	im->done = done;
	if (!im->kind)
		return request_refuse(rq, STATUS_INVALID, "import.unknown_kind", NULL);
	if (!((1u << rq->caller->role) & im->kind->record->roles))
		return request_refuse(rq, STATUS_DENIED, "role.denied",
				      wire_enum_name(&duban__role__descriptor, rq->caller->role),
				      wire_enum_name(&duban__import_kind__descriptor, (int)q->kind),
				      NULL);
	if (strlen(q->file) > FILE_NAME_MAX)
		return request_refuse(rq, STATUS_INVALID, "import.file_name_too_long",
				      arena_printf(rq->arena, "%d", FILE_NAME_MAX), NULL);
	r = arena_new(&scratch, (size_t)16 * WIRE_ARENA_MAX);
	if (r)
		return r;
	intake_init(&im->in, rq, scratch);
	im->in.clears = one;
	im->remarks = (struct remarks){.rq = rq, .scratch = scratch};
	im->ignored.seen.arena = im->seen.arena = rq->arena;
	r = run(im);
	im->in.scratch = NULL;
	if (r)
		rq->n_event = 0;
	else
		*ret = im;
	return r;
}

int import_run(struct request *rq, const Duban__ImportCommitRequest *q, struct upload_rows rows,
	       struct import **ret)
{
	return start(rq, q, rows, false, ret);
}

int import_record(struct request *rq, const Duban__ImportCommitRequest *q, struct upload_rows rows,
		  struct import **ret)
{
	return start(rq, q, rows, true, ret);
}
