/* A real store follows a wrong clock far into the future, and the office takes it back: what that
 * future lit goes out with its own cause, what was lit before stays, and the next lamp lights on
 * its day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/core/tick.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "text/date.h"

static int setup(void **state)
{
	*state = world_new("2020-01-02T09:00", false);
	clock_city(*state);
	return 0;
}

static size_t count(struct world *w, Duban__WarningListRequest *b)
{
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = b;
	return world_ok(w, &q)->warning_list->n_warning;
}

static uint32_t sum(const Duban__ClockRepairReply *r, bool lowered)
{
	uint32_t n = 0;

	for (size_t i = 0; i < r->n_row; i++)
		n += lowered ? r->row[i]->lowered : r->row[i]->withdrawn;
	return n;
}

static void same_lamps(struct world *w, struct world *right)
{
	char *is = clock_lamps(w), *want = clock_lamps(right);

	assert_string_equal(is, want);
	free(is);
	free(want);
}

static void forget_log(struct world *w)
{
	free(w->log);
	free(w->project_log);
	w->log = strdup("");
	w->project_log = strdup("");
}

/* Yellow since the 9th; by a clock that says 2022 red, and much else is lit. Then the clock is set
 * right, and duban's time stands still. */
static void into_the_future(struct world *w)
{
	world_clock(w, "2020-01-08T10:00");
	world_clock(w, "2022-06-26T08:00");
	w->wall = clock_instant("2020-01-09T10:00");
	engine_tell_time(w->engine, w->wall);
	assert_true(engine_now(w->engine) == clock_instant("2022-06-26T08:00"));
	forget_log(w);
}

/* Moves the deadline of link 1 to 01-10. */
static void notice(struct world *w)
{
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR,
		     "date,kind,name,source\n2020-01-07,holiday,临时,通知1\n");
}

/* A world that never saw the wrong clock. */
static struct world *straight(bool with_notice)
{
	struct world *w = world_new("2020-01-02T09:00", false);

	clock_city(w);
	if (with_notice)
		notice(w);
	world_clock(w, "2020-01-08T10:00");
	world_clock(w, "2020-01-09T10:00");
	return w;
}

/* ---- the tests */

static void what_the_wrong_future_lit_goes_out_and_the_rest_stays(void **state)
{
	struct world *w = *state, *right = straight(false);
	Duban__WarningListRequest by = DUBAN__WARNING_LIST_REQUEST__INIT;

	into_the_future(w);
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	assert_true(engine_now(w->engine) == w->wall);
	world_work(w);
	world_expect(w, "01-09 10:00 clock_repaired P1/1 W01\n"
			"01-09 10:00 yellow P1/1 W01 due 01-09\n"
			"01-09 10:00 clock_repaired P1/2 W01\n"
			"01-09 10:00 yellow P1/2 W03 due 01-02\n");
	same_lamps(w, right);
	/* on its day, and no sooner */
	world_clock(right, "2020-01-09T23:59");
	world_clock(w, "2020-01-09T23:59");
	world_expect(w, "");
	world_clock(right, "2020-01-10T00:00");
	world_clock(w, "2020-01-10T00:00");
	world_expect(w, "01-10 00:00 red P1/1 W01 due 01-09\n");
	same_lamps(w, right);
	/* nobody cleared anything: they are listed as withdrawn, and counted nowhere */
	by.all = true;
	by.by = DUBAN__WARNING_BY__WARNING_BY_RULE;
	(void)count(w, &by);
	for (size_t i = 0; i < w->reply->warning_list->n_group; i++)
		assert_int_equal(w->reply->warning_list->group[i]->cleared, 0);
	clock_verify(w);
	world_free(right);
}

