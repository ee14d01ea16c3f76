/* Lists of reports, page by page in the order in which they were submitted. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/report/claim.h"
#include "engine/core/engine.h"
#include "engine/past/pick.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/principal/principal.h"
#include "model/project/project.h"
#include "model/report/report.h"
#include "model/report/state.h"
#include "proto/enums.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/record.h"

enum { SCAN_MAX = 20000, ROWS_MAX = 500 };

struct report_listing {
	struct request *rq;
	const Duban__ReportListRequest *q;
	Duban__ReportListReply *reply;
	Duban__Project *project; /* of the filter */
	uint32_t unit;		 /* of the filter */
	Duban__Project *last;	 /* the project of the last report */
	bool last_shown;
	size_t bytes, seen;
	struct journal_pick pick;
};

static bool of_unit(struct report_listing *l, const Duban__Project *p)
{
	return !l->unit || unit_within(l->rq->txn, l->rq->arena, p->unit, l->unit);
}

/* The project, if the caller may see its reports and they match the filter. */
static const Duban__Project *shown(struct report_listing *l, uint32_t project)
{
	if (!l->last || l->last->num != project) {
		l->last = project_get(l->rq->txn, l->rq->arena, project);
		l->last_shown = l->last && scope_reads(l->rq, l->last) && of_unit(l, l->last);
	}
	return l->last_shown ? l->last : NULL;
}

/* A returned report is waiting for its unit again. */
static bool mine(struct report_listing *l, const Duban__Project *p, const Duban__Report *r)
{
	if (r->state == REPORT_STATE(RETURNED))
		return l->rq->caller->unit && scope_reports(l->rq, p);
	if (report_decides(l->rq))
		return r->state == REPORT_STATE(REVIEWED);
	return report_turn(l->rq, p, r);
}

static bool wanted(struct report_listing *l, const Duban__Project *p, const Duban__Report *r)
{
	const Duban__ReportListRequest *q = l->q;

	return (!q->state || r->state == q->state) && (!q->form || r->form == q->form) &&
	       (!q->month || r->period_month == q->month) && (!q->mine || mine(l, p, r));
}

static int fill_evidence(struct request *rq, const Duban__Report *r, Duban__ReportRow *row)
{
	int bad = 0;

	for (size_t i = 0; i < r->n_evidence && !bad; i++) {
		char *hex = request_hex(rq, BYTES(r->evidence[i].data, r->evidence[i].len));

		bad = hex ? REQUEST_PUSH(rq, row->evidence, row->n_evidence, hex) : -ENOMEM;
	}
	return bad;
}

/* Whose hand it was, and on whose behalf, by the event that brought the report. */
static int fill_hand(struct report_listing *l, Duban__ReportRow *row)
{
	struct request *rq = l->rq;
	uint64_t seq = report_event(rq->txn, row->num);
	struct journal_record rec;
	const Duban__Principal *by;
	const Duban__Person *person;
	const Duban__Event *ev;
	int r;

	if (seq < journal_first(engine_journal(rq->engine)))
		return 0;
	r = journal_pick(&l->pick, seq, &rec);
	if (r)
		return r;
	ev = duban__event__unpack(arena_pb(rq->arena), rec.event.size, rec.event.data);
	if (!ev)
		return -EBADMSG;
	by = principal_get(rq->txn, rq->arena, ev->principal);
	person = person_get(rq->txn, rq->arena, ev->for_person);
	if (by)
		row->by = by->name;
	if (person)
		row->for_person = person->name;
	row->for_unit = request_unit_id(rq, ev->for_unit);
	return 0;
}

static int row_of(struct request *rq, const Duban__Project *p, const Duban__Report *r,
		  Duban__ReportRow **ret)
{
	Duban__ReportRow *row = REQUEST_NEW(rq, Duban__ReportRow, duban__report_row__init);

	if (!row)
		return -ENOMEM;
	row->num = r->num;
	row->project = p->code;
	row->project_name = p->name;
	row->unit = request_unit_id(rq, r->unit);
	row->form = r->form;
	row->period_month = r->period_month;
	row->on_date = r->on_date;
	row->invested = r->invested;
	row->cumulative = r->cumulative;
	row->statistics = r->statistics;
	row->cumulative_statistics = r->cumulative_statistics;
	row->percent = r->percent;
	row->has_percent = r->has_percent;
	row->text = r->text;
	row->state = r->state;
	row->reviewer = request_unit_id(rq, r->reviewer);
	row->reviewer_is_sector = r->reviewer_is_sector;
	row->reason = r->reason;
	row->return_reason = r->return_reason;
	row->typed_for = r->typed_for;
	row->booked_month = r->booked_month;
	row->link = r->link_no;
	row->stage = r->stage;
	row->asked_date = r->to_date;
	row->ground = r->ground;
	row->submitted_at = r->submitted_at;
	row->confirmed_at = r->confirmed_at;
	*ret = row;
	return fill_evidence(rq, r, row);
}

