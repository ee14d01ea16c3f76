/* `score consult`, `score freeze`: the score of a year that is over is put to the units (征求意见),
 * who may appeal for some days, and is then frozen: its bytes stay whatever is corrected, moved or
 * renamed later, and name the journal's place on which they rest. */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/score/compute.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/param/parameter.h"
#include "model/report/period.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "text/date.h"

enum { YEAR_FIRST = 2000, YEAR_LAST = 2098 };

static char *year_text(struct request *rq, uint32_t year)
{
	return arena_printf(rq->arena, "%u", year);
}

/* Its last month is locked: nothing more is booked in it. */
static int check_over(struct request *rq, uint32_t year)
{
	char day[DATE_TEXT_MAX];
	int64_t wd = 0;
	date_t lock;
	int r = parameter_number(rq->txn, rq->arena, NULL, "report.lock_wd", &wd);

	if (r)
		return r;
	if (year < YEAR_FIRST || year > YEAR_LAST)
		return request_refuse(rq, STATUS_INVALID, "score.bad_year", year_text(rq, year),
				      NULL);
	lock = period_lock_date(rq->calendar, year * 100 + SCORE_DECEMBER, (int)wd);
	if (rq->today > lock)
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "score.not_over", year_text(rq, year),
			      date_text(lock, day), NULL);
}

/* Computes the year, and copies what the units and the office are told of it into a record. */
static int compute(struct request *rq, uint32_t year, const Duban__ScoreYear *was,
		   Duban__ScoreYear *io, struct score_units *ret)
{
	struct score_asked asked = {.month = year * 100 + SCORE_DECEMBER};
	int r = score_asked_of(rq, was, &asked);

	if (r)
		return r;
	io->year = year;
	io->profile = (char *)(uintptr_t)asked.profile;
	io->list = (char *)(uintptr_t)asked.list;
	return score_compute(rq, &asked, ret);
}

/* ---- consult */

static int check_not_frozen(struct request *rq, const Duban__ScoreYear *y)
{
	char day[DATE_TEXT_MAX];

	if (!y || y->state != SCORE_STATE(FROZEN))
		return txn_error(rq->txn);
	return request_refuse(rq, STATUS_CONFLICT, "score.frozen", year_text(rq, y->year),
			      date_text(date_from_ymd(y->frozen_date), day), NULL);
}

/* What the units are told: their points, without the items. */
static int tell_units(struct request *rq, const struct score_units *units, Duban__ScoreYear *io)
{
	int r = 0;

	for (size_t i = 0; i < units->n && !r; i++) {
		Duban__ScoreUnit *u = REQUEST_NEW(rq, Duban__ScoreUnit, duban__score_unit__init);

		if (!u)
			return -ENOMEM;
		*u = *units->unit[i];
		u->point = NULL;
		u->n_point = 0;
		r = REQUEST_PUSH(rq, io->unit, io->n_unit, u);
	}
	return r;
}

static uint32_t scored(const Duban__ScoreYear *y)
{
	uint32_t n = 0;

	for (size_t i = 0; i < y->n_unit; i++)
		n += y->unit[i]->rank != 0;
	return n;
}

static int score_consult(struct request *rq, const void *body)
{
	const Duban__ScoreConsultRequest *q = body;
	const Duban__ScoreYear *was = score_year_get(rq->txn, rq->arena, q->year);
	Duban__ScoreYear *y = REQUEST_NEW(rq, Duban__ScoreYear, duban__score_year__init);
	struct score_units units;
	Duban__Event *e;
	int64_t wd = 0;
	int r = check_over(rq, q->year);

	if (!r)
		r = check_not_frozen(rq, was);
	if (!r)
		r = parameter_number(rq->txn, rq->arena, NULL, "score.appeal_wd", &wd);
	if (!r)
		r = y ? compute(rq, q->year, NULL, y, &units) : -ENOMEM;
	if (!r)
		r = tell_units(rq, &units, y);
	if (!r && !scored(y))
		r = request_refuse(rq, STATUS_CONFLICT, "score.nobody", year_text(rq, q->year),
				   NULL);
	if (r)
		return r;
	y->state = SCORE_STATE(CONSULTED);
	y->consulted_date = date_ymd(rq->today);
	y->appeal_until_date = date_ymd(calendar_add(rq->calendar, rq->today, (int)wd));
	e = request_event(rq);
	if (!e)
		return -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_SCORE_CONSULTED;
	e->score_consulted = REQUEST_NEW(rq, Duban__ScoreConsulted, duban__score_consulted__init);
	if (!e->score_consulted)
		return -ENOMEM;
	e->score_consulted->score_year = y;
	return 0;
}

