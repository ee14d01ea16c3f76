/* Evaluates a project with all its subjects, or one subject of the city. Findings are reconciled
 * with the open warnings, the resulting events are folded in the same group, and the earliest
 * "evaluate again" goes into the table `due`. */
#include "engine/evaluate/evaluate.h"

#include <errno.h>

#include "base/arena.h"
#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/core/resolved.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/exempt.h"
#include "engine/evaluate/handin.h"
#include "engine/evaluate/reconcile.h"
#include "engine/evaluate/roots.h"
#include "engine/evaluate/touch.h"
#include "engine/ladder/steps.h"
#include "engine/restate/restate.h"
#include "engine/tally/tallying.h"
#include "model/core/event.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "rules/head.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/roll.h"

static bool yields_to(const struct rule *rule, uint32_t num)
{
	for (size_t i = 0; i < RULE_YIELDS_MAX && rule->yields_to[i]; i++)
		if (rule->yields_to[i] == num)
			return true;
	return false;
}

/* Makes a lit outcome dark if a rule to which this one yields has lit a lamp. That rule's own
 * `next` tells when to look again. */
static void yield(const struct rule *rule, const int *level, struct outcome *io)
{
	for (size_t i = 0; i < rules_count && io->level; i++) {
		if (level[i] < LEVEL(YELLOW) || !yields_to(rule, rules[i]->num))
			continue;
		*io = (struct outcome){.due = io->due,
				       .clock = io->clock,
				       .next = USEC_NEVER,
				       .happened = DATE_NONE,
				       .cause = CLEAR_CAUSE(SUPERSEDED)};
		return;
	}
}

/* Before this instant the rule lights nothing for the project. */
static usec_t grace_end(struct evaluation *l, size_t rule)
{
	int64_t days = l->params.grace_cd[rule];
	const Duban__Life *life;

	if (!days || !l->scan.project)
		return 0;
	life = life_get(l->scan.txn, l->scan.arena, l->scan.project->num);
	if (!life || !life->entered_date)
		return 0;
	return date_start(date_from_ymd(life->entered_date) + (date_t)days, l->scan.zone_minutes);
}

static void sooner(struct evaluation *l, usec_t next)
{
	if (next < l->next)
		l->next = next;
}

/* An exempted day: whatever is lit goes out. */
static void exempt(struct outcome *ret)
{
	*ret = (struct outcome){.due = DATE_NONE,
				.clock = DATE_NONE,
				.next = USEC_NEVER,
				.happened = DATE_NONE,
				.cause = CLEAR_CAUSE(EXEMPTED)};
}

/* The outcome of a rule that is on; dark where it gives way to one that has lit, or not yet.
 * `level`: of the rules before it. */
static void measure(struct evaluation *l, const int *level, const struct exemptions *exempted,
		    struct finding *io, struct outcome *ret)
{
	usec_t from;

	if (io->exempted) {
		exempt(ret);
		return;
	}
	rules[io->rule]->evaluate(io->subject->view, l->params.value[io->rule], l->scan.now, ret);
	io->exempted = exempt_hold(l, exempted, io, ret);
	yield(rules[io->rule], level, ret);
	from = grace_end(l, io->rule);
	if (ret->level && l->scan.now < from) {
		ret->level = 0;
		ret->next = from;
		io->off = true;
	}
	sooner(l, ret->next);
}

/* What the warning was raised from, at one of its levels. */
static void outcome_of(const Duban__Warning *w, int level, struct outcome *ret)
{
	*ret = (struct outcome){
	    .level = level,
	    .due = date_from_ymd(w->due_date),
	    .clock = date_from_ymd(w->inputs ? w->inputs->clock_date : 0),
	    .since = w->since_at,
	    .level_since = level == LEVEL(RED) ? w->red_since_at : w->since_at,
	    .times = w->times,
	    .next = USEC_NEVER,
	    .happened = DATE_NONE,
	};
}

/* The lamp of a subject that stands still goes on in the next year as it is. False: it has none. */
static bool go_on(struct evaluation *l, const struct subject *one, uint32_t rule,
		  struct outcome *ret)
{
	const struct open_warning *before =
	    one->continues ? evaluation_open(l, one->continues, rule) : NULL;
	const Duban__Warning *w;

	if (!before)
		return false;
	w = evaluation_warning(l, &before->subject, rule, before->occurrence);
	if (!w)
		return false;
	outcome_of(w, (int)w->level, ret);
	return true;
}

