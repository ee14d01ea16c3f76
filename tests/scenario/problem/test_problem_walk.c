/* A year of problems in which everybody does something, by a printed seed. At every step: an open
 * problem has a deadline, or a reason for none; each tier was reached with a criterion and a
 * reason; nobody cleared what he handled; no deadline passes without its lamp, and none is lit for
 * what is closed. Every day is worked off twice: at once, and after a restart as after a crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/keeper/invariants.h"
#include "lib/problem/tproblem.h"
#include "lib/world/world.h"
#include "model/calendar/calendar.h"
#include "model/core/matter.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "store/db/txn.h"

enum { DAYS = 366, STEPS_A_DAY = 3, PROBLEMS_MAX = 30 };

struct walk {
	struct world *w;
	unsigned seed;
	uint32_t n;
	size_t cleared, moved, refused;
};

static unsigned dice(struct walk *x, unsigned sides)
{
	x->seed = x->seed * 1103515245u + 12345u;
	return (x->seed >> 16) % sides;
}

static const struct {
	Duban__Role role;
	const char *unit;
} hands[] = {
    {UNIT_ROLE, "site"},    {UNIT_ROLE, "crew"}, {COUNTY_ROLE, "east"},	 {COUNTY_ROLE, "west"},
    {SECTOR_ROLE, "trade"}, {OFFICE_ROLE, ""},	 {SUPERVISION_ROLE, ""},
};
enum { HANDS = sizeof hands / sizeof *hands };

/* Requests with the id of a problem; what is not allowed is refused. */
static const char *const deeds[] = {
    "problem_accept",
    "problem_assign",
    "problem_sign",
    "problem_work text=进展",
    "problem_answer text=已解决 evidence=@file",
    "problem_answer text=已解决 evidence=@file",
    "problem_clear text=属实",
    "problem_clear text=属实",
    "problem_return reason=未解决",
    "problem_reopen reason=反弹",
    "problem_reassign reason=异议",
    "problem_reassign reason=改派 unit=crew",
    "problem_extend reason=雨 to_date=20201231",
    "problem_extend reason=不同意 refuse=1",
    "problem_move reason=难 to=l2 criterion=difficult",
    "problem_move reason=多部门 to=l3 criterion=beyond",
    "problem_move reason=复杂 to=l4 criterion=complex",
    "problem_move reason=省级 to=l5 criterion=province",
    "problem_withdraw reason=误报",
};
enum { DEEDS = sizeof deeds / sizeof *deeds };

static Duban__ProblemCase *get(struct walk *x, uint32_t num)
{
	return problem_get(engine_txn(x->w->engine), x->w->arena, num);
}

/* What was cleared was answered by its handler, and the hand that cleared it is another. */
static void check_clearing(struct walk *x, const Duban__ProblemCase *before, uint32_t answered_by)
{
	uint32_t me = x->w->caller.unit;

	assert_int_equal(before->state, PROBLEM_STATE(ANSWERED));
	assert_true(!me || me != before->unit);
	assert_true(answered_by && answered_by != x->w->caller.principal);
	x->cleared++;
}

static void try_deed(struct walk *x, uint32_t num, const char *deed, unsigned hand)
{
	const char *rest = strchr(deed, ' ');
	Duban__ProblemCase before = *get(x, num);
	uint32_t answered_by = before.hand ? before.hand->principal : 0;
	char name[32], text[160];
	const Duban__Reply *p;

	(void)snprintf(name, sizeof name, "%.*s", (int)strcspn(deed, " "), deed);
	(void)snprintf(text, sizeof text, "id=2020-%04u%s", num, rest ? rest : "");
	tproblem_as(x->w, hands[hand].role, hands[hand].unit);
	p = tproblem_ask(x->w, name, text);
	if (p->status != DUBAN__STATUS__STATUS_OK) {
		x->refused++;
		return;
	}
	if (strcmp(name, "problem_clear") == 0)
		check_clearing(x, &before, answered_by);
	if (strcmp(name, "problem_move") == 0)
		x->moved++;
}

/* Half of what is done goes on with the problem, by some hand; the other half is anything. */
static void one_deed(struct walk *x)
{
	uint32_t num = 1 + dice(x, x->n);
	int state = (int)get(x, num)->state;
	const char *deed = deeds[dice(x, DEEDS)];

	if (dice(x, 2) && state == PROBLEM_STATE(ANSWERED))
		deed = "problem_clear text=属实";
	else if (dice(x, 3) == 0 && problem_runs(state))
		deed = "problem_answer text=已解决 evidence=@file";
	try_deed(x, num, deed, dice(x, HANDS));
}

