/* Problems as subjects: those of a project are looked at with it, those of the city each by itself.
 * Beside its lamp, a problem at the province is chased month by month. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/calendar/calendar.h"
#include "model/core/matter.h"
#include "model/param/parameter.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/problem/tier.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "proto/enums.h"
#include "rules/kind/problem_view.h"
#include "rules/subject.h"
#include "store/db/txn.h"

static bool is_answered(const Duban__ProblemCase *p)
{
	return p->state == PROBLEM_STATE(ANSWERED);
}

static struct problem_view view_of(const struct subject_scan *s, const Duban__ProblemCase *p)
{
	return (struct problem_view){
	    .calendar = s->calendar,
	    .zone_minutes = s->zone_minutes,
	    .due = problem_due(p, s->calendar),
	    .clock = date_from_ymd(p->clock_date),
	    .answered = is_answered(p) ? date_from_ymd(p->answered_date) : DATE_NONE,
	    .inactive = s->project && !project_active(s->project),
	    .extended = p->extended_date != 0,
	    .tier = problem_tier_text(p->tier),
	};
}

static void take_turn(const struct subject_scan *s, const Duban__ProblemCase *p, struct subject *io)
{
	io->turn_unit = problem_turn(s->txn, s->arena, p, s->project);
	if (!io->turn_unit)
		io->turn = TURN(OFFICE);
	else
		io->turn = is_answered(p) || p->asked_date ? TURN(REVIEWER) : TURN(UNIT);
}

static int see(struct subject_scan *s, uint32_t num)
{
	const Duban__ProblemCase *p = problem_get(s->txn, s->arena, num);
	struct problem_view view;
	struct subject one = {.view = &view};

	if (!p || p->project != (s->project ? s->project->num : 0) || !problem_open((int)p->state))
		return txn_error(s->txn);
	view = view_of(s, p);
	one.unit = p->unit;
	one.extended_date = p->extended_date;
	one.id = problem_subject(p);
	take_turn(s, p, &one);
	return s->see(s, &one);
}

static int scan(struct subject_scan *s)
{
	int r = 0;

	for (size_t i = 0; i < s->matters->n && !r; i++)
		if (strcmp(s->matters->matter[i].kind, "problem") == 0)
			r = see(s, s->matters->matter[i].num);
	return r;
}

static int load(struct subject_scan *s)
{
	return see(s, s->of->number);
}

static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	(void)a;
	return matter_next(t, "problem", &io->number);
}

/* Of a problem of the city; an event of a project's touches the project. */
static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	if (ev->project)
		return false;
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_PROBLEM_RAISED:
		ret->number = ev->problem_raised->problem->num;
		return true;
	case DUBAN__EVENT__BODY_PROBLEM_PUT:
		ret->number = ev->problem_put->problem->num;
		return true;
	case DUBAN__EVENT__BODY_PROBLEM_HANDLED:
		ret->number = ev->problem_handled->num;
		return true;
	case DUBAN__EVENT__BODY_PROBLEM_EXTENDED:
		ret->number = ev->problem_extended->num;
		return true;
	case DUBAN__EVENT__BODY_PROBLEM_MOVED:
		ret->number = ev->problem_moved->num;
		return true;
	case DUBAN__EVENT__BODY_PROBLEM_CLEARED:
		ret->number = ev->problem_cleared->num;
		return true;
	case DUBAN__EVENT__BODY_PROBLEM_REOPENED:
		ret->number = ev->problem_reopened->num;
		return true;
	default:
		return false;
	}
}

/* ---- what comes due beside the lamp */

static int tell_chase(struct subject_scan *s, const Duban__ProblemCase *p, uint32_t months)
{
	Duban__Event *ev = s->tell(s);
	Duban__ProblemChased *b = arena_alloc(s->arena, sizeof *b);

	if (!ev || !b)
		return -ENOMEM;
	duban__problem_chased__init(b);
	b->num = p->num;
	b->months = months;
	ev->body_case = DUBAN__EVENT__BODY_PROBLEM_CHASED;
	ev->problem_chased = b;
	return 0;
}

/* Of months that passed while the daemon was down only the last is told. After a wrong clock was
 * repaired fewer have passed than were told: that is put right. */
static int chase(struct subject_scan *s, const Duban__ProblemCase *p)
{
	uint32_t passed = 0;
	int64_t months = 1;
	date_t day;
	int r = parameter_number(s->txn, s->arena, s->project, "problem.chase_months", &months);

	if (r || problem_chase_day(p, 0) == DATE_NONE)
		return r;
	for (;;) {
		day = problem_chase_day(p, (passed + 1) * (uint32_t)months);
		if (date_start(day, s->zone_minutes) > s->now)
			break;
		passed++;
	}
	s->again(s, date_start(day, s->zone_minutes));
	return p->chased == passed ? 0 : tell_chase(s, p, passed);
}

static int propose(struct subject_scan *s, const Duban__ProblemCase *p, usec_t since)
{
	Duban__Subject of = problem_subject(p);
	struct proposal_name n = {.kind = DUBAN__PROPOSAL_KIND__PROPOSAL_KIND_RAISE,
				  .subject = &of,
				  .occurrence = p->clocks,
				  .step = problem_next_tier(p, s->project)};
	Duban__Event *ev;

	if (proposal_exists(s->txn, &n))
		return 0;
	ev = s->tell(s);
	return ev ? proposal_fill(s->arena, ev, &n, p->unit, since) : -ENOMEM;
}

/* So many working days late, it is proposed that it goes a tier up; a person decides. */
static int raise_late(struct subject_scan *s, const Duban__ProblemCase *p)
{
	date_t due = problem_due(p, s->calendar);
	int64_t wd = 0;
	usec_t at;
	int r = parameter_number(s->txn, s->arena, s->project, "problem.raise_wd", &wd);

	if (r || due == DATE_NONE || !problem_runs((int)p->state))
		return r;
	at = date_start(calendar_add(s->calendar, due, (int)wd), s->zone_minutes);
	if (at <= s->now)
		return propose(s, p, at);
	s->again(s, at);
	return 0;
}

static int follow(struct subject_scan *s, const struct subject *one)
{
	const Duban__ProblemCase *p = problem_get(s->txn, s->arena, one->id.number);

	if (!p || (s->project && !project_active(s->project)))
		return txn_error(s->txn);
	return p->tier == PROBLEM_TIER(L5) ? chase(s, p) : raise_late(s, p);
}

static bool about(struct subject_about *io)
{
	const Duban__ProblemCase *p = problem_get(io->txn, io->arena, io->id->number);

	if (!p)
		return false;
	io->unit = p->unit;
	io->name = p->title;
	io->words = p->id;
	if (p->person) {
		io->person = p->person->name;
		io->person_num = p->person->person;
	}
	return true;
}

static Duban__ClearCause ended(struct txn *t, struct arena *a, const Duban__Subject *s,
			       uint32_t *ret_on_date)
{
	const Duban__ProblemCase *p = problem_get(t, a, s->number);

	if (!p || p->state != PROBLEM_STATE(CLEARED))
		return CLEAR_CAUSE(WITHDRAWN);
	*ret_on_date = p->cleared_date;
	return CLEAR_CAUSE(DONE);
}

SUBJECT_KIND(problem, .page = "problem show", .scan = scan, .load = load, .next = next,
	     .touched = touched, .follow = follow, .about = about, .ended = ended);
