/* Import and export of orders and their parts. Orders that were open elsewhere come in with their
 * numbers, dates and states; what is open here is moved by its commands alone. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/order/target.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/order/order.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "text/date.h"

/* ---- orders */

/* What may not change once it is stored. */
static bool check_kept(struct record_row *r, const Duban__Order *now)
{
	const Duban__Order *was = r->was;
	struct checks all = {0};

	if (was && was->project != now->project)
		checks_fine(&all, cell_refuse(row_cell(r, "project"), "order.project_stays", NULL));
	if (was && was->state != now->state)
		checks_fine(&all, cell_refuse(row_cell(r, "state"), "order.state_stays", NULL));
	return checks_passed(&all);
}

static bool needs_day(struct record_row *r, const char *column, uint32_t day)
{
	return day || cell_refuse(row_cell(r, column), "order.needs_day", column);
}

static bool is_answered(const Duban__Order *o)
{
	return o->state == ORDER_STATE(ANSWERED) || o->state == ORDER_STATE(ACCEPTED);
}

static bool is_over(const Duban__Order *o)
{
	return o->state == ORDER_STATE(ACCEPTED) || o->state == ORDER_STATE(WITHDRAWN);
}

/* The days that belong to its state. */
static bool check_days(struct record_row *r, Duban__Order *now)
{
	struct checks all = {0};

	if (!now->assigned_date)
		now->assigned_date = now->issued_date;
	if (now->state != ORDER_STATE(ISSUED) && now->state != ORDER_STATE(WITHDRAWN) &&
	    !now->signed_date)
		now->signed_date = now->assigned_date;
	if (is_answered(now))
		checks_fine(&all, needs_day(r, "answered", now->answered_date));
	if (is_over(now))
		checks_fine(&all, needs_day(r, "closed", now->closed_date));
	if (now->due_date < now->issued_date)
		checks_fine(&all, cell_refuse(row_cell(r, "due"), "order.due_before_issue", NULL));
	if (now->answered_date && now->answered_date < now->issued_date)
		checks_fine(&all, cell_refuse(row_cell(r, "answered"),
					      "order.answered_before_issue", NULL));
	return checks_passed(&all);
}

static bool check_order(struct record_row *r)
{
	Duban__Order *now = r->now;
	struct checks all = {0};

	if (!now->state)
		now->state = ORDER_STATE(ISSUED);
	checks_fine(&all, check_kept(r, now));
	checks_fine(&all, check_days(r, now));
	if (now->internal && !now->n_reader)
		checks_fine(&all, cell_refuse(row_cell(r, "reader"), "order.no_reader", NULL));
	if (!now->internal && now->n_reader)
		checks_fine(&all,
			    cell_refuse(row_cell(r, "reader"), "order.readers_not_internal", NULL));
	r->project = project_get(r->im->in.rq->txn, r->im->in.scratch, now->project);
	return checks_passed(&all);
}

/* The import's events are for those who may read the orders. */
static void address_all(struct import *im)
{
	struct request *rq = im->in.rq;

	for (size_t i = 0; i < rq->n_event; i++) {
		Duban__Event *ev = rq->event[i];
		uint32_t part, num = order_of_event(ev, &part);
		const Duban__Order *o = ev->body_case == DUBAN__EVENT__BODY_ORDER_PUT
					    ? ev->order_put->order
					    : order_get(rq->txn, rq->arena, num);

		if (!o || !num)
			continue;
		order_address(ev, o, project_get(rq->txn, rq->arena, o->project));
		if (part)
			ev->turn_unit = ev->order_part_put->part->unit;
	}
}

/* By the filter: of a project, or of the city. */
static bool filtered(struct rows_out *s, const Duban__Order *o)
{
	uint32_t year = o->issued_date / 10000;

	if (s->filter->year && year != s->filter->year)
		return false;
	if (!o->project)
		return out_city(s, o->unit, 0);
	if (s->unit || s->project || *s->filter->list)
		return out_project(s, o->project, 0);
	return true;
}

static bool shown(struct rows_out *s, const Duban__Order *o)
{
	return filtered(s, o) &&
	       order_reads(s->rq, o, project_get(s->rq->txn, s->scratch, o->project));
}

static void write_order(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__Order *o = out_record(s, value, &duban__order__descriptor);

	(void)key;
	if (!o || !shown(s, o))
		return;
	out_row(s);
	out_fields(s, o);
}

RECORD_KIND(ORDERS, .check = check_order, .after = address_all, .write = write_order);

/* ---- parts */

static const Duban__Order *order_of(struct record_row *r)
{
	const Duban__OrderPart *now = r->now;

	return order_get(r->im->in.rq->txn, r->im->in.scratch, now->order);
}

static bool check_part(struct record_row *r)
{
	const Duban__Order *o = order_of(r);
	const struct cell *order = row_cell(r, "order");
	Duban__OrderPart *now = r->now;

	if (!o)
		return cell_refuse(order, "cell.no_record", order->text);
	if (!r->was && !order_is_open((int)o->state) && !now->answered_date && !now->withdrawn)
		return cell_refuse(order, "order.over", o->number);
	if (!now->due_date)
		now->due_date = o->due_date;
	if (now->due_date < o->issued_date)
		return cell_refuse(row_cell(r, "due"), "order.due_before_issue", NULL);
	r->project = project_get(r->im->in.rq->txn, r->im->in.scratch, o->project);
	return true;
}

static void write_part(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__OrderPart *p = out_record(s, value, &duban__order_part__descriptor);
	const Duban__Order *o = p ? order_get(s->rq->txn, s->scratch, p->order) : NULL;

	(void)key;
	if (!o || !shown(s, o))
		return;
	out_row(s);
	out_fields(s, p);
}

RECORD_KIND(PARTS, .check = check_part, .after = address_all, .write = write_part);
