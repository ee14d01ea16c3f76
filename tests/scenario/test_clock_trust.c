/* What a store keeps of the machine's clock: a start in the same boot compares with it; a repair
 * forgets it, for it led into the wrong future. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/clock/trust.h"
#include "engine/core/engine.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"

static const struct clock_trust kept = {.boot = "the machine's id", .offset = 5 * USEC_PER_DAY};

static void it_is_kept_with_a_checkpoint(void **state)
{
	struct world *w = world_new("2020-01-02T09:00", false);
	struct clock_trust t;

	(void)state;
	assert_false(engine_trust(w->engine, &t));
	engine_set_trust(w->engine, &kept);
	world_reopen(w, true, NULL);
	assert_true(engine_trust(w->engine, &t));
	assert_memory_equal(t.boot, kept.boot, sizeof t.boot);
	assert_true(t.offset == kept.offset);
	/* the clocks are read one after the other: that is no step */
	t.offset += USEC_PER_SEC - 1;
	engine_set_trust(w->engine, &t);
	assert_true(engine_trust(w->engine, &t) && t.offset == kept.offset);
	t.offset += USEC_PER_SEC;
	engine_set_trust(w->engine, &t);
	assert_true(engine_trust(w->engine, &t) && t.offset == kept.offset + USEC_PER_SEC);
	world_free(w);
}

static void a_repair_forgets_it_also_in_the_tail(void **state)
{
	(void)state;
	for (int crash = 0; crash <= 1; crash++) {
		struct world *w = world_new("2020-01-02T09:00", false);
		struct clock_trust t;

		clock_city(w);
		world_clock(w, "2022-06-26T08:00");
		engine_set_trust(w->engine, &kept);
		world_reopen(w, true, "2020-01-09T10:00");
		assert_true(engine_trust(w->engine, &t));
		world_ok(w, clock_repair("2020-01-09T10:00", false));
		if (crash)
			world_reopen(w, false, "2020-01-09T10:00");
		assert_false(engine_trust(w->engine, &t));
		world_reopen(w, true, "2020-01-09T10:00");
		assert_false(engine_trust(w->engine, &t));
		world_free(w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_kept_with_a_checkpoint),
	    cmocka_unit_test(a_repair_forgets_it_also_in_the_tail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
