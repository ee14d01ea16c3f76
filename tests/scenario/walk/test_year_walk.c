/* A whole year of a small city by a seed: people are replaced and go on leave, holidays are
 * announced, the daemon stops and is killed, lamps are taken on, answered, cleared and re-opened,
 * exemptions come and go, orders and problems go through all their states, duties are done or
 * missed, and the gateway fails or is dead for weeks. Each evening:
 *   - each open lamp, order, problem and duty is looked at again in time, or has a reason;
 *   - no step of a ladder was skipped, repeated or late;
 *   - no notice was made twice, and no end of what was told is lost.
 * At last everybody who heard of a beginning has heard of its end, and the journal folds to the
 * same state. The seed is printed; DUBAN_SEED=N repeats a year, DUBAN_SEEDS=N walks N of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/keeper/invariants.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"

enum { FAST = 1, MORNING = 9 * 60, EVENING = 20 * 60 };

static void sound(struct year_walk *x)
{
	char *broken = engine_invariants(x->w->engine);

	if (broken)
		fail_msg("%s", broken);
}

static void a_day(struct year_walk *x, date_t day)
{
	walk_until(x, day, MORNING);
	walk_gateway_mood(x);
	walk_people_act(x);
	walk_matters_act(x);
	if (walk_chance(x, 4))
		walk_restart(x);
	walk_until(x, day, EVENING);
	walk_watch(x);
	walk_gateway_send(x);
	walk_check(x);
	if (date_ymd(day) % 100 == 1)
		sound(x);
}

static void report(const struct year_walk *x)
{
	const struct walk_counts *n = &x->n;

	print_message(
	    "  %u done, %u refused, %u restarts, %u crashes; %u replaced, %u holidays, %u "
	    "exempted, %u meetings\n",
	    n->done, n->refused, n->restarts, n->crashes, n->replaced, n->holidays, n->exempted,
	    n->meetings);
	print_message("  %u raised, %u cleared (%u by hand), %u re-opened, %u steps, %u proposals; "
		      "%u orders and %u problems closed, %u duties done\n",
		      n->raised, n->cleared, n->by_hand, n->reopened, n->steps, n->proposals,
		      n->orders_closed, n->problems_closed, n->duties_done);
	print_message("  %u notices, %u heard, %u failed, %u expired, %u without a word, %u ends\n",
		      n->made, n->delivered, n->failed, n->expired, n->unsaid, n->ends);
}

static void a_year(uint64_t seed)
{
	struct year_walk *x = walk_new(seed);
	date_t first = date_of(2020, 1, 3), last = date_of(2020, 12, 31);

	for (date_t day = first; day <= last; day++)
		a_day(x, day);
	sound(x);
	walk_settle(x);
	report(x);
	assert_true(x->n.crashes && x->n.replaced && x->n.holidays && x->n.steps > 50);
	assert_true(x->n.by_hand && x->n.orders_closed && x->n.problems_closed && x->n.expired);
	clock_verify(x->w);
	walk_free(x);
}

static void nothing_is_forgotten_in_a_year(void **state)
{
	const char *one = getenv("DUBAN_SEED"), *many = getenv("DUBAN_SEEDS");
	uint64_t n = many ? strtoull(many, NULL, 10) : FAST;

	(void)state;
	if (one)
		a_year(strtoull(one, NULL, 10));
	for (uint64_t i = 0; i < n && !one; i++)
		a_year(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_forgotten_in_a_year)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
