/* Import of candidates (申报项目) for a year's list. Units and counties submit their own while the
 * collection is open; the office may do so at any time before the approval. The frozen copies of a
 * round are imported by rows of their own, into a collection that is an opening balance. */
#include "api/cell/cell_value.h"
#include "api/collection/find.h"
#include "api/collection/show.h"
#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/collection/collection.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "store/db/key.h"

static bool in_scope(struct import *im, uint32_t unit)
{
	struct request *rq = im->in.rq;

	return request_by_office(rq) ||
	       (unit && rq->caller->unit &&
		unit_within(rq->txn, im->in.scratch, unit, rq->caller->unit));
}

/* May this caller submit candidates to the collection now? */
static bool check_collection(struct import *im, const struct cell *year, uint32_t y)
{
	struct request *rq = im->in.rq;
	Duban__Collection *c = collection_get(rq->txn, im->in.scratch, y);

	if (!c)
		return cell_refuse(year, "collection.not_opened", NULL);
	if (c->opening && request_by_office(rq))
		return true;
	if (c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_APPROVED)
		return cell_refuse(year, "collection.is_approved", NULL);
	if (!request_by_office(rq) && c->state != DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN)
		return cell_refuse(year, "collection.not_open", NULL);
	return true;
}

/* A candidate that is an existing project takes its values from the project, unless the row gives
 * others. */
static void start_from(struct import *im, const Duban__Project *p, Duban__Candidate *now)
{
	now->state = CANDIDATE_STATE(SUBMITTED);
	if (!p) {
		now->unit = request_by_office(im->in.rq) ? 0 : im->in.rq->caller->unit;
		return;
	}
	now->name = p->name;
	now->unit = p->unit;
	now->sector = p->sector;
	now->category = p->category;
	now->stage = p->stage;
	now->total = p->total;
	now->content = p->content;
	now->batch = p->batch;
}

/* A candidate that is not a project yet must be in one of the three stages before the start. */
static bool check_new(struct record_row *r, const Duban__Project *p)
{
	const Duban__Candidate *now = r->now;

	if (!p && now->stage != STAGE(RESERVE) && now->stage != STAGE(PRELIMINARY) &&
	    now->stage != STAGE(PLANNED_START))
		return cell_refuse(row_cell(r, "stage"), "candidate.new_stage", NULL);
	if (now->planned_start_month && now->planned_finish_month &&
	    now->planned_start_month > now->planned_finish_month)
		return cell_refuse(row_cell(r, "planned_finish"), "plan.finish_before_start", NULL);
	return in_scope(r->im, now->unit) ||
	       cell_refuse(row_cell(r, "unit"), "candidate.not_yours", NULL);
}

static const Duban__Project *project_of(struct record_row *r, const char *code)
{
	struct txn *t = r->im->in.rq->txn;

	return project_get(t, r->im->in.scratch, project_by_code(t, code));
}

/* The code under which a project is a candidate. A project is one candidate, whichever of its codes
 * the row gives; the candidate keeps the code with which it was submitted. If two candidates became
 * the same project (it was given the code of the other), each is found by its own code, so that one
 * can be withdrawn. */
static const char *code_of(struct import *im, const Duban__Project *p, uint32_t year,
			   const char *said)
{
	struct request *rq = im->in.rq;

	if (candidate_get(rq->txn, im->in.scratch, year, 0, said))
		return said;
	if (candidate_get(rq->txn, im->in.scratch, year, 0, p->code))
		return arena_str(rq->arena, p->code);
	for (size_t i = 0; i < p->n_former; i++)
		if (candidate_get(rq->txn, im->in.scratch, year, 0, p->former[i]))
			return arena_str(rq->arena, p->former[i]);
	return arena_str(rq->arena, p->code);
}

