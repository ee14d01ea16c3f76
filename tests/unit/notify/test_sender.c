/* What is sent, when, and what the transport's answers make of it. */
#include <string.h>

#include "unit/notify/world.h"

static void a_text_is_sent_and_taken(void **state)
{
	struct world *w = *state;

	notice_add(w, "a", HOUR, NULL);
	assert_int_equal(world_run(w), 1);
	assert_string_equal(w->text[0], "【市重点办】督办件办结：a已了结。");
	assert_int_equal(notice_state_of(w, "a"), PART_IS(SENDING));
	assert_int_equal(world_run(w), 1);
	world_answer(w, 0, SUBMIT_TAKEN, false);
	assert_int_equal(notice_state_of(w, "a"), PART_IS(SUBMITTED));
	assert_int_equal(notice_result_of(w, "a"), NOTICE_GOT(ACCEPTED));
	assert_int_equal(world_run(w), 1);
}

static void nothing_is_sent_before_the_daemons_clock_is_known(void **state)
{
	struct world *w = *state;

	notice_add(w, "a", HOUR, NULL);
	w->g.known = false;
	assert_int_equal(world_run(w), 0);
	w->g.known = true;
	assert_int_equal(world_run(w), 1);
}

static void no_more_than_the_window_is_in_flight(void **state)
{
	struct world *w = *state;

	notice_add(w, "a", HOUR, NULL);
	notice_add(w, "b", HOUR, NULL);
	notice_add(w, "c", HOUR, NULL);
	assert_int_equal(world_run(w), 2);
	assert_int_equal(world_run(w), 2);
	world_answer(w, 0, SUBMIT_TAKEN, false);
	assert_int_equal(world_run(w), 3);
}

static void the_rate_is_kept(void **state)
{
	struct world *w = *state;
	uint64_t until = UINT64_MAX;

	w->config.rate = 1;
	w->config.window = 16;
	for (char key[] = "a"; *key < 'e'; ++*key)
		notice_add(w, key, HOUR, NULL);
	w->g.slot = gateway_monotonic() + 3600 * USEC_PER_SEC;
	assert_int_equal(sender_pump(&w->g, &until), 0);
	assert_true(until == w->g.slot);
	assert_int_equal(w->g.in_flight, 0);
	assert_int_equal(world_run(w), 1); /* the next one a second later */
}

static void what_is_stale_is_never_sent(void **state)
{
	struct world *w = *state;

	notice_add(w, "a", -1, NULL);
	assert_int_equal(world_run(w), 0);
	assert_int_equal(notice_result_of(w, "a"), NOTICE_GOT(EXPIRED));
	/* also if the transport takes nothing meanwhile */
	w->g.down = true;
	w->g.down_until = UINT64_MAX;
	notice_add(w, "b", -1, NULL);
	assert_int_equal(world_run(w), 0);
	assert_int_equal(notice_result_of(w, "b"), NOTICE_GOT(EXPIRED));
}

static void nobody_hears_the_end_of_what_he_never_heard_of(void **state)
{
	struct world *w = *state;

	notice_add(w, "never", -1, NULL);
	notice_add(w, "end", HOUR, "never");
	assert_int_equal(world_run(w), 0);
	assert_int_equal(notice_result_of(w, "end"), NOTICE_GOT(EXPIRED));
	/* while the first is to be sent, the second waits */
	w->config.window = 1;
	world_send(w, "first", SUBMIT_LATER);
	notice_add(w, "second", HOUR, "first");
	assert_int_equal(world_run(w), 1);
	notice_age(w, "first", HOUR);
	assert_int_equal(world_run(w), 2);
	assert_non_null(strstr(w->text[1], "first"));
	world_answer(w, 1, SUBMIT_TAKEN, false);
	notice_age(w, "second", HOUR);
	assert_int_equal(world_run(w), 3);
	assert_non_null(strstr(w->text[2], "second"));
	world_answer(w, 2, SUBMIT_TAKEN, false);
	/* one of which this outbox knows nothing may have been sent */
	notice_add(w, "third", HOUR, "elsewhere");
	assert_int_equal(world_run(w), 4);
}

static void one_that_is_put_off_holds_nobody_up(void **state)
{
	struct world *w = *state;

	w->config.window = 1;
	notice_add(w, "dead", HOUR, NULL);
	world_send(w, "good", SUBMIT_LATER);
	assert_int_equal(world_run(w), 2);
	assert_non_null(strstr(w->text[1], "good"));
	world_answer(w, 1, SUBMIT_TAKEN, false);
	assert_int_equal(world_run(w), 2);
	notice_age(w, "dead", LATER_FIRST_SEC * USEC_PER_SEC);
	assert_int_equal(world_run(w), 3);
	world_answer(w, 2, SUBMIT_LATER, false);
	notice_age(w, "dead", LATER_FIRST_SEC * USEC_PER_SEC); /* longer each time */
	assert_int_equal(world_run(w), 3);
	notice_age(w, "dead", LATER_FIRST_SEC * USEC_PER_SEC);
	assert_int_equal(world_run(w), 4);
}

