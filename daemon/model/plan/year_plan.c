#include "model/plan/year_plan.h"

#include <string.h>

#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { MONTHS = 12 };

static struct key *plan_key(struct key *k, const Duban__Plan *p)
{
	return key_u32(key_u32(key_u32(k, p->project), p->year), p->version);
}

static int load(struct txn *t, struct arena *a, const struct key *prefix, struct year_plans *ret)
{
	struct scan s = scan_start(t, TABLE_plan, key_bytes(prefix));
	Duban__Plan **all = NULL;
	size_t n = 0;

	while (scan_next(&s)) {
		all = arena_grow(a, all, n, sizeof *all);
		if (!all)
			return -ENOMEM;
		all[n] = record_unpack(t, s.value, &duban__plan__descriptor, a);
		if (!all[n])
			break;
		n++;
	}
	*ret = (struct year_plans){.plan = all, .n = n};
	return txn_error(t);
}

int year_plans_load(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
		    struct year_plans *ret)
{
	return load(t, a, key_u32(key_u32(KEY(), project), year), ret);
}

int plans_load(struct txn *t, struct arena *a, uint32_t project, struct year_plans *ret)
{
	return load(t, a, key_u32(KEY(), project), ret);
}

const Duban__Plan *year_plan_first(const struct year_plans *p)
{
	return p->n ? p->plan[0] : NULL;
}

const Duban__Plan *year_plan_last(const struct year_plans *p)
{
	return p->n ? p->plan[p->n - 1] : NULL;
}

const Duban__Plan *year_plan_on(const struct year_plans *p, date_t day)
{
	const Duban__Plan *found = NULL;
	uint32_t ymd = date_ymd(day);

	for (size_t i = 0; i < p->n; i++)
		if (p->plan[i]->adopted_date <= ymd)
			found = p->plan[i];
	return found;
}

__int128 year_plan_twelfths(const Duban__Plan *p, unsigned month)
{
	__int128 sum = 0;

	month = month < MONTHS ? month : MONTHS;
	if (!p->amount)
		return 0;
	if (p->n_curve != MONTHS)
		return (__int128)p->amount->fen * month;
	for (unsigned i = 0; i < month; i++)
		sum += p->curve[i]->fen;
	return sum * MONTHS;
}

int64_t year_plan_fen(__int128 twelfths)
{
	__int128 fen = (twelfths * 2 + MONTHS) / (MONTHS * 2);

	return fen > INT64_MAX ? INT64_MAX : (int64_t)fen;
}

static bool same_money(const Duban__Money *a, const Duban__Money *b)
{
	return a && b ? a->fen == b->fen : !a && !b;
}

/* The columns plan, planned_start and planned_finish of a project list make the first version of
 * the plan. If they differ from the last version, they make an adjustment. */
void year_plan_follow(struct txn *t, struct arena *a, const Duban__Event *e,
		      const Duban__Project *p, const Duban__Project *was)
{
	struct year_plans had;
	const Duban__Plan *last;
	Duban__Plan now = DUBAN__PLAN__INIT;

	if (!p->plan || !p->year)
		return;
	if (was && was->year == p->year && same_money(was->plan, p->plan) &&
	    was->planned_start_month == p->planned_start_month &&
	    was->planned_start_open == p->planned_start_open &&
	    was->planned_finish_month == p->planned_finish_month)
		return;
	if (year_plans_load(t, a, p->num, p->year, &had))
		return;
	last = year_plan_last(&had);
	if (last && same_money(last->amount, p->plan) &&
	    last->planned_start_month == p->planned_start_month &&
	    last->planned_start_open == p->planned_start_open &&
	    last->planned_finish_month == p->planned_finish_month)
		return;
	now.project = p->num;
	now.year = p->year;
	now.version = last ? last->version + 1 : 1;
	now.kind =
	    last ? DUBAN__PLAN_KIND__PLAN_KIND_ADJUSTED : DUBAN__PLAN_KIND__PLAN_KIND_ORIGINAL;
	now.adopted_date = e->on_date;
	now.amount = p->plan;
	now.planned_start_month = p->planned_start_month;
	now.planned_start_open = p->planned_start_open;
	now.planned_finish_month = p->planned_finish_month;
	now.goal = last ? last->goal : now.goal;
	record_put(t, TABLE_plan, key_bytes(plan_key(KEY(), &now)), &now);
}

/* Copies the plan in force to the project's record, if it is the plan of the project's year (NULL:
 * none). Months that the plan does not name are left unchanged. */
static void show_on_project(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
			    const Duban__Plan *p)
{
	Duban__Project *row = project_get(t, a, project);

	if (!row || row->year != year)
		return;
	row->plan = p ? p->amount : NULL;
	if (!p || p->planned_start_month) {
		row->planned_start_month = p ? p->planned_start_month : 0;
		row->planned_start_open = p && p->planned_start_open;
	}
	if (!p || p->planned_finish_month)
		row->planned_finish_month = p ? p->planned_finish_month : 0;
	record_put(t, TABLE_project, key_bytes(key_u32(KEY(), project)), row);
}

static void fold_plan_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__PlanPut *b = body;

	(void)e;
	record_put(t, TABLE_plan, key_bytes(plan_key(KEY(), b->plan)), b->plan);
	show_on_project(t, a, b->plan->project, b->plan->year, b->plan);
}
FOLD(PLAN_PUT, fold_plan_put, .tallies = TALLY_BASE, .touches = true, .family = FOLD_ALONE);

void year_plan_remove(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
		      uint32_t version)
{
	struct year_plans left;

	txn_del(t, TABLE_plan, key_bytes(key_u32(key_u32(key_u32(KEY(), project), year), version)));
	if (!year_plans_load(t, a, project, year, &left))
		show_on_project(t, a, project, year, year_plan_last(&left));
}
