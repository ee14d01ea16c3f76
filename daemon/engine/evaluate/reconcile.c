/* Turns findings into events: a warning is raised, escalated, repeated, moved or cleared. */
#include "engine/evaluate/reconcile.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/about.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/exempt.h"
#include "engine/evaluate/handin.h"
#include "engine/evaluate/life.h"
#include "engine/evaluate/roots.h"
#include "engine/ladder/steps.h"
#include "model/calendar/calendar.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/txn.h"

static char *fact_text(struct arena *a, const struct outcome_fact *f)
{
	char buf[DATE_TEXT_MAX];
	uint64_t fen = f->value < 0 ? -(uint64_t)f->value : (uint64_t)f->value;

	switch (f->kind) {
	case FACT_NUMBER:
		return arena_printf(a, "%s=%lld", f->name, (long long)f->value);
	case FACT_MONEY:
		return arena_printf(a, "%s=%s%llu.%02llu", f->name, f->value < 0 ? "-" : "",
				    (unsigned long long)(fen / 100),
				    (unsigned long long)(fen % 100));
	case FACT_MONTH:
		return arena_printf(a, "%s=%s", f->name, month_text((uint32_t)f->value, buf));
	case FACT_DATE:
		return arena_printf(a, "%s=%s", f->name, date_text((date_t)f->value, buf));
	case FACT_TEXT:
		return arena_printf(a, "%s=%s", f->name, f->text);
	}
	return NULL;
}

static bool put_facts(struct evaluation *l, const struct outcome *k, Duban__Inputs *in)
{
	in->fact = arena_alloc(l->scan.arena, (k->n_fact + 1) * sizeof *in->fact);
	if (!in->fact)
		return false;
	for (size_t i = 0; i < k->n_fact; i++) {
		in->fact[i] = fact_text(l->scan.arena, &k->fact[i]);
		if (!in->fact[i])
			return false;
	}
	in->n_fact = k->n_fact;
	return true;
}

/* "W01.y_before_wd=1", "W07.mode=ratio" */
static char *param_text(struct arena *a, const char *key, int64_t value)
{
	const struct parameter_def *d = parameter_def(key);
	const char *choice;

	if (!d || d->type != PARAMETER_CHOICE)
		return arena_printf(a, "%s=%lld", key, (long long)value);
	choice = d->choices;
	for (int64_t i = 0; i < value; i++)
		choice += strcspn(choice, ";") + 1;
	return arena_printf(a, "%s=%.*s", key, (int)strcspn(choice, ";"), choice);
}

static bool put_params(struct evaluation *l, size_t rule, Duban__Inputs *in)
{
	size_t n = 0;

	while (n < RULE_PARAMS_MAX && rules[rule]->params[n])
		n++;
	in->param = arena_alloc(l->scan.arena, (n + 1) * sizeof *in->param);
	if (!in->param)
		return false;
	for (size_t i = 0; i < n; i++) {
		in->param[i] =
		    param_text(l->scan.arena, rules[rule]->params[i], l->params.value[rule][i]);
		if (!in->param[i])
			return false;
	}
	in->n_param = n;
	return true;
}

/* What the outcome was computed from, so that anyone can check the warning by hand. */
static Duban__Inputs *inputs(struct evaluation *l, const struct finding *s)
{
	Duban__Inputs *in = NEW(l, Duban__Inputs, duban__inputs__init);

	if (!in)
		return NULL;
	in->rule_version = rules[s->rule]->version;
	in->due_date = date_ymd(s->outcome->due);
	in->clock_date = date_ymd(s->outcome->clock);
	in->extended_date = s->subject->extended_date;
	in->exempted_days = s->subject->exempted_days;
	in->calendar = calendar_version(l->e->calendar);
	if (put_params(l, s->rule, in) && put_facts(l, s->outcome, in))
		return in;
	txn_fail(l->e->txn, -ENOMEM);
	return NULL;
}

/* When the condition of each level that the outcome has or had became true. */
static void put_since(Duban__Warning *w, const struct outcome *k)
{
	w->since_at = k->since;
	if (k->level == DUBAN__LEVEL__LEVEL_YELLOW)
		w->yellow_since_at = k->level_since;
	if (k->level != DUBAN__LEVEL__LEVEL_RED)
		return;
	w->red_since_at = k->level_since;
	if (k->since < k->level_since)
		w->yellow_since_at = k->since;
}