static void a_carrier_that_is_down_is_tried_with_one(void **state)
{
	struct world *w = *state;

	notice_add(w, "a", HOUR, NULL);
	notice_add(w, "b", HOUR, NULL);
	assert_int_equal(world_run(w), 2);
	world_answer(w, 0, SUBMIT_LATER, true);
	world_answer(w, 1, SUBMIT_LATER, true);
	assert_int_equal(w->g.back_off_ms, BACK_OFF_FIRST_MS); /* one breakdown */
	assert_int_equal(world_run(w), 2);
	w->g.down_until = 0;
	assert_int_equal(world_run(w), 3);
	world_answer(w, 2, SUBMIT_LATER, true);
	assert_int_equal(w->g.back_off_ms, 2 * BACK_OFF_FIRST_MS);
	w->g.down_until = 0;
	assert_int_equal(world_run(w), 4);
	world_answer(w, 3, SUBMIT_TAKEN, false);
	assert_int_equal(w->g.back_off_ms, 0);
	assert_int_equal(world_run(w), 5);
}

static void a_text_in_doubt_is_sent_once_more_and_marked(void **state)
{
	struct world *w = *state;

	world_send(w, "a", SUBMIT_DOUBT);
	assert_int_equal(world_run(w), 2);
	assert_false(w->again[0]);
	assert_true(w->again[1]);
	assert_int_equal(outbox_book(w->g.outbox)->doubled, 1);
	world_answer(w, 1, SUBMIT_DOUBT, false);
	assert_int_equal(notice_state_of(w, "a"), PART_IS(UNKNOWN));
	assert_int_equal(world_run(w), 2);
	assert_int_equal(notice_result_of(w, "a"), 0);
	/* a second time it may be refused because the first one went */
	world_send(w, "b", SUBMIT_DOUBT);
	(void)world_run(w);
	world_answer(w, 3, SUBMIT_REFUSED, false);
	assert_int_equal(notice_state_of(w, "b"), PART_IS(UNKNOWN));
}

static void in_doubt_and_then_stale_is_unknown(void **state)
{
	struct world *w = *state;

	w->config.doubt_sec = 3600;
	world_send(w, "a", SUBMIT_DOUBT);
	assert_int_equal(world_run(w), 1); /* a receipt is waited for */
	Outbox__Message *m = notice_get(w, "a");
	m->valid_until_at = gateway_now() - 1;
	assert_int_equal(gateway_store(&w->g, m), 0);
	message_free(m);
	assert_int_equal(world_run(w), 1);
	assert_int_equal(notice_state_of(w, "a"), PART_IS(UNKNOWN));
}

static void a_refused_text_failed(void **state)
{
	struct world *w = *state;

	world_send(w, "a", SUBMIT_REFUSED);
	assert_int_equal(notice_result_of(w, "a"), NOTICE_GOT(FAILED));
	Outbox__Message *m = notice_get(w, "a");
	assert_string_equal(m->detail, "words");
	message_free(m);
}

static void what_was_in_flight_at_a_crash_is_sent_again(void **state)
{
	struct world *w = *state;

	notice_add(w, "a", HOUR, NULL);
	notice_add(w, "b", HOUR, NULL);
	(void)world_run(w);
	world_answer(w, 0, SUBMIT_TAKEN, false);
	(void)world_run(w);
	world_forget(&w->g);
	assert_int_equal(sender_recover(&w->g), 0);
	assert_int_equal(world_run(w), 3);
	assert_true(w->again[2]);
	assert_string_equal(w->ref[2], w->ref[1]);
	assert_int_equal(outbox_book(w->g.outbox)->doubled, 1);
}

static void a_receipt_that_does_not_come_in_time_is_unknown(void **state)
{
	struct world *w = *state;

	world_send(w, "a", SUBMIT_TAKEN);
	notice_age(w, "a", HOUR);
	(void)world_run(w);
	assert_int_equal(notice_state_of(w, "a"), PART_IS(UNKNOWN));
	assert_int_equal(notice_result_of(w, "a"), NOTICE_GOT(ACCEPTED));
	assert_int_equal(outbox_book(w->g.outbox)->unknown, 1);
}

static void an_answer_that_never_comes_is_a_doubt(void **state)
{
	struct world *w = *state;

	notice_add(w, "a", 24 * HOUR, NULL);
	(void)world_run(w);
	notice_age(w, "a", SENDING_MAX_SEC * USEC_PER_SEC);
	assert_int_equal(world_run(w), 2);
	assert_true(w->again[1]);
}

static void what_is_over_is_kept_for_a_while(void **state)
{
	struct world *w = *state;
	Outbox__Message *m;

	world_send(w, "a", SUBMIT_REFUSED);
	(void)world_run(w);
	m = notice_get(w, "a");
	m->ended_at -= 24 * HOUR;
	assert_int_equal(gateway_store(&w->g, m), 0);
	message_free(m);
	(void)world_run(w);
	assert_int_equal(message_get(w->g.outbox, "a", &m), 0);
	assert_null(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_WORLD(a_text_is_sent_and_taken),
	    IN_WORLD(nothing_is_sent_before_the_daemons_clock_is_known),
	    IN_WORLD(no_more_than_the_window_is_in_flight),
	    IN_WORLD(the_rate_is_kept),
	    IN_WORLD(what_is_stale_is_never_sent),
	    IN_WORLD(nobody_hears_the_end_of_what_he_never_heard_of),
	    IN_WORLD(one_that_is_put_off_holds_nobody_up),
	    IN_WORLD(a_carrier_that_is_down_is_tried_with_one),
	    IN_WORLD(a_text_in_doubt_is_sent_once_more_and_marked),
	    IN_WORLD(in_doubt_and_then_stale_is_unknown),
	    IN_WORLD(a_refused_text_failed),
	    IN_WORLD(what_was_in_flight_at_a_crash_is_sent_again),
	    IN_WORLD(a_receipt_that_does_not_come_in_time_is_unknown),
	    IN_WORLD(an_answer_that_never_comes_is_a_doubt),
	    IN_WORLD(what_is_over_is_kept_for_a_while),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
