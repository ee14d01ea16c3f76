/* The turn of the year. A carried project gets the next year's number and plan; its open links go
 * on in the next year's chain with their progress. */
#include "model/year/year.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/link/state.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "store/db/txn.h"

Duban__Year *year_get(struct txn *t, struct arena *a, uint32_t year)
{
	return record_get(t, TABLE_year, key_bytes(key_u32(KEY(), year)), &duban__year__descriptor,
			  a);
}

bool year_closed(struct txn *t, struct arena *a, uint32_t year)
{
	const Duban__Year *y = year_get(t, a, year);

	return y && y->state == DUBAN__YEAR_STATE__YEAR_STATE_CLOSED;
}

static void put(struct txn *t, const Duban__Year *y)
{
	record_put(t, TABLE_year, key_bytes(key_u32(KEY(), y->year)), y);
}

/* Added up event by event, since closing a year takes several commands in a large city. */
static void count(struct txn *t, struct arena *a, uint32_t year, uint32_t projects, uint32_t links)
{
	Duban__Year fresh = DUBAN__YEAR__INIT;
	Duban__Year *y = year_get(t, a, year);

	if (!y) {
		y = &fresh;
		y->year = year;
		y->state = DUBAN__YEAR_STATE__YEAR_STATE_OPEN;
	}
	y->carried_projects += projects;
	y->carried_links += links;
	put(t, y);
}

static void fold_year_carried(struct txn *t, struct arena *a, const Duban__Event *e,
			      const void *body)
{
	const Duban__YearCarried *b = body;
	Duban__Project *p = project_get(t, a, e->project);
	const Duban__Plan *plan;
	struct year_plans plans;

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	if (year_plans_load(t, a, p->num, b->to_year, &plans))
		return;
	plan = year_plan_on(&plans, date_from_ymd(e->on_date));
	p->year = b->to_year;
	p->plan = plan ? plan->amount : NULL;
	/* if the next year has no plan yet, or the plan names no month, the old months are kept */
	if (plan && plan->planned_start_month) {
		p->planned_start_month = plan->planned_start_month;
		p->planned_start_open = plan->planned_start_open;
	}
	if (plan && plan->planned_finish_month)
		p->planned_finish_month = plan->planned_finish_month;
	record_put(t, TABLE_project, key_bytes(key_u32(KEY(), p->num)), p);
	count(t, a, b->from_year, 1, 0);
}
FOLD(YEAR_CARRIED, fold_year_carried, .touches = true, .family = "projects", .subject = "");

/* Copies the link's progress, so that a late link stays late. */
static void carry(struct txn *t, Duban__LinkState next, Duban__LinkProgress *from,
		  Duban__LinkProgress *to)
{
	if (!next) {
		txn_fail(t, -EBADMSG);
		return;
	}
	*to = *from;
	from->state = next;
}

static void fold_link_carried(struct txn *t, struct arena *a, const Duban__Event *e,
			      const void *body)
{
	const Duban__LinkCarried *b = body;
	const struct link_of of = {e->project, b->year, b->link};
	Duban__LinkProgress *from = progress_get(t, a, e->project, b->year, b->link);
	Duban__LinkProgress *to = progress_get(t, a, e->project, b->to_year, b->to_link);
	struct key *k;

	if (!from || !to) {
		txn_fail(t, -EBADMSG);
		return;
	}
	carry(t, link_moved(t, a, &of, LINK_MOVE_CARRY, from), from, to);
	k = key_u32(key_u32(key_u32(KEY(), e->project), b->year), b->link);
	record_put(t, TABLE_progress, key_bytes(k), from);
	k = key_u32(key_u32(key_u32(KEY(), e->project), b->to_year), b->to_link);
	record_put(t, TABLE_progress, key_bytes(k), to);
	count(t, a, b->year, 0, 1);
}
FOLD(LINK_CARRIED, fold_link_carried, .touches = true, .family = "chains", .subject = "year link");

static void fold_year_closed(struct txn *t, struct arena *a, const Duban__Event *e,
			     const void *body)
{
	(void)a;
	(void)e;
	put(t, ((const Duban__YearClosed *)body)->year);
}
FOLD(YEAR_CLOSED, fold_year_closed, .family = FOLD_ALONE);