/* The lamp that it goes on from: of an earlier year's link (结转). */
static const Duban__Warning *continued(struct evaluation *l, const struct finding *s)
{
	const Duban__Subject *of = s->subject->continues;
	const struct open_warning *open = of ? evaluation_open(l, of, rules[s->rule]->num) : NULL;

	return open ? evaluation_warning(l, of, open->rule, open->occurrence) : NULL;
}

/* `before`: the warning whose episode it continues; NULL: none. */
static void raise_warning(struct evaluation *l, const struct finding *s,
			  const Duban__Warning *before)
{
	struct told_of of = told_of_finding(s, NULL);
	Duban__Event *ev = warning_event(l, &of);
	Duban__WarningRaised *b = NEW(l, Duban__WarningRaised, duban__warning_raised__init);
	Duban__Warning *w = NEW(l, Duban__Warning, duban__warning__init);

	if (!ev || !b || !w)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_RAISED;
	ev->warning_raised = b;
	b->warning = w;
	w->rule = rules[s->rule]->num;
	/* the scan's own does not live as long as the evaluation */
	w->subject = arena_dup(l->scan.arena, &s->subject->id, sizeof *w->subject);
	if (!w->subject) {
		txn_fail(l->e->txn, -ENOMEM);
		return;
	}
	w->occurrence = 1 + warning_last_occurrence(l->e->txn, w->subject, w->rule);
	w->level = (Duban__Level)s->outcome->level;
	w->state = DUBAN__WARNING_STATE__WARNING_STATE_OPEN;
	w->unit = s->subject->unit;
	w->turn = s->turn.turn;
	w->turn_unit = s->turn.unit;
	w->due_date = date_ymd(s->outcome->due);
	put_since(w, s->outcome);
	w->raised_by = l->by;
	w->lit_at = l->e->now;
	w->times = s->outcome->times;
	w->inputs = inputs(l, s);
	before = before ? before : continued(l, s);
	life_begin(l, w, before);
	roots_note(l, w, w);
	steps_begin(l, w, before);
	steps_note(l, s, w, true);
}

/* The day by which a warning that is cleared now is judged: that of the deed, if it is known. */
static uint32_t cleared_on(const struct evaluation *l, Duban__ClearCause cause, date_t happened)
{
	date_t today = date_at(l->e->now, l->scan.zone_minutes);

	if (cause != DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE || happened == DATE_NONE ||
	    happened > today)
		return date_ymd(today);
	return date_ymd(happened);
}

static Duban__WarningCleared *clear_warning(struct evaluation *l, const Duban__Warning *w,
					    Duban__ClearCause cause, date_t happened)
{
	struct told_of of = {.subject = w->subject,
			     .turn = turn_of_warning(w),
			     .unit = w->unit,
			     .due_date = w->due_date,
			     .before = w};
	Duban__Event *ev = warning_event(l, &of);
	Duban__WarningCleared *b = NEW(l, Duban__WarningCleared, duban__warning_cleared__init);

	if (!ev || !b)
		return NULL;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_CLEARED;
	ev->warning_cleared = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
	b->cause = cause;
	b->due_date = w->due_date;
	b->cleared_on_date = cleared_on(l, cause, happened);
	return b;
}

static void escalate(struct evaluation *l, const struct finding *s, const Duban__Warning *w)
{
	struct told_of of = told_of_finding(s, w);
	Duban__Event *ev = warning_event(l, &of);
	Duban__WarningEscalated *b =
	    NEW(l, Duban__WarningEscalated, duban__warning_escalated__init);

	if (!ev || !b)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_ESCALATED;
	ev->warning_escalated = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = (Duban__Level)s->outcome->level;
	if (!about_leave_level(l, ev->about, w->level))
		return;
	b->due_date = date_ymd(s->outcome->due);
	b->since_at = s->outcome->level_since;
	b->inputs = inputs(l, s);
	b->changed_by = l->by;
}

static void repeat(struct evaluation *l, const struct finding *s, const Duban__Warning *w)
{
	struct told_of of = told_of_finding(s, w);
	Duban__Event *ev = warning_event(l, &of);
	Duban__WarningRepeated *b = NEW(l, Duban__WarningRepeated, duban__warning_repeated__init);

	if (!ev || !b)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_REPEATED;
	ev->warning_repeated = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->times = s->outcome->times;
	b->level = w->level;
	b->changed_by = l->by;
}