/* A lamp that stands still, but was lit only by a wrong clock, goes back to what it was before. */
static bool fall_back(struct evaluation *l, const struct open_warning *open, struct outcome *ret)
{
	const Duban__Warning *w =
	    evaluation_warning(l, &open->subject, open->rule, open->occurrence);

	if (!w || !evaluation_lit_wrongly(l, w))
		return false;
	if (w->raised_at <= l->scan.now)
		outcome_of(w, w->n_before ? (int)w->before[w->n_before - 1] : 0, ret);
	return true;
}

/* Applies one rule to one subject, unless the rule is off or stands still for it. */
static void judge(struct evaluation *l, size_t i, const struct subject *one,
		  const struct exemptions *exempted, int *level)
{
	const struct handin *waits = handin_of(l, rules[i], one);
	struct outcome outcome = {.level = 0, .happened = DATE_NONE};
	struct finding s = {.rule = i,
			    .subject = one,
			    .off = l->params.on[i] == RULE_ON_NO,
			    .turn = turn_of(one, waits),
			    .outcome = &outcome};
	struct open_warning *open = evaluation_open(l, &one->id, rules[i]->num);

	if (!s.off)
		s.exempted = exempt_today(l, exempted, i, one);
	s.moved_by = one->exempted_days ? exempt_counted(l, exempted) : NULL;
	s.stands = s.still = !s.off && !s.exempted && (one->frozen || handin_quiet(l, waits));
	if (open) {
		open->seen = true;
		s.occurrence = open->occurrence;
	}
	if (!s.off && !s.still)
		measure(l, level, exempted, &s, &outcome);
	else if (s.still && !one->frozen)
		sooner(l, waits->quiet_until);
	if (s.still && !open)
		s.still = !go_on(l, one, rules[i]->num, &outcome);
	else if (s.still)
		s.still = !fall_back(l, open, &outcome);
	level[i] = outcome.level;
	reconcile_finding(l, &s);
}

/* Applies the rules of its kind to one subject. */
static int see(struct subject_scan *scan, const struct subject *one)
{
	struct evaluation *l = evaluation_of(scan);
	int level[RULES_MAX] = {0};
	struct exemptions exempted;
	int r = exempt_subject(l, one, &exempted);

	if (r)
		return r;
	if (!scan->project)
		l->unit = one->unit;
	for (size_t i = 0; i < rules_count; i++)
		if (rule_kind(i) == l->kind)
			judge(l, i, one, &exempted, level);
	/* A restatement is about lamps alone; what was followed before stays. */
	if (l->kind->follow && !l->dry && !l->by && !txn_error(scan->txn))
		return l->kind->follow(scan, one);
	return txn_error(scan->txn);
}

static Duban__Event *tell(struct subject_scan *scan)
{
	return evaluation_event(evaluation_of(scan));
}

static void again(struct subject_scan *scan, usec_t at)
{
	sooner(evaluation_of(scan), at);
}

static void rest(struct subject_scan *scan, usec_t at)
{
	struct evaluation *l = evaluation_of(scan);

	sooner(l, at);
	if (!l->dry)
		l->e->resting = (struct resting){.kind = l->kind, .number = scan->of->number};
}

static void head(struct subject_scan *scan, struct subject_head *ret)
{
	struct engine *e = evaluation_of(scan)->e;

	ret->seq = e->applied;
	journal_head_hash(e->journal, ret->hash);
}

static int scan_project(struct evaluation *l)
{
	/* A project that left the list needs nobody's review: its warnings go out. */
	int r = project_active(l->scan.project) ? handins_load(l) : 0;

	if (!r)
		r = matters_load(l->scan.txn, l->scan.arena, l->scan.project->num, &l->matters);
	l->scan.matters = &l->matters;
	for (l->kind = subject_kind_after(NULL); l->kind && !r;
	     l->kind = subject_kind_after(l->kind))
		if (l->kind->scan)
			r = l->kind->scan(&l->scan);
	return r;
}

static int settle(struct subject_scan *s)
{
	return tallying_settle(evaluation_of(s)->e);
}

static int scan_city(struct evaluation *l)
{
	struct resting *resting = &l->e->resting;

	l->kind = subject_kind_of(l->scan.of);
	if (!l->dry && resting->kind == l->kind && resting->number == l->scan.of->number)
		resting->kind = NULL;
	return l->kind && l->kind->load ? l->kind->load(&l->scan) : 0;
}

