/* `order issue`, and what others need to issue an order. */
#include "api/order/issue.h"

#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/order/series.h"
#include "api/order/target.h"
#include "model/calendar/calendar.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/order/order.h"
#include "model/param/parameter.h"
#include "model/principal/principal.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

/* ---- checks */

static const char *loose(const char *s)
{
	return s ? s : "";
}

static int check_texts(struct request *rq, const struct order_draft *d)
{
	int r = request_text(rq, "title", loose(d->title), NAME_MAX_BYTES, true);

	if (!r)
		r = request_text(rq, "text", loose(d->text), TEXT_MAX, false);
	if (!r)
		r = request_text(rq, "source", loose(d->source), NAME_MAX_BYTES, false);
	return r ? r : request_text(rq, "number", loose(d->number), ORDER_NUMBER_MAX, false);
}

/* An internal order that nobody of its handler may read could not be signed. */
static int check_readers(struct request *rq, const struct order_draft *d, uint32_t unit)
{
	bool reaches = false;

	if (!d->internal)
		return d->n_reader
			   ? request_refuse(rq, STATUS_INVALID, "order.readers_not_internal", NULL)
			   : 0;
	if (d->n_reader > ORDER_READERS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "order.too_many_readers",
				      arena_printf(rq->arena, "%d", ORDER_READERS_MAX), NULL);
	for (size_t i = 0; i < d->n_reader; i++) {
		const Duban__Principal *p =
		    principal_get(rq->txn, rq->arena, principal_by_name(rq->txn, d->reader[i]));

		if (!p)
			return request_refuse(rq, STATUS_NOT_FOUND, "order.unknown_reader",
					      d->reader[i], NULL);
		reaches = reaches || (p->unit && unit_within(rq->txn, rq->arena, unit, p->unit));
	}
	return reaches ? 0
		       : request_refuse(rq, STATUS_INVALID, "order.unread",
					request_unit_id(rq, unit), NULL);
}

static int due_after(struct request *rq, const Duban__Project *p, const char *key, date_t from,
		     uint32_t *ret)
{
	int64_t wd;
	int r = parameter_number(rq->txn, rq->arena, p, key, &wd);

	if (!r)
		*ret = date_ymd(calendar_add(rq->calendar, from, (int)wd));
	return r;
}

static int check_days(struct request *rq, struct order_draft *d)
{
	char text[DATE_TEXT_MAX];

	if (d->issued == DATE_NONE)
		d->issued = rq->today;
	if (d->issued > rq->today)
		return request_refuse(rq, STATUS_INVALID, "date.future", date_text(d->issued, text),
				      NULL);
	if (!d->due_date)
		return due_after(rq, d->project, "order.answer_wd", d->issued, &d->ret_due_date);
	d->ret_due_date = d->due_date;
	if (date_from_ymd(d->due_date) == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", d->due_date), NULL);
	if (date_from_ymd(d->due_date) < d->issued)
		return request_refuse(rq, STATUS_INVALID, "order.due_before_issue", NULL);
	return 0;
}

static bool drafted(const struct request *rq, const char *number)
{
	for (size_t i = 0; i < rq->n_event; i++)
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_ORDER_ISSUED &&
		    strcmp(rq->event[i]->order_issued->order->number, number) == 0)
			return true;
	return false;
}

static int find_number(struct request *rq, struct order_draft *d)
{
	uint32_t year = date_ymd(d->issued) / 10000;

	if (!*loose(d->number))
		return series_draw(rq, d->kind, year, &d->ret_number);
	d->ret_number = (char *)(uintptr_t)d->number;
	if (order_by_number(rq->txn, d->number) || drafted(rq, d->number))
		return request_refuse(rq, STATUS_CONFLICT, "order.number_used", d->number, NULL);
	return series_take(rq, d->number, loose(d->skipped));
}

/* ---- events */

static uint32_t next_num(const struct request *rq)
{
	uint32_t num = counter_last(rq->txn, "order") + 1;

	for (size_t i = 0; i < rq->n_event; i++)
		num += rq->event[i]->body_case == DUBAN__EVENT__BODY_ORDER_ISSUED;
	return num;
}

