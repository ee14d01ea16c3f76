/* `order list`, `order show`, `series show`. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/order/series.h"
#include "api/order/target.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/order/order.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { SCAN_MAX = 20000, GAPS_MAX = 2000 };

/* ---- a row */

/* From the deadline to the day of the answer, else to today; 0 after a withdrawal. */
static uint32_t days_late(const struct request *rq, const Duban__Order *o)
{
	bool judged = o->state == ORDER_STATE(ANSWERED) || o->state == ORDER_STATE(ACCEPTED);
	date_t end = judged ? date_from_ymd(o->answered_date) : rq->today;
	date_t due = date_from_ymd(o->due_date);

	return o->state != ORDER_STATE(WITHDRAWN) && end > due ? (uint32_t)(end - due) : 0;
}

static char *turn_of(struct request *rq, const Duban__Order *o)
{
	if (!order_is_open((int)o->state))
		return (char *)(uintptr_t)protobuf_c_empty_string;
	return request_unit_id(rq, o->state == ORDER_STATE(ANSWERED) ? o->acceptor : o->unit);
}

static Duban__OrderRow *row_of(struct request *rq, const struct order_target *t)
{
	Duban__OrderRow *row = REQUEST_NEW(rq, Duban__OrderRow, duban__order_row__init);
	const Duban__Order *o = t->o;

	if (!row)
		return NULL;
	row->number = o->number;
	row->kind = o->kind;
	if (t->p) {
		row->project = t->p->code;
		row->project_name = t->p->name;
	}
	row->unit = request_unit_id(rq, o->unit);
	row->issued_date = o->issued_date;
	row->due_date = o->due_date;
	row->state = o->state;
	row->days_late = days_late(rq, o);
	if (o->person)
		row->handler = o->person->name;
	if (o->signer)
		row->signer = o->signer->name;
	row->title = o->title;
	row->source = o->source;
	row->turn = turn_of(rq, o);
	row->ask = o->ask;
	row->internal = o->internal;
	return row;
}

/* ---- list */

struct order_listing {
	struct request *rq;
	const Duban__OrderListRequest *q;
	uint32_t unit, project;
};

static bool handled_within(struct order_listing *l, const Duban__Order *o)
{
	struct order_parts parts;

	if (unit_within(l->rq->txn, l->rq->arena, o->unit, l->unit))
		return true;
	if (order_parts_load(l->rq->txn, l->rq->arena, o->num, &parts))
		return false;
	for (size_t i = 0; i < parts.n; i++)
		if (unit_within(l->rq->txn, l->rq->arena, parts.part[i]->unit, l->unit))
			return true;
	return false;
}

static bool wanted(struct order_listing *l, const Duban__Order *o)
{
	const Duban__OrderListRequest *q = l->q;

	return (!q->state || o->state == q->state) && (!q->kind || o->kind == q->kind) &&
	       (!q->open || order_is_open((int)o->state)) &&
	       (!q->late || days_late(l->rq, o) > 0) && (!l->project || o->project == l->project) &&
	       (!l->unit || handled_within(l, o));
}

static int take_filter(struct order_listing *l)
{
	Duban__Project *p = NULL;
	int r = *l->q->project ? request_project(l->rq, l->q->project, &p) : 0;

	if (!r && *l->q->unit)
		r = request_unit(l->rq, l->q->unit, &l->unit);
	l->project = p ? p->num : 0;
	return r;
}

static int fill(struct order_listing *l, Duban__OrderListReply *b)
{
	struct key *after = key_u32(KEY(), l->q->after);
	struct scan s = scan_after(l->rq->txn, TABLE_order, BYTES("", 0),
				   l->q->after ? key_bytes(after) : BYTES("", 0));
	size_t bytes = 0, seen = 0;

	while (scan_next(&s)) {
		struct order_target t = {.o = record_unpack(l->rq->txn, s.value,
							    &duban__order__descriptor,
							    l->rq->arena)};
		Duban__OrderRow *row;

		if (!t.o)
			break;
		t.p = project_get(l->rq->txn, l->rq->arena, t.o->project);
		if (wanted(l, t.o) && order_reads(l->rq, t.o, t.p)) {
			row = row_of(l->rq, &t);
			if (!row || REQUEST_PUSH(l->rq, b->order, b->n_order, row))
				return -ENOMEM;
			bytes += duban__order_row__get_packed_size(row) + 8;
		}
		if (++seen == SCAN_MAX || request_page_full(l->rq, bytes, VALUE_MAX)) {
			b->next = t.o->num;
			break;
		}
	}
	return txn_error(l->rq->txn);
}

static int order_list(struct request *rq, const void *body)
{
	struct order_listing l = {.rq = rq, .q = body};
	Duban__OrderListReply *b =
	    REQUEST_NEW(rq, Duban__OrderListReply, duban__order_list_reply__init);
	int r = b ? take_filter(&l) : -ENOMEM;

	if (!r)
		r = fill(&l, b);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_ORDER_LIST;
	rq->reply->order_list = b;
	return 0;
}
HANDLER(ORDER_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = order_list);

