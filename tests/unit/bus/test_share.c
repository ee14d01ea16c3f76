/* Whose turn it is: principals in turn, whatever number of connections each has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bus/core/limits.h"
#include "bus/zmtp/share.h"

enum { MANY = 64 };

struct hall {
	struct peer_table t;
	struct round_share share;
	struct account account[2];
	size_t served[2]; /* messages of each account */
};

static struct peer *add(struct hall *h, struct account *a)
{
	struct peer *p = table_add(&h->t);

	assert_non_null(p);
	p->fd = 1000000; /* none that is open */
	p->hold.account = a;
	if (a) {
		a->connections++;
		assert_int_equal(table_join(&h->t, p, NULL), 0);
	}
	table_ready(&h->t, p);
	return p;
}

/* The server's part: one message of the first peer of the lane, which has more of them. False:
 * nobody's turn. */
static bool serve(struct hall *h)
{
	struct lane *l;
	struct peer *p;

	share_done(&h->share, &h->t);
	l = share_lane(&h->share, &h->t, true);
	if (!l)
		return false;
	table_turn(&h->t, l);
	p = l->first;
	table_unready(&h->t, p);
	table_ready(&h->t, p);
	share_message(&h->share, &h->t, p->lane);
	for (size_t i = 0; i < 2; i++)
		h->served[i] += p->hold.account == &h->account[i];
	return true;
}

static void done(struct hall *h)
{
	table_done(&h->t);
	assert_int_equal(h->account[0].connections, 0);
}

static void many_connections_get_no_more_turns_than_one(void **state)
{
	struct hall h = {0};

	(void)state;
	for (int i = 0; i < MANY; i++)
		(void)add(&h, &h.account[0]);
	(void)add(&h, &h.account[1]);
	share_begin(&h.share, &h.t);
	for (int i = 0; i < 40; i++)
		assert_true(serve(&h));
	assert_int_equal(h.served[0], 20);
	assert_int_equal(h.served[1], 20);
	done(&h);
}

static void one_alone_may_fill_a_round_and_ends_it_when_another_comes(void **state)
{
	struct hall h = {0};

	(void)state;
	for (int i = 0; i < MANY; i++)
		(void)add(&h, &h.account[0]);
	share_begin(&h.share, &h.t);
	for (int i = 0; i < 10 * SHARE_REQUESTS; i++)
		assert_true(serve(&h));
	(void)add(&h, &h.account[1]);
	/* one more may come before it */
	assert_true(serve(&h));
	assert_true(serve(&h));
	assert_int_equal(h.served[1], 1);
	while (serve(&h))
		;
	assert_true(h.served[0] <= 10 * SHARE_REQUESTS + 1);
	assert_true(h.served[1] <= SHARE_REQUESTS);
	/* the next round is for both */
	share_begin(&h.share, &h.t);
	assert_true(serve(&h));
	assert_true(serve(&h));
	done(&h);
}

/* Rounds in which both have as many requests as they like, so that neither is light. */
static void load_both(struct hall *h)
{
	for (int i = 0; i < 2; i++) {
		share_begin(&h->share, &h->t);
		while (serve(h))
			;
	}
	h->served[0] = h->served[1] = 0;
}

static void two_who_ask_for_much_get_long_rounds(void **state)
{
	struct hall h = {0};

	(void)state;
	(void)add(&h, &h.account[0]);
	(void)add(&h, &h.account[1]);
	load_both(&h);
	share_begin(&h.share, &h.t);
	while (serve(&h))
		;
	assert_int_equal(h.served[0], SHARE_REQUESTS);
	assert_int_equal(h.served[1], SHARE_REQUESTS);
	done(&h);
}

static void who_asks_for_little_does_not_wait_for_the_large_share_of_another(void **state)
{
	struct hall h = {0};
	struct peer *other;

	(void)state;
	(void)add(&h, &h.account[0]);
	other = add(&h, &h.account[1]);
	table_unready(&h.t, other);
	share_begin(&h.share, &h.t);
	for (int i = 0; i < SHARE_REQUESTS / 2; i++)
		assert_true(serve(&h));
	assert_false(share_light(h.t.first));
	/* in this round, and in the next, which it begins */
	for (int i = 0; i < 2; i++) {
		table_ready(&h.t, other);
		h.served[0] = h.served[1] = 0;
		while (h.served[1] == 0 && serve(&h))
			;
		assert_int_equal(h.served[1], 1);
		assert_true(share_light(other->lane));
		table_unready(&h.t, other); /* it waits for its reply */
		while (serve(&h))
			;
		assert_true(h.served[0] <= LIGHT_REQUESTS);
		share_begin(&h.share, &h.t);
	}
	done(&h);
}

