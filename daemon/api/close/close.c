/* `close show` (月度关账): what lacks before a month can be closed, a row a unit: who has not
 * reported, what was returned or waits, what is expected and confirmed, and how far 平台 and 列统
 * are apart. */
#include <errno.h>
#include <string.h>

#include "api/close/compared.h"
#include "api/core/amount.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "base/arena.h"
#include "model/core/money.h"
#include "model/core/record.h"
#include "model/list/member.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/plan/year_plan.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/ranking/line_check.h"
#include "model/report/figure.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "model/report/state.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { LACKING_MAX = 20, SCAN_MAX = 20000, ROW_BYTES = 2048, DATA_RULE = 17 };

struct closing {
	struct request *rq;
	const Duban__CloseShowRequest *q;
	struct arena *one; /* for one project */
	date_t end;	   /* the month's last day */
	uint32_t unit;
	size_t scanned;
	Duban__CloseRow *row;
	struct bureau_sum bureau; /* of the row */
	struct true_up last;
	Duban__CloseShowReply *b;
};

/* Has it something to report for the month? */
static int is_asked(const struct closing *x, const Duban__Project *p, bool *ret)
{
	struct txn *t = x->rq->txn;
	struct year_plans plans;
	uint32_t out = life_withdrawn_from(t, x->one, p);
	int r = year_plans_load(t, x->one, p->num, x->q->month / 100, &plans);

	*ret = false;
	if (r || !year_plan_on(&plans, x->end) || (out && out <= date_ymd(x->end)))
		return r;
	*ret = !*x->q->list || member_counts_on(t, x->one, p, x->q->list, x->end);
	return txn_error(t);
}

static int put_lacking(struct closing *x, const Duban__Project *p)
{
	char *code = arena_str(x->rq->arena, p->code);

	if (x->row->n_lacking == LACKING_MAX)
		return 0;
	return code ? REQUEST_PUSH(x->rq, x->row->lacking, x->row->n_lacking, code) : -ENOMEM;
}

static int see_report(struct closing *x, const Duban__Project *p)
{
	Duban__Report of = DUBAN__REPORT__INIT;
	const Duban__Report *r;

	of.project = p->num;
	of.form = REPORT_FORM(MONTHLY);
	of.period_month = x->q->month;
	r = report_in_slot(x->rq->txn, x->one, &of);
	if (!r || r->state == REPORT_STATE(RETURNED)) {
		x->row->unreported += !r;
		x->row->returned += r != NULL;
		return put_lacking(x, p);
	}
	if (report_waits((int)r->state)) {
		x->row->waiting++;
		x->row->expected->fen += money_fen(r->invested);
	} else {
		x->row->confirmed++;
	}
	return 0;
}

static int see_project(struct closing *x, const Duban__Project *p)
{
	Duban__Subject whole = DUBAN__SUBJECT__INIT;
	const Duban__Figure *f;
	bool asked;
	int r = is_asked(x, p, &asked);

	if (r || !asked)
		return r;
	whole.project = p->num;
	x->row->projects++;
	f = figure_get(x->rq->txn, x->one, p->num, x->q->month);
	x->row->invested->fen += f ? money_fen(f->invested) : 0;
	x->row->statistics->fen += f ? money_fen(f->statistics) : 0;
	x->row->remarks += txn_has(x->rq->txn, TABLE_warning_open,
				   key_bytes(warning_key(KEY(), &whole, DATA_RULE)));
	r = bureau_add(x->rq->txn, x->one, p->num, x->q->month, &x->bureau);
	if (!r)
		r = true_up_add(x->rq->txn, x->one, p->num, period_add(x->q->month, -1), &x->last);
	return r ? r : see_report(x, p);
}

static int see_projects(struct closing *x, uint32_t unit)
{
	struct scan s = scan_start(x->rq->txn, TABLE_project_unit, key_bytes(key_u32(KEY(), unit)));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		const Duban__Project *p;

		(void)key_read_u32(&k);
		arena_reset(x->one);
		p = project_get(x->rq->txn, x->one, key_read_u32(&k));
		x->scanned++;
		if (p && p->unit == unit && scope_reads(x->rq, p))
			r = see_project(x, p);
	}
	return r ? r : txn_error(x->rq->txn);
}

