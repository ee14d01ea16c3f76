/* 改派 and 延期: the handler asks, the office or the supervision office decides, or does so without
 * having been asked. */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/order/target.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/order/order.h"
#include "model/param/parameter.h"
#include "proto/enums.h"
#include "proto/limits.h"

#define ROLES_ASKING                                                                               \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLES_OFFICE |                     \
	 ROLE_BIT(SUPERVISION))

/* What is entered on behalf of the handler asks, too. */
static bool decides(const struct request *rq)
{
	return order_rules(rq) && !rq->for_unit;
}

static int find(struct request *rq, const char *number, const char *reason,
		struct order_target *ret)
{
	int r = order_find(rq, number, ret);

	if (!r && !order_is_open((int)ret->o->state))
		r = request_refuse(rq, STATUS_CONFLICT, "order.over", number, NULL);
	if (!r)
		r = request_text(rq, "reason", reason, REASON_MAX, true);
	if (!r && !decides(rq) && !order_acts_for(rq, ret->o->unit))
		r = request_refuse(rq, STATUS_DENIED, "order.not_handler", number,
				   request_unit_id(rq, ret->o->unit), NULL);
	return r;
}

static int refuse_ask(struct request *rq, const struct order_target *t, Duban__OrderAsk ask,
		      const char *reason)
{
	Duban__OrderAskRefused *b =
	    REQUEST_NEW(rq, Duban__OrderAskRefused, duban__order_ask_refused__init);
	Duban__Event *ev;

	if (!decides(rq))
		return request_refuse(rq, STATUS_DENIED, "order.office_decides", t->o->number,
				      NULL);
	if (t->o->ask != ask)
		return request_refuse(rq, STATUS_CONFLICT, "order.not_asked", t->o->number, NULL);
	ev = b ? order_event(rq, t) : NULL;
	if (!ev)
		return -ENOMEM;
	b->num = t->o->num;
	b->reason = (char *)(uintptr_t)reason;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_ASK_REFUSED;
	ev->order_ask_refused = b;
	return 0;
}

static int ask(struct request *rq, const struct order_target *t, const Duban__OrderAsked *what)
{
	Duban__OrderAsked *b = REQUEST_NEW(rq, Duban__OrderAsked, duban__order_asked__init);
	Duban__Event *ev;

	t->o->ask_reason = what->reason;
	if (!record_fits(t->o))
		return request_refuse(rq, STATUS_TOO_MANY, "order.too_large", NULL);
	ev = b ? order_event(rq, t) : NULL;
	if (!ev)
		return -ENOMEM;
	*b = *what;
	b->num = t->o->num;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_ASKED;
	ev->order_asked = b;
	return 0;
}

/* ---- another handler */

/* An objection to the assignment is heard within some working days after it. */
static int check_objection(struct request *rq, const struct order_target *t)
{
	char text[DATE_TEXT_MAX];
	date_t last;
	int64_t wd;
	int r = parameter_number(rq->txn, rq->arena, t->p, "order.object_wd", &wd);

	if (r)
		return r;
	last = calendar_add(rq->calendar, date_from_ymd(t->o->assigned_date), (int)wd);
	if (rq->today <= last)
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "order.objected_too_late", t->o->number,
			      date_text(last, text), NULL);
}

static int ask_reassign(struct request *rq, const struct order_target *t,
			const Duban__OrderReassignRequest *q, uint32_t unit)
{
	Duban__OrderAsked what = DUBAN__ORDER_ASKED__INIT;
	int r = order_may(rq, t->o, ORDER_MOVE_REASSIGN);

	if (!r)
		r = check_objection(rq, t);
	if (r)
		return r;
	what.ask = ORDER_ASK(REASSIGN);
	what.unit = unit;
	what.reason = q->reason;
	return ask(rq, t, &what);
}

static int reassign(struct request *rq, const struct order_target *t,
		    const Duban__OrderReassignRequest *q, uint32_t unit)
{
	struct order_target to = *t;
	Duban__Order moved = *t->o;
	Duban__OrderReassigned *b =
	    REQUEST_NEW(rq, Duban__OrderReassigned, duban__order_reassigned__init);
	Duban__Event *ev;
	int r = b ? order_may(rq, t->o, ORDER_MOVE_REASSIGN) : -ENOMEM;

	if (!r)
		r = request_who(rq, q->person, &b->person);
	if (!r && q->due_date && date_from_ymd(q->due_date) == DATE_NONE)
		r = request_refuse(rq, STATUS_INVALID, "date.impossible",
				   arena_printf(rq->arena, "%u", q->due_date), NULL);
	if (!r && q->due_date && date_from_ymd(q->due_date) < rq->today)
		r = request_refuse(rq, STATUS_INVALID, "order.due_past", NULL);
	if (r)
		return r;
	moved.unit = unit; /* the event is for the new handler */
	to.o = &moved;
	ev = order_event(rq, &to);
	if (!ev)
		return -ENOMEM;
	b->num = t->o->num;
	b->from_unit = t->o->unit;
	b->unit = unit;
	b->due_date = q->due_date ? q->due_date : t->o->due_date;
	b->reason = q->reason;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_REASSIGNED;
	ev->order_reassigned = b;
	return 0;
}

