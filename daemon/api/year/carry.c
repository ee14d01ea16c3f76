/* Carries an unfinished link into the next year's chain: same number if free, limit, extension,
 * suspension, and open prerequisites. Prerequisites that are done are dropped; the start that they
 * determined becomes the link's `carried_clock`, which, without prerequisites, replaces the start
 * of the chain. So the deadline and the lamps do not change. */
#include "api/year/carry.h"

#include "api/core/request.h"
#include "api/year/december.h"
#include "model/chain/graph.h"
#include "model/chain/schedule.h"
#include "model/core/oneof_pack.h"
#include "model/link/link.h"
#include "model/link/state.h"
#include "model/param/parameter.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "store/db/txn.h"

static bool is_open(int state)
{
	return link_next(state, LINK_MOVE_CARRY, true) != 0;
}

static int any_open(struct request *rq, struct arena *scratch, uint32_t project, uint32_t year)
{
	struct chain c;
	int r = chain_load(rq->txn, scratch, project, year, &c);

	for (size_t i = 0; !r && i < c.n; i++)
		if (is_open((int)c.progress[i]->state))
			return 1;
	return r;
}

int carry_needed(struct request *rq, struct arena *scratch, const Duban__Project *p, uint32_t from)
{
	struct year_plans next;
	int r;

	if (!project_active(p))
		return 0;
	if (p->year == from && p->stage <= DUBAN__STAGE__STAGE_STOPPED)
		return 1;
	r = any_open(rq, scratch, p->num, from);
	if (r || p->year != from)
		return r;
	r = year_plans_load(rq->txn, scratch, p->num, from + 1, &next);
	return r ? r : next.n > 0;
}

/* ---- one project */

struct project_carry {
	struct carrying *c;
	const Duban__Project *project;
	struct chain old, next;
	uint32_t no[LINKS_MAX]; /* number of old.link[i] in the next chain; 0: it is not carried */
};

static Duban__Event *event_of(struct project_carry *t)
{
	struct request *rq = t->c->rq;
	Duban__Event *ev = request_event(rq);

	if (!ev)
		return NULL;
	ev->on_date = date_ymd(rq->today);
	ev->project = t->project->num;
	ev->project_unit = t->project->unit;
	return ev;
}

static void drafted(struct project_carry *t, const Duban__Event *ev)
{
	t->c->bytes += oneof_packed_size(&ev->base) + 192;
}

static int say_carried(struct project_carry *t)
{
	struct carrying *c = t->c;
	Duban__YearCarried *b = REQUEST_NEW(c->rq, Duban__YearCarried, duban__year_carried__init);
	struct year_plans plans;
	int r = year_plans_load(c->rq->txn, c->rq->arena, t->project->num, c->to, &plans);
	bool missing = false;
	Duban__Event *ev;

	if (!r)
		r = december_missing(c->rq, c->rq->arena, t->project, c->from, &missing);
	ev = r ? NULL : event_of(t);
	if (!b || !ev)
		return r ? r : -ENOMEM;
	b->december_missing = missing;
	b->from_year = c->from;
	b->to_year = c->to;
	b->unplanned = year_plan_on(&plans, c->rq->today) == NULL;
	ev->body_case = DUBAN__EVENT__BODY_YEAR_CARRIED;
	ev->year_carried = b;
	c->projects++;
	c->unplanned += b->unplanned ? 1 : 0;
	drafted(t, ev);
	return 0;
}

static int load(struct project_carry *t)
{
	struct request *rq = t->c->rq;
	int r = chain_load(rq->txn, rq->arena, t->project->num, t->c->from, &t->old);

	if (!r)
		r = chain_load(rq->txn, rq->arena, t->project->num, t->c->to, &t->next);
	if (!r)
		r = parameter_rolls(rq->txn, rq->arena, t->project, &t->old.schedule.roll);
	return r || !t->old.n ? r : schedule_compute(&t->old.schedule, rq->calendar, rq->today);
}

static bool taken(const struct project_carry *t, uint32_t no)
{
	for (size_t i = 0; i < t->next.n; i++)
		if (t->next.link[i]->no == no)
			return true;
	return false;
}

static int full(struct project_carry *t)
{
	return request_refuse(t->c->rq, STATUS_TOO_MANY, "year.chain_full", t->project->code,
			      arena_printf(t->c->rq->arena, "%u", t->c->to), NULL);
}

/* Gives each open link its own number if that is free, else the next number after all. */
static int number(struct project_carry *t)
{
	size_t n = t->next.n;
	uint32_t last = 0;

	for (size_t i = 0; i < t->next.n; i++)
		if (t->next.link[i]->no > last)
			last = t->next.link[i]->no;
	for (size_t i = 0; i < t->old.n; i++)
		if (t->old.link[i]->no > last)
			last = t->old.link[i]->no;
	for (size_t i = 0; i < t->old.n; i++) {
		if (!is_open((int)t->old.progress[i]->state))
			continue;
		t->no[i] = taken(t, t->old.link[i]->no) ? ++last : t->old.link[i]->no;
		n++;
	}
	return n > LINKS_MAX || last > LINK_NO_MAX ? full(t) : 0;
}