/* Nothing stands where nobody told anything. */
static int put_compared(struct closing *x)
{
	Duban__CloseRow *row = x->row;

	x->scanned += x->last.looked;
	row->bureau_projects = x->bureau.projects;
	if (x->bureau.projects) {
		row->bureau = request_money(x->rq, x->bureau.told);
		row->bureau_gap = request_money(x->rq, x->bureau.booked - x->bureau.told);
		if (!row->bureau || !row->bureau_gap)
			return -ENOMEM;
	}
	if (x->last.projects) {
		row->last_expected = request_money(x->rq, x->last.expected);
		row->true_up = request_money(x->rq, x->last.came - x->last.expected);
		if (!row->last_expected || !row->true_up)
			return -ENOMEM;
	}
	return 0;
}

static int put_check(struct closing *x, uint32_t unit)
{
	struct line_name n = {x->q->list, x->q->month, unit};
	const Duban__LineCheck *c = line_check_of(x->rq->txn, x->rq->arena, &n);

	if (!c)
		return txn_error(x->rq->txn);
	x->row->check = c->state;
	x->row->objection = c->text;
	return 0;
}

static int see_unit(struct closing *x, const Duban__Unit *u)
{
	Duban__CloseRow *row = REQUEST_NEW(x->rq, Duban__CloseRow, duban__close_row__init);
	int r;

	if (!row)
		return -ENOMEM;
	x->row = row;
	row->unit = u->id;
	row->name = u->name;
	row->expected = request_money(x->rq, 0);
	row->invested = request_money(x->rq, 0);
	row->statistics = request_money(x->rq, 0);
	row->gap = request_money(x->rq, 0);
	if (!row->expected || !row->invested || !row->statistics || !row->gap)
		return -ENOMEM;
	x->bureau = (struct bureau_sum){.projects = 0};
	x->last = (struct true_up){.zone_minutes = x->rq->zone_minutes};
	r = see_projects(x, u->num);
	if (!r)
		r = put_compared(x);
	if (!r)
		r = put_check(x, u->num);
	row->gap->fen = row->invested->fen - row->statistics->fen;
	return r || !row->projects ? r : REQUEST_PUSH(x->rq, x->b->row, x->b->n_row, row);
}

/* A page ends behind a unit. */
static int fill(struct closing *x)
{
	struct request *rq = x->rq;
	struct scan s =
	    scan_after(rq->txn, TABLE_unit, BYTES("", 0), BYTES(x->q->after.data, x->q->after.len));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct bytes key = BYTES(arena_dup(rq->arena, s.key.data, s.key.size), s.key.size);
		const Duban__Unit *u =
		    record_unpack(rq->txn, s.value, &duban__unit__descriptor, rq->arena);

		if (!u || !key.data)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
		if (unit_within(rq->txn, rq->arena, u->num, x->unit))
			r = see_unit(x, u);
		if (!r && (x->scanned >= SCAN_MAX ||
			   request_page_full(rq, x->b->n_row * ROW_BYTES, ROW_BYTES))) {
			x->b->next =
			    (ProtobufCBinaryData){key.size, (uint8_t *)(uintptr_t)key.data};
			break;
		}
	}
	return r ? r : txn_error(rq->txn);
}

static int find_month(struct closing *x)
{
	int64_t wd = 0;
	int r;

	x->end = period_last_day(x->q->month);
	if (x->end == DATE_NONE)
		return request_refuse(x->rq, STATUS_INVALID, "month.impossible",
				      arena_printf(x->rq->arena, "%u", x->q->month), NULL);
	r = parameter_number(x->rq->txn, x->rq->arena, NULL, "report.lock_wd", &wd);
	x->b->month = x->q->month;
	x->b->locked_date = date_ymd(period_lock_date(x->rq->calendar, x->q->month, (int)wd) + 1);
	return r;
}

static int close_show(struct request *rq, const void *body)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct closing x = {.rq = rq, .q = body};
	int r = request_text(rq, "list", x.q->list, NAME_MAX_BYTES, false);

	x.b = REQUEST_NEW(rq, Duban__CloseShowReply, duban__close_show_reply__init);
	if (!r)
		r = x.b ? find_month(&x) : -ENOMEM;
	if (!r && *x.q->unit)
		r = request_unit(rq, x.q->unit, &x.unit);
	if (!r)
		r = arena_new(&one, WIRE_ARENA_MAX);
	if (r)
		return r;
	x.one = one;
	rq->reply->body_case = DUBAN__REPLY__BODY_CLOSE_SHOW;
	rq->reply->close_show = x.b;
	return fill(&x);
}
HANDLER(CLOSE_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = close_show);
