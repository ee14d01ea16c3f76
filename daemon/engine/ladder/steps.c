#include "engine/ladder/steps.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/about.h"
#include "engine/evaluate/evaluation.h"
#include "engine/ladder/ladders.h"
#include "model/ladder/ladder.h"
#include "model/proposal/proposal.h"
#include "model/warning/step.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "rules/rules.h"
#include "store/db/txn.h"

/* ---- which ladder, and by what its steps are measured */

static bool is_lamp(const Duban__Warning *w)
{
	return w->level == LEVEL(YELLOW) || w->level == LEVEL(RED);
}

/* NULL: none, or the transaction has failed. */
static const struct ladder *ladder_of(struct evaluation *l)
{
	const struct ladder *ladder;
	int r = ladder_for(l->e, l->params.ladder, &ladder);

	if (r)
		txn_fail(l->e->txn, r);
	return r ? NULL : ladder;
}

static int year_of(const struct evaluation *l, usec_t at)
{
	return (int)(date_ymd(date_at(at, l->scan.zone_minutes)) / 10000);
}

/* Was it red by what somebody did or left undone, not by a rule or a clock that was wrong? */
static bool counts_as_red(const Duban__Warning *w)
{
	return w->red_since_at && w->cause != CLEAR_CAUSE(CLOCK_REPAIRED) &&
	       w->cause != CLEAR_CAUSE(RULE_CHANGED) && w->cause != CLEAR_CAUSE(OFF);
}

/* Did it count in that year: because it became red in it, or, by `reds.carried`, because it was red
 * when the year began? */
static bool red_in(const struct evaluation *l, const Duban__Warning *w, int year)
{
	usec_t begins =
	    date_start(date_from_ymd((uint32_t)year * 10000 + 101), l->scan.zone_minutes);

	return year_of(l, w->red_since_at) == year ||
	       (l->params.reds_carried && warning_red_over(w, begins));
}

/* The reds of earlier warnings in the year of the present one; one at a time, for there may be many
 * of years ago. */
static uint32_t earlier_reds(struct evaluation *l, const Duban__Warning *w)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	uint32_t n = 0;
	int r = arena_new(&one, WIRE_ARENA_MAX);

	for (uint32_t i = 1; !r && i < w->occurrence; i++) {
		const Duban__Warning *b;

		arena_reset(one);
		b = warning_get(l->e->txn, one, w->subject, w->rule, i);
		if (!b)
			r = -EBADMSG;
		else if (counts_as_red(b) && red_in(l, b, year_of(l, w->red_since_at)))
			n++;
	}
	if (r)
		txn_fail(l->e->txn, r);
	return n;
}

/* The how manieth red of the rule for the subject in the calendar year this is. Reads earlier
 * warnings only if the ladder asks for more than one. */
static uint32_t reds(struct evaluation *l, const struct ladder *ladder, const Duban__Warning *w)
{
	bool asked = false;

	if (w->level != LEVEL(RED))
		return 0;
	for (size_t i = 0; i < ladder->n; i++)
		asked = asked || (ladder->step[i]->reds > 1 && ladder->step[i]->step > w->step);
	return asked ? 1 + earlier_reds(l, w) : 1;
}

static struct step_lamp lamp_of(struct evaluation *l, const struct finding *s,
				const struct ladder *ladder, const Duban__Warning *w)
{
	return (struct step_lamp){
	    .warning = w,
	    .rule = rules[s->rule],
	    .view = s->subject->view,
	    .param = l->params.value[s->rule],
	    .calendar = l->scan.calendar,
	    .zone_minutes = l->scan.zone_minutes,
	    .reds = reds(l, ladder, w),
	    .now = l->e->now,
	};
}

/* ---- the raise */

static Duban__StepTaken *step_taken(struct evaluation *l, const Duban__LadderStep *s,
				    struct step_due due)
{
	Duban__StepTaken *b = NEW(l, Duban__StepTaken, duban__step_taken__init);

	if (!b)
		return NULL;
	b->step = s->step;
	b->ladder = s->ladder;
	b->tier = s->tier;
	b->since_at = due.at;
	b->taken_at = l->e->now;
	b->when = due.when;
	b->count = due.count;
	b->to = s->to;
	b->n_to = s->n_to;
	b->action = s->action;
	return b;
}