static int ensure_chain(struct project_carry *t)
{
	struct request *rq = t->c->rq;
	Duban__ChainPut *b = REQUEST_NEW(rq, Duban__ChainPut, duban__chain_put__init);
	Duban__Chain *chain = REQUEST_NEW(rq, Duban__Chain, duban__chain__init);
	Duban__Event *ev = t->next.record ? NULL : event_of(t);

	if (t->next.record)
		return 0;
	if (!b || !chain || !ev)
		return -ENOMEM;
	chain->project = t->project->num;
	chain->year = t->c->to;
	chain->start_date = t->c->to * 10000 + 101;
	ev->body_case = DUBAN__EVENT__BODY_CHAIN_PUT;
	ev->chain_put = b;
	b->chain = chain;
	drafted(t, ev);
	return 0;
}

/* The prerequisites of a carried link: those that are carried too, by their new numbers, and the
 * date until which the others delayed it. A cancelled prerequisite is replaced by its own
 * prerequisites. */
struct before {
	uint32_t no[LINKS_MAX];
	size_t n;
	date_t held; /* DATE_NONE: no delay */
	bool seen[LINKS_MAX];
};

static size_t index_of(const struct project_carry *t, uint32_t no)
{
	size_t i = 0;

	while (i < t->old.n && t->old.link[i]->no != no)
		i++;
	return i;
}

static void hold(struct before *b, date_t until)
{
	if (b->held == DATE_NONE || until > b->held)
		b->held = until;
}

static void look_before(const struct project_carry *t, size_t row, struct before *b);

/* Past a cancelled link, whose followers' clocks start no earlier than its cancellation. */
static void look_through(const struct project_carry *t, size_t row, struct before *b)
{
	date_t cancelled = t->old.schedule.link[row].cancelled;

	if (cancelled != DATE_NONE)
		hold(b, cancelled);
	look_before(t, row, b);
}

static void look_before(const struct project_carry *t, size_t row, struct before *b)
{
	const struct schedule_link *l = &t->old.schedule.link[row];

	/* The depth is at most the number of links: the graph was checked when the chain was
	 * stored. */
	for (size_t k = 0; k < l->n_after; k++) {
		size_t i = index_of(t, l->after[k]);
		const struct schedule_link *one;

		if (i == t->old.n || b->seen[i])
			continue;
		one = &t->old.schedule.link[i];
		b->seen[i] = true;
		if (t->no[i])
			b->no[b->n++] = t->no[i];
		else if (one->state == LINK_STATE(CANCELLED) && one->n_after)
			look_through(t, i, b);
		else
			hold(b, one->finish);
	}
}

static int set_before(struct project_carry *t, const struct before *b, Duban__Link *now)
{
	now->n_after = b->n;
	now->after = NULL;
	if (b->n > PREREQUISITES_MAX)
		return full(t);
	if (b->n)
		now->after = arena_dup(t->c->rq->arena, b->no, b->n * sizeof *b->no);
	return b->n && !now->after ? -ENOMEM : 0;
}

/* Keeps the link's clock running: it starts on the day on which it started in the old chain, or no
 * earlier than those of its prerequisites that are not carried allowed. */
static void keep_clock(const struct project_carry *t, size_t i, const struct before *b,
		       Duban__Link *now)
{
	const struct schedule_link *l = &t->old.schedule.link[i];
	date_t held = b->held;

	/* without the planned begin, which the link keeps */
	if (l->carried && l->carried_clock > held)
		held = l->carried_clock;
	if (held == DATE_NONE && !b->n)
		held = t->old.schedule.start;
	now->carried_clock_date = held == DATE_NONE ? 0 : date_ymd(held);
}

static int put_link(struct project_carry *t, Duban__Link *now)
{
	Duban__LinkPut *b = REQUEST_NEW(t->c->rq, Duban__LinkPut, duban__link_put__init);
	Duban__Event *ev = event_of(t);

	if (!b || !ev)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_LINK_PUT;
	ev->link_put = b;
	b->link = now;
	drafted(t, ev);
	return 0;
}

static int say_link(struct project_carry *t, const Duban__Link *now)
{
	Duban__LinkCarried *b =
	    REQUEST_NEW(t->c->rq, Duban__LinkCarried, duban__link_carried__init);
	Duban__Event *ev = event_of(t);

	if (!b || !ev)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_LINK_CARRIED;
	ev->link_carried = b;
	b->year = now->carried_year;
	b->link = now->carried_no;
	b->to_year = now->year;
	b->to_link = now->no;
	t->c->links++;
	drafted(t, ev);
	return 0;
}

static int carry_link(struct project_carry *t, size_t i)
{
	struct before b = {.held = DATE_NONE};
	Duban__Link *now = arena_dup(t->c->rq->arena, t->old.link[i], sizeof *now);
	int r;

	if (!now)
		return -ENOMEM;
	now->year = t->c->to;
	now->no = t->no[i];
	now->carried_year = t->c->from;
	now->carried_no = t->old.link[i]->no;
	look_before(t, i, &b);
	r = set_before(t, &b, now);
	if (r)
		return r;
	keep_clock(t, i, &b, now);
	r = put_link(t, now);
	return r ? r : say_link(t, now);
}

int carry_project(struct carrying *c, const Duban__Project *p)
{
	struct project_carry *t = arena_alloc(c->rq->arena, sizeof *t);
	uint32_t before = c->links;
	int r;

	if (!t)
		return -ENOMEM;
	t->c = c;
	t->project = p;
	r = load(t);
	if (!r && p->year == c->from)
		r = say_carried(t);
	if (!r)
		r = number(t);
	for (size_t i = 0; !r && i < t->old.n; i++) {
		if (!t->no[i])
			continue;
		if (c->links == before)
			r = ensure_chain(t);
		if (!r)
			r = carry_link(t, i);
	}
	return r;
}
