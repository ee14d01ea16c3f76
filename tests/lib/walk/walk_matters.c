/* What people do on a working day about orders, problems and proposals. Half of it goes on with the
 * matter as it stands, by the hand whose turn it is; the other half is anything by anybody, and
 * most of that is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/world.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/order/order.h"
#include "model/order/state.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/proposal/proposal.h"
#include "proto/enums.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"

static uint32_t ahead(struct year_walk *x, uint32_t from, uint32_t days)
{
	return date_ymd(walk_today(x) + (date_t)(from + walk_pick(x, days)));
}

static const char *unit_id(struct year_walk *x, uint32_t num)
{
	const Duban__Unit *u = num ? unit_get(engine_txn(x->w->engine), x->arena, num) : NULL;

	return u ? u->id : "";
}

/* The hand of a unit; 0: the office's. */
static void as_unit(struct year_walk *x, uint32_t num)
{
	const char *id = unit_id(x, num);
	Duban__Role role = walk_role_of(id);

	if (!*id || role == ROLE(OFFICE) || role == ROLE(SUPERVISION))
		walk_as(x, *id && role == ROLE(SUPERVISION) ? ROLE(SUPERVISION) : ROLE(OFFICE), "");
	else
		walk_as(x, role, id);
}

static void anybody(struct year_walk *x)
{
	const char *unit = walk_unit(x);

	if (walk_chance(x, 30))
		walk_as(x, walk_chance(x, 50) ? ROLE(OFFICE) : ROLE(SUPERVISION), "");
	else
		walk_as(x, walk_role_of(unit), walk_role_of(unit) == ROLE(SUPERVISION) ? "" : unit);
}

/* ---- orders */

static void issue_order(struct year_walk *x)
{
	static const char *const handlers[] = {"site", "crew", "port", "east", "west", "works"};
	const char *unit = handlers[walk_pick(x, 6)];
	char due[40] = "", project[40] = "", more[80] = "";

	walk_as(x, walk_chance(x, 60) ? ROLE(SUPERVISION) : ROLE(OFFICE), "");
	if (walk_chance(x, 60))
		(void)snprintf(project, sizeof project, "project=%s", walk_project(x));
	if (walk_chance(x, 50))
		(void)snprintf(due, sizeof due, "due_date=%u", ahead(x, 1, 25));
	if (walk_chance(x, 30))
		(void)snprintf(more, sizeof more, "co=trade");
	else if (walk_chance(x, 40))
		(void)snprintf(more, sizeof more, "person=%s", walk_person(x));
	walk_try(x, "order_issue", "%s unit=%s title=督办 text=抓紧 %s %s", project, unit, due,
		 more);
}

/* What its state asks for. */
static void further_order(struct year_walk *x, const Duban__Order *o)
{
	const char *of = o->number;

	if (o->state == ORDER_STATE(ANSWERED)) {
		as_unit(x, o->acceptor);
		if (walk_chance(x, 75))
			walk_try(x, "order_accept", "number=%s text=属实", of);
		else
			walk_try(x, "order_return", "number=%s reason=不实 due_date=%u", of,
				 ahead(x, 1, 10));
		return;
	}
	as_unit(x, o->unit);
	if (o->state == ORDER_STATE(ISSUED))
		walk_try(x, "order_sign", "number=%s", of);
	else if (walk_chance(x, 30))
		walk_try(x, "order_work", "number=%s text=进展", of);
	else
		walk_try(x, "order_answer", "number=%s text=已办 evidence=@file", of);
}

static void any_order_deed(struct year_walk *x, const Duban__Order *o)
{
	static const char *const deeds[][2] = {
	    {"order_reassign", "reason=不归我 unit=crew"},
	    {"order_reassign", "reason=改派 unit=east"},
	    {"order_reassign", "reason=不改 refuse=1"},
	    {"order_extend", "reason=雨"},
	    {"order_extend", "reason=雨"},
	    {"order_withdraw", "reason=误发"},
	    {"order_answer", "text=已办 part=1"},
	    {"order_accept", "text=属实"},
	};
	const char *const *d = deeds[walk_pick(x, sizeof deeds / sizeof *deeds)];
	char to[40] = "";

	if (strcmp(d[0], "order_extend") == 0)
		(void)snprintf(to, sizeof to, "to_date=%u",
			       date_ymd(date_from_ymd(o->due_date) + 1 + (date_t)walk_pick(x, 20)));
	if (walk_chance(x, 50))
		as_unit(x, o->unit);
	else
		anybody(x);
	walk_try(x, d[0], "number=%s %s %s", o->number, d[1], to);
}

static void handle_order(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	uint32_t last = counter_last(t, "order");
	Duban__Order *o = NULL;

	arena_reset(x->arena);
	for (int i = 0; i < 8 && last && (!o || !order_is_open((int)o->state)); i++)
		o = order_get(t, x->arena, 1 + walk_pick(x, last));
	if (!o)
		return;
	if (walk_chance(x, 65))
		further_order(x, o);
	else
		any_order_deed(x, o);
}

/* ---- problems */

