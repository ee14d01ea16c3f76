/* `adjustment approve` and `adjustment refuse`: the items of a half-year, all that wait or those of
 * the projects named. What is approved joins and leaves the list in the same command, on one day,
 * by the checks of `list join` and `list leave`: if one item cannot be done, none is. */
#include <string.h>

#include "api/adjustment/item.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/list/change.h"
#include "api/proposal/decide.h"
#include "model/core/record.h"
#include "model/list/adjustment_state.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* What is decided about each item. */
struct deciding {
	struct request *rq;
	const char *list, *period, *document, *approver, *reason;
	uint32_t at_date;
	enum adjustment_move move;
	Duban__Adjustment *item[ADJUSTMENT_ITEMS_MAX];
	size_t n;
};

static int take(struct deciding *x, Duban__Adjustment *item)
{
	if (x->n >= ADJUSTMENT_ITEMS_MAX)
		return request_refuse(x->rq, STATUS_TOO_MANY, "adjustment.too_many",
				      arena_printf(x->rq->arena, "%d", ADJUSTMENT_ITEMS_MAX), NULL);
	x->item[x->n++] = item;
	return 0;
}

static int take_open(struct deciding *x)
{
	struct request *rq = x->rq;
	struct key *k = key_text(key_text(KEY(), x->list), x->period);
	struct scan s = scan_start(rq->txn, TABLE_adjustment, key_bytes(k));
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Adjustment *item =
		    record_unpack(rq->txn, s.value, &duban__adjustment__descriptor, rq->arena);

		if (!item)
			break;
		if (adjustment_next(item->state, x->move))
			r = take(x, item);
	}
	if (!r && !txn_error(rq->txn) && !x->n)
		r = request_refuse(rq, STATUS_CONFLICT, "adjustment.none_waits", x->list, x->period,
				   NULL);
	return r ? r : txn_error(rq->txn);
}

/* The item of a project that the request names. */
static int take_named(struct deciding *x, const char *code)
{
	Duban__Adjustment key = DUBAN__ADJUSTMENT__INIT, *item;
	struct request *rq = x->rq;
	Duban__Project *p;

	p = project_get(rq->txn, rq->arena, project_by_code(rq->txn, code));
	if (!p)
		return request_refuse(rq, STATUS_NOT_FOUND, "project.unknown", code, NULL);
	key.list = (char *)(uintptr_t)x->list;
	key.period = (char *)(uintptr_t)x->period;
	key.project = p->num;
	item = adjustment_get(rq->txn, rq->arena, &key);
	if (!item)
		return request_refuse(rq, STATUS_NOT_FOUND, "adjustment.no_item", code, x->list,
				      x->period, NULL);
	if (!adjustment_next(item->state, x->move))
		return request_refuse(rq, STATUS_CONFLICT, "adjustment.item_decided", code, x->list,
				      x->period, NULL);
	for (size_t i = 0; i < x->n; i++)
		if (x->item[i]->project == p->num)
			return 0; /* named twice */
	return take(x, item);
}

/* ---- what follows from an approval */

static int move(struct deciding *x, const Duban__Adjustment *item, char *code)
{
	Duban__ListJoinRequest join = DUBAN__LIST_JOIN_REQUEST__INIT;
	Duban__ListLeaveRequest leave = DUBAN__LIST_LEAVE_REQUEST__INIT;

	if (item->direction == ADJUSTMENT_DIRECTION(JOIN)) {
		join.project = code;
		join.list = item->list;
		join.at_date = x->at_date;
		join.reason = (char *)(uintptr_t)x->reason;
		join.approver = (char *)(uintptr_t)x->approver;
		join.document = (char *)(uintptr_t)x->document;
		return list_join(x->rq, &join);
	}
	leave.project = code;
	leave.list = item->list;
	leave.at_date = x->at_date;
	leave.reason = (char *)(uintptr_t)x->reason;
	leave.approver = (char *)(uintptr_t)x->approver;
	leave.document = (char *)(uintptr_t)x->document;
	return list_leave(x->rq, &leave);
}

