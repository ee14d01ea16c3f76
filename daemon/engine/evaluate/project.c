/* The kind "project": the project itself as a subject of rules. Its `next` and `touched` also stand
 * for all other subjects of the project: `due` and the sweeps hold one row per project. */
#include <errno.h>

#include "engine/evaluate/evaluation.h"
#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/link/link.h"
#include "model/plan/year_plan.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "rules/project_view.h"
#include "rules/rule.h"
#include "rules/subject.h"
#include "store/db/txn.h"

static int load(struct evaluation *l, struct project_view *v)
{
	const Duban__Project *p = l->scan.project;
	uint32_t today = date_ymd(date_at(l->scan.now, l->scan.zone_minutes));
	struct txn *t = l->scan.txn;
	int r = evaluation_chains(l);

	if (r)
		return r;
	*v = (struct project_view){.project = p,
				   .life = life_get(t, l->scan.arena, p->num),
				   .calendar = l->scan.calendar,
				   .zone_minutes = l->scan.zone_minutes,
				   .active = project_active(p)};
	if (!v->life)
		return txn_error(t) ? txn_error(t) : -EBADMSG;
	for (size_t i = 0; i < l->n_chain; i++)
		chain_facts_of(&l->chain[i], &v->chain);
	if (!v->active)
		return 0; /* no rule raises a warning: the rest is not needed */
	r = plans_load(t, l->scan.arena, p->num, &v->plans);
	if (!r)
		r = figures_load(t, l->scan.arena, p->num, (struct months){.to = today / 100},
				 &v->figures);
	return r;
}

int evaluation_view(struct evaluation *l, const struct project_view **ret)
{
	struct project_view *v = l->view;
	int r = 0;

	if (!v) {
		v = arena_alloc(l->scan.arena, sizeof *v);
		r = v ? load(l, v) : -ENOMEM;
	}
	if (r)
		return r;
	*ret = l->view = v;
	return 0;
}

static int scan(struct subject_scan *s)
{
	struct subject one = {.id = DUBAN__SUBJECT__INIT, .unit = s->project->unit};
	const struct project_view *view;
	int r = evaluation_view(evaluation_of(s), &view);

	if (r)
		return r;
	one.view = view;
	one.id.project = s->project->num;
	return s->see(s, &one);
}

static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	(void)a;
	if (io->project >= counter_last(t, "project"))
		return false;
	io->project++;
	return true;
}

static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	const struct fold_row *row = fold_row(ev->body_case);

	ret->project = ev->project;
	return row && (row->touches || row->schedule) && ev->project;
}

static const char *who(const Duban__Who *first, const Duban__Who *else_, uint32_t *ret_num)
{
	const Duban__Who *w = first && *first->name ? first : else_;

	*ret_num = w ? w->person : 0;
	return w ? w->name : "";
}

/* Leader and person: the responsible ones of the project's row. */
static bool about(struct subject_about *io)
{
	const Duban__Project *p = io->project;

	io->unit = p->unit;
	io->name = p->name;
	io->words = p->code;
	io->leader = who(p->responsible_main, p->responsible_first, &io->leader_num);
	io->person = who(p->responsible_direct, p->responsible_main, &io->person_num);
	return true;
}

static Duban__ClearCause cause(const struct subject *s, const struct rule *rule,
			       const struct outcome *o, const Duban__Warning *w)
{
	const struct project_view *v = s->view;

	(void)rule;
	(void)w;
	return v->active ? (Duban__ClearCause)o->cause : DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
}

SUBJECT_KIND(project, .page = "project show", .scan = scan, .next = next, .touched = touched,
	     .about = about, .cause = cause);