/* Adds the report, if it matches. *ret_more: the page has space for more. */
static int take(struct report_listing *l, uint32_t num, bool *ret_more)
{
	struct request *rq = l->rq;
	Duban__Report *r = report_get(rq->txn, rq->arena, num);
	const Duban__Project *p = r ? shown(l, r->project) : NULL;
	Duban__ReportRow *row;
	int bad;

	*ret_more = ++l->seen < SCAN_MAX;
	if (p && wanted(l, p, r)) {
		bad = row_of(rq, p, r, &row);
		if (!bad)
			bad = fill_hand(l, row);
		if (!bad)
			bad = REQUEST_PUSH(rq, l->reply->report, l->reply->n_report, row);
		if (bad)
			return bad;
		l->bytes += duban__report_row__get_packed_size(row) + 8;
		if (request_page_full(rq, l->bytes, VALUE_MAX) || l->reply->n_report == ROWS_MAX)
			*ret_more = false;
	}
	if (!*ret_more)
		l->reply->next = num;
	return txn_error(rq->txn);
}

/* The table with the reports that the filter may let pass; each key ends with the report's number.
 */
static enum table table_of(const struct report_listing *l)
{
	if (l->project)
		return TABLE_report;
	if (report_waits((int)l->q->state))
		return TABLE_report_open;
	return l->q->state == REPORT_STATE(RETURNED) ? TABLE_report_returned : TABLE_report_num;
}

static struct scan scan_from(const struct report_listing *l, enum table table)
{
	struct key prefix = {.size = 0}, from;

	if (table == TABLE_report)
		key_u32(&prefix, l->project->num);
	from = prefix;
	key_u32(&from, l->q->after);
	return scan_after(l->rq->txn, table, key_bytes(&prefix), key_bytes(&from));
}

/* The number at the end of the next key; 0: no more. */
static uint32_t next_num(struct scan *s)
{
	struct key_reader k = {.ok = true};

	if (!scan_next(s))
		return 0;
	k.rest = s->key;
	if (s->table == TABLE_report)
		(void)key_read_u32(&k);
	return key_read_u32(&k);
}

static int walk(struct report_listing *l)
{
	struct scan s = scan_from(l, table_of(l));
	uint32_t num;
	bool more = true;
	int r = 0;

	while (!r && more && (num = next_num(&s)) != 0)
		r = take(l, num, &more);
	return r ? r : txn_error(l->rq->txn);
}

/* What waits for somebody, and what was returned: both, in the order of their numbers. */
static int walk_mine(struct report_listing *l)
{
	struct scan open = scan_from(l, TABLE_report_open),
		    back = scan_from(l, TABLE_report_returned);
	uint32_t a = next_num(&open), b = next_num(&back);
	bool more = true;
	int r = 0;

	while (!r && more && (a || b)) {
		bool first = a && (!b || a < b);

		r = take(l, first ? a : b, &more);
		if (first)
			a = next_num(&open);
		else
			b = next_num(&back);
	}
	return r ? r : txn_error(l->rq->txn);
}

static int list(struct request *rq, const void *body)
{
	const Duban__ReportListRequest *q = body;
	struct report_listing l = {
	    .rq = rq,
	    .q = q,
	    .pick = {.journal = engine_journal(rq->engine)},
	    .reply = REQUEST_NEW(rq, Duban__ReportListReply, duban__report_list_reply__init)};
	int r = l.reply ? request_durable(rq) : -ENOMEM;

	if (!r && *q->project)
		r = request_project(rq, q->project, &l.project);
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &l.unit);
	if (!r && q->month && !date_month_valid(q->month))
		r = request_refuse(rq, STATUS_INVALID, "month.impossible",
				   arena_printf(rq->arena, "%u", q->month), NULL);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_REPORT_LIST;
	rq->reply->report_list = l.reply;
	r = q->mine && !q->state && !l.project ? walk_mine(&l) : walk(&l);
	journal_pick_done(&l.pick);
	return r;
}
HANDLER(REPORT_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = list, .simulated_only_for_local = true);
