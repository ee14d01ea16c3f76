/* The kind "link": a project's links as subjects of rules. */
#include <errno.h>

#include "base/arena.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/reconcile.h"
#include "model/calendar/calendar.h"
#include "model/chain/schedule.h"
#include "model/link/link.h"
#include "model/project/project.h"
#include "rules/rule.h"
#include "rules/subject.h"
#include "store/db/txn.h"

static int see_link(struct evaluation *l, const struct chain *c, size_t i)
{
	const struct schedule_link *link = &c->schedule.link[i];
	bool active = project_active(l->scan.project);
	struct link_view view = {.link = link,
				 .calendar = l->scan.calendar,
				 .zone_minutes = l->scan.zone_minutes,
				 .active = active};
	struct subject one = {.id = DUBAN__SUBJECT__INIT,
			      .unit = c->link[i]->unit,
			      .view = &view,
			      .extended_date = link->extended ? date_ymd(link->fixed) : 0};

	one.id.project = c->project;
	one.id.year = c->year;
	one.id.link = link->no;
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

	if (!l || !p)
		return false;
	io->unit = l->unit;
	io->name = l->name;
	io->words = io->project->code;
	if (l->leader)
		io->leader = l->leader->name;
	if (l->person)
		io->person = l->person->name;
	io->frozen = p->state == DUBAN__LINK_STATE__LINK_STATE_SUSPENDED;
	return true;
}

/* Did the extension itself move this deadline, rather than something after it? An extension sets
 * `shift` (the days of suspensions) to 0. A warning that stayed open after an extension holds that
 * date in its inputs; if it is equal, the extension is not what changed now. */
static bool extended_now(const struct schedule_link *pl, const Duban__Warning *w)
{
	return pl->extended && pl->shift == 0 && date_ymd(pl->deadline) != w->due_date &&
	       w->inputs && date_ymd(pl->fixed) != w->inputs->extended_date;
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
	if (o->cause == DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_SUPERSEDED)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_SUPERSEDED;
	if (note && o->level == 0 && !pl->projected && date_ymd(pl->deadline) == w->due_date)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_SUPERSEDED;
	if (extended_now(pl, w))
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_EXTENDED;
	return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_MOVED;
}

SUBJECT_KIND(link, .page = "chain show", .scan = scan, .about = about, .cause = cause);