static const struct {
	const char *request, *more;
} problem_deeds[] = {
    {"problem_accept", ""},
    {"problem_assign", ""},
    {"problem_reassign", "reason=异议"},
    {"problem_reassign", "reason=改派 unit=crew"},
    {"problem_extend", "reason=不同意 refuse=1"},
    {"problem_move", "reason=难 to=l2 criterion=difficult"},
    {"problem_move", "reason=多部门 to=l3 criterion=beyond"},
    {"problem_move", "reason=复杂 to=l4 criterion=complex"},
    {"problem_move", "reason=省级 to=l5 criterion=province"},
    {"problem_withdraw", "reason=误报"},
    {"problem_reopen", "reason=反弹"},
    {"problem_return", "reason=未解决"},
};
enum { PROBLEM_DEEDS = sizeof problem_deeds / sizeof *problem_deeds };

static void raise_problem(struct year_walk *x)
{
	const char *unit = walk_unit(x);
	bool direct = walk_chance(x, 25), of_city = walk_chance(x, 30);
	char of[40] = "unit=crew";

	if (!of_city)
		(void)snprintf(of, sizeof of, "project=%s", walk_project(x));
	walk_as(x, walk_role_of(unit), walk_role_of(unit) == ROLE(SUPERVISION) ? "" : unit);
	walk_try(x, "problem_raise", "title=难题 %s %s", of,
		 direct ? "criterion=beyond reason=难 unit=trade" : "");
}

static void further_problem(struct year_walk *x, const Duban__ProblemCase *p)
{
	int state = (int)p->state;

	if (state == PROBLEM_STATE(ANSWERED)) {
		if (walk_chance(x, 50))
			walk_as(x, ROLE(SUPERVISION), "");
		else
			as_unit(x, p->raiser_unit);
		if (walk_chance(x, 75))
			walk_try(x, "problem_clear", "id=%s text=属实", p->id);
		else
			walk_try(x, "problem_return", "id=%s reason=未解决", p->id);
		return;
	}
	if (state == PROBLEM_STATE(RAISED)) {
		as_unit(x, p->unit);
		walk_try(x, "problem_accept", "id=%s", p->id);
		return;
	}
	as_unit(x, p->unit);
	if (walk_chance(x, 40) && state == PROBLEM_STATE(ASSIGNED))
		walk_try(x, "problem_sign", "id=%s", p->id);
	else if (walk_chance(x, 20))
		walk_try(x, "problem_work", "id=%s text=进展", p->id);
	else if (walk_chance(x, 80))
		walk_try(x, "problem_answer", "id=%s text=已解决 evidence=@file", p->id);
	else
		walk_try(x, "problem_extend", "id=%s reason=雨 to_date=%u document=@doc", p->id,
			 ahead(x, 5, 30));
}

static void handle_problem(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	uint32_t last = counter_last(t, "problem");
	const Duban__ProblemCase *p = NULL;
	uint32_t deed = walk_pick(x, PROBLEM_DEEDS);

	arena_reset(x->arena);
	for (int i = 0; i < 8 && last && (!p || !problem_open((int)p->state)); i++)
		p = problem_get(t, x->arena, 1 + walk_pick(x, last));
	if (!p)
		return;
	if (walk_chance(x, 65)) {
		further_problem(x, p);
		return;
	}
	anybody(x);
	walk_try(x, problem_deeds[deed].request, "id=%s %s", p->id, problem_deeds[deed].more);
}

/* ---- proposals */

static void decide(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_proposal_open, BYTES("", 0));
	const Duban__Proposal *p = NULL;
	struct proposal_name n;
	uint32_t seen = 0;

	arena_reset(x->arena);
	while (scan_next(&s)) {
		const Duban__Proposal *one =
		    record_get(t, TABLE_proposal, s.key, &duban__proposal__descriptor, x->arena);

		assert_non_null(one);
		if (walk_pick(x, ++seen) == 0)
			p = one;
	}
	if (!p)
		return;
	n = proposal_name(p);
	walk_as(x, walk_chance(x, 50) ? ROLE(OFFICE) : ROLE(SUPERVISION), "");
	if (walk_chance(x, 60))
		walk_try(x, "proposal_accept",
			 "id=%s document=@doc reason=同意 person=%s offence=slowness",
			 proposal_id(x->arena, &n), walk_person(x));
	if (walk_chance(x, 60))
		walk_try(x, "proposal_accept", "id=%s document=@doc reason=同意",
			 proposal_id(x->arena, &n));
	else if (walk_chance(x, 50))
		walk_try(x, "proposal_refuse", "id=%s document=@doc reason=不同意",
			 proposal_id(x->arena, &n));
}

void walk_matters_act(struct year_walk *x)
{
	static const struct {
		void (*act)(struct year_walk *x);
		uint32_t percent; /* of a day */
	} acts[] = {
	    {issue_order, 12},	  {handle_order, 60},	{handle_order, 30}, {raise_problem, 12},
	    {handle_problem, 60}, {handle_problem, 30}, {decide, 25},
	};

	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (walk_chance(x, acts[i].percent))
			acts[i].act(x);
	walk_as_local(x);
}