static void a_dry_run_tells_what_is_then_done(void **state)
{
	struct world *w = *state;
	Duban__WarningListRequest q = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__ClockRepairReply *r;
	uint64_t seq, events;
	uint32_t withdrawn, lowered, gone = 0;

	into_the_future(w);
	seq = engine_seq(w->engine);
	r = world_ok(w, clock_repair("2020-01-09T10:00", true))->clock_repair;
	assert_true(r->dry_run);
	assert_int_equal(engine_seq(w->engine), seq);
	withdrawn = sum(r, false);
	lowered = sum(r, true);
	events = r->events;
	assert_int_equal(lowered, 1); /* yellow before, red since */
	assert_true(withdrawn > 5);
	assert_true(r->last_at == clock_instant("2020-01-08T10:00"));
	r = world_ok(w, clock_repair("2020-01-09T10:00", false))->clock_repair;
	assert_false(r->dry_run);
	assert_int_equal(sum(r, false), withdrawn);
	assert_int_equal(sum(r, true), lowered);
	assert_true(r->events == events);
	world_work(w);
	q.clock_repaired = true;
	(void)count(w, &q);
	for (size_t i = 0; i < w->reply->warning_list->n_warning; i++) {
		const Duban__WarningRow *row = w->reply->warning_list->warning[i];

		gone += row->cause == CLEAR_CAUSE(CLOCK_REPAIRED) &&
			row->cleared_at == clock_instant("2020-01-09T10:00");
	}
	assert_true(gone >= withdrawn + lowered);
}

static void an_instant_outside_what_was_is_refused(void **state)
{
	struct world *w = *state;

	world_clock(w, "2020-01-08T10:00");
	world_refused(w, clock_repair("2020-01-08T10:00", false), STATUS_INVALID,
		      "clock.repair_not_back");
	into_the_future(w);
	world_refused(w, clock_repair("2020-01-09T10:01", false), STATUS_INVALID,
		      "clock.repair_ahead");
	world_refused(w, clock_repair("2020-01-08T09:59", false), STATUS_INVALID,
		      "clock.repair_before_records");
	w->hold = DUBAN__CLOCK_HOLD__CLOCK_HOLD_JUMP;
	world_refused(w, clock_repair("2020-01-09T10:00", false), STATUS_CONFLICT,
		      "clock.not_believed");
	w->hold = 0;
	w->caller.role = DUBAN__ROLE__ROLE_LOCAL;
	world_refused(w, clock_repair("2020-01-09T10:00", false), STATUS_DENIED, "role.local_real");
	w->caller.role = DUBAN__ROLE__ROLE_OFFICE;
	world_ok(w, clock_repair("2020-01-08T10:00", false)); /* the last record itself */
	world_work(w);
	world_refused(w, clock_repair("2020-01-08T10:00", false), STATUS_INVALID,
		      "clock.repair_not_back");
}

static void a_simulated_clock_is_not_repaired(void **state)
{
	struct world *w = world_new("2020-01-02T09:00", true);

	(void)state;
	w->caller.role = DUBAN__ROLE__ROLE_OFFICE;
	world_refused(w, clock_repair("2020-01-01T09:00", false), STATUS_CONFLICT,
		      "clock.simulated");
	world_free(w);
}

/* A store that was made by a wrong clock has no right record. */
static void a_store_born_in_the_future_goes_back_too(void **state)
{
	struct world *w = world_new("2022-01-03T09:00", false);

	(void)state;
	clock_city(w);
	w->wall = clock_instant("2020-01-09T10:00");
	w->floor_at = clock_instant("2020-01-01T00:00");
	world_refused(w, clock_repair("2019-12-31T23:59", false), STATUS_INVALID,
		      "clock.repair_below_floor");
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_work(w);
	assert_true(engine_now(w->engine) == w->wall);
	clock_verify(w);
	world_free(w);
}

/* Twice: the second wrong future is not sought in the first. */
static void a_second_wrong_future_is_taken_back_to_after_the_first(void **state)
{
	struct world *w = *state, *right = straight(false);

	into_the_future(w);
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_work(w);
	world_clock(w, "2020-01-09T11:00");
	world_clock(w, "2021-03-01T11:00");
	w->wall = clock_instant("2020-01-09T12:00");
	world_refused(w, clock_repair("2020-01-09T09:59", false), STATUS_INVALID,
		      "clock.repair_before_records");
	world_ok(w, clock_repair("2020-01-09T12:00", false));
	world_work(w);
	world_clock(right, "2020-01-09T12:00");
	same_lamps(w, right);
	clock_verify(w);
	world_free(right);
}

/* It is red by now, too: but not since years to come. */
static void what_is_lit_by_now_is_lit_anew(void **state)
{
	struct world *w = *state, *right = straight(false);

	into_the_future(w);
	world_clock(right, "2020-01-10T10:00");
	w->wall = clock_instant("2020-01-10T10:00");
	world_ok(w, clock_repair("2020-01-10T10:00", false));
	world_work(w);
	same_lamps(w, right);
	world_free(right);
}