static int order_reassign(struct request *rq, const void *body)
{
	const Duban__OrderReassignRequest *q = body;
	struct order_target t;
	uint32_t unit = 0;
	int r = find(rq, q->number, q->reason, &t);

	if (!r && q->refuse)
		return refuse_ask(rq, &t, ORDER_ASK(REASSIGN), q->reason);
	if (!r)
		r = *q->unit ? request_unit(rq, q->unit, &unit)
			     : request_refuse(rq, STATUS_INVALID, "order.no_unit", NULL);
	if (!r && unit == t.o->unit)
		r = request_refuse(rq, STATUS_CONFLICT, "order.same_unit", t.o->number, q->unit,
				   NULL);
	if (r)
		return r;
	return decides(rq) ? reassign(rq, &t, q, unit) : ask_reassign(rq, &t, q, unit);
}
HANDLER(ORDER_REASSIGN, .kind = HANDLER_COMMAND, .roles = ROLES_ASKING,
	.simulated_only_for_local = true, .decide = order_reassign);

/* ---- more time */

static int check_extension(struct request *rq, const struct order_target *t, uint32_t to)
{
	int64_t max;
	int r = parameter_number(rq->txn, rq->arena, t->p, "extension.max", &max);

	if (r)
		return r;
	if (date_from_ymd(to) == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", to), NULL);
	if (to <= t->o->due_date)
		return request_refuse(rq, STATUS_INVALID, "order.not_later", t->o->number, NULL);
	if (t->o->state == ORDER_STATE(ANSWERED))
		return request_refuse(rq, STATUS_CONFLICT, "order.answered_already", t->o->number,
				      NULL);
	if (t->o->extensions >= max)
		return request_refuse(rq, STATUS_CONFLICT, "order.extended_too_often", t->o->number,
				      arena_printf(rq->arena, "%lld", (long long)max), NULL);
	return 0;
}

static int ask_extend(struct request *rq, const struct order_target *t,
		      const Duban__OrderExtendRequest *q)
{
	Duban__OrderAsked what = DUBAN__ORDER_ASKED__INIT;
	char text[DATE_TEXT_MAX];
	date_t last;
	int64_t wd;
	int r = parameter_number(rq->txn, rq->arena, t->p, "extension.ask_before_wd", &wd);

	if (r)
		return r;
	last = calendar_add(rq->calendar, date_from_ymd(t->o->due_date), -(int)wd);
	if (rq->today > last)
		return request_refuse(rq, STATUS_CONFLICT, "order.asked_too_late", t->o->number,
				      date_text(last, text), NULL);
	what.ask = ORDER_ASK(EXTEND);
	what.to_date = q->to_date;
	what.reason = q->reason;
	return ask(rq, t, &what);
}

static int extend(struct request *rq, const struct order_target *t,
		  const Duban__OrderExtendRequest *q)
{
	Duban__OrderExtended *b =
	    REQUEST_NEW(rq, Duban__OrderExtended, duban__order_extended__init);
	Duban__Event *ev = b ? order_event(rq, t) : NULL;

	if (!ev)
		return -ENOMEM;
	b->num = t->o->num;
	b->from_date = t->o->due_date;
	b->to_date = q->to_date;
	b->reason = q->reason;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_EXTENDED;
	ev->order_extended = b;
	return 0;
}

static int order_extend(struct request *rq, const void *body)
{
	const Duban__OrderExtendRequest *q = body;
	struct order_target t;
	int r = find(rq, q->number, q->reason, &t);

	if (!r && q->refuse)
		return refuse_ask(rq, &t, ORDER_ASK(EXTEND), q->reason);
	if (!r)
		r = check_extension(rq, &t, q->to_date);
	if (r)
		return r;
	return decides(rq) ? extend(rq, &t, q) : ask_extend(rq, &t, q);
}
HANDLER(ORDER_EXTEND, .kind = HANDLER_COMMAND, .roles = ROLES_ASKING,
	.simulated_only_for_local = true, .decide = order_extend);
