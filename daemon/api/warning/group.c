#include "api/warning/group.h"

#include "api/core/request.h"
#include "proto/enums.h"
#include "proto/limits.h"

void warning_groups(struct warning_groups *g, struct request *rq, Duban__WarningBy by)
{
	*g = (struct warning_groups){.rq = rq, .by = by, .place = {.arena = rq->arena}};
}

static int make(struct warning_groups *g, const char *key, const char *name)
{
	Duban__WarningGroup *new =
	    REQUEST_NEW(g->rq, Duban__WarningGroup, duban__warning_group__init);
	uint32_t *counted = arena_grow(g->rq->arena, g->counted, g->n, sizeof *counted);

	if (!new || !counted)
		return -ENOMEM;
	new->key = (char *)(uintptr_t)key;
	new->name = (char *)(uintptr_t)name;
	g->counted = counted;
	g->counted[g->n] = 0;
	g->bytes += strlen(key) + strlen(name) + 64;
	return REQUEST_PUSH(g->rq, g->group, g->n, new);
}

static int add(struct warning_groups *g, const Duban__Warning *w, const char *key, const char *name)
{
	uint32_t *place = import_map_put(&g->place, key, NULL);
	Duban__WarningGroup *one;

	if (!place)
		return -ENOMEM;
	if (!*place) {
		int r = make(g, key, name);

		if (r)
			return r;
		*place = (uint32_t)g->n;
	}
	one = g->group[*place - 1];
	/* One delay is counted once, under its root. Withdrawn by a clock repair, it is neither
	 * open nor did anybody clear it. */
	if (w->root)
		one->followers += w->state == WARNING_STATE(OPEN);
	else if (w->state == WARNING_STATE(CLEARED))
		one->cleared += w->cause != CLEAR_CAUSE(CLOCK_REPAIRED);
	else if (w->level == LEVEL(NOTE))
		one->note++;
	else
		*(w->level == LEVEL(RED) ? &one->red : &one->yellow) += 1;
	if (w->subject->project && g->counted[*place - 1] != w->subject->project) {
		g->counted[*place - 1] = w->subject->project;
		one->projects++;
	}
	return 0;
}

static int add_lists(struct warning_groups *g, const Duban__Warning *w, const Duban__Project *p)
{
	int r = 0;

	if (!p || !p->n_list)
		return add(g, w, "", "");
	for (size_t i = 0; i < p->n_list && !r; i++)
		r = add(g, w, p->list[i], p->list[i]);
	return r;
}

int warning_group_add(struct warning_groups *g, const Duban__Warning *w, const Duban__Project *p,
		      const Duban__WarningRow *row)
{
	switch (g->by) {
	case DUBAN__WARNING_BY__WARNING_BY_UNIT:
		if (row->turn == DUBAN__TURN__TURN_OFFICE)
			return add(g, w, "office", "市重点办");
		return *row->turn_unit ? add(g, w, row->turn_unit, row->turn_unit_name)
				       : add(g, w, row->unit, row->unit_name);
	case DUBAN__WARNING_BY__WARNING_BY_RULE:
		return add(g, w, row->rule, row->rule_name);
	case DUBAN__WARNING_BY__WARNING_BY_LIST:
		return add_lists(g, w, p);
	case DUBAN__WARNING_BY__WARNING_BY_LEADER:
		return add(g, w, row->leader, row->leader);
	default:
		return 0;
	}
}