/* The wrong clock gave the second reminder; it is given again on its day. */
static void a_reminder_is_given_on_its_day(void **state)
{
	struct world *w = *state;

	world_clock(w, "2020-01-03T10:00");
	world_clock(w, "2020-01-06T10:00");
	w->wall = clock_instant("2020-01-03T11:00");
	world_ok(w, clock_repair("2020-01-03T11:00", false));
	world_work(w);
	forget_log(w);
	world_clock(w, "2020-01-05T23:59");
	world_expect(w, "");
	world_clock(w, "2020-01-06T00:00");
	world_expect(w, "01-06 00:00 again P1/1 W00\n");
}

/* Its deadline was put off while it was lit: it is the same episode, before and after. */
static void an_episode_keeps_its_beginning(void **state)
{
	struct world *w = *state, *right = straight(false);

	world_clock(w, "2020-01-08T10:00");
	world_clock(w, "2020-01-09T10:00");
	world_do(w, "extend P1 1 2020-01-10");
	world_do(right, "extend P1 1 2020-01-10");
	world_clock(w, "2022-06-26T08:00");
	w->wall = clock_instant("2020-01-09T10:00");
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_work(w);
	same_lamps(w, right);
	world_free(right);
}

/* A notice that was published in the wrong future moves each deadline and says so; the repair waits
 * for that. */
static void a_repair_waits_for_a_sweep(void **state)
{
	struct world *w = *state;

	into_the_future(w);
	(void)world_import_ask(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR,
			       "date,kind,name,source\n2020-01-09,holiday,临时,通知1\n");
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	assert_non_null(strstr(w->log, "deadline P1/1 01-09 -> 01-10\n"));
}

/* ---- what people did in the wrong future */

static size_t known(struct world *w, uint32_t day, bool as_of)
{
	Duban__WarningListRequest q = DUBAN__WARNING_LIST_REQUEST__INIT;

	if (as_of)
		q.as_of_date = day;
	else
		q.as_known_date = day;
	return count(w, &q);
}

static void past_days_are_as_they_were(void **state)
{
	struct world *w = *state, *right = straight(false);

	into_the_future(w);
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_work(w);
	world_clock(w, "2020-02-03T09:00");
	world_clock(right, "2020-02-03T09:00");
	for (uint32_t day = 20200103; day <= 20200131; day++) {
		assert_int_equal(known(w, day, false), known(right, day, false));
		assert_int_equal(known(w, day, true), known(right, day, true));
	}
	world_free(right);
}

/* As of and as known, a project's past is folded from events that were recorded out of order. */
static uint32_t done_on(struct world *w, uint32_t day, bool as_known)
{
	Duban__ProjectShowRequest b = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = (char *)(uintptr_t) "P1";
	if (as_known)
		b.as_known_date = day;
	else
		b.as_of_date = day;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	return world_ok(w, &q)->project_show->links_done;
}

static void a_deed_of_the_wrong_future_stays_and_is_known_by_the_repair(void **state)
{
	struct world *w = *state;

	into_the_future(w);
	world_do(w, "start P1 1 2020-01-08");
	world_do(w, "finish P1 1 2020-01-08");
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_work(w);
	world_clock(w, "2020-01-20T09:00");
	assert_int_equal(done_on(w, 20200108, true), 0);
	assert_int_equal(done_on(w, 20200109, true), 1);
	assert_int_equal(done_on(w, 20200115, true), 1);
	assert_int_equal(done_on(w, 20200107, false), 0);
	assert_int_equal(done_on(w, 20200108, false), 1);
	assert_int_equal(done_on(w, 20200110, false), 1);
	assert_int_equal(known(w, 20200119, false), known(w, 20200119, true));
	clock_verify(w);
}

/* Without a day a deed has the day of recording, which is years ahead here. */
static void a_deed_dated_by_the_wrong_clock_counts_by_the_repair(void **state)
{
	struct world *w = *state;

	into_the_future(w);
	world_do(w, "start P1 1");
	world_do(w, "finish P1 1");
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_work(w);
	world_clock(w, "2020-01-20T09:00");
	assert_int_equal(done_on(w, 20200108, false), 0);
	assert_int_equal(done_on(w, 20200109, false), 1);
	clock_verify(w);
}

/* What was handed in holds the lamps for three working days, not for years; and reports and
 * corrections keep their order. */
