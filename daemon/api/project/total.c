#include "api/project/total.h"

#include "api/cell/cell.h"
#include "api/core/request.h"

static Duban__Money *no_money(struct intake *in)
{
	Duban__Money *m = arena_alloc(in->rq->arena, sizeof *m);

	if (!m) {
		in->full = true;
		return NULL;
	}
	duban__money__init(m);
	return m;
}

void import_total_init(struct import_totals *t, struct intake *in)
{
	struct import_map map = {.arena = in->rq->arena};

	*t = (struct import_totals){.in = in, .list.index = map, .batch.index = map};
	t->sum = arena_alloc(in->rq->arena, sizeof *t->sum);
	if (!t->sum) {
		in->full = true;
		return;
	}
	duban__import_totals__init(t->sum);
	t->sum->total = no_money(in);
	t->sum->plan = no_money(in);
}

/* An unknown amount counts as 0. MONEY_FEN_MAX x IMPORT_ROWS_MAX exceeds int64, so the sum
 * saturates: an absurd file gets an absurd figure, not undefined behaviour. */
static void add(Duban__Money *sum, const Duban__Money *m)
{
	if (m && __builtin_add_overflow(sum->fen, m->fen, &sum->fen))
		sum->fen = INT64_MAX;
}

static Duban__GroupTotal *group_new(struct import_totals *t, const char *name)
{
	struct arena *a = t->in->rq->arena;
	Duban__GroupTotal *g = arena_alloc(a, sizeof *g);

	if (!g)
		return NULL;
	duban__group_total__init(g);
	g->name = arena_str(a, name);
	g->total = no_money(t->in);
	g->plan = no_money(t->in);
	return g->name && g->total && g->plan ? g : NULL;
}

static Duban__GroupTotal *group_of(struct import_totals *t, struct import_groups *gs,
				   const char *name)
{
	uint32_t *at = import_map_get(&gs->index, name);
	Duban__GroupTotal *g;

	if (at)
		return gs->group[*at];
	if (gs->n == IMPORT_GROUPS_MAX)
		return NULL;
	g = group_new(t, name);
	gs->group = arena_grow(t->in->rq->arena, gs->group, gs->n, sizeof(void *));
	at = g ? import_map_put(&gs->index, g->name, NULL) : NULL;
	if (!gs->group || !at) {
		t->in->full = true;
		return NULL;
	}
	*at = (uint32_t)gs->n;
	gs->group[gs->n++] = g;
	return g;
}

static void group_add(struct import_totals *t, struct import_groups *gs, const char *name,
		      const struct counted *c)
{
	Duban__GroupTotal *g = *name && !t->in->full ? group_of(t, gs, name) : NULL;

	if (!g)
		return;
	g->projects++;
	add(g->total, c->project->total);
	add(g->plan, c->plan);
}

void import_total_count(struct import_totals *t, const struct counted *c)
{
	Duban__ImportTotals *s = t->sum;

	if (t->in->full)
		return;
	/* includes projects that left the batch, so that first + moved in - moved out can be
	 * checked */
	group_add(t, &t->batch, c->project->batch, c);
	if (c->stage == DUBAN__STAGE__STAGE_WITHDRAWN) {
		s->withdrawn++;
		return;
	}
	s->projects++;
	if (!c->stage_unknown) {
		s->early += c->stage <= DUBAN__STAGE__STAGE_PRELIMINARY;
		s->implementing += c->stage >= DUBAN__STAGE__STAGE_PLANNED_START;
		s->planned_starts += c->stage == DUBAN__STAGE__STAGE_PLANNED_START;
	}
	add(s->total, c->project->total);
	add(s->plan, c->plan);
	for (size_t i = 0; i < c->n_list; i++)
		group_add(t, &t->list, c->list[i], c);
}

void import_total_add(struct import_totals *t, const Duban__Project *p)
{
	import_total_count(t, &(struct counted){.project = p,
						.plan = p->plan,
						.stage = p->stage,
						.list = p->list,
						.n_list = p->n_list});
}

Duban__ImportTotals *import_total_end(struct import_totals *t)
{
	if (t->in->full)
		return NULL;
	t->sum->list = t->list.group;
	t->sum->n_list = t->list.n;
	t->sum->batch = t->batch.group;
	t->sum->n_batch = t->batch.n;
	return t->sum;
}