static int fill(struct request *rq, const struct order_draft *d, Duban__Order *o)
{
	duban__order__init(o);
	o->num = next_num(rq);
	o->number = d->ret_number;
	o->kind = d->kind;
	o->project = d->project ? d->project->num : 0;
	o->unit = d->unit ? d->unit : d->project ? d->project->unit : 0;
	o->person = (Duban__Who *)(uintptr_t)d->person;
	o->title = (char *)(uintptr_t)d->title;
	o->text = (char *)(uintptr_t)loose(d->text);
	o->issued_date = o->assigned_date = date_ymd(d->issued);
	o->due_date = d->ret_due_date;
	o->state = ORDER_STATE(ISSUED);
	o->source = (char *)(uintptr_t)loose(d->source);
	o->signer = (Duban__Who *)(uintptr_t)d->signer;
	o->liaison = (Duban__Who *)(uintptr_t)d->liaison;
	o->internal = d->internal;
	o->reader = (char **)(uintptr_t)d->reader;
	o->n_reader = d->n_reader;
	o->acceptor = d->acceptor;
	return record_fits(o) ? 0 : request_refuse(rq, STATUS_TOO_MANY, "order.too_large", NULL);
}

static int draft_part(struct request *rq, const struct order_draft *d, const Duban__Order *o,
		      size_t i)
{
	Duban__OrderPart now = DUBAN__ORDER_PART__INIT;
	struct put p = {.body = DUBAN__EVENT__BODY_ORDER_PART_PUT, .is_new = true};
	Duban__Event *ev;
	int r;

	now.order = o->num;
	now.no = (uint32_t)i + 1;
	now.unit = d->co[i];
	r = due_after(rq, d->project, "order.co_answer_wd", d->issued, &now.due_date);
	if (r)
		return r;
	if (now.due_date > o->due_date)
		now.due_date = o->due_date;
	if (!put_pack(rq->arena, &now, &p.now))
		return -ENOMEM;
	ev = put_event(rq, &p);
	if (!ev)
		return -ENOMEM;
	order_address(ev, o, d->project);
	ev->turn_unit = now.unit;
	return 0;
}

static int draft_parts(struct request *rq, const struct order_draft *d, const Duban__Order *o)
{
	int r = 0;

	if (d->n_co > ORDER_PARTS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "order.too_many_parts",
				      arena_printf(rq->arena, "%d", ORDER_PARTS_MAX), NULL);
	for (size_t i = 0; i < d->n_co && !r; i++)
		r = d->co[i] == o->unit ? request_refuse(rq, STATUS_INVALID, "order.co_is_handler",
							 request_unit_id(rq, o->unit), NULL)
					: draft_part(rq, d, o, i);
	return r;
}

static int draft(struct request *rq, struct order_draft *d)
{
	Duban__OrderIssued *b = REQUEST_NEW(rq, Duban__OrderIssued, duban__order_issued__init);
	Duban__Order *o = REQUEST_NEW(rq, Duban__Order, duban__order__init);
	struct order_target t = {.o = o, .p = (Duban__Project *)(uintptr_t)d->project};
	int r = b && o ? fill(rq, d, o) : -ENOMEM;
	Duban__Event *ev;

	if (r)
		return r;
	ev = order_event(rq, &t);
	if (!ev)
		return -ENOMEM;
	ev->on_date = o->issued_date;
	b->order = o;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_ISSUED;
	ev->order_issued = b;
	d->ret_num = o->num;
	return draft_parts(rq, d, o);
}

int order_issue(struct request *rq, struct order_draft *d)
{
	uint32_t unit = d->unit ? d->unit : d->project ? d->project->unit : 0;
	int r = check_texts(rq, d);

	if (!r && !unit)
		r = request_refuse(rq, STATUS_INVALID, "order.no_unit", NULL);
	if (!r)
		r = check_days(rq, d);
	if (!r)
		r = check_readers(rq, d, unit);
	if (!r)
		r = find_number(rq, d);
	return r ? r : draft(rq, d);
}