/* The proposals that the item rests on and that wait are decided with it. */
static int settle(struct deciding *x, const Duban__Adjustment *item, const char *code)
{
	Duban__ProposalDecided words = DUBAN__PROPOSAL_DECIDED__INIT;
	const bool approves = x->move == ADJUSTMENT_MOVE_APPROVE;
	enum proposal_move as = approves ? PROPOSAL_MOVE_ACCEPT : PROPOSAL_MOVE_REFUSE;
	struct request *rq = x->rq;
	int r = 0;

	words.reason = (char *)(uintptr_t)x->reason;
	words.document = (char *)(uintptr_t)x->document;
	if (approves)
		words.effect =
		    arena_printf(rq->arena, "adjustment %s/%s/%s", item->list, item->period, code);
	for (size_t i = 0; !r && words.effect && i < item->n_ground; i++) {
		struct proposal_id id;
		const Duban__Proposal *p = proposal_id_parse(item->ground[i], &id)
					       ? proposal_get(rq->txn, rq->arena, &id.name)
					       : NULL;

		if (p && proposal_next(p->state, as))
			r = proposal_decide(rq, p, as, &words);
	}
	if (!words.effect)
		return -ENOMEM;
	return r ? r : txn_error(rq->txn);
}

static int decide_item(struct deciding *x, const Duban__Adjustment *was)
{
	struct request *rq = x->rq;
	Duban__Project *p = project_get(rq->txn, rq->arena, was->project);
	Duban__Adjustment now = *was;
	int r;

	if (!p)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	r = x->move == ADJUSTMENT_MOVE_APPROVE ? move(x, was, p->code) : 0;
	now.state = adjustment_next(was->state, x->move);
	now.decided_date = x->at_date;
	now.reason = (char *)(uintptr_t)x->reason;
	now.document = (char *)(uintptr_t)x->document;
	now.approver = (char *)(uintptr_t)x->approver;
	if (!r)
		r = adjustment_put(rq, &now, was);
	return r ? r : settle(x, was, p->code);
}

/* All obstacles are reported, not only the first. */
static int decide_all(struct deciding *x)
{
	int verdict = 0;

	for (size_t i = 0; i < x->n && verdict >= 0; i++) {
		int r = decide_item(x, x->item[i]);

		if (r)
			verdict = r;
	}
	return verdict;
}

static int check_words(struct deciding *x)
{
	bool approves = x->move == ADJUSTMENT_MOVE_APPROVE;
	Duban__List *list;
	struct half half;
	int r = adjustment_find(x->rq, x->list, x->period, &list, &half);

	if (!r)
		r = request_text(x->rq, "document", x->document, NAME_MAX_BYTES, approves);
	if (!r)
		r = request_text(x->rq, "approver", x->approver, NAME_MAX_BYTES, approves);
	if (!r)
		r = request_text(x->rq, "reason", x->reason, REASON_MAX, true);
	return r;
}

static int take_all_named(struct deciding *x, char **project, size_t n)
{
	int verdict = 0;

	for (size_t i = 0; i < n && verdict >= 0; i++) {
		int r = take_named(x, project[i]);

		if (r)
			verdict = r;
	}
	return verdict;
}

static int approve(struct request *rq, const void *body)
{
	const Duban__AdjustmentApproveRequest *q = body;
	struct deciding x = {.rq = rq,
			     .list = q->list,
			     .period = q->period,
			     .document = q->document,
			     .approver = q->approver,
			     .reason = q->reason,
			     .move = ADJUSTMENT_MOVE_APPROVE};
	date_t day;
	int r = check_words(&x);

	if (!r)
		r = request_day(rq, q->at_date, &day);
	if (r)
		return r;
	x.at_date = date_ymd(day);
	r = q->n_project ? take_all_named(&x, q->project, q->n_project) : take_open(&x);
	return r ? r : decide_all(&x);
}

static int refuse(struct request *rq, const void *body)
{
	const Duban__AdjustmentRefuseRequest *q = body;
	struct deciding x = {.rq = rq,
			     .list = q->list,
			     .period = q->period,
			     .document = q->document,
			     .approver = "",
			     .reason = q->reason,
			     .at_date = date_ymd(rq->today),
			     .move = ADJUSTMENT_MOVE_REFUSE};
	int r = check_words(&x);

	if (!r && !q->n_project)
		r = request_refuse(rq, STATUS_INVALID, "text.empty", "project", NULL);
	if (!r)
		r = take_all_named(&x, q->project, q->n_project);
	return r ? r : decide_all(&x);
}

static int answer_approve(struct request *rq, const void *body)
{
	const Duban__AdjustmentApproveRequest *q = body;

	return adjustment_answer(rq, q->list, q->period);
}

static int answer_refuse(struct request *rq, const void *body)
{
	const Duban__AdjustmentRefuseRequest *q = body;

	return adjustment_answer(rq, q->list, q->period);
}
HANDLER(ADJUSTMENT_APPROVE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = approve, .answer = answer_approve);
HANDLER(ADJUSTMENT_REFUSE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = refuse, .answer = answer_refuse);
