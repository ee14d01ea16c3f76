/* `duty list` and `duty show`. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/duty/row.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { SCAN_MAX = 20000, ROW_BYTES = 2048 };

struct duty_filter {
	const Duban__DutyListRequest *q;
	uint32_t unit;
};

static bool wanted(struct request *rq, const struct duty_filter *f, const Duban__Duty *d)
{
	uint32_t due = date_ymd(when_day_of(d->due_at, rq->zone_minutes));
	const Duban__DutyListRequest *q = f->q;

	if ((q->form && d->form != q->form) || (q->state && d->state != q->state) ||
	    (q->late && (d->state != DUTY_STATE(OPEN) || d->due_at > rq->now)) ||
	    (q->from_date && due < q->from_date) || (q->to_date && due > q->to_date))
		return false;
	return unit_within(rq->txn, rq->arena, d->unit, f->unit) && scope_reads_of(rq, d->unit);
}

static int add(struct request *rq, const Duban__Duty *d, size_t *bytes)
{
	Duban__DutyListReply *b = rq->reply->duty_list;
	Duban__DutyRow *row;
	int r = row_duty(rq, d, &row);

	if (r)
		return r;
	*bytes += duban__duty_row__get_packed_size(row) + 8;
	return REQUEST_PUSH(rq, b->duty, b->n_duty, row);
}

static int stop(struct request *rq, const struct scan *s)
{
	Duban__DutyListReply *b = rq->reply->duty_list;

	b->next.data = arena_dup(rq->arena, s->key.data, s->key.size);
	b->next.len = s->key.size;
	return b->next.data ? 0 : -ENOMEM;
}

/* Those that are open have an index of their own, with the same keys. */
static int fill(struct request *rq, const struct duty_filter *f)
{
	bool over = f->q->all || (f->q->state && f->q->state != DUTY_STATE(OPEN));
	struct scan s = scan_after(rq->txn, over ? TABLE_duty : TABLE_duty_open, BYTES("", 0),
				   BYTES(f->q->after.data, f->q->after.len));
	size_t bytes = 0, scanned = 0;
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Duty *d =
		    record_get(rq->txn, TABLE_duty, s.key, &duban__duty__descriptor, rq->arena);

		if (!d)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (wanted(rq, f, d))
			r = add(rq, d, &bytes);
		if (!r && (++scanned == SCAN_MAX || request_page_full(rq, bytes, ROW_BYTES)))
			return stop(rq, &s);
	}
	return r ? r : txn_error(rq->txn);
}

static int duty_list(struct request *rq, const void *body)
{
	struct duty_filter f = {.q = body};
	Duban__DutyListReply *b =
	    REQUEST_NEW(rq, Duban__DutyListReply, duban__duty_list_reply__init);
	int r = b ? 0 : -ENOMEM;

	if (!r && *f.q->unit)
		r = request_unit(rq, f.q->unit, &f.unit);
	if (!r && f.q->after.len > KEY_MAX)
		r = request_refuse(rq, STATUS_INVALID, "page.bad_token", NULL);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_DUTY_LIST;
	rq->reply->duty_list = b;
	return fill(rq, &f);
}
HANDLER(DUTY_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = duty_list);

/* Of a series: its oldest open duty, else the last one. */
static int of_series(struct request *rq, const char *id, Duban__DutyRef *ret)
{
	Duban__DutyRef r;
	struct duties open;
	int bad;

	if (!duty_id_parse(rq->txn, id, &r) || r.period_date)
		return 0;
	bad = duties_open(rq->txn, rq->arena, &r, &open);
	if (bad || !open.n)
		return bad;
	*ret = duty_ref(open.duty[0]);
	return 0;
}

static int duty_show(struct request *rq, const void *body)
{
	const Duban__DutyShowRequest *q = body;
	Duban__DutyRef ref = DUBAN__DUTY_REF__INIT;
	const char *id = q->id;
	Duban__Duty *d;
	int r = request_text(rq, "id", q->id, DUTY_ID_MAX, true);

	if (!r)
		r = of_series(rq, q->id, &ref);
	if (!r && ref.form)
		id = duty_id(rq->txn, rq->arena, &ref);
	if (!r)
		r = id ? request_duty(rq, id, &d) : -ENOMEM;
	if (r)
		return r;
	ref = duty_ref(d);
	return duty_reply(rq, &ref);
}
HANDLER(DUTY_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = duty_show);
