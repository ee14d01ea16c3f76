/* The kind "link": a project's links as subjects of rules. */
#include <errno.h>

#include "base/arena.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/reconcile.h"
#include "model/calendar/calendar.h"
#include "model/chain/schedule.h"
#include "model/link/link.h"
#include "model/link/step.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/txn.h"

/* Does a rule of the project tell the step that the link is? */
static int step_told(struct evaluation *l, const Duban__Link *link, bool *ret)
{
	Duban__LinkStep step = link_step(link);
	const struct project_view *v;
	int r;

	*ret = false;
	if (step == LINK_STEP(NONE))
		return 0;
	r = evaluation_view(l, &v);
	for (size_t i = 0; i < rules_count && !r && !*ret; i++)
		*ret = (rules[i]->steps & (1u << step)) &&
		       rules[i]->judges(v, l->params.value[i], l->scan.now);
	return r;
}

static int see_link(struct evaluation *l, const struct chain *c, size_t i)
{
	const struct schedule_link *link = &c->schedule.link[i];
	bool active = project_active(l->scan.project);
	struct link_view view = {.link = link,
				 .calendar = l->scan.calendar,
				 .zone_minutes = l->scan.zone_minutes,
				 .active = active};
	const Duban__Subject before =
	    subject_of_link(c->project, c->link[i]->carried_year, c->link[i]->carried_no);
	struct subject one = {.id = subject_of_link(c->project, c->year, link->no),
			      .continues = before.year ? &before : NULL,
			      .unit = c->link[i]->unit,
			      .view = &view,
			      .counted = link->limit_kind != LIMIT_KIND(FIXED),
			      .exempted_days = link->exempted,
			      .extended_date = link->extended ? date_ymd(link->fixed) : 0};

	int r = step_told(l, c->link[i], &view.told);

	if (r)
		return r;
	one.stage = (int)step_stage(link_step(c->link[i]));
	one.ended = link->state == LINK_STATE(DONE) || link->state == LINK_STATE(CANCELLED) ||
		    link->state == LINK_STATE(CARRIED);
	/* 受理: from then on it is the department's turn. */
	if (c->progress[i]->accepted_date)
		one.department = c->link[i]->service_unit;
	/* The clock of a suspended link is stopped, so its warnings stay as they are. */
	one.frozen = active && link->state == DUBAN__LINK_STATE__LINK_STATE_SUSPENDED;
	return l->scan.see(&l->scan, &one);
}

/* Computes the chain's dates with another calendar. */
static int plan_by(struct evaluation *l, const struct chain *c, const struct calendar *cal,
		   struct schedule *ret)
{
	*ret = c->schedule;
	ret->link = arena_dup(l->scan.arena, ret->link, ret->n * sizeof *ret->link);
	if (ret->n && !ret->link)
		return -ENOMEM;
	return schedule_compute(ret, cal, date_at(l->scan.now, l->scan.zone_minutes));
}

/* Writes an event for each link whose running deadline the notice moved, whether or not a warning
 * is open. */
static int compare(struct evaluation *l, const struct chain *c)
{
	struct schedule before, after;
	int r = plan_by(l, c, l->notice->was, &before);

	if (!r)
		r = plan_by(l, c, l->notice->now, &after);
	for (size_t i = 0; !r && i < c->n; i++) {
		const struct schedule_link *old = &before.link[i], *new = &after.link[i];

		if (new->state != DUBAN__LINK_STATE__LINK_STATE_DONE && !new->projected &&
		    old->deadline != new->deadline)
			r = reconcile_deadline_moved(l, old, new, c->year);
	}
	return r;
}

static int scan(struct subject_scan *s)
{
	struct evaluation *l = evaluation_of(s);
	int r = evaluation_chains(l);

	for (size_t k = 0; k < l->n_chain && !r; k++) {
		const struct chain *c = &l->chain[k];

		if (l->notice && project_active(s->project))
			r = compare(l, c);
		for (size_t i = 0; i < c->n && !r; i++)
			r = see_link(l, c, i);
	}
	return r;
}

static bool about(struct subject_about *io)
{
	const Duban__Subject *s = io->id;
	Duban__Link *l = link_get(io->txn, io->arena, s->project, s->year, s->link);
	Duban__LinkProgress *p = progress_get(io->txn, io->arena, s->project, s->year, s->link);

	if (!l || !p || step_progress(io->txn, io->arena, l, p))
		return false;
	io->unit = l->unit;
	io->name = l->name;
	io->words = io->project->code;
	if (l->leader) {
		io->leader = l->leader->name;
		io->leader_num = l->leader->person;
	}
	if (l->person) {
		io->person = l->person->name;
		io->person_num = l->person->person;
	}
	io->frozen = p->state == DUBAN__LINK_STATE__LINK_STATE_SUSPENDED;
	return true;
}

/* The cause that explains best why the warning is cleared. */
static Duban__ClearCause cause(const struct subject *s, const struct rule *rule,
			       const struct outcome *o, const Duban__Warning *w)
{
	const struct link_view *v = s->view;
	const struct schedule_link *pl = v->link;
	bool note = w->level == DUBAN__LEVEL__LEVEL_NOTE;

	if (!v->active || pl->state == DUBAN__LINK_STATE__LINK_STATE_CANCELLED)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
	if (pl->state == DUBAN__LINK_STATE__LINK_STATE_CARRIED)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_CARRIED;
	if (pl->state == DUBAN__LINK_STATE__LINK_STATE_DONE ||
	    (rule->until_started && pl->state != DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED))
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
	if (v->told || o->cause == DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_SUPERSEDED)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_SUPERSEDED;
	if (note && o->level == 0 && !pl->projected && date_ymd(pl->deadline) == w->due_date)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_SUPERSEDED;
	if (w->eased_seq)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_EXTENDED;
	return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_MOVED;
}

SUBJECT_KIND(link, .page = "chain show", .scan = scan, .about = about, .cause = cause);