static void go_on(Duban__Warning *w, const Duban__Warning *before)
{
	w->step = before->step;
	w->step_at = before->step_at;
	w->ladder = before->ladder;
	w->ladder_at = before->ladder_at;
	w->stepped = before->stepped;
	w->n_stepped = before->n_stepped;
	w->held_date = before->held_date;
	w->n_held_date = before->n_held_date;
	w->order_due_date = before->order_due_date;
}

void steps_begin(struct evaluation *l, Duban__Warning *w, const Duban__Warning *before)
{
	const struct ladder *ladder = is_lamp(w) ? ladder_of(l) : NULL;
	const Duban__LadderStep *first;

	if (!ladder)
		return;
	if (before && before->ladder_at && before->ladder_at <= l->e->now) {
		go_on(w, before);
		return;
	}
	w->ladder = (char *)(uintptr_t)ladder->name;
	w->ladder_at = l->e->now;
	first = ladder->step[0];
	if (!ladder_step_of(first, rule_by_num(w->rule)->id))
		return;
	w->step = first->step;
	w->step_at = l->e->now;
}

/* ---- steps that come due */

static Duban__WarningStepped *stepped(struct evaluation *l, const struct finding *s,
				      const Duban__Warning *w)
{
	struct told_of of = told_of_finding(s, w);
	Duban__WarningStepped *b = NEW(l, Duban__WarningStepped, duban__warning_stepped__init);
	Duban__Event *ev = warning_event(l, &of);

	if (!b || !ev)
		return NULL;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_STEPPED;
	ev->warning_stepped = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
	return b;
}

static const Duban__ProposalKind proposals[] = {
    [STEP_ACTION(ORDER)] = PROPOSAL_KIND(ORDER),       [STEP_ACTION(TALK)] = PROPOSAL_KIND(TALK),
    [STEP_ACTION(CIRCULAR)] = PROPOSAL_KIND(CIRCULAR), [STEP_ACTION(LEAVE)] = PROPOSAL_KIND(LEAVE),
    [STEP_ACTION(REFER)] = PROPOSAL_KIND(REFER),
};

/* What the step asks for is put before a person, who decides. */
static void propose(struct evaluation *l, const Duban__Warning *w, const Duban__StepTaken *s)
{
	struct proposal_name name = {.kind = proposals[s->action],
				     .subject = w->subject,
				     .rule = w->rule,
				     .occurrence = w->occurrence,
				     .step = s->step};
	Duban__Event *ev;

	if (!s->action || proposal_exists(l->scan.txn, &name))
		return;
	ev = evaluation_event(l);
	if (ev && proposal_fill(l->scan.arena, ev, &name, w->unit, s->since_at))
		txn_fail(l->e->txn, -ENOMEM);
}

static bool append(struct evaluation *l, Duban__WarningStepped *b, Duban__StepTaken *one)
{
	b->step = arena_grow(l->scan.arena, b->step, b->n_step, sizeof *b->step);
	if (!b->step) {
		txn_fail(l->e->txn, -ENOMEM);
		return false;
	}
	b->step[b->n_step++] = one;
	return true;
}

/* The steps up to now, in order, in one event. The conditions of a later one count from the instant
 * at which the one before came due, also if the daemon was down then. */
static Duban__WarningStepped *steps_until_now(struct evaluation *l, const struct finding *s,
					      const struct ladder *ladder, Duban__Warning *w)
{
	struct step_lamp lamp = lamp_of(l, s, ladder, w);
	const Duban__LadderStep *next;
	Duban__WarningStepped *b = NULL;

	while ((next = ladder_next(ladder, w->step, lamp.rule->id))) {
		struct step_due due = step_due(&lamp, next);
		Duban__StepTaken *one;

		if (due.at > l->e->now) {
			l->next = due.at < l->next ? due.at : l->next;
			break;
		}
		b = b ? b : stepped(l, s, w);
		one = b ? step_taken(l, next, due) : NULL;
		if (!one || !append(l, b, one))
			break;
		w->step = next->step;
		w->step_at = due.at;
		if (!w->ladder_at)
			w->ladder_at = due.at;
	}
	return b;
}

static void take(struct evaluation *l, const struct finding *s, const struct ladder *ladder,
		 Duban__Warning *w)
{
	const Duban__WarningStepped *b = steps_until_now(l, s, ladder, w);

	for (size_t i = 0; b && i < b->n_step; i++)
		propose(l, w, b->step[i]);
}

