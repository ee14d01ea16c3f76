/* What happens to an order: its handler signs, works and answers; whoever issued it accepts,
 * returns or withdraws. Only another hand (hand.h) accepts or returns the answer. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/evidence/shown.h"
#include "api/hand/hand.h"
#include "api/order/target.h"
#include "model/core/record.h"
#include "model/order/order.h"
#include "model/principal/principal.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

#define ROLES_HANDLING (ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLES_OFFICE)

/* An event of the order with a body of the type; NULL: no memory. */
#define MOVE_EVENT(rq, t, ret_ev, type, init)                                                      \
	({                                                                                         \
		type *body_ = REQUEST_NEW(rq, type, init);                                         \
		*(ret_ev) = body_ ? order_event(rq, t) : NULL;                                     \
		*(ret_ev) ? body_ : NULL;                                                          \
	})

static int check_handler(struct request *rq, const struct order_target *t, uint32_t unit)
{
	if (order_acts_for(rq, unit))
		return 0;
	return request_refuse(rq, STATUS_DENIED, "order.not_handler", t->o->number,
			      request_unit_id(rq, unit), NULL);
}

/* Finds the order for its handler. */
static int find_own(struct request *rq, const char *number, enum order_move move,
		    struct order_target *ret)
{
	int r = order_find(rq, number, ret);

	if (!r)
		r = check_handler(rq, ret, ret->o->unit);
	return r ? r : order_may(rq, ret->o, move);
}

/* Does the order still fit into a record with the texts of the move? */
static int check_size(struct request *rq, const Duban__Order *o)
{
	return record_fits(o) ? 0 : request_refuse(rq, STATUS_TOO_MANY, "order.too_large", NULL);
}

/* ---- the handler */

static int order_sign(struct request *rq, const void *body)
{
	const Duban__OrderSignRequest *q = body;
	struct order_target t;
	Duban__OrderSigned *b;
	Duban__Event *ev;
	int r = find_own(rq, q->number, ORDER_MOVE_SIGN, &t);

	if (r)
		return r;
	b = MOVE_EVENT(rq, &t, &ev, Duban__OrderSigned, duban__order_signed__init);
	if (!b)
		return -ENOMEM;
	b->num = t.o->num;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_SIGNED;
	ev->order_signed = b;
	return request_who(rq, q->person, &b->person);
}
HANDLER(ORDER_SIGN, .kind = HANDLER_COMMAND, .roles = ROLES_HANDLING,
	.simulated_only_for_local = true, .decide = order_sign);

static int order_work(struct request *rq, const void *body)
{
	const Duban__OrderWorkRequest *q = body;
	struct order_target t;
	Duban__OrderWorked *b;
	Duban__Event *ev;
	int r = find_own(rq, q->number, ORDER_MOVE_WORK, &t);

	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, true);
	if (r)
		return r;
	t.o->progress = q->text;
	r = check_size(rq, t.o);
	if (r)
		return r;
	b = MOVE_EVENT(rq, &t, &ev, Duban__OrderWorked, duban__order_worked__init);
	if (!b)
		return -ENOMEM;
	b->num = t.o->num;
	b->text = q->text;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_WORKED;
	ev->order_worked = b;
	return 0;
}
HANDLER(ORDER_WORK, .kind = HANDLER_COMMAND, .roles = ROLES_HANDLING,
	.simulated_only_for_local = true, .decide = order_work);

static int check_evidence(struct request *rq, const Duban__OrderAnswerRequest *q)
{
	if (q->n_evidence > EVIDENCE_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "evidence.too_many",
				      arena_printf(rq->arena, "%d", EVIDENCE_MAX), NULL);
	for (size_t i = 0; i < q->n_evidence; i++) {
		struct bytes digest = BYTES(q->evidence[i].data, q->evidence[i].len);

		if (digest.size != HASH_SIZE || !evidence_shown(rq, rq->arena, digest))
			return request_refuse(rq, STATUS_INVALID, "evidence.unknown",
					      request_hex(rq, digest), NULL);
	}
	return 0;
}