static void what_was_handed_in_waits_no_longer_than_ever(void **state)
{
	struct world *w = *state;
	uint32_t east;

	into_the_future(w);
	east = project_get(engine_txn(w->engine), w->arena,
			   project_by_code(engine_txn(w->engine), "P1"))
		   ->unit;
	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_COUNTY, .unit = east, .principal = 7};
	world_do(w, "finish P1 1 2020-01-08");
	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_OFFICE};
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_work(w);
	forget_log(w);
	world_clock(w, "2020-01-14T23:59");
	world_expect(w, "");
	world_clock(w, "2020-01-20T00:00");
	world_expect(w, "01-20 00:00 red P1/1 W01 due 01-09\n"
			"01-20 00:00 red P1/2 W03 due 01-02\n");
}

/* ---- crashes */

static void a_crash_after_the_repair_forgets_nothing(void **state)
{
	struct world *w = *state, *right = straight(true);
	bool more;

	for (int slices = 0; slices < 3; slices++) {
		notice(w); /* its sweep is over before the repair */
		into_the_future(w);
		world_ok(w, clock_repair("2020-01-09T10:00", false));
		for (int i = 0; i < slices; i++)
			assert_int_equal(engine_work(w->engine, SLICE_SUBJECTS, &more), 0);
		assert_int_equal(engine_sync(w->engine), 0);
		world_reopen(w, false, "2020-01-09T10:00");
		assert_true(engine_now(w->engine) == w->wall);
		if (slices == 0)
			forget_log(w);
		world_work(w);
		same_lamps(w, right);
		if (slices == 0)
			assert_null(strstr(w->log, " moved P1/"));
		clock_verify(w);
		world_free(w);
		w = world_new("2020-01-02T09:00", false);
		clock_city(w);
	}
	*state = w;
	world_free(right);
}

/* A command comes before the sweep has reached its project. */
static void a_command_in_between_is_told_for_itself(void **state)
{
	struct world *w = *state;

	into_the_future(w);
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_do(w, "start P1 1 2020-01-09");
	world_do(w, "finish P1 1 2020-01-09");
	world_work(w);
	world_expect(w, "01-09 10:00 clock_repaired P1/1 W01\n"
			"01-09 10:00 yellow P1/1 W01 due 01-09\n"
			"01-09 10:00 clock_repaired P1/2 W01\n"
			"01-09 10:00 yellow P1/2 W03 due 01-02\n"
			"01-09 10:00 done P1/1 W01\n");
}

/* The answer to a repeat is made from the event. */
static void a_repeated_request_repairs_once(void **state)
{
	struct world *w = *state;
	Duban__Request *q = clock_repair("2020-01-09T10:00", false);
	uint8_t id[REQUEST_ID_SIZE] = {42};
	uint64_t seq;
	uint32_t n;

	into_the_future(w);
	q->request_id = (ProtobufCBinaryData){sizeof id, id};
	n = sum(world_ok(w, q)->clock_repair, false);
	world_work(w);
	seq = engine_seq(w->engine);
	assert_int_equal(sum(world_ok(w, q)->clock_repair, false), n);
	assert_int_equal(engine_seq(w->engine), seq);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_the_wrong_future_lit_goes_out_and_the_rest_stays),
	    TEST(a_dry_run_tells_what_is_then_done),
	    TEST(an_instant_outside_what_was_is_refused),
	    cmocka_unit_test(a_simulated_clock_is_not_repaired),
	    cmocka_unit_test(a_store_born_in_the_future_goes_back_too),
	    TEST(a_second_wrong_future_is_taken_back_to_after_the_first),
	    TEST(what_is_lit_by_now_is_lit_anew),
	    TEST(a_reminder_is_given_on_its_day),
	    TEST(an_episode_keeps_its_beginning),
	    TEST(a_repair_waits_for_a_sweep),
	    TEST(past_days_are_as_they_were),
	    TEST(a_deed_of_the_wrong_future_stays_and_is_known_by_the_repair),
	    TEST(a_deed_dated_by_the_wrong_clock_counts_by_the_repair),
	    TEST(what_was_handed_in_waits_no_longer_than_ever),
	    TEST(a_crash_after_the_repair_forgets_nothing),
	    TEST(a_command_in_between_is_told_for_itself),
	    TEST(a_repeated_request_repairs_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