static void raise_one(struct walk *x)
{
	static const unsigned raisers[] = {0, 2, 4, 5};
	unsigned hand = raisers[dice(x, 4)];
	char text[160];

	tproblem_as(x->w, hands[hand].role, hands[hand].unit);
	(void)snprintf(text, sizeof text, "title=难题 %s%s",
		       dice(x, 4) ? "project=P1" : "unit=crew",
		       dice(x, 5) ? "" : " criterion=difficult reason=难 unit=trade");
	tproblem_ok(x->w, "problem_raise", text);
	x->n++;
}

/* ---- invariants */

static int lamp_of(struct walk *x, const Duban__ProblemCase *p)
{
	Duban__Subject of = problem_subject(p);
	struct txn *t = engine_txn(x->w->engine);
	uint32_t last = warning_last_occurrence(t, &of, 12);
	const Duban__Warning *w = last ? warning_get(t, x->w->arena, &of, 12, last) : NULL;

	return w && w->state == WARNING_STATE(OPEN) ? (int)w->level : 0;
}

static void check_lamp(struct walk *x, const Duban__ProblemCase *p, date_t today)
{
	const struct calendar *c = engine_calendar(x->w->engine);
	date_t due = problem_due(p, c);
	int level = lamp_of(x, p), expected = 0;

	if (!problem_open((int)p->state)) {
		assert_int_equal(level, 0);
		return;
	}
	if (p->state == PROBLEM_STATE(ANSWERED))
		today = date_from_ymd(p->answered_date);
	if (due != DATE_NONE && today >= calendar_add(c, due, 1))
		expected = LEVEL(YELLOW);
	if (due != DATE_NONE && today >= calendar_add(c, due, 5))
		expected = LEVEL(RED);
	if (level != expected)
		fail_msg("%s in state %d, due %u, on %u: %d, not %d", p->id, p->state,
			 date_ymd(due), date_ymd(today), level, expected);
}

static void check_one(struct walk *x, const Duban__ProblemCase *p, date_t today)
{
	const struct calendar *c = engine_calendar(x->w->engine);
	bool open = problem_open((int)p->state);
	bool due = problem_due(p, c) != DATE_NONE;

	assert_int_equal(matter_is_open(engine_txn(x->w->engine), p->project, "problem", p->num),
			 open);
	if (problem_runs((int)p->state))
		assert_true(due == (p->tier != PROBLEM_TIER(L5)));
	else if (open)
		assert_true(due || p->tier == PROBLEM_TIER(L5) ||
			    p->state == PROBLEM_STATE(RETURNED));
	if (p->tier > PROBLEM_TIER(L1)) {
		assert_int_equal(problem_tier_of(p->criterion), p->tier);
		assert_true(*p->reason);
	}
	if (p->state == PROBLEM_STATE(CLEARED))
		assert_true(p->n_evidence && p->cleared_date);
	assert_true(p->extensions <= 2);
	check_lamp(x, p, today);
}

static void check_all(struct walk *x, date_t today)
{
	for (uint32_t num = 1; num <= x->n; num++)
		check_one(x, get(x, num), today);
}

static void a_year_of_problems(void **state)
{
	struct walk x = {.w = *state, .seed = 20200102};
	date_t first = date_of(2020, 1, 3);

	print_message("seed %u\n", x.seed);
	x.w->check = false; /* the whole database is checked once a month */
	tproblem_city(x.w);
	for (int d = 0; d < DAYS; d++) {
		char when[DATE_TEXT_MAX + 8], day[DATE_TEXT_MAX];

		(void)snprintf(when, sizeof when, "%sT09:00", date_text(first + d, day));
		tproblem_until(x.w, when);
		if (x.n < PROBLEMS_MAX && (!x.n || !dice(&x, 5)))
			raise_one(&x);
		for (int i = 0; i < STEPS_A_DAY; i++)
			one_deed(&x);
		check_all(&x, first + d);
		if (d % 30 == 29) {
			assert_null(engine_invariants(x.w->engine));
			world_restart(x.w, false);
			check_all(&x, first + d);
		}
	}
	print_message("%u problems, %zu cleared, %zu moved, %zu refused\n", x.n, x.cleared, x.moved,
		      x.refused);
	assert_true(x.cleared > 10 && x.moved > 10 && x.refused > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_year_of_problems, world_setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