static int answer_consult(struct request *rq, const void *body)
{
	Duban__ScoreConsultReply *b =
	    REQUEST_NEW(rq, Duban__ScoreConsultReply, duban__score_consult_reply__init);

	(void)body;
	if (!b)
		return -ENOMEM;
	if (rq->n_event) {
		b->units = scored(rq->event[0]->score_consulted->score_year);
		b->until_date = rq->event[0]->score_consulted->score_year->appeal_until_date;
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_SCORE_CONSULT;
	rq->reply->score_consult = b;
	return 0;
}
HANDLER(SCORE_CONSULT, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = score_consult, .answer = answer_consult);

/* ---- freeze */

/* Nobody can appeal any more, and every appeal is answered. */
static int check_heard(struct request *rq, uint32_t year, const Duban__ScoreYear *y)
{
	struct scan s = scan_start(rq->txn, TABLE_score_appeal, key_bytes(key_u32(KEY(), year)));
	char day[DATE_TEXT_MAX];

	if (!y)
		return request_refuse(rq, STATUS_CONFLICT, "score.not_consulted",
				      year_text(rq, year), NULL);
	if (date_ymd(rq->today) <= y->appeal_until_date)
		return request_refuse(rq, STATUS_CONFLICT, "score.appeals_run", year_text(rq, year),
				      date_text(date_from_ymd(y->appeal_until_date), day), NULL);
	while (scan_next(&s)) {
		const Duban__ScoreAppeal *p =
		    record_unpack(rq->txn, s.value, &duban__score_appeal__descriptor, rq->arena);

		if (p && p->state == DUBAN__APPEAL_STATE__APPEAL_STATE_OPEN)
			return request_refuse(rq, STATUS_CONFLICT, "score.appeal_open",
					      request_unit_id(rq, p->unit), p->item, NULL);
	}
	return txn_error(rq->txn);
}

static int check_freeze(struct request *rq, const Duban__ScoreFreezeRequest *q,
			const Duban__ScoreYear *was)
{
	int r = request_text(rq, "document", q->document, CODE_MAX, true);

	if (!r)
		r = request_text(rq, "approver", q->approver, NAME_MAX_BYTES, true);
	if (!r)
		r = check_over(rq, q->year);
	if (!r)
		r = check_not_frozen(rq, was);
	if (!r)
		r = check_heard(rq, q->year, was);
	/* it rests on what the journal holds */
	return r ? r : request_durable(rq);
}

/* Each unit is stored by itself. */
static int check_size(struct request *rq, const struct score_units *units)
{
	for (size_t i = 0; i < units->n; i++) {
		Duban__ScoreYear piece = DUBAN__SCORE_YEAR__INIT;

		piece.n_unit = 1;
		piece.unit = &units->unit[i];
		if (!record_fits(&piece))
			return request_refuse(rq, STATUS_TOO_MANY, "score.too_large",
					      units->unit[i]->name, NULL);
	}
	return 0;
}

static int score_freeze(struct request *rq, const void *body)
{
	const Duban__ScoreFreezeRequest *q = body;
	const Duban__ScoreYear *was = score_year_get(rq->txn, rq->arena, q->year);
	Duban__ScoreYear *y = REQUEST_NEW(rq, Duban__ScoreYear, duban__score_year__init);
	struct score_units units;
	Duban__Event *e;
	int r = check_freeze(rq, q, was);

	if (!r)
		r = y ? compute(rq, q->year, was, y, &units) : -ENOMEM;
	if (!r)
		r = check_size(rq, &units);
	if (r)
		return r;
	y->state = SCORE_STATE(FROZEN);
	y->consulted_date = was->consulted_date;
	y->appeal_until_date = was->appeal_until_date;
	y->frozen_date = date_ymd(rq->today);
	y->document = q->document;
	y->approver = q->approver;
	y->unit = units.unit;
	y->n_unit = units.n;
	y->head_seq = engine_seq(rq->engine);
	y->head_hash.data = arena_alloc(rq->arena, HASH_SIZE);
	e = request_event(rq);
	if (!y->head_hash.data || !e)
		return -ENOMEM;
	y->head_hash.len = HASH_SIZE;
	journal_durable_hash(engine_journal(rq->engine), y->head_hash.data);
	e->body_case = DUBAN__EVENT__BODY_SCORE_FROZEN;
	e->score_frozen = REQUEST_NEW(rq, Duban__ScoreFrozen, duban__score_frozen__init);
	if (!e->score_frozen)
		return -ENOMEM;
	e->score_frozen->score_year = y;
	return 0;
}

static int answer_freeze(struct request *rq, const void *body)
{
	Duban__ScoreFreezeReply *b =
	    REQUEST_NEW(rq, Duban__ScoreFreezeReply, duban__score_freeze_reply__init);

	(void)body;
	if (!b)
		return -ENOMEM;
	if (rq->n_event)
		b->units = scored(rq->event[0]->score_frozen->score_year);
	rq->reply->body_case = DUBAN__REPLY__BODY_SCORE_FREEZE;
	rq->reply->score_freeze = b;
	return 0;
}
HANDLER(SCORE_FREEZE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = score_freeze, .answer = answer_freeze);
