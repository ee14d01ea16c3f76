/* Some folds of ...Put events change more than the record: a project's put also its memberships and
 * a version of its plan, a membership's or plan's put also the project's row, a link's new limit
 * also its progress. The event stores the old values of these, since nothing else does, and a
 * revert of the import needs them. */
#include "api/records/beside.h"

#include <string.h>

#include "api/core/request.h"
#include "api/records/import_private.h"
#include "model/link/link.h"
#include "model/list/member.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"

static Duban__Beside *beside_new(struct import *im)
{
	Duban__Beside *b = arena_alloc(im->in.rq->arena, sizeof *b);

	if (b)
		duban__beside__init(b);
	else
		im->in.full = true;
	return b;
}

static void add_member(struct import *im, Duban__Beside *b, uint32_t project, const char *list)
{
	struct request *rq = im->in.rq;
	Duban__Member *m = member_get(rq->txn, rq->arena, project, list);

	if (!m) {
		m = REQUEST_NEW(rq, Duban__Member, duban__member__init);
		if (m)
			m->list = (char *)(uintptr_t)list;
	}
	if (!m || REQUEST_PUSH(rq, b->member, b->n_member, m))
		im->in.full = true;
}

static void beside_project(struct import *im, Duban__ProjectPut *p)
{
	struct request *rq = im->in.rq;
	Duban__Beside *b = p->was ? beside_new(im) : NULL;
	struct year_plans plans;

	if (!b)
		return;
	for (size_t i = 0; i < p->was->n_list; i++)
		if (!project_on_list(p->project, p->was->list[i]))
			add_member(im, b, p->was->num, p->was->list[i]);
	for (size_t i = 0; i < p->project->n_list; i++)
		if (!project_on_list(p->was, p->project->list[i]))
			add_member(im, b, p->was->num, p->project->list[i]);
	b->planned = p->project->plan && p->project->year;
	if (b->planned &&
	    !year_plans_load(rq->txn, im->in.scratch, p->was->num, p->project->year, &plans) &&
	    plans.n)
		b->plan_version = year_plan_last(&plans)->version;
	p->beside = b;
}

static Duban__Beside *beside_member(struct import *im, uint32_t project)
{
	struct request *rq = im->in.rq;
	Duban__Project *p = project_get(rq->txn, im->in.scratch, project);
	Duban__Beside *b = p && p->n_list ? beside_new(im) : NULL;

	for (size_t i = 0; b && i < p->n_list; i++) {
		char *list = arena_str(rq->arena, p->list[i]);

		if (!list || REQUEST_PUSH(rq, b->list, b->n_list, list))
			im->in.full = true;
	}
	return b;
}

static Duban__Beside *beside_plan(struct import *im, const Duban__Plan *plan)
{
	struct request *rq = im->in.rq;
	Duban__Project *p = project_get(rq->txn, im->in.scratch, plan->project);
	Duban__Beside *b = p && p->year == plan->year ? beside_new(im) : NULL;

	if (b) {
		b->planned = true;
		b->plan = p->plan ? arena_dup(rq->arena, p->plan, sizeof *p->plan) : NULL;
		b->planned_start_month = p->planned_start_month;
		b->planned_start_open = p->planned_start_open;
		b->planned_finish_month = p->planned_finish_month;
	}
	return b;
}

static Duban__Beside *beside_link(struct import *im, const Duban__LinkPut *l)
{
	struct request *rq = im->in.rq;
	Duban__LinkProgress *p =
	    l->was ? progress_get(rq->txn, rq->arena, l->was->project, l->was->year, l->was->no)
		   : NULL;
	Duban__Beside *b =
	    p && (p->extended_date || p->shift_days || p->n_stopped_date) ? beside_new(im) : NULL;

	if (b)
		b->progress = p;
	return b;
}

void import_beside(struct import *im, Duban__Event *e)
{
	switch (e->body_case) {
	case DUBAN__EVENT__BODY_PROJECT_PUT:
		beside_project(im, e->project_put);
		break;
	case DUBAN__EVENT__BODY_MEMBER_PUT:
		e->member_put->beside = beside_member(im, e->project);
		break;
	case DUBAN__EVENT__BODY_PLAN_PUT:
		e->plan_put->beside = beside_plan(im, e->plan_put->plan);
		break;
	case DUBAN__EVENT__BODY_LINK_PUT:
		e->link_put->beside = beside_link(im, e->link_put);
		break;
	default:
		break;
	}
}
