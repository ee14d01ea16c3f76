#include "api/report/claim.h"

#include "api/core/api.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/evidence/attached.h"
#include "api/year/year.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "model/report/state.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

bool report_decides(const struct request *rq)
{
	return request_by_office(rq);
}

static bool holds(struct request *rq, uint32_t unit)
{
	return unit && rq->caller->unit && unit_within(rq->txn, rq->arena, unit, rq->caller->unit);
}

bool report_turn(struct request *rq, const Duban__Project *p, const Duban__Report *r)
{
	unsigned doers = ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR);

	if (!report_waits((int)r->state))
		return false;
	if (report_decides(rq))
		return true;
	return r->state == REPORT_STATE(PENDING) && (doers & (1u << rq->caller->role)) &&
	       holds(rq, r->reviewer) && rq->caller->unit != p->unit &&
	       !(report_eases(r) && rq->caller->unit == r->unit);
}

/* ---- what it contains */

static int check_money(struct request *rq, const char *what, const Duban__Money *m)
{
	if (m && m->fen < 0)
		return request_refuse(rq, STATUS_INVALID, "money.negative", what, NULL);
	if (m && m->fen > MONEY_FEN_MAX)
		return request_refuse(rq, STATUS_INVALID, "money.too_large", what, NULL);
	return 0;
}

static int check_amounts(struct request *rq, const Duban__Report *r)
{
	struct checks all = {0};

	checks_add(&all, check_money(rq, "invested", r->invested));
	checks_add(&all, check_money(rq, "cumulative", r->cumulative));
	checks_add(&all, check_money(rq, "statistics", r->statistics));
	checks_add(&all, check_money(rq, "cumulative_statistics", r->cumulative_statistics));
	if (r->form == REPORT_FORM(MONTHLY) && !r->invested)
		checks_add(&all,
			   request_refuse(rq, STATUS_INVALID, "money.missing", "invested", NULL));
	if (r->has_percent && r->percent > 100)
		checks_add(&all, request_refuse(rq, STATUS_INVALID, "report.percent",
						arena_printf(rq->arena, "%u", r->percent), NULL));
	if (!checks_passed(&all))
		return checks_verdict(&all);
	return request_text(rq, "text", r->text, TEXT_MAX, false);
}

/* The day of a daily report, or a day of a weekly report's week. */
static int check_day(struct request *rq, Duban__Report *r)
{
	bool by_day = r->form == REPORT_FORM(DAILY) || r->form == REPORT_FORM(WEEKLY);
	date_t day, last = rq->today;
	char text[DATE_TEXT_MAX], month[DATE_TEXT_MAX];

	if (!r->on_date && by_day)
		r->on_date = date_ymd(rq->today);
	if (!r->on_date)
		return 0;
	day = date_from_ymd(r->on_date);
	if (day == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", r->on_date), NULL);
	if (r->form == REPORT_FORM(WEEKLY)) /* the week may end in the future */
		last = rq->today - date_weekday(rq->today) + 6;
	if (day > last)
		return request_refuse(rq, STATUS_INVALID, "date.future", date_text(day, text),
				      NULL);
	if (!r->period_month)
		r->period_month = period_of(day);
	if (by_day && r->period_month != period_of(day))
		return request_refuse(rq, STATUS_INVALID, "report.day_outside",
				      date_text(day, text), month_text(r->period_month, month),
				      NULL);
	return 0;
}

/* Does the report describe the state of the project, by day or month? Corrections, explanations and
 * requests have limits of their own. */
static bool tells(const Duban__Report *r)
{
	return r->form == REPORT_FORM(MONTHLY) || r->form == REPORT_FORM(WEEKLY) ||
	       r->form == REPORT_FORM(DAILY);
}

/* Older reports can only come as an opening balance; figures that exist may be explained at any
 * time. */
static int check_age(struct request *rq, const Duban__Project *p, const Duban__Report *r)
{
	uint32_t first = period_add(period_of(rq->today), -REPORT_MONTHS_BACK);
	char text[DATE_TEXT_MAX], from[DATE_TEXT_MAX];
	bool explains = r->form == REPORT_FORM(EXPLANATION);

	if (r->period_month >= first || !(tells(r) || explains) ||
	    (explains && figure_get(rq->txn, rq->arena, p->num, r->period_month)))
		return txn_error(rq->txn);
	return request_refuse(rq, STATUS_INVALID, "report.too_old",
			      month_text(r->period_month, text), month_text(first, from), NULL);
}

/* The last day that can be reported on; 0: no end. */
static int last_day(struct request *rq, const Duban__Project *p, uint32_t *ret)
{
	Duban__Life *l = life_get(rq->txn, rq->arena, p->num);

	if (!l)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	*ret = 0;
	if (project_active(p))
		return 0;
	*ret = p->stage == DUBAN__STAGE__STAGE_WITHDRAWN ? l->withdrawn_date : l->archived_date;
	*ret = *ret ? *ret : l->stage_date ? l->stage_date : l->entered_date;
	return 0;
}

/* 退出, 归档: the month, week or day in which the project ended is the last that can be
 * reported. */
static int check_end(struct request *rq, const Duban__Project *p, const Duban__Report *r)
{
	char text[DATE_TEXT_MAX];
	uint32_t end = 0;
	date_t first;
	int bad = tells(r) ? last_day(rq, p, &end) : 0;

	if (bad || !tells(r) || !end)
		return bad;
	first =
	    date_from_ymd(r->form == REPORT_FORM(MONTHLY) ? r->period_month * 100 + 1 : r->on_date);
	if (r->form == REPORT_FORM(WEEKLY))
		first -= date_weekday(first);
	if (first <= date_from_ymd(end))
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "report.project_ended", p->code,
			      wire_enum_name(&duban__stage__descriptor, (int)p->stage),
			      date_text(date_from_ymd(end), text), NULL);
}