/* ---- show */

static int add_part(struct request *rq, const Duban__OrderPart *p, Duban__OrderShowReply *b,
		    size_t *bytes)
{
	Duban__OrderPartRow *row =
	    REQUEST_NEW(rq, Duban__OrderPartRow, duban__order_part_row__init);
	int r;

	if (!row)
		return -ENOMEM;
	row->no = p->no;
	row->unit = request_unit_id(rq, p->unit);
	row->unit_name = request_unit_name(rq, p->unit);
	row->text = p->text;
	row->due_date = p->due_date;
	row->answer = p->answer;
	row->answered_date = p->answered_date;
	row->withdrawn = p->withdrawn;
	*bytes += duban__order_part_row__get_packed_size(row) + strlen(row->unit_name);
	r = REQUEST_PUSH(rq, b->part, b->n_part, row);
	if (r || p->withdrawn)
		return r;
	if (!b->part_due_date || p->due_date < b->part_due_date)
		b->part_due_date = p->due_date;
	return p->unit == b->order->unit
		   ? 0
		   : REQUEST_PUSH(rq, b->co_name, b->n_co_name, row->unit_name);
}

static int order_show(struct request *rq, const void *body)
{
	const Duban__OrderShowRequest *q = body;
	Duban__OrderShowReply *b =
	    REQUEST_NEW(rq, Duban__OrderShowReply, duban__order_show_reply__init);
	struct order_target t;
	struct order_parts parts = {};
	size_t bytes = 0;
	int r = b ? order_find(rq, q->number, &t) : -ENOMEM;

	if (!r)
		r = order_parts_load(rq->txn, rq->arena, t.o->num, &parts);
	if (r)
		return r;
	b->order = t.o;
	b->row = row_of(rq, &t);
	b->unit_name = request_unit_name(rq, t.o->unit);
	b->acceptor = request_unit_id(rq, t.o->acceptor);
	b->acceptor_name = request_unit_name(rq, t.o->acceptor);
	if (t.o->liaison)
		b->liaison = t.o->liaison->name;
	/* as many as fit; `part list` is paged */
	for (size_t i = 0; i < parts.n && !r && !request_page_full(rq, bytes, VALUE_MAX); i++)
		r = add_part(rq, parts.part[i], b, &bytes);
	rq->reply->body_case = DUBAN__REPLY__BODY_ORDER_SHOW;
	rq->reply->order_show = b;
	return b->row ? r : -ENOMEM;
}
HANDLER(ORDER_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = order_show);

/* ---- the numbers of a series */

static int add_gap(struct request *rq, const struct series_year *y, uint32_t n,
		   Duban__SeriesShowReply *b, size_t *bytes)
{
	Duban__SeriesRow *row = REQUEST_NEW(rq, Duban__SeriesRow, duban__series_row__init);
	struct key *k = key_u32(key_u32(key_text(KEY(), y->series->name), y->year), n);
	const Duban__VoidNumber *v = record_get(rq->txn, TABLE_void_number, key_bytes(k),
						&duban__void_number__descriptor, rq->arena);

	if (!row)
		return -ENOMEM;
	row->n = n;
	row->number = series_number(rq, y->series, y->year, n);
	if (v)
		row->reason = v->reason;
	if (!row->number)
		return -ENOMEM;
	*bytes += duban__series_row__get_packed_size(row);
	return REQUEST_PUSH(rq, b->gap, b->n_gap, row);
}

static int series_show(struct request *rq, const void *body)
{
	const Duban__SeriesShowRequest *q = body;
	Duban__SeriesShowReply *b =
	    REQUEST_NEW(rq, Duban__SeriesShowReply, duban__series_show_reply__init);
	int r = b ? request_text(rq, "name", q->name, ORDER_NUMBER_MAX, true) : -ENOMEM;
	const Duban__OrderSeries *s = NULL;
	struct series_year y;
	size_t bytes = 0;

	if (!r)
		s = record_get(rq->txn, TABLE_order_series, key_bytes(key_text(KEY(), q->name)),
			       &duban__order_series__descriptor, rq->arena);
	if (!r && !s)
		r = request_refuse(rq, STATUS_NOT_FOUND, "series.unknown", q->name, NULL);
	if (!r)
		r = series_load(rq, s, q->year ? q->year : date_ymd(rq->today) / 10000, &y);
	for (uint32_t n = s && s->first ? s->first : 1; !r && n <= y.last; n++)
		if (y.given[n] != SERIES_ORDER && b->n_gap < GAPS_MAX &&
		    !request_page_full(rq, bytes, VALUE_MAX))
			r = add_gap(rq, &y, n, b, &bytes);
	if (r)
		return r;
	b->last = y.last;
	b->used = y.used;
	b->next_number = series_number(rq, s, y.year, series_next(&y));
	rq->reply->body_case = DUBAN__REPLY__BODY_SERIES_SHOW;
	rq->reply->series_show = b;
	return b->next_number ? 0 : -ENOMEM;
}
HANDLER(SERIES_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = series_show);