static int answer_order(struct request *rq, const Duban__OrderAnswerRequest *q,
			const struct order_target *t)
{
	Duban__OrderAnswered *b;
	Duban__Event *ev;
	int r = check_handler(rq, t, t->o->unit);

	if (!r)
		r = order_may(rq, t->o, ORDER_MOVE_ANSWER);
	if (!r)
		r = check_evidence(rq, q);
	if (r)
		return r;
	t->o->answer = q->text;
	t->o->evidence = q->evidence;
	t->o->n_evidence = q->n_evidence;
	r = check_size(rq, t->o);
	if (r)
		return r;
	b = MOVE_EVENT(rq, t, &ev, Duban__OrderAnswered, duban__order_answered__init);
	if (!b)
		return -ENOMEM;
	b->num = t->o->num;
	b->text = q->text;
	b->evidence = q->evidence;
	b->n_evidence = q->n_evidence;
	/* who only typed it in (代填) did not answer, and may judge it */
	if (rq->caller->principal && !rq->for_unit && !rq->for_person)
		b->by = (char *)(uintptr_t)rq->caller->name;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_ANSWERED;
	ev->order_answered = b;
	return 0;
}

static int answer_part(struct request *rq, const Duban__OrderAnswerRequest *q,
		       const struct order_target *t)
{
	const Duban__OrderPart *p = order_part_get(rq->txn, rq->arena, t->o->num, q->part);
	const char *no = arena_printf(rq->arena, "%u", q->part);
	Duban__OrderPartAnswered *b;
	Duban__Event *ev;
	int r = p ? check_handler(rq, t, p->unit)
		  : request_refuse(rq, STATUS_NOT_FOUND, "order.no_part", t->o->number, no, NULL);

	if (!r && q->n_evidence)
		r = request_refuse(rq, STATUS_INVALID, "order.part_evidence", NULL);
	if (!r && (!order_is_open((int)t->o->state) || !order_part_waits(p)))
		r = request_refuse(rq, STATUS_CONFLICT, "order.part_over", t->o->number, no, NULL);
	if (r)
		return r;
	b = MOVE_EVENT(rq, t, &ev, Duban__OrderPartAnswered, duban__order_part_answered__init);
	if (!b)
		return -ENOMEM;
	b->num = t->o->num;
	b->no = q->part;
	b->text = q->text;
	ev->turn_unit = p->unit;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_PART_ANSWERED;
	ev->order_part_answered = b;
	return 0;
}

static int order_answer(struct request *rq, const void *body)
{
	const Duban__OrderAnswerRequest *q = body;
	struct order_target t;
	int r = order_find(rq, q->number, &t);

	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, true);
	if (r)
		return r;
	return q->part ? answer_part(rq, q, &t) : answer_order(rq, q, &t);
}
HANDLER(ORDER_ANSWER, .kind = HANDLER_COMMAND, .roles = ROLES_HANDLING,
	.simulated_only_for_local = true, .decide = order_answer);

/* ---- who issued it */

/* The hand that answered: the principal that is named, for the unit. */
static Duban__Hand hand_of(struct request *rq, const char *name, uint32_t unit)
{
	Duban__Hand h = DUBAN__HAND__INIT;

	h.principal = principal_by_name(rq->txn, name);
	h.unit = unit;
	h.for_other = !h.principal;
	return h;
}

/* Neither the handler nor a co-handler judges what it answered. */
static int check_other_hand(struct request *rq, const Duban__Order *o)
{
	Duban__Hand did = hand_of(rq, o->answered_by, o->unit);
	struct order_parts parts;
	int r = hand_check_other(rq, &did, o->number);

	if (!r)
		r = order_parts_load(rq->txn, rq->arena, o->num, &parts);
	for (size_t i = 0; !r && i < parts.n; i++) {
		did = hand_of(rq, "", parts.part[i]->unit);
		if (parts.part[i]->answered_date)
			r = hand_check_other(rq, &did, o->number);
	}
	return r;
}

static int find_ruled(struct request *rq, const char *number, enum order_move move,
		      struct order_target *ret)
{
	int r = order_find(rq, number, ret);

	return r ? r : order_may(rq, ret->o, move);
}

static int check_parts(struct request *rq, const Duban__Order *o)
{
	struct order_parts parts;
	int r = order_parts_load(rq->txn, rq->arena, o->num, &parts);

	for (size_t i = 0; i < parts.n && !r; i++)
		if (order_part_waits(parts.part[i]))
			r = request_refuse(rq, STATUS_CONFLICT, "order.part_waits", o->number,
					   arena_printf(rq->arena, "%u", parts.part[i]->no),
					   request_unit_id(rq, parts.part[i]->unit), NULL);
	return r;
}

