/* The lists by name: what began and was completed, red lamps, links that are due, what to bring up
 * for dispatch (拟调度), open problems. One look at each project of the list. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "rules/notice/look.h"
#include "rules/publication/named.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { WEEK = 7 };

struct draft_naming {
	struct drafting *x;
	struct subject_scan s; /* with the memory of one project */
	const Duban__Project *p;
	const char *unit; /* its name */
	struct named starts, completions, accepted, operating, reds, nodes, dispatch, solving;
	uint32_t red, yellow, fresh;
	uint32_t p_red; /* of this project */
	int p_late;
};

static void put_name(const struct draft_naming *n, struct draft_values *v)
{
	values_text(v, "name", n->p->name);
	values_text(v, "unit", n->unit);
}

/* What happened within the time that is told of. */
static void put_step(struct draft_naming *n, struct named *list, uint32_t ymd)
{
	struct draft_values *v;

	if (ymd < n->x->from || ymd > n->x->until)
		return;
	v = named_add(list, ymd);
	if (!v)
		return;
	put_name(n, v);
	values_day(v, "day", ymd);
}

static int look_at_life(struct draft_naming *n)
{
	const Duban__Life *l = life_get(n->s.txn, n->s.arena, n->p->num);

	if (!l)
		return txn_error(n->s.txn) ? txn_error(n->s.txn) : -ENOMEM;
	put_step(n, &n->starts, l->started_date);
	put_step(n, &n->completions, l->completed_date);
	put_step(n, &n->accepted, l->accepted_date);
	put_step(n, &n->operating, l->operating_date);
	return 0;
}

static int put_red(struct draft_naming *n, const Duban__Warning *w, int late)
{
	struct notice_look l = {.subject = w->subject,
				.rule = w->rule,
				.turn_unit = w->turn_unit,
				.due_date = w->due_date,
				.state = DUBAN__NOTICE_STATE__INIT};
	Duban__NoticeItem item = DUBAN__NOTICE_ITEM__INIT;
	struct draft_values *v = named_add(&n->reds, -late);
	const Duban__Unit *u;
	int r = v ? look_name(&n->s, &l, &item) : 0;

	if (r || !v)
		return r;
	u = unit_get(n->s.txn, n->s.arena, unit_by_id(n->s.txn, item.unit));
	values_text(v, "what", item.what);
	values_text(v, "unit", u ? u->name : "");
	values_day(v, "due", w->due_date);
	values_number(v, "days", late);
	return 0;
}

static int look_at_lamp(struct draft_naming *n, const Duban__Warning *w)
{
	date_t today = date_at(n->s.now, n->s.zone_minutes), due = date_from_ymd(w->due_date);
	int late = due == DATE_NONE || due > today ? 0 : (int)(today - due);

	if (w->level == LEVEL(NOTE))
		return 0;
	n->fresh += date_ymd(date_at(w->raised_at, n->s.zone_minutes)) >= n->x->from;
	n->yellow += w->level == LEVEL(YELLOW);
	if (w->level != LEVEL(RED))
		return 0;
	n->red++;
	n->p_red++;
	n->p_late = late > n->p_late ? late : n->p_late;
	return put_red(n, w, late);
}

static int look_at_lamps(struct draft_naming *n)
{
	struct scan open =
	    scan_start(n->s.txn, TABLE_warning_open, key_bytes(key_u32(KEY(), n->p->num)));
	struct draft_values *v;
	int r = 0;

	n->p_red = 0;
	n->p_late = 0;
	while (!r && scan_next(&open)) {
		const Duban__Warning *w = warning_of_open(n->s.txn, n->s.arena, open.key);

		if (!w)
			return txn_error(n->s.txn) ? txn_error(n->s.txn) : -EBADMSG;
		r = look_at_lamp(n, w);
	}
	v = n->p_red ? named_add(&n->dispatch, -n->p_late) : NULL;
	if (r || !v)
		return r;
	put_name(n, v);
	values_number(v, "red", n->p_red);
	values_number(v, "days", n->p_late);
	values_text(v, "person", n->p->responsible_direct ? n->p->responsible_direct->name : "");
	return 0;
}