static int check_period(struct request *rq, const Duban__Project *p, Duban__Report *r)
{
	int bad = 0;
	char now[DATE_TEXT_MAX], period[DATE_TEXT_MAX];
	uint32_t this_month = period_of(rq->today);

	if (!r->period_month)
		return request_refuse(rq, STATUS_INVALID, "report.no_period", NULL);
	if (!date_month_valid(r->period_month))
		return request_refuse(rq, STATUS_INVALID, "month.impossible",
				      arena_printf(rq->arena, "%u", r->period_month), NULL);
	/* numbers of a closed year can still be corrected, in the open period */
	if (tells(r))
		bad = request_year_open(rq, r->period_month / 100);
	if (bad)
		return bad;
	if (r->period_month > this_month && r->form != REPORT_FORM(WEEKLY))
		return request_refuse(rq, STATUS_INVALID, "report.future",
				      month_text(r->period_month, period),
				      month_text(this_month, now), NULL);
	bad = check_age(rq, p, r);
	return bad ? bad : check_end(rq, p, r);
}

/* 先入库,后有数: no statistics numbers before the project has entered the library. */
static int check_library(struct request *rq, const Duban__Project *p, const Duban__Report *r)
{
	bool says = (r->statistics && r->statistics->fen) ||
		    (r->cumulative_statistics && r->cumulative_statistics->fen);
	date_t last = r->form == REPORT_FORM(DAILY) ? date_from_ymd(r->on_date)
						    : period_last_day(r->period_month);
	Duban__Life *l = life_get(rq->txn, rq->arena, p->num);
	char text[DATE_TEXT_MAX];

	if (!l)
		return txn_error(rq->txn);
	if (!says || (l->library_date && l->library_date <= date_ymd(last)))
		return 0;
	return request_refuse(
	    rq, STATUS_INVALID, "report.not_in_library", p->code,
	    l->library_date ? date_text(date_from_ymd(l->library_date), text) : "—", NULL);
}

static bool silent(const Duban__Report *r)
{
	return !r->invested && !r->cumulative && !r->statistics && !r->cumulative_statistics &&
	       !r->has_percent && !*r->text;
}

/* ---- who submitted it */

/* Is the caller the project's own unit? `local` counts as every unit. */
static bool is_own(const struct request *rq, const Duban__Project *p)
{
	return rq->caller->role == DUBAN__ROLE__ROLE_LOCAL || rq->caller->unit == p->unit;
}

static uint32_t submitter(const struct request *rq, const Duban__Project *p)
{
	return rq->caller->unit ? rq->caller->unit : p->unit;
}

/* Nobody may change another's numbers. A unit above the project's unit may submit a report where
 * there is none and replace its own; the project's unit may replace what was typed in for it. */
static bool may_replace(const struct request *rq, const Duban__Project *p, const Duban__Report *was)
{
	return is_own(rq, p) || (was->typed_for && was->unit == submitter(rq, p));
}

static int refuse_others(struct request *rq, const Duban__Project *p, const Duban__Report *was)
{
	return request_refuse(rq, STATUS_DENIED, "report.others",
			      arena_printf(rq->arena, "%u", was->num), p->code, NULL);
}

/* Completes a correction from the last confirmed report of that month: amounts that it does not
 * give stay the same. */
static int fill_correction(struct request *rq, const Duban__Project *p, Duban__Report *r)
{
	Duban__Report *last = report_in_slot(rq->txn, rq->arena, r), like = *r;
	char month[DATE_TEXT_MAX];

	like.form = REPORT_FORM(MONTHLY);
	if (last && last->state != REPORT_STATE(CONFIRMED))
		last = report_get(rq->txn, rq->arena, last->corrects_report);
	if (!last)
		last = report_in_slot(rq->txn, rq->arena, &like);
	if (!last || last->state != REPORT_STATE(CONFIRMED))
		return request_refuse(rq, STATUS_CONFLICT, "report.nothing_to_correct", p->code,
				      month_text(r->period_month, month), NULL);
	if (!may_replace(rq, p, last))
		return refuse_others(rq, p, last);
	r->corrects_report = last->num;
	r->invested = r->invested ? r->invested : last->invested;
	r->cumulative = r->cumulative ? r->cumulative : last->cumulative;
	r->statistics = r->statistics ? r->statistics : last->statistics;
	if (!r->cumulative_statistics)
		r->cumulative_statistics = last->cumulative_statistics;
	return 0;
}

