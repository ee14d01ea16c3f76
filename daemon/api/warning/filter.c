#include "api/warning/filter.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "model/list/category.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "text/date.h"

static int take_rule(struct request *rq, struct warning_filter *f, const char *id)
{
	for (size_t i = 0; i < rules_count; i++)
		if (strcmp(rules[i]->id, id) == 0) {
			f->rules |= UINT64_C(1) << i;
			return 0;
		}
	return request_refuse(rq, STATUS_NOT_FOUND, "rule.unknown", id, NULL);
}

static int take_rules(struct request *rq, struct warning_filter *f)
{
	int r = *f->q->rule ? take_rule(rq, f, f->q->rule) : 0;

	for (size_t i = 0; i < f->q->n_rules && !r; i++)
		r = take_rule(rq, f, f->q->rules[i]);
	return r;
}

/* 00:00 of a day; a day of 0 leaves *ret as it is. */
static int take_day(struct request *rq, uint32_t ymd, usec_t *ret)
{
	date_t day = date_from_ymd(ymd);

	if (!ymd)
		return 0;
	if (day == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", ymd), NULL);
	*ret = date_start(day, rq->zone_minutes);
	return 0;
}

static int take_days(struct request *rq, struct warning_filter *f)
{
	const Duban__WarningListRequest *q = f->q;
	uint32_t past = q->as_of_date ? q->as_of_date : q->as_known_date;
	char day[DATE_TEXT_MAX], today[DATE_TEXT_MAX];
	int r;

	if (q->as_of_date && q->as_known_date)
		return request_refuse(rq, STATUS_INVALID, "past.both", NULL);
	if (past && date_from_ymd(past) > rq->today)
		return request_refuse(rq, STATUS_INVALID, "past.future",
				      date_text(date_from_ymd(past), day),
				      date_text(rq->today, today), NULL);
	r = take_day(rq, q->since_date, &f->since);
	if (!r)
		r = take_day(rq, q->changed_date, &f->changed);
	if (!r)
		r = take_day(rq, past, &f->end);
	if (!r && past)
		f->end += USEC_PER_DAY;
	return r;
}

int warning_filter(struct request *rq, const Duban__WarningListRequest *q,
		   struct warning_filter *ret)
{
	Duban__Project *p;
	int r = 0;

	*ret = (struct warning_filter){.q = q};
	if (q->rule_changed && !((1u << rq->caller->role) & ROLES_RULE_CHANGES))
		return request_refuse(rq, STATUS_DENIED, "warning.for_the_office", NULL);
	if (*q->unit)
		r = request_unit(rq, q->unit, &ret->unit);
	if (!r && *q->project) {
		r = request_project(rq, q->project, &p);
		ret->project = r ? 0 : p->num;
	}
	if (!r)
		r = take_rules(rq, ret);
	return r ? r : take_days(rq, ret);
}

bool warning_filter_all(const struct warning_filter *f)
{
	return f->q->all || f->q->rule_changed || f->q->clock_repaired || f->end || f->changed;
}

uint32_t warning_owner(struct request *rq, const Duban__Warning *w)
{
	struct subject_about about;

	return row_subject(rq, w->subject, NULL, &about) ? about.unit : w->unit;
}

/* As of a day: what is known today of that day. As known: what was recorded by its end. */
static bool on_then(const struct warning_filter *f, Duban__Warning *io)
{
	bool known = f->q->as_known_date != 0, open = io->state == WARNING_STATE(OPEN);
	uint32_t day = known ? f->q->as_known_date : f->q->as_of_date;
	usec_t begun = known ? io->raised_at : io->since_at;
	usec_t red = known ? io->lit_at : io->red_since_at;

	/* As is known today only a wrong clock had lit it; the lamp that it should have been, if
	 * any, is another one. */
	if (!known && io->cause == CLEAR_CAUSE(CLOCK_REPAIRED))
		return false;
	if (begun >= f->end)
		return false;
	if (!open && (known ? io->cleared_at < f->end : io->cleared_on_date <= day))
		return false;
	if (io->level == LEVEL(RED) && (!red || red >= f->end))
		io->level = LEVEL(YELLOW);
	io->state = WARNING_STATE(OPEN);
	io->cleared_at = 0;
	io->cleared_on_date = 0;
	io->cause = CLEAR_CAUSE(INVALID);
	return true;
}

static bool level_asked(const Duban__WarningListRequest *q, Duban__Level level)
{
	for (size_t i = 0; i < q->n_level; i++)
		if (q->level[i] == level)
			return true;
	return q->n_level == 0;
}

static bool rule_asked(const struct warning_filter *f, uint32_t num)
{
	for (size_t i = 0; i < rules_count && f->rules; i++)
		if (rules[i]->num == num)
			return f->rules >> i & 1;
	return !f->rules;
}

static bool reads_project(struct request *rq, struct warning_filter *f, uint32_t project)
{
	if (f->seen != project) {
		f->seen = project;
		f->last = project_get(rq->txn, rq->arena, project);
		f->readable =
		    f->last && scope_reads(rq, f->last) &&
		    (!*f->q->list || project_on_list(f->last, f->q->list)) &&
		    (!*f->q->category ||
		     category_within(rq->txn, rq->arena, f->last->category, f->q->category));
	}
	return f->readable;
}

static bool inside(struct request *rq, const struct warning_filter *f, uint32_t unit)
{
	return unit && unit_within(rq->txn, rq->arena, unit, f->unit);
}

static bool of_project(struct request *rq, struct warning_filter *f, const Duban__Warning *w)
{
	if (!reads_project(rq, f, w->subject->project))
		return false;
	return !f->unit || inside(rq, f, w->unit) || inside(rq, f, w->turn_unit) ||
	       inside(rq, f, f->last->unit);
}

static bool by_changed_rules(const Duban__Warning *w)
{
	return w->raised_by == DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED ||
	       w->cause == CLEAR_CAUSE(RULE_CHANGED);
}

static bool by_clock_repair(const Duban__Warning *w)
{
	return w->raised_by == DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_CLOCK_REPAIRED ||
	       w->cause == CLEAR_CAUSE(CLOCK_REPAIRED);
}

bool warning_passes(struct request *rq, struct warning_filter *f, Duban__Warning *io)
{
	uint32_t unit;

	if (!rule_asked(f, io->rule) || (f->end && !on_then(f, io)) || io->since_at < f->since ||
	    !level_asked(f->q, io->level))
		return false;
	if (f->q->rule_changed && !by_changed_rules(io))
		return false;
	if (f->q->clock_repaired && !by_clock_repair(io))
		return false;
	if (f->changed && io->state == WARNING_STATE(CLEARED) && io->cleared_at < f->changed)
		return false;
	if (io->subject->project)
		return of_project(rq, f, io);
	f->last = NULL;
	f->seen = 0;
	if (*f->q->list || *f->q->category)
		return false;
	unit = warning_owner(rq, io);
	return scope_reads_of(rq, unit) && (!f->unit || inside(rq, f, unit));
}
