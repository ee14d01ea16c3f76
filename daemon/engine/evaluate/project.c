/* The rules look at the project itself. */
#include "engine/evaluate/project.h"

#include "engine/core/engine_private.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/reconcile.h"
#include "model/plan/year_plan.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/txn.h"

static int load(struct evaluation *l, struct project_view *v)
{
	uint32_t today = date_ymd(date_at(l->e->now, l->e->zone_minutes));
	struct txn *t = l->e->txn;
	int r;

	*v = (struct project_view){.project = l->project,
				   .life = life_get(t, l->arena, l->project->num),
				   .chain = l->facts,
				   .calendar = l->e->calendar,
				   .zone_minutes = l->e->zone_minutes,
				   .active = project_active(l->project)};
	if (!v->life)
		return txn_error(t);
	if (!v->active)
		return 0; /* nothing lights */
	r = plans_load(t, l->arena, l->project->num, &v->plans);
	if (!r)
		r = figures_load(t, l->arena, l->project->num, (struct months){.to = today / 100},
				 &v->figures);
	return r;
}

static void evaluate_rule(struct evaluation *l, const struct project_view *v, size_t r)
{
	struct outcome look = {.level = 0};
	struct finding s = {.rule = r,
			    .unit = l->project->unit,
			    .occurrence = evaluation_occurrence(l, 0, rules[r]->num),
			    .outcome = &look};

	rules[r]->evaluate_project(v, l->params.value[r], l->e->now, &look);
	if (look.next < l->next)
		l->next = look.next;
	reconcile_finding(l, &s);
}

int evaluate_itself(struct evaluation *l)
{
	struct project_view v;
	int r = evaluation_load_open(l, 0);

	if (!r)
		r = load(l, &v);
	if (r)
		return r;
	for (size_t i = 0; i < rules_count; i++)
		if (rules[i]->evaluate_project)
			evaluate_rule(l, &v, i);
	return txn_error(l->e->txn);
}
