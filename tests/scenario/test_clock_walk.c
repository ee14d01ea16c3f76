/* Random sequences of deeds, of clocks that go wrong and are repaired, and of crashes. The whole
 * database is checked after every step, and the journal is folded again at the end. The seed is
 * printed; DUBAN_SEED repeats a run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "text/date.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

enum { ZONE = 480, STEPS = 60, LINKS = 4 };

static uint64_t seed;

static uint32_t pick(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed % n);
}

/* Any move on any link: it may be allowed or refused, but must not fail. */
static void random_move(struct world *w)
{
	static const char *const verbs[] = {"start",  "finish",	 "finish", "return",
					    "extend", "suspend", "resume", "cancel"};
	const char *verb = verbs[pick(pick(4) ? 7 : 8)];
	date_t day = engine_today(w->engine);
	char words[128], text[DATE_TEXT_MAX];

	day = strcmp(verb, "extend") == 0 ? day + (date_t)pick(40) : day - (date_t)pick(3);
	(void)snprintf(words, sizeof words, "%s P1 %u %s", verb, 1 + pick(LINKS),
		       date_text(day, text));
	world_ask(w, world_move(w, words));
}

static void passes(struct world *w, usec_t time)
{
	char text[INSTANT_TEXT_MAX];

	world_clock(w, instant_text(w->wall + time, ZONE, text));
}

/* The clock goes wrong, perhaps the daemon crashes meanwhile, and the office repairs it. */
static void excursion(struct world *w, uint32_t days, uint32_t crash, bool moves)
{
	usec_t wall = w->wall;
	char text[INSTANT_TEXT_MAX], now[INSTANT_TEXT_MAX];

	instant_text(wall, ZONE, text);
	passes(w, days * USEC_PER_DAY);
	for (int i = 0; i < 5 && moves; i++) {
		random_move(w);
		passes(w, pick(20) * USEC_PER_DAY);
	}
	if (crash & 1)
		world_reopen(w, crash & 2, instant_text(w->wall, ZONE, now));
	w->wall = wall;
	world_ok(w, clock_repair(text, false));
	if (crash & 4)
		world_reopen(w, false, text);
	world_work(w);
	assert_true(engine_now(w->engine) == wall);
}

static char **walk(uint64_t from, bool wrong)
{
	struct world *w = world_new("2020-01-02T09:00", false);
	char **lamps = calloc(STEPS, sizeof *lamps);
	uint64_t other = from * 3 + 1, keep;

	clock_city(w);
	world_import(w, K(CHAINS),
		     CLOCK_HEADER "P1,3,环评,审批,east,,张三,1,10cd,2020-01-02\n"
				  "P1,4,施工,实施,east,,张三,2;3,3m,2020-01-02\n");
	seed = from;
	for (int i = 0; i < STEPS; i++) {
		if (pick(2))
			random_move(w);
		else
			passes(w, pick(60 * 24 * 6) * USEC_PER_MIN);
		keep = seed;
		seed = other;
		if (wrong && pick(3) == 0)
			excursion(w, 1 + pick(1000), pick(8), false);
		other = seed;
		seed = keep;
		lamps[i] = clock_lamps(w);
	}
	clock_verify(w);
	world_free(w);
	return lamps;
}

static uint64_t seed_of_run(void)
{
	const char *given = getenv("DUBAN_SEED");
	uint64_t from = given ? strtoull(given, NULL, 10) : 20200102;

	print_message("DUBAN_SEED=%llu\n", (unsigned long long)from);
	return from;
}

/* Whatever the clock did in between, after each step the same is lit as by a right clock. */
static void a_wrong_clock_that_is_repaired_changes_nothing(void **state)
{
	uint64_t from = seed_of_run();
	char **right = walk(from, false), **wrong = walk(from, true);

	(void)state;
	for (int i = 0; i < STEPS; i++) {
		if (strcmp(right[i], wrong[i]) != 0)
			fail_msg("step %d\nright:\n%swrong:\n%s", i, right[i], wrong[i]);
		free(right[i]);
		free(wrong[i]);
	}
	free(right);
	free(wrong);
}

/* With deeds in the wrong future, too: the invariants hold after each step. */
static void deeds_in_wrong_futures_break_nothing(void **state)
{
	struct world *w = world_new("2020-01-02T09:00", false);

	(void)state;
	clock_city(w);
	seed = seed_of_run();
	for (int i = 0; i < STEPS / 4; i++) {
		random_move(w);
		passes(w, pick(60 * 24 * 6) * USEC_PER_MIN);
		if (pick(2))
			excursion(w, 1 + pick(400), pick(8), true);
	}
	clock_verify(w);
	world_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_wrong_clock_that_is_repaired_changes_nothing),
	    cmocka_unit_test(deeds_in_wrong_futures_break_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