int report_check(struct request *rq, const Duban__Project *p, Duban__Report *r)
{
	int bad = check_day(rq, r);

	if (!bad)
		bad = check_period(rq, p, r);
	if (!bad)
		bad = check_amounts(rq, r);
	if (!bad && r->form == REPORT_FORM(EXPLANATION))
		bad = request_text(rq, "text", r->text, TEXT_MAX, true);
	if (!bad)
		bad = request_text(rq, "reason", r->reason, REASON_MAX,
				   r->form == REPORT_FORM(CORRECTION));
	if (!bad && silent(r))
		bad = request_refuse(rq, STATUS_INVALID, "report.silent", NULL);
	if (!bad)
		bad = check_library(rq, p, r);
	if (!bad && r->form == REPORT_FORM(CORRECTION))
		bad = fill_correction(rq, p, r);
	return bad;
}

/* ---- submitting */

/* Rows of a file are drafted in one command, so reports drafted before this one count. */
static uint32_t next_num(struct request *rq)
{
	uint32_t num = counter_last(rq->txn, "report") + 1;

	for (size_t i = 0; i < rq->n_event; i++)
		num += rq->event[i]->body_case == DUBAN__EVENT__BODY_REPORT_SUBMITTED;
	return num;
}

/* Confirmed numbers can only be corrected, not submitted again. */
static int check_slot(struct request *rq, const Duban__Project *p, const Duban__Report *r)
{
	Duban__Report *was = report_in_slot(rq->txn, rq->arena, r);
	char month[DATE_TEXT_MAX];

	if (!was || report_of_move(r))
		return 0;
	if (report_next((int)was->state, REPORT_MOVE_REPLACE) && !may_replace(rq, p, was))
		return refuse_others(rq, p, was);
	if (was->state != REPORT_STATE(CONFIRMED))
		return 0;
	if (r->form == REPORT_FORM(MONTHLY))
		return request_refuse(rq, STATUS_CONFLICT, "report.confirmed", p->code,
				      month_text(r->period_month, month), NULL);
	if (r->form == REPORT_FORM(WEEKLY) || r->form == REPORT_FORM(DAILY))
		return request_refuse(rq, STATUS_CONFLICT, "report.confirmed_day", p->code,
				      date_text(date_from_ymd(was->on_date), month), NULL);
	return 0;
}

/* Is the reviewer the submitter, or would it ease a link that is its own to do? */
static bool concerned(struct request *rq, const Duban__Report *r)
{
	const Duban__Link *l;

	if (!report_eases(r))
		return holds(rq, r->reviewer);
	l = link_get(rq->txn, rq->arena, r->project, r->link_year, r->link_no);
	return !l || r->reviewer == l->unit || r->reviewer == l->service_unit ||
	       unit_within(rq->txn, rq->arena, r->reviewer, r->unit);
}

int report_ask(struct request *rq, const Duban__Project *p, Duban__Report *r)
{
	Duban__ReportSubmitted *b;
	Duban__Event *ev;
	bool sector;
	int bad;

	r->project = p->num;
	bad = check_slot(rq, p, r);
	if (!bad)
		bad = evidence_check_attached(rq, p->num, r->evidence, r->n_evidence);
	if (bad)
		return bad;
	r->num = next_num(rq);
	if (!report_eases(r) || !r->unit)
		r->unit = submitter(rq, p);
	r->typed_for = !report_of_move(r) && !is_own(rq, p);
	r->submitted_at = rq->now;
	r->reviewer = report_reviewer(rq->txn, rq->arena, p, &sector);
	/* Nobody reviews their own report: it goes straight to the office. */
	if (r->reviewer && concerned(rq, r)) {
		r->reviewer = report_eases(r) ? 0 : r->reviewer;
		r->state = REPORT_STATE(REVIEWED);
	} else {
		r->state = r->reviewer ? REPORT_STATE(PENDING) : REPORT_STATE(REVIEWED);
	}
	r->reviewer_is_sector = r->reviewer && sector;
	if (!record_fits(r))
		return request_refuse(rq, STATUS_TOO_MANY, "request.too_large", NULL);
	b = REQUEST_NEW(rq, Duban__ReportSubmitted, duban__report_submitted__init);
	ev = request_event(rq);
	if (!ev || !b)
		return -ENOMEM;
	b->report = r;
	ev->body_case = DUBAN__EVENT__BODY_REPORT_SUBMITTED;
	ev->report_submitted = b;
	ev->project = p->num;
	ev->project_unit = p->unit;
	return 0;
}