/* Its ladder stands still from today on, or goes on. */
static void hold(struct evaluation *l, const struct finding *s, Duban__Warning *w, bool held)
{
	struct told_of of = told_of_finding(s, w);
	Duban__WarningHeld *b = NEW(l, Duban__WarningHeld, duban__warning_held__init);
	Duban__Event *ev = warning_event(l, &of);

	if (!b || !ev)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_HELD;
	ev->warning_held = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
	b->held = held;
	if (!warning_hold(l->scan.arena, w, held,
			  date_ymd(date_at(l->e->now, l->scan.zone_minutes))))
		txn_fail(l->e->txn, -ENOMEM);
}

static bool may_hold(const Duban__Warning *w)
{
	return w->ladder_at && !warning_held(w) && w->n_held_date < (size_t)2 * HELD_TIMES_MAX;
}

/* A lamp that stays lit, until all roots are known. */
struct climber {
	struct finding finding;
	struct subject subject; /* the scan's own does not live so long */
	struct outcome outcome;
	Duban__Warning *w;
	bool raised;
};

void steps_note(struct evaluation *l, const struct finding *s, Duban__Warning *w, bool raised)
{
	struct climber *c;

	/* A restatement is about what the rules say; the look that follows it takes the steps. */
	if (l->by || !is_lamp(w))
		return;
	c = arena_grow(l->scan.arena, l->climber, l->n_climber, sizeof *c);
	if (!c) {
		txn_fail(l->e->txn, -ENOMEM);
		return;
	}
	l->climber = c;
	c += l->n_climber++;
	*c = (struct climber){.finding = *s,
			      .subject = *s->subject,
			      .outcome = *s->outcome,
			      .w = w,
			      .raised = raised};
}

/* A lamp that follows another from the first has taken no step. */
static void never_began(Duban__Warning *w)
{
	w->step = 0;
	w->step_at = w->ladder_at = 0;
	w->ladder = (char *)(uintptr_t)protobuf_c_empty_string;
}

static void climb(struct evaluation *l, struct climber *c)
{
	Duban__Warning own, *w = &own;
	const struct ladder *ladder;

	c->finding.subject = &c->subject;
	c->finding.outcome = &c->outcome;
	if (c->raised && c->w->root && c->w->ladder_at == l->e->now)
		never_began(c->w);
	/* the event of the raise tells of no later step: those have events of their own */
	own = *c->w;
	ladder = c->finding.stands || w->root ? NULL : ladder_of(l);
	if (!ladder) {
		if (may_hold(w))
			hold(l, &c->finding, w, true);
		return;
	}
	if (warning_held(w))
		hold(l, &c->finding, w, false);
	take(l, &c->finding, ladder, w);
}

void steps_settle(struct evaluation *l)
{
	for (size_t i = 0; i < l->n_climber && !txn_error(l->e->txn); i++)
		climb(l, &l->climber[i]);
}

void steps_hold(struct evaluation *l, const struct finding *s)
{
	Duban__Warning *w;

	if (l->by || rules[s->rule]->reminds)
		return;
	w = evaluation_warning(l, &s->subject->id, rules[s->rule]->num, s->occurrence);
	if (w && is_lamp(w) && may_hold(w))
		hold(l, s, w, true);
}

/* ---- for queries */

void steps_ahead(struct evaluation *l, const struct finding *s, struct steps_ahead *ret)
{
	const Duban__Warning *w =
	    evaluation_warning(l, &s->subject->id, rules[s->rule]->num, s->occurrence);
	struct step_lamp lamp;

	if (!w)
		return;
	*ret = (struct steps_ahead){.there = true, .at = USEC_NEVER, .ladder = ladder_of(l)};
	ret->held = s->still || warning_held(w) || w->root || !ret->ladder;
	if (!ret->ladder || !is_lamp(w))
		return;
	ret->next = ladder_next(ret->ladder, w->step, rules[s->rule]->id);
	if (!ret->next)
		return;
	lamp = lamp_of(l, s, ret->ladder, w);
	ret->n_condition = step_conditions(&lamp, ret->next, ret->condition);
	if (!ret->held)
		ret->at = step_due(&lamp, ret->next).at;
}