static int order_accept(struct request *rq, const void *body)
{
	const Duban__OrderAcceptRequest *q = body;
	struct order_target t;
	Duban__OrderAccepted *b;
	Duban__Event *ev;
	int r = find_ruled(rq, q->number, ORDER_MOVE_ACCEPT, &t);

	if (!r)
		r = check_other_hand(rq, t.o);
	if (!r)
		r = request_text(rq, "text", q->text, REASON_MAX, false);
	if (!r)
		r = check_parts(rq, t.o);
	if (r)
		return r;
	t.o->closing = q->text;
	r = check_size(rq, t.o);
	if (r)
		return r;
	b = MOVE_EVENT(rq, &t, &ev, Duban__OrderAccepted, duban__order_accepted__init);
	if (!b)
		return -ENOMEM;
	b->num = t.o->num;
	b->text = q->text;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_ACCEPTED;
	ev->order_accepted = b;
	return 0;
}
HANDLER(ORDER_ACCEPT, .kind = HANDLER_COMMAND, .roles = ROLES_RULING,
	.simulated_only_for_local = true, .frees = true, .decide = order_accept);

static int check_new_due(struct request *rq, uint32_t ymd)
{
	if (ymd && date_from_ymd(ymd) == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", ymd), NULL);
	if (ymd && date_from_ymd(ymd) < rq->today)
		return request_refuse(rq, STATUS_INVALID, "order.due_past", NULL);
	return 0;
}

static int order_return(struct request *rq, const void *body)
{
	const Duban__OrderReturnRequest *q = body;
	struct order_target t;
	Duban__OrderReturned *b;
	Duban__Event *ev;
	int r = find_ruled(rq, q->number, ORDER_MOVE_RETURN, &t);

	if (!r)
		r = check_other_hand(rq, t.o);
	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	if (!r)
		r = check_new_due(rq, q->due_date);
	if (r)
		return r;
	t.o->return_reason = q->reason;
	r = check_size(rq, t.o);
	if (r)
		return r;
	b = MOVE_EVENT(rq, &t, &ev, Duban__OrderReturned, duban__order_returned__init);
	if (!b)
		return -ENOMEM;
	b->num = t.o->num;
	b->reason = q->reason;
	b->due_date = q->due_date;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_RETURNED;
	ev->order_returned = b;
	return 0;
}
HANDLER(ORDER_RETURN, .kind = HANDLER_COMMAND, .roles = ROLES_RULING,
	.simulated_only_for_local = true, .decide = order_return);

/* A part that still waits is withdrawn with its order. */
static int withdraw_part(struct request *rq, const struct order_target *t,
			 const Duban__OrderPart *was)
{
	Duban__OrderPart now = *was;
	struct put p = {.body = DUBAN__EVENT__BODY_ORDER_PART_PUT};
	Duban__Event *ev;

	now.withdrawn = true;
	if (!put_pack(rq->arena, &now, &p.now) || !put_pack(rq->arena, was, &p.was))
		return -ENOMEM;
	ev = put_event(rq, &p);
	if (!ev)
		return -ENOMEM;
	order_address(ev, t->o, t->p);
	ev->turn_unit = was->unit;
	return 0;
}

static int withdraw_parts(struct request *rq, const struct order_target *t)
{
	struct order_parts parts;
	int r = order_parts_load(rq->txn, rq->arena, t->o->num, &parts);

	for (size_t i = 0; i < parts.n && !r; i++)
		if (order_part_waits(parts.part[i]))
			r = withdraw_part(rq, t, parts.part[i]);
	return r;
}

static int order_withdraw(struct request *rq, const void *body)
{
	const Duban__OrderWithdrawRequest *q = body;
	struct order_target t;
	Duban__OrderWithdrawn *b;
	Duban__Event *ev;
	int r = find_ruled(rq, q->number, ORDER_MOVE_WITHDRAW, &t);

	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	if (r)
		return r;
	t.o->closing = q->reason;
	r = check_size(rq, t.o);
	if (r)
		return r;
	b = MOVE_EVENT(rq, &t, &ev, Duban__OrderWithdrawn, duban__order_withdrawn__init);
	if (!b)
		return -ENOMEM;
	b->num = t.o->num;
	b->reason = q->reason;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_WITHDRAWN;
	ev->order_withdrawn = b;
	return withdraw_parts(rq, &t);
}
HANDLER(ORDER_WITHDRAW, .kind = HANDLER_COMMAND, .roles = ROLES_RULING,
	.simulated_only_for_local = true, .frees = true, .decide = order_withdraw);