static void handshakes_and_commands_end_with_the_round(void **state)
{
	struct hall h = {0};
	struct peer *p;

	(void)state;
	(void)add(&h, NULL); /* a stranger */
	share_begin(&h.share, &h.t);
	for (int i = 0; i < HANDSHAKES_A_TURN; i++) {
		assert_ptr_equal(share_lane(&h.share, &h.t, true), &h.t.local);
		share_step(&h.share, true);
	}
	assert_null(share_lane(&h.share, &h.t, true));
	/* at a local socket those without an account are no strangers */
	assert_ptr_equal(share_lane(&h.share, &h.t, false), &h.t.local);
	/* principals are served on */
	p = add(&h, &h.account[1]);
	assert_ptr_equal(share_lane(&h.share, &h.t, true), p->lane);
	for (int i = 0; i < COMMANDS_A_TURN; i++)
		share_step(&h.share, false);
	assert_null(share_lane(&h.share, &h.t, true));
	share_begin(&h.share, &h.t);
	assert_non_null(share_lane(&h.share, &h.t, true));
	done(&h);
}

static void strangers_of_one_address_get_no_more_turns_than_one_of_another(void **state)
{
	static const uint8_t here[ADDRESS_SIZE] = {1}, there[ADDRESS_SIZE] = {2};
	struct hall h = {0};
	struct peer *last;

	(void)state;
	for (int i = 0; i < MANY; i++)
		assert_int_equal(table_join(&h.t, add(&h, NULL), here), 0);
	last = add(&h, NULL);
	assert_int_equal(table_join(&h.t, last, there), 0);
	share_begin(&h.share, &h.t);
	table_turn(&h.t, share_lane(&h.share, &h.t, true));
	assert_ptr_equal(share_lane(&h.share, &h.t, true), last->lane);
	done(&h);
}

static void who_sends_too_fast_is_not_listened_to_for_a_while(void **state)
{
	struct hall h = {0};

	(void)state;
	(void)add(&h, &h.account[0]);
	share_begin(&h.share, &h.t);
	assert_int_equal(share_pause(&h.t), USEC_NEVER);
	h.account[0].paused_until = USEC_NEVER - 1;
	assert_null(share_lane(&h.share, &h.t, true));
	assert_int_equal(share_pause(&h.t), USEC_NEVER - 1);
	(void)add(&h, &h.account[1]);
	assert_int_equal(share_pause(&h.t), USEC_NEVER); /* nothing is to be waited for */
	assert_true(serve(&h));
	assert_int_equal(h.served[1], 1);
	h.account[0].paused_until = 1; /* long ago */
	assert_true(serve(&h));
	assert_int_equal(h.served[0], 1);
	done(&h);
}

static void the_kernel_is_asked_again_within_a_round(void **state)
{
	struct hall h = {0};

	(void)state;
	(void)add(&h, &h.account[0]);
	share_begin(&h.share, &h.t);
	for (int i = 0; i < LOOK_AGAIN; i++) {
		assert_false(share_looks_again(&h.share));
		assert_true(serve(&h));
	}
	assert_true(share_looks_again(&h.share));
	assert_false(share_looks_again(&h.share));
	done(&h);
}

static void a_lane_ends_with_its_last_connection(void **state)
{
	struct hall h = {0};
	struct peer *one, *two;

	(void)state;
	one = add(&h, &h.account[0]);
	two = add(&h, &h.account[0]);
	assert_ptr_equal(one->lane, two->lane);
	share_begin(&h.share, &h.t);
	assert_true(serve(&h));
	table_end(&h.t, one);
	assert_true(serve(&h));
	table_end(&h.t, two); /* while its message is served */
	assert_null(h.t.known);
	assert_null(h.t.first);
	assert_false(serve(&h));
	done(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(many_connections_get_no_more_turns_than_one),
	    cmocka_unit_test(one_alone_may_fill_a_round_and_ends_it_when_another_comes),
	    cmocka_unit_test(two_who_ask_for_much_get_long_rounds),
	    cmocka_unit_test(who_asks_for_little_does_not_wait_for_the_large_share_of_another),
	    cmocka_unit_test(handshakes_and_commands_end_with_the_round),
	    cmocka_unit_test(strangers_of_one_address_get_no_more_turns_than_one_of_another),
	    cmocka_unit_test(who_sends_too_fast_is_not_listened_to_for_a_while),
	    cmocka_unit_test(the_kernel_is_asked_again_within_a_round),
	    cmocka_unit_test(a_lane_ends_with_its_last_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
