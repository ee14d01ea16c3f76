/* `score appeal`, `score decide` (申诉、复核): a unit says what is wrong with an item of its score,
 * the office answers. An appeal that is accepted changes no points by itself: the office corrects
 * the data or enters what is missing (`score_entry set`). */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/score/compute.h"
#include "base/arena.h"
#include "model/office/unit.h"
#include "model/ranking/ranking.h"
#include "model/score/score.h"
#include "proto/limits.h"
#include "store/db/txn.h"
#include "text/date.h"

#define APPEAL_STATE(name) DUBAN__APPEAL_STATE__APPEAL_STATE_##name

static int find_unit(struct request *rq, const char *given, uint32_t *ret)
{
	const Duban__Unit *u;
	int r = 0;

	*ret = rq->caller->unit;
	if (*given)
		r = request_unit(rq, given, ret);
	if (r)
		return r;
	u = unit_get(rq->txn, rq->arena, *ret);
	if (!u)
		return request_refuse(rq, STATUS_INVALID, "score.which_unit", NULL);
	if (!scope_reads_of(rq, *ret))
		return request_refuse(rq, STATUS_DENIED, "scope.denied", u->id, NULL);
	if (!ranking_board(u) || ranking_unit(rq->txn, rq->arena, *ret) != *ret)
		return request_refuse(rq, STATUS_INVALID, "score.not_scored", u->name, NULL);
	return txn_error(rq->txn);
}

static int check_item(struct request *rq, const Duban__ScoreYear *y, const char *item)
{
	struct score_profile p;
	int r = request_text(rq, "item", item, ID_MAX, true);

	if (!r)
		r = score_profile_load(rq->txn, rq->arena, y->profile, &p);
	if (!r && score_item_place(&p, item) == SIZE_MAX)
		r = request_refuse(rq, STATUS_INVALID, "score.no_item", item, y->profile, NULL);
	return r;
}

/* Units without projects have no score, so nothing in it can be wrong. */
static int check_scored(struct request *rq, const Duban__ScoreYear *y, uint32_t unit)
{
	struct score_asked asked = {.month = y->year * 100 + SCORE_DECEMBER};
	struct score_units all;
	int r = score_asked_of(rq, y, &asked);

	if (!r)
		r = score_compute(rq, &asked, &all);
	if (r)
		return r;
	for (size_t i = 0; i < all.n; i++)
		if (all.unit[i]->unit == unit && all.unit[i]->rank)
			return 0;
	return request_refuse(rq, STATUS_CONFLICT, "score.no_score", request_unit_id(rq, unit),
			      arena_printf(rq->arena, "%u", y->year), NULL);
}

/* The year is put to the units, and it is not too late. */
static int check_open(struct request *rq, uint32_t year, const Duban__ScoreYear *y)
{
	char *text = arena_printf(rq->arena, "%u", year), day[DATE_TEXT_MAX];

	if (txn_error(rq->txn))
		return txn_error(rq->txn);
	if (!y)
		return request_refuse(rq, STATUS_CONFLICT, "score.not_consulted", text, NULL);
	if (y->state == SCORE_STATE(FROZEN))
		return request_refuse(rq, STATUS_CONFLICT, "score.frozen", text,
				      date_text(date_from_ymd(y->frozen_date), day), NULL);
	if (date_ymd(rq->today) > y->appeal_until_date)
		return request_refuse(rq, STATUS_CONFLICT, "score.appeals_over", text,
				      date_text(date_from_ymd(y->appeal_until_date), day), NULL);
	return 0;
}

static int score_appeal(struct request *rq, const void *body)
{
	const Duban__ScoreAppealRequest *q = body;
	const Duban__ScoreYear *y = score_year_get(rq->txn, rq->arena, q->year);
	Duban__ScoreAppeal *p = REQUEST_NEW(rq, Duban__ScoreAppeal, duban__score_appeal__init);
	Duban__Event *e;
	int r = request_text(rq, "text", q->text, REASON_MAX, true);

	if (!p)
		return -ENOMEM;
	if (!r)
		r = check_open(rq, q->year, y);
	if (!r)
		r = check_item(rq, y, q->item);
	if (!r)
		r = find_unit(rq, q->unit, &p->unit);
	if (!r)
		r = check_scored(rq, y, p->unit);
	if (r)
		return r;
	p->year = q->year;
	p->item = q->item;
	if (score_appeal_get(rq->txn, rq->arena, p))
		return request_refuse(rq, STATUS_CONFLICT, "score.appealed",
				      request_unit_id(rq, p->unit), q->item, NULL);
	p->text = q->text;
	p->asked_date = date_ymd(rq->today);
	p->state = APPEAL_STATE(OPEN);
	e = request_event(rq);
	if (!e)
		return -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_SCORE_APPEALED;
	e->score_appealed = REQUEST_NEW(rq, Duban__ScoreAppealed, duban__score_appealed__init);
	if (!e->score_appealed)
		return -ENOMEM;
	e->score_appealed->score_appeal = p;
	return txn_error(rq->txn);
}
HANDLER(SCORE_APPEAL, .kind = HANDLER_COMMAND,
	.roles = ROLES_OFFICE | ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR),
	.simulated_only_for_local = true, .decide = score_appeal);

static int find_appeal(struct request *rq, const Duban__ScoreDecideRequest *q,
		       Duban__ScoreAppeal *ref)
{
	const Duban__ScoreAppeal *p;
	int r = request_unit(rq, q->unit, &ref->unit);

	if (r)
		return r;
	ref->year = q->year;
	ref->item = q->item;
	p = score_appeal_get(rq->txn, rq->arena, ref);
	if (txn_error(rq->txn))
		return txn_error(rq->txn);
	if (!p)
		return request_refuse(rq, STATUS_NOT_FOUND, "score.no_appeal", q->unit, q->item,
				      NULL);
	if (p->state != APPEAL_STATE(OPEN))
		return request_refuse(rq, STATUS_CONFLICT, "score.decided", q->unit, q->item, NULL);
	return 0;
}

static int score_decide(struct request *rq, const void *body)
{
	const Duban__ScoreDecideRequest *q = body;
	Duban__ScoreAppeal ref = DUBAN__SCORE_APPEAL__INIT;
	Duban__ScoreAppealDecided *b =
	    REQUEST_NEW(rq, Duban__ScoreAppealDecided, duban__score_appeal_decided__init);
	Duban__Event *e;
	int r = request_text(rq, "text", q->text, REASON_MAX, true);

	if (!b)
		return -ENOMEM;
	if (!r)
		r = request_text(rq, "item", q->item, ID_MAX, true);
	if (!r)
		r = find_appeal(rq, q, &ref);
	if (r)
		return r;
	b->year = q->year;
	b->unit = ref.unit;
	b->item = q->item;
	b->state = q->accept ? APPEAL_STATE(ACCEPTED) : APPEAL_STATE(REFUSED);
	b->answer = q->text;
	b->answered_date = date_ymd(rq->today);
	e = request_event(rq);
	if (!e)
		return -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_SCORE_APPEAL_DECIDED;
	e->score_appeal_decided = b;
	return 0;
}
HANDLER(SCORE_DECIDE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = score_decide);