static void reconcile_due(struct evaluation *l, const struct finding *s, const Duban__Warning *w)
{
	struct told_of of = told_of_finding(s, w);
	Duban__Event *ev = warning_event(l, &of);
	Duban__WarningMoved *b = NEW(l, Duban__WarningMoved, duban__warning_moved__init);

	if (!ev || !b)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_MOVED;
	ev->warning_moved = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
	b->due_date = date_ymd(s->outcome->due);
	/* The second reminder is still to come for the new date, so it will be repeated then. */
	b->times = s->outcome->times < w->times ? s->outcome->times : w->times;
	b->changed_by = l->by;
}

/* Another unit must act now. */
static void pass(struct evaluation *l, const struct finding *s, const Duban__Warning *w)
{
	struct told_of of = told_of_finding(s, w);
	Duban__Event *ev = warning_event(l, &of);
	Duban__WarningPassed *b = NEW(l, Duban__WarningPassed, duban__warning_passed__init);

	if (!ev || !b)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_PASSED;
	ev->warning_passed = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
	b->turn = s->turn.turn;
	b->turn_unit = s->turn.unit;
}

/* The causes of a restatement. */
static const Duban__ClearCause restated[] = {
    [DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED] = CLEAR_CAUSE(RULE_CHANGED),
    [DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_CLOCK_REPAIRED] = CLEAR_CAUSE(CLOCK_REPAIRED),
};

static Duban__ClearCause cause(const struct evaluation *l, const struct finding *s,
			       const Duban__Warning *w)
{
	if (l->by)
		return restated[l->by];
	if (s->off)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_OFF;
	return exempt_cause(l, s, w);
}

/* What the rule no longer finds; if an exemption made it so, by which. */
static void clear_found(struct evaluation *l, const struct finding *s, const Duban__Warning *w)
{
	Duban__WarningCleared *b = clear_warning(l, w, cause(l, s, w), s->outcome->happened);
	const struct exempted *by = s->exempted ? s->exempted : s->moved_by;

	if (b && b->cause == CLEAR_CAUSE(EXEMPTED) && by)
		b->exemption = by->by->num;
}

static bool after_repair(const struct evaluation *l)
{
	return l->by == DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_CLOCK_REPAIRED;
}

static void earlier(usec_t at, usec_t *io)
{
	if (at && at < *io)
		*io = at;
}

/* Raises again what was lit before a wrong clock escalated it or put it out: its condition began
 * when it did, also if its deadline was put off since. */
static void raise_again(struct evaluation *l, const struct finding *s, const Duban__Warning *before)
{
	struct outcome k = *s->outcome;
	struct finding again = *s;

	again.outcome = &k;
	earlier(before->since_at, &k.since);
	earlier(k.level == LEVEL(RED) ? before->red_since_at : before->yellow_since_at,
		&k.level_since);
	raise_warning(l, &again, before);
}

/* Raises what is not open. */
static void raise_dark(struct evaluation *l, const struct finding *s)
{
	const Duban__Subject *of = &s->subject->id;
	uint32_t rule = rules[s->rule]->num, last;
	const Duban__Warning *before = NULL;

	last = after_repair(l) ? warning_last_occurrence(l->e->txn, of, rule) : 0;
	if (last)
		before = evaluation_warning(l, of, rule, last);
	if (before && before->cause == CLEAR_CAUSE(CLOCK_REPAIRED))
		raise_again(l, s, before);
	else
		raise_warning(l, s, NULL);
}

/* The warning stays open; whose turn it is may change. */
static void keep(struct evaluation *l, const struct finding *s, Duban__Warning *w)
{
	roots_note(l, w, NULL);
	if (!turn_same(turn_of_warning(w), s->turn))
		pass(l, s, w);
}

/* What the fold will make of it, for the steps that follow in the same evaluation. */
static void escalated(struct evaluation *l, Duban__Warning *w, const struct outcome *k)
{
	w->before = arena_longer(l->scan.arena, w->before, w->n_before, sizeof *w->before);
	if (w->before)
		w->before[w->n_before++] = w->level;
	else
		txn_fail(l->e->txn, -ENOMEM);
	w->level = (Duban__Level)k->level;
	w->lit_at = l->e->now;
	put_since(w, k);
}

