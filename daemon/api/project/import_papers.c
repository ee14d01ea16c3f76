/* 入库资料, a row a paper that is there. */
#include "api/project/import_papers.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/records/cell.h"
#include "api/records/cell_refer.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/office/unit.h"
#include "model/project/paper.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/txn.h"

enum { PAPER_PROJECT, PAPER_PAPER, PAPER_FILED, PAPER_DIGEST, PAPER_NOTE };
static const struct import_column paper_columns[] = {
    {"project", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT}, {"paper", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"filed", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},   {"digest", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"note", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},    {NULL, 0},
};

const Duban__Project *life_project(const struct cell *c)
{
	struct request *rq = c->in->rq;
	Duban__Project *p;
	uint32_t num = 0;

	if (!cell_required(c) || !cell_project(c, &num))
		return NULL;
	p = project_get(rq->txn, c->in->scratch, num);
	if (!p || !scope_reads(rq, p)) {
		(void)cell_refuse(c, "project.unknown", c->text);
		return NULL;
	}
	if (!scope_reports(rq, p) &&
	    !(rq->caller->role == DUBAN__ROLE__ROLE_SECTOR && p->sector &&
	      unit_within(rq->txn, c->in->scratch, p->sector, rq->caller->unit))) {
		(void)cell_refuse(c, "scope.denied", p->code);
		return NULL;
	}
	return p;
}

bool life_date(const struct cell *c, uint32_t *io_ymd)
{
	uint32_t ymd = *io_ymd;

	if (!cell_date(c, &ymd))
		return false;
	if (ymd > date_ymd(c->in->rq->today))
		return cell_refuse(c, "date.future", c->text);
	*io_ymd = ymd;
	return true;
}

static const struct paper_def *read_def(const struct cell *c)
{
	const struct paper_def *d = cell_required(c) ? paper_def(c->text) : NULL;

	if (!d && !cell_empty(c))
		(void)cell_refuse(c, "paper.unknown", c->text);
	return d;
}

/* A digest names evidence that is stored. */
static bool read_digest(const struct cell *c, ProtobufCBinaryData *io)
{
	struct bytes digest;

	if (!cell_digest(c, io))
		return false;
	digest = BYTES(io->data, io->len);
	if (cell_empty(c) ||
	    txn_has(c->in->rq->txn, TABLE_evidence, key_bytes(key_raw(KEY(), digest))))
		return true;
	return cell_refuse(c, "evidence.unknown", c->text);
}

static void read_paper(struct import *im, struct import_map *seen)
{
	struct cell project = import_cell(im, PAPER_PROJECT), paper = import_cell(im, PAPER_PAPER);
	struct cell filed = import_cell(im, PAPER_FILED), digest = import_cell(im, PAPER_DIGEST);
	struct cell note = import_cell(im, PAPER_NOTE);
	const Duban__Project *p = life_project(&project);
	const struct paper_def *d = read_def(&paper);
	Duban__Paper now = DUBAN__PAPER__INIT, *was;

	if (!p || !d ||
	    !import_key(im, seen, &paper,
			arena_printf(im->in.rq->arena, "%u/%s", p->num, d->paper)))
		return;
	was = paper_get(im->in.rq->txn, im->in.scratch, p->num, d->paper);
	if (was)
		now = *was;
	else
		now.filed_date = date_ymd(im->in.rq->today);
	now.project = p->num;
	now.paper = (char *)(uintptr_t)d->paper;
	if (!life_date(&filed, &now.filed_date) | !read_digest(&digest, &now.digest) |
	    !cell_text(&note, REASON_MAX, &now.note))
		return;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_PAPER_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line,
					    .project = p->num,
					    .project_unit = p->unit});
}

static int read_papers(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_paper(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_paper(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Paper *x = out_record(s, value, &duban__paper__descriptor);

	(void)key;
	if (!x || !out_project(s, x->project, 0))
		return;
	out_row(s);
	out_code(s, PAPER_PROJECT, x->project);
	out_text(s, PAPER_PAPER, x->paper);
	out_date(s, PAPER_FILED, x->filed_date);
	out_hex(s, PAPER_DIGEST, &x->digest);
	out_text(s, PAPER_NOTE, x->note);
}

IMPORT_KIND(papers, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PAPERS, .column = paper_columns,
	    .n_key = 2,
	    .roles = IMPORT_BY_OFFICE | ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR),
	    .read = read_papers, .table = TABLE_paper, .write = write_paper, .by_project = true);