static bool derive_candidate(struct record_row *r)
{
	struct import *im = r->im;
	Duban__Candidate *now = r->now;
	const struct cell *year = row_cell(r, "year"), *code = row_cell(r, "code");
	const Duban__Project *p = project_of(r, now->code);
	const char *key = p ? code_of(im, p, now->year, now->code) : now->code;
	Duban__Candidate *was;

	im->in.full |= !key;
	if (!key)
		return false;
	now->code = (char *)(uintptr_t)key;
	if (!row_once(r) || !check_collection(im, year, now->year))
		return false;
	was = candidate_get(im->in.rq->txn, im->in.scratch, now->year, 0, key);
	/* One answer for all that is another's. It says no more than that a new candidate cannot
	 * have this code. */
	if ((was && !in_scope(im, was->unit)) || (p && !in_scope(im, p->unit)))
		return cell_refuse(code, "candidate.taken", code->text);
	row_found(r, was);
	if (!was)
		start_from(im, p, now);
	return true;
}

static bool check_candidate(struct record_row *r)
{
	const Duban__Candidate *now = r->now, *was = r->was;
	Duban__CandidateState before = was ? was->state : CANDIDATE_STATE(SUBMITTED);

	if (!request_by_office(r->im->in.rq) && now->state != before &&
	    (now->state == CANDIDATE_STATE(REJECTED) || before == CANDIDATE_STATE(REJECTED)))
		return cell_refuse(row_cell(r, "state"), "candidate.office_rejects", NULL);
	return check_new(r, project_of(r, now->code));
}

/* ---- frozen copies */

/* Rounds that are frozen: those before the present one, and the present one unless it is still
 * open. */
static bool check_round(struct record_row *r, const Duban__Collection *c, uint32_t round)
{
	bool running = c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN;

	return round < c->round + !running ||
	       cell_refuse(row_cell(r, "round"), "candidate.round_open", NULL);
}

static void put_frozen(struct record_row *r, uint32_t round)
{
	const Duban__Candidate *now = r->now;
	struct import *im = r->im;
	Duban__Collection *c = collection_get(im->in.rq->txn, im->in.scratch, now->year);

	if (!c)
		(void)cell_refuse(row_cell(r, "year"), "collection.not_opened", NULL);
	else if (!c->opening && !(r->was && row_same(r)))
		(void)cell_refuse(row_cell(r, "round"), "candidate.round_fixed", NULL);
	else if (check_round(r, c, round))
		import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_CANDIDATE_PUT,
						    .now = now,
						    .was = r->was,
						    .line = im->row->line,
						    .round = round});
}

static void read_frozen(struct import *im)
{
	struct record_row r;
	Duban__Candidate *now;
	const struct cell *round;
	uint32_t nth = 0;
	char *all;

	if (!row_begin(&r, im))
		return;
	now = r.now;
	round = row_cell(&r, "round");
	if (!row_keys(&r) || !cell_required(round) ||
	    !cell_number(round, round->of->min, round->of->max, &nth))
		return;
	all = arena_printf(im->in.rq->arena, "%u/%u/%s", now->year, nth, now->code);
	im->in.full |= !all;
	if (!all || !import_key(im, &im->seen, row_cell(&r, "code"), all))
		return;
	row_found(&r, candidate_get(im->in.rq->txn, im->in.scratch, now->year, nth, now->code));
	if (!r.was)
		now->state = CANDIDATE_STATE(SUBMITTED);
	if (row_fields(&r))
		put_frozen(&r, nth);
}

static int read_rounds(struct import *im)
{
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_frozen(im);
		arena_reset(im->in.scratch);
	}
	return 0;
}

/* ---- out */

static bool write_row(struct rows_out *s, struct bytes value)
{
	Duban__Candidate *c = out_record(s, value, &duban__candidate__descriptor);

	if (!c || !out_shown(s, c) || !candidate_shown(s->rq, c))
		return false;
	out_row(s);
	out_fields(s, c);
	return true;
}

static uint32_t round_of(struct bytes key)
{
	struct key_reader k = {.rest = key, .ok = true};

	(void)key_read_u32(&k);
	return key_read_u32(&k);
}

static void write_candidate(struct rows_out *s, struct bytes key, struct bytes value)
{
	if (!round_of(key))
		(void)write_row(s, value);
}

static void write_frozen(struct rows_out *s, struct bytes key, struct bytes value)
{
	if (round_of(key) && write_row(s, value))
		out_number(s, s->n_column - 1, round_of(key)) /* column `round` is the last one */;
}

RECORD_KIND(CANDIDATES, .derive = derive_candidate, .check = check_candidate,
	    .write = write_candidate);
RECORD_KIND(ROUNDS, .read = read_rounds, .write = write_frozen);