/* Compares the open warning with the rule's outcome. */
static void reconcile(struct evaluation *l, const struct finding *s)
{
	const struct outcome *k = s->outcome;
	Duban__Warning *w;

	if (!s->occurrence) {
		if (k->level)
			raise_dark(l, s);
		return;
	}
	w = evaluation_warning(l, &s->subject->id, rules[s->rule]->num, s->occurrence);
	if (!w)
		return;
	if (w->by_person && k->level) {
		life_uphold(l, s, w);
	} else if (w->by_person && life_stays(cause(l, s, w))) {
		keep(l, s, w);
		steps_note(l, s, w, false);
		return;
	}
	if (k->level < (int)w->level || evaluation_lit_wrongly(l, w)) {
		clear_found(l, s, w);
		if (k->level && evaluation_lit_wrongly(l, w))
			raise_again(l, s, w);
		else if (k->level)
			raise_warning(l, s, NULL);
		return;
	}
	keep(l, s, w);
	if (k->level > (int)w->level) {
		escalate(l, s, w);
		escalated(l, w, k);
	} else {
		/* a wrong clock gave a reminder that is still to come */
		if (date_ymd(k->due) != w->due_date || (after_repair(l) && k->times < w->times))
			reconcile_due(l, s, w);
		if (k->times > w->times)
			repeat(l, s, w);
	}
	steps_note(l, s, w, false);
}

static void note_lit(struct evaluation *l, const struct lit *lit)
{
	if (!lit->outcome.level && !lit->occurrence)
		return;
	l->lit = arena_grow(l->scan.arena, l->lit, l->n_lit, sizeof *l->lit);
	if (!l->lit)
		txn_fail(l->e->txn, -ENOMEM);
	else
		l->lit[l->n_lit++] = *lit;
}

void reconcile_finding(struct evaluation *l, const struct finding *s)
{
	struct lit lit = {.subject = s->subject->id,
			  .rule = rules[s->rule]->num,
			  .occurrence = s->occurrence,
			  .outcome = *s->outcome,
			  .still = s->still,
			  .turn = s->turn};

	if (l->dry) {
		note_lit(l, &lit);
		if (l->asked && s->occurrence && l->asked->rule == lit.rule &&
		    subject_same(l->asked->subject, &s->subject->id))
			steps_ahead(l, s, l->ahead);
	} else if (!s->still) {
		reconcile(l, s);
	} else if (s->occurrence) {
		roots_note(l, evaluation_warning(l, &lit.subject, lit.rule, s->occurrence), NULL);
		steps_hold(l, s);
	}
}

void reconcile_gone(struct evaluation *l, const struct open_warning *o)
{
	struct lit lit = {.subject = o->subject, .rule = o->rule, .occurrence = o->occurrence};
	const struct subject_kind *kind = subject_kind_of(&o->subject);
	Duban__ClearCause cause = CLEAR_CAUSE(WITHDRAWN);
	uint32_t on_date = 0;
	Duban__Warning *w;

	if (l->dry) {
		note_lit(l, &lit);
		return;
	}
	w = evaluation_warning(l, &o->subject, o->rule, o->occurrence);
	/* A restatement is about what the rules say of what is there; but a wrong clock may have
	 * made both the lamp and its subject. */
	if (!w || (l->by && !evaluation_lit_wrongly(l, w)))
		return;
	l->unit = l->scan.project ? l->unit : w->unit;
	if (l->by)
		cause = restated[l->by];
	else if (kind && kind->ended)
		cause = kind->ended(l->scan.txn, l->scan.arena, &o->subject, &on_date);
	if (!w->by_person || !life_stays(cause))
		(void)clear_warning(l, w, cause, date_from_ymd(on_date));
}

int reconcile_deadline_moved(struct evaluation *l, const struct schedule_link *old,
			     const struct schedule_link *new, uint32_t year)
{
	Duban__DeadlineMoved *b = NEW(l, Duban__DeadlineMoved, duban__deadline_moved__init);
	Duban__Event *ev = evaluation_event(l);

	if (!ev || !b)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_DEADLINE_MOVED;
	ev->deadline_moved = b;
	b->year = year;
	b->link = new->no;
	b->from_date = date_ymd(old->deadline);
	b->to_date = date_ymd(new->deadline);
	b->calendar = calendar_version(l->notice->now);
	return 0;
}