static int evaluate_all(struct evaluation *l)
{
	int r = evaluation_load_open(l);

	if (!r)
		r = exempt_load(l);
	if (!r)
		r = l->scan.project ? scan_project(l) : scan_city(l);
	/* Clear warnings whose subject is gone. Those of a rule that no longer exists stay open. */
	for (size_t i = 0; i < l->n_open && !r; i++)
		if (!l->open[i].seen && rule_by_num(l->open[i].rule))
			reconcile_gone(l, &l->open[i]);
	if (!r)
		roots_settle(l);
	if (!r)
		steps_settle(l);
	return r ? r : txn_error(l->e->txn);
}

/* Does the project exist? A subject of the city needs none. */
static bool is_there(const struct evaluation *l)
{
	return l->scan.project || !l->scan.of->project;
}

static int begin(struct evaluation *l, struct engine *e, struct arena *a, const Duban__Subject *of,
		 usec_t at)
{
	const Duban__Project *p = project_get(e->txn, a, of->project);

	*l = (struct evaluation){
	    .scan = {.txn = e->txn,
		     .arena = a,
		     .project = p,
		     .of = of,
		     .calendar = e->calendar,
		     .zone_minutes = e->zone_minutes,
		     .now = at,
		     .see = see,
		     .tell = tell,
		     .again = again,
		     .rest = rest,
		     .settle = settle,
		     .head = head},
	    .e = e,
	    .unit = p ? p->unit : 0,
	    .next = USEC_NEVER,
	};
	if (!is_there(l))
		return txn_error(e->txn);
	return params_for(e, p, &l->params);
}

/* The instant at which the subject is evaluated, and why its warnings change. */
struct point {
	usec_t at;
	Duban__ChangeCause by;
	const struct notice *notice;
};

static int evaluate_at(struct engine *e, const Duban__Subject *of, const struct point *p,
		       usec_t *ret_next)
{
	struct arming arming = {
	    .txn = e->txn, .arena = e->scratch, .resting = &e->resting, .at = e->now};
	struct evaluation l;
	int r;

	arena_reset(e->scratch);
	r = begin(&l, e, e->scratch, of, p->at);
	*ret_next = l.next;
	if (r || !is_there(&l))
		return r;
	l.notice = p->notice;
	l.by = p->by;
	r = evaluate_all(&l);
	if (!r && l.n_event) {
		/* Warnings must go on even on a full disk, so they may use the reserve. */
		r = journal_room(e->journal, group_bytes_of(l.event, l.n_event), true);
		if (!r)
			r = group_write(e, l.event, l.n_event, &author_system);
		/* What is told may be about other subjects: they are looked at right after. */
		for (size_t i = 0; i < l.n_event && !r; i++) {
			arming.looked_at = event_rule(l.event[i]) ? of->project : 0;
			touched_arm(&arming, l.event[i]);
		}
	}
	*ret_next = l.next;
	return r > 0 ? -ENOSPC : r;
}

int evaluate_restated(struct engine *e, const Duban__Subject *of)
{
	struct point before = {.at = e->restate.at, .by = e->restate.by};
	usec_t next;
	int r;

	if (!restate_awaits(e, of))
		return 0;
	r = evaluate_at(e, of, &before, &next);
	if (!r)
		restate_settled(e, of);
	return r;
}

int evaluate_subject(struct engine *e, const Duban__Subject *of, const struct notice *notice)
{
	struct point now = {.at = e->now, .notice = notice};
	usec_t next;
	int r = evaluate_restated(e, of);

	if (!r)
		r = evaluate_at(e, of, &now, &next);
	if (r)
		return r;
	due_arm(e->txn, of, next);
	return txn_error(e->txn);
}

int evaluate_ladder(struct engine *e, struct arena *a, const Duban__Warning *of,
		    struct steps_ahead *ret)
{
	struct evaluation l;
	int r;

	arena_reset(e->scratch);
	r = begin(&l, e, a, of->subject, e->now);
	*ret = (struct steps_ahead){.there = false};
	l.dry = true;
	l.asked = of;
	l.ahead = ret;
	if (!r && is_there(&l))
		r = evaluate_all(&l);
	return r;
}

int evaluate_dry(struct engine *e, struct arena *a, const Duban__Subject *of, usec_t at,
		 struct lit_list *ret)
{
	struct evaluation l;
	int r;

	if (a != e->scratch)
		arena_reset(e->scratch);
	r = begin(&l, e, a, of, at);
	l.dry = true;
	if (!r && is_there(&l))
		r = evaluate_all(&l);
	if (r)
		return r;
	*ret = (struct lit_list){.lit = l.lit, .n = l.n_lit, .next = l.next};
	return 0;
}
