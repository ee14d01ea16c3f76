/* Candidates (申报项目) for a year's list. Units and counties hand in their own while the
 * collection is open; the office any time before the approval. What a round froze comes in again
 * by rows of its own, into a collection that is an opening balance. */
#include "api/collection/show.h"
#include "api/core/api.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/collection/collection.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/key.h"

enum {
	CANDIDATE_YEAR,
	CANDIDATE_CODE,
	CANDIDATE_NAME,
	CANDIDATE_UNIT,
	CANDIDATE_SECTOR,
	CANDIDATE_CATEGORY,
	CANDIDATE_STAGE,
	CANDIDATE_TOTAL,
	CANDIDATE_PLAN,
	CANDIDATE_START,
	CANDIDATE_FINISH,
	CANDIDATE_CONTENT,
	CANDIDATE_GOAL,
	CANDIDATE_STATE,
	CANDIDATE_LIST,
	CANDIDATE_BATCH,
	CANDIDATE_ROUND, /* of the frozen ones */
};
static const struct import_column candidate_columns[] = {
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"code", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"name", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"sector", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"category", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"stage", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"total", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    {"plan", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    {"planned_start", DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH},
    {"planned_finish", DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH},
    {"content", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"goal", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"state", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"list", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"batch", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {NULL, 0},
};
static const struct import_column round_columns[] = {
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"code", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"name", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"sector", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"category", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"stage", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"total", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    {"plan", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    {"planned_start", DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH},
    {"planned_finish", DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH},
    {"content", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"goal", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"state", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"list", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"batch", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"round", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {NULL, 0},
};

#define STAGE(x) DUBAN__STAGE__STAGE_##x
#define STATE(x) DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_##x
static const struct cell_word stage_word[] = {
    {"谋划储备", STAGE(RESERVE)},
    {"储备", STAGE(RESERVE)},
    {"前期", STAGE(PRELIMINARY)},
    {"前期工作", STAGE(PRELIMINARY)},
    {"计划新开工", STAGE(PLANNED_START)},
    {"新开工", STAGE(PLANNED_START)},
    {"在建", STAGE(BUILDING)},
    {"续建", STAGE(BUILDING)},
};
static const struct cell_words stage_words = {.names = &duban__stage__descriptor,
					      .code = "candidate.unknown_stage",
					      .word = stage_word,
					      .n = sizeof stage_word / sizeof *stage_word};
static const struct cell_word state_word[] = {
    {"申报", STATE(SUBMITTED)}, {"不予列入", STATE(REJECTED)}, {"撤回", STATE(WITHDRAWN)}};
static const struct cell_words state_words = {.names = &duban__candidate_state__descriptor,
					      .code = "candidate.unknown_state",
					      .word = state_word,
					      .n = sizeof state_word / sizeof *state_word};

static bool is_office(const struct request *rq)
{
	return (1u << rq->caller->role) & IMPORT_BY_OFFICE;
}

static bool in_scope(struct import *im, uint32_t unit)
{
	struct request *rq = im->in.rq;

	return is_office(rq) || (unit && rq->caller->unit &&
				 unit_within(rq->txn, im->in.scratch, unit, rq->caller->unit));
}

enum { ROUNDS_MAX = 99 };

/* Does the collection take candidates from this asker now? */
static bool check_collection(struct import *im, const struct cell *year, uint32_t y)
{
	struct request *rq = im->in.rq;
	Duban__Collection *c = collection_get(rq->txn, im->in.scratch, y);

	if (!c)
		return cell_refuse(year, "collection.not_opened", NULL);
	if (c->opening && is_office(rq))
		return true;
	if (c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_APPROVED)
		return cell_refuse(year, "collection.is_approved", NULL);
	if (!is_office(rq) && c->state != DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN)
		return cell_refuse(year, "collection.not_open", NULL);
	return true;
}

/* What an existing project says of itself stands until the row says otherwise. */
static void start_from(struct import *im, const Duban__Project *p, Duban__Candidate *now)
{
	now->state = STATE(SUBMITTED);
	if (!p) {
		now->unit = is_office(im->in.rq) ? 0 : im->in.rq->caller->unit;
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

static bool read_enums(struct import *im, Duban__Candidate *now)
{
	struct cell stage = import_cell(im, CANDIDATE_STAGE);
	struct cell state = import_cell(im, CANDIDATE_STATE);
	int stage_value = (int)now->stage, state_value = (int)now->state;

	if (!cell_enum(&stage, &stage_words, &stage_value) |
	    !cell_enum(&state, &state_words, &state_value))
		return false;
	if (!is_office(im->in.rq) && state_value != (int)now->state &&
	    (state_value == STATE(REJECTED) || (int)now->state == STATE(REJECTED)))
		return cell_refuse(&state, "candidate.office_rejects", NULL);
	now->stage = (Duban__Stage)stage_value;
	now->state = (Duban__CandidateState)state_value;
	return true;
}

static bool read_cells(struct import *im, Duban__Candidate *now)
{
	struct cell name = import_cell(im, CANDIDATE_NAME), unit = import_cell(im, CANDIDATE_UNIT);
	struct cell sector = import_cell(im, CANDIDATE_SECTOR);
	struct cell category = import_cell(im, CANDIDATE_CATEGORY);
	struct cell total = import_cell(im, CANDIDATE_TOTAL),
		    plan = import_cell(im, CANDIDATE_PLAN);
	struct cell start = import_cell(im, CANDIDATE_START);
	struct cell finish = import_cell(im, CANDIDATE_FINISH);
	struct cell content = import_cell(im, CANDIDATE_CONTENT);
	struct cell goal = import_cell(im, CANDIDATE_GOAL), list = import_cell(im, CANDIDATE_LIST);
	struct cell batch = import_cell(im, CANDIDATE_BATCH);

	return cell_needed(&name, !*now->name) & cell_text(&name, NAME_MAX_BYTES, &now->name) &
	       cell_needed(&unit, !now->unit) & cell_unit(&unit, &now->unit) &
	       cell_unit(&sector, &now->sector) &
	       cell_text(&category, NAME_MAX_BYTES, &now->category) &
	       cell_money(&total, &now->total) & cell_money(&plan, &now->plan) &
	       cell_month(&start, &now->planned_start_month) &
	       cell_month(&finish, &now->planned_finish_month) &
	       cell_text(&content, TEXT_MAX, &now->content) &
	       cell_text(&goal, REASON_MAX, &now->goal) &
	       cell_text(&list, NAME_MAX_BYTES, &now->list) &
	       cell_text(&batch, NAME_MAX_BYTES, &now->batch) & read_enums(im, now);
}

/* What is to become a project begins in one of the three stages before its start. */
static bool check_new(struct import *im, const Duban__Project *p, const Duban__Candidate *now)
{
	struct cell stage = import_cell(im, CANDIDATE_STAGE);
	struct cell finish = import_cell(im, CANDIDATE_FINISH);
	struct cell unit = import_cell(im, CANDIDATE_UNIT);

	if (!p && now->stage != STAGE(RESERVE) && now->stage != STAGE(PRELIMINARY) &&
	    now->stage != STAGE(PLANNED_START))
		return cell_refuse(&stage, "candidate.new_stage", NULL);
	if (now->planned_start_month && now->planned_finish_month &&
	    now->planned_start_month > now->planned_finish_month)
		return cell_refuse(&finish, "plan.finish_before_start", NULL);
	return in_scope(im, now->unit) || cell_refuse(&unit, "candidate.not_yours", NULL);
}

/* A project is one candidate, whichever of its codes it goes by: the code it was handed in
 * with stays the candidate's. Where it became two (it got the code of another candidate), each
 * is found by its own, so that one can be withdrawn. */
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

static void read_candidate(struct import *im, struct import_map *seen)
{
	struct request *rq = im->in.rq;
	struct cell year = import_cell(im, CANDIDATE_YEAR), code = import_cell(im, CANDIDATE_CODE);
	Duban__Candidate now = DUBAN__CANDIDATE__INIT, *was;
	Duban__Project *p;
	const char *key = "";
	uint32_t y = 0;
	char *both;

	if (!cell_required(&year) | !cell_required(&code))
		return;
	if (!cell_year(&year, &y) | !cell_key(&code, CODE_MAX, "-_.", &key))
		return;
	p = project_get(rq->txn, im->in.scratch, project_by_code(rq->txn, key));
	key = p ? code_of(im, p, y, key) : key;
	both = key ? arena_printf(rq->arena, "%u/%s", y, key) : NULL;
	im->in.full |= !both;
	if (!both || !import_key(im, seen, &code, both) || !check_collection(im, &year, y))
		return;
	was = candidate_get(rq->txn, im->in.scratch, y, 0, key);
	if ((was && !in_scope(im, was->unit)) || (p && !in_scope(im, p->unit))) {
		(void)cell_refuse(&code, "candidate.not_yours", NULL);
		return;
	}
	if (was)
		now = *was;
	else
		start_from(im, p, &now);
	now.year = y;
	now.code = (char *)(uintptr_t)key;
	if (!read_cells(im, &now) || !check_new(im, p, &now))
		return;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_CANDIDATE_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

static int read_candidates(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_candidate(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

/* ---- as a round froze them */

/* What the collection has frozen: the rounds before the present one, and that itself once it is
 * closed. */
static bool check_round(struct import *im, const Duban__Collection *c, uint32_t round)
{
	struct cell cell = import_cell(im, CANDIDATE_ROUND);
	bool running = c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN;

	return round < c->round + !running || cell_refuse(&cell, "candidate.round_open", NULL);
}

static bool same(struct import *im, const Duban__Candidate *x, const Duban__Candidate *y)
{
	struct bytes bx, by;

	return put_pack(im->in.scratch, x, &bx) && put_pack(im->in.scratch, y, &by) &&
	       bytes_equal(bx, by);
}

static void put_frozen(struct import *im, const struct import_put *put)
{
	const Duban__Candidate *now = put->now, *was = put->was;
	struct txn *t = im->in.rq->txn;
	struct cell round = import_cell(im, CANDIDATE_ROUND);
	Duban__Collection *c = collection_get(t, im->in.scratch, now->year);

	if (!c) {
		struct cell year = import_cell(im, CANDIDATE_YEAR);

		(void)cell_refuse(&year, "collection.not_opened", NULL);
	} else if (!c->opening && !(was && same(im, now, was))) {
		(void)cell_refuse(&round, "candidate.round_fixed", NULL);
	} else if (check_round(im, c, put->round)) {
		import_put(im, put);
	}
}

static void read_frozen(struct import *im, struct import_map *seen)
{
	struct request *rq = im->in.rq;
	struct cell year = import_cell(im, CANDIDATE_YEAR), code = import_cell(im, CANDIDATE_CODE);
	struct cell round = import_cell(im, CANDIDATE_ROUND);
	struct import_put put = {.body = DUBAN__EVENT__BODY_CANDIDATE_PUT, .line = im->row->line};
	Duban__Candidate now = DUBAN__CANDIDATE__INIT, *was;
	const char *key = "";
	char *all;

	if (!cell_required(&year) | !cell_required(&code) | !cell_required(&round))
		return;
	if (!cell_year(&year, &now.year) | !cell_key(&code, CODE_MAX, "-_.", &key) |
	    !cell_number(&round, 1, ROUNDS_MAX, &put.round))
		return;
	all = arena_printf(rq->arena, "%u/%u/%s", now.year, put.round, key);
	im->in.full |= !all;
	if (!all || !import_key(im, seen, &code, all))
		return;
	was = candidate_get(rq->txn, im->in.scratch, now.year, put.round, key);
	if (was)
		now = *was;
	else
		now.state = STATE(SUBMITTED);
	now.code = (char *)(uintptr_t)key;
	put.now = &now;
	put.was = was;
	if (read_cells(im, &now))
		put_frozen(im, &put);
}

static int read_rounds(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_frozen(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

/* ---- out */

static bool write_row(struct rows_out *s, struct bytes value)
{
	Duban__Candidate *c = out_record(s, value, &duban__candidate__descriptor);

	if (!c || !out_city(s, c->unit, c->year) || !candidate_shown(s->rq, c))
		return false;
	out_row(s);
	out_number(s, CANDIDATE_YEAR, c->year);
	out_text(s, CANDIDATE_CODE, c->code);
	out_text(s, CANDIDATE_NAME, c->name);
	out_unit(s, CANDIDATE_UNIT, c->unit);
	out_unit(s, CANDIDATE_SECTOR, c->sector);
	out_text(s, CANDIDATE_CATEGORY, c->category);
	if (c->stage)
		out_enum(s, CANDIDATE_STAGE, &duban__stage__descriptor, (int)c->stage);
	out_money(s, CANDIDATE_TOTAL, c->total);
	out_money(s, CANDIDATE_PLAN, c->plan);
	out_month(s, CANDIDATE_START, c->planned_start_month);
	out_month(s, CANDIDATE_FINISH, c->planned_finish_month);
	out_text(s, CANDIDATE_CONTENT, c->content);
	out_text(s, CANDIDATE_GOAL, c->goal);
	out_enum(s, CANDIDATE_STATE, &duban__candidate_state__descriptor, (int)c->state);
	out_text(s, CANDIDATE_LIST, c->list);
	out_text(s, CANDIDATE_BATCH, c->batch);
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
		out_number(s, CANDIDATE_ROUND, round_of(key));
}

IMPORT_KIND(candidates, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_CANDIDATES,
	    .column = candidate_columns, .n_key = 2,
	    .roles = IMPORT_BY_OFFICE | ROLE_BIT(COUNTY) | ROLE_BIT(UNIT), .read = read_candidates,
	    .table = TABLE_candidate, .write = write_candidate);
IMPORT_KIND(rounds, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_ROUNDS, .column = round_columns,
	    .n_key = 2, .roles = IMPORT_BY_OFFICE, .read = read_rounds, .table = TABLE_candidate,
	    .write = write_frozen);
