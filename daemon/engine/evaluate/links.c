/* The rules look at the links of one chain. */
#include "engine/evaluate/links.h"

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/reconcile.h"
#include "model/calendar/calendar.h"
#include "model/chain/schedule.h"
#include "model/link/link.h"
#include "model/project/project.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/txn.h"

static void evaluate_link(struct evaluation *l, size_t i)
{
	const struct schedule_link *pl = &l->chain.schedule.link[i];
	bool active = project_active(l->project);
	/* A suspended link's clock stands: its warnings are frozen. */
	bool frozen = pl->state == DUBAN__LINK_STATE__LINK_STATE_SUSPENDED;
	struct link_view v = {.link = pl,
			      .calendar = l->e->calendar,
			      .zone_minutes = l->e->zone_minutes,
			      .active = active};

	for (size_t r = 0; r < rules_count; r++) {
		struct outcome look = {.level = 0};
		struct finding s = {.rule = r,
				    .year = l->chain.year,
				    .link = pl->no,
				    .unit = l->chain.link[i]->unit,
				    .pl = pl,
				    .occurrence = evaluation_occurrence(l, pl->no, rules[r]->num),
				    .frozen = frozen && active,
				    .outcome = &look};

		if (!rules[r]->evaluate)
			continue;
		if (!s.frozen) {
			rules[r]->evaluate(&v, l->params.value[r], l->e->now, &look);
			if (look.next < l->next)
				l->next = look.next;
		}
		reconcile_finding(l, &s);
	}
}

/* The chain by another calendar. */
static int plan_by(struct evaluation *l, const struct calendar *cal, struct schedule *ret)
{
	*ret = l->chain.schedule;
	ret->link = arena_dup(l->arena, ret->link, ret->n * sizeof *ret->link);
	if (ret->n && !ret->link)
		return -ENOMEM;
	return schedule_compute(ret, cal, date_at(l->e->now, l->e->zone_minutes));
}

/* A notice moved an open deadline whose clock runs: that is said, whether it lights or not. */
static int compare(struct evaluation *l, const struct notice *notice)
{
	struct schedule before, after;
	int r = plan_by(l, notice->was, &before);

	if (!r)
		r = plan_by(l, notice->now, &after);
	for (size_t i = 0; !r && i < l->chain.n; i++) {
		const struct schedule_link *old = &before.link[i], *new = &after.link[i];

		if (new->state != DUBAN__LINK_STATE__LINK_STATE_DONE && !new->projected &&
		    old->deadline != new->deadline)
			r = reconcile_deadline_moved(l, old, new, calendar_version(notice->now));
	}
	return r;
}

int evaluate_chain(struct evaluation *l, uint32_t year, const struct notice *notice)
{
	int r = chain_load(l->e->txn, l->arena, l->project->num, year, &l->chain);

	if (!r)
		r = evaluation_load_open(l, year);
	if (r)
		return r;
	l->chain.schedule.roll = l->params.roll;
	r = schedule_compute(&l->chain.schedule, l->e->calendar,
			     date_at(l->e->now, l->e->zone_minutes));
	if (!r && notice && project_active(l->project))
		r = compare(l, notice);
	chain_facts_of(&l->chain, &l->facts);
	for (size_t i = 0; i < l->chain.n && !r; i++)
		evaluate_link(l, i);
	return r ? r : txn_error(l->e->txn);
}