static void put_node(struct draft_naming *n, const Duban__Link *of, const struct schedule_link *l)
{
	date_t until = date_from_ymd(n->x->until);
	struct draft_values *v;
	const Duban__Unit *u;

	if (l->deadline <= until || l->deadline > until + WEEK || l->state == LINK_STATE(DONE) ||
	    l->state == LINK_STATE(CANCELLED) || l->state == LINK_STATE(CARRIED) ||
	    l->state == LINK_STATE(SUSPENDED))
		return;
	v = named_add(&n->nodes, l->deadline);
	if (!v)
		return;
	u = unit_get(n->s.txn, n->s.arena, of->unit);
	values_text(v, "what", arena_printf(n->s.arena, "%s·%s", n->p->name, of->name));
	values_text(v, "unit", u ? u->name : n->unit);
	values_day(v, "due", date_ymd(l->deadline));
}

static int look_at_links(struct draft_naming *n)
{
	struct chain chain;
	struct schedule_rolls roll;
	int r;

	if (!n->nodes.list.item)
		return 0;
	r = chain_load(n->s.txn, n->s.arena, n->p->num, n->x->year, &chain);
	if (r || !chain.record)
		return r;
	r = parameter_rolls(n->s.txn, n->s.arena, n->p, &roll);
	chain.schedule.roll = roll;
	if (!r)
		r = schedule_compute(&chain.schedule, n->s.calendar,
				     date_at(n->s.now, n->s.zone_minutes));
	for (size_t i = 0; i < chain.n && !r; i++)
		put_node(n, chain.link[i], &chain.schedule.link[i]);
	return r;
}

static void put_problem(struct draft_naming *n, const Duban__ProblemCase *c)
{
	date_t due = problem_due(c, n->s.calendar);
	struct draft_values *v = named_add(&n->solving, -(int64_t)c->tier * (1 << 30) +
							    (due == DATE_NONE ? (1 << 29) : due));
	const Duban__Unit *u;

	if (!v)
		return;
	u = unit_get(n->s.txn, n->s.arena, c->unit);
	values_text(v, "title", c->title);
	values_text(v, "name", n->p->name);
	values_text(v, "tier", problem_tier_text(c->tier));
	values_text(v, "unit", u ? u->name : "");
	values_day(v, "due", date_ymd(due));
}

static int look_at_problems(struct draft_naming *n)
{
	uint32_t num = 0;

	while (problem_next_of(n->s.txn, n->p->num, &num)) {
		const Duban__ProblemCase *c = problem_get(n->s.txn, n->s.arena, num);

		if (c && problem_open(c->state))
			put_problem(n, c);
	}
	return txn_error(n->s.txn);
}

static int look_at_project(struct draft_naming *n)
{
	const Duban__Unit *u = unit_get(n->s.txn, n->s.arena, n->p->unit);
	int r;

	n->unit = u ? u->name : "";
	r = look_at_life(n);
	r = r ? r : look_at_lamps(n);
	r = r ? r : look_at_links(n);
	return r ? r : look_at_problems(n);
}

static int look_at_all(struct draft_naming *n)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct scan all = scan_start(n->x->s->txn, TABLE_project, BYTES("", 0));
	int r = arena_new(&one, WIRE_ARENA_MAX);

	n->s = look_in(n->x->s, one);
	while (!r && scan_next(&all)) {
		arena_reset(one);
		n->p = record_unpack(n->s.txn, all.value, &duban__project__descriptor, one);
		if (n->p && project_active(n->p) && project_on_list(n->p, n->x->q->list))
			r = look_at_project(n);
	}
	return r ? r : txn_error(n->x->s->txn);
}

static void put_counts(struct draft_naming *n)
{
	struct draft_values *v = &n->x->values;

	values_number(v, "red", n->red);
	values_number(v, "yellow", n->yellow);
	values_number(v, "lit", n->red + n->yellow);
	values_number(v, "fresh", n->fresh);
	values_number(v, "open", n->solving.all);
	values_number(v, "milestones",
		      n->starts.all + n->completions.all + n->accepted.all + n->operating.all);
}

int draft_names(struct drafting *x)
{
	struct draft_naming *n = arena_alloc(x->s->arena, sizeof *n);
	struct {
		struct named *list;
		const char *key;
	} all[] = {
	    {&n->starts, "starts"},	{&n->completions, "completions"},
	    {&n->accepted, "accepted"}, {&n->operating, "operating"},
	    {&n->reds, "reds"},		{&n->nodes, "nodes"},
	    {&n->dispatch, "dispatch"}, {&n->solving, "solving"},
	};
	int r;

	if (!n)
		return -ENOMEM;
	if (x->projects > DRAFT_NAMED_MAX)
		return 0;
	n->x = x;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		all[i].list->list = draft_list_of(x, all[i].key);
	r = look_at_all(n);
	for (size_t i = 0; i < sizeof all / sizeof *all && !r; i++)
		r = named_end(all[i].list);
	put_counts(n);
	return r;
}
