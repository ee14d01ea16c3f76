#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bus/core/limits.h"
#include "bus/quota/account.h"

enum { MIB = 1024 * 1024 };

/* The accounts of a city, and what was dropped to make room. */
struct city {
	struct accounts all;
	struct account *account[3];
	struct charge held[3]; /* of each account: what it has not read */
	struct account *relieved;
	size_t told;
};

static void relieve(void *user, struct account *a)
{
	struct city *c = user;

	c->relieved = a;
	for (size_t i = 0; i < 3; i++)
		if (c->account[i] == a)
			assert_true(charge_set(&c->held[i], 0));
}

static void told(void *user, struct account *a)
{
	struct city *c = user;

	assert_non_null(a->why);
	c->told++;
}

static void make(struct city *c, size_t budget)
{
	*c = (struct city){.all = {.limits = account_limits_of(0, budget, 10),
				   .relieve = relieve,
				   .told = told,
				   .user = c}};
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(accounts_get(&c->all, i + 1, &c->account[i]), 0);
		c->held[i] = (struct charge){.account = c->account[i], .kind = HOLDING_UNREAD};
	}
}

static void an_account_is_found_again(void **state)
{
	struct account *again = NULL, *far = NULL;
	struct city c;

	(void)state;
	make(&c, 0);
	assert_int_equal(accounts_get(&c.all, 2, &again), 0);
	assert_ptr_equal(again, c.account[1]);
	assert_int_equal(accounts_get(&c.all, 5000, &far), 0);
	assert_int_equal(far->principal, 5000);
	assert_int_equal(accounts_get(&c.all, 2, &again), 0);
	assert_ptr_equal(again, c.account[1]);
	accounts_done(&c.all);
}

static void a_principal_has_so_many_connections_and_no_more(void **state)
{
	struct city c;

	(void)state;
	make(&c, 0);
	for (int i = 0; i < CONNECTIONS_PER_PRINCIPAL; i++)
		assert_true(account_connect(c.account[0]));
	assert_false(account_connect(c.account[0]));
	assert_true(account_connect(c.account[1]));
	account_disconnect(c.account[0]);
	assert_true(account_connect(c.account[0]));
	account_disconnect(NULL);
	accounts_done(&c.all);
}

static void memory_is_bounded_for_each_kind_of_holding(void **state)
{
	struct charge more, waits;
	struct city c;

	(void)state;
	make(&c, 0);
	more = waits = (struct charge){.account = c.account[0], .kind = HOLDING_UNREAD};
	waits.kind = HOLDING_WAITING;
	assert_true(charge_set(&c.held[0], UNREAD_PER_PRINCIPAL - 10));
	assert_true(charge_set(&more, 10));
	assert_false(charge_set(&more, 11));
	assert_int_equal(more.bytes, 10);
	assert_true(charge_set(&waits, WAITING_PER_PRINCIPAL));
	assert_true(charge_set(&c.held[1], UNREAD_PER_PRINCIPAL)); /* another one's */
	assert_true(charge_set(&c.held[0], 0));
	assert_true(charge_set(&more, UNREAD_PER_PRINCIPAL));
	assert_true(charge_set(&more, 0));
	assert_true(charge_set(&waits, 0));
	assert_true(charge_set(&c.held[1], 0));
	assert_int_equal(c.all.held, 0);
	assert_true(charge_set(&(struct charge){0}, SIZE_MAX)); /* nobody's */
	accounts_done(&c.all);
}

static void when_all_is_used_who_holds_most_gives_way(void **state)
{
	struct city c;

	(void)state;
	make(&c, 20 * MIB);
	assert_true(charge_set(&c.held[0], 12 * MIB));
	assert_true(charge_set(&c.held[1], 5 * MIB));
	/* who holds most asks for more: it is refused, and nobody loses anything */
	assert_false(charge_set(&c.held[0], 16 * MIB));
	assert_null(c.relieved);
	/* another one asks: what is held for the first is dropped, once */
	assert_true(charge_set(&c.held[2], 4 * MIB));
	assert_ptr_equal(c.relieved, c.account[0]);
	assert_int_equal(c.held[0].bytes, 0);
	assert_int_equal(c.held[1].bytes, 5 * MIB);
	assert_int_equal(c.all.held, 9 * MIB);
	assert_int_equal(c.account[0]->refused, 1);
	assert_int_equal(c.told, 1);
	/* who would hold the most with what it asks for does not drive out others */
	c.relieved = NULL;
	assert_false(charge_set(&c.held[2], 16 * MIB));
	assert_null(c.relieved);
	assert_true(charge_set(&c.held[1], 0) && charge_set(&c.held[2], 0));
	accounts_done(&c.all);
}

static void what_cannot_be_dropped_leaves_no_room(void **state)
{
	struct charge fixed;
	struct city c;

	(void)state;
	make(&c, 20 * MIB);
	fixed = (struct charge){.account = c.account[0], .kind = HOLDING_UPLOADS};
	assert_true(charge_set(&fixed, 19 * MIB)); /* relieve() does not know of it */
	assert_false(charge_set(&c.held[1], 2 * MIB));
	assert_ptr_equal(c.relieved, c.account[0]);
	assert_true(charge_set(&c.held[1], 1 * MIB));
	assert_true(charge_set(&fixed, 0) && charge_set(&c.held[1], 0));
	accounts_done(&c.all);
}

static void requests_are_so_many_a_second_and_some_more_after_a_pause(void **state)
{
	usec_t now = 1000 * USEC_PER_SEC;
	struct city c;

	(void)state;
	make(&c, 0);
	for (int i = 0; i < 10 * BURST_SECONDS; i++)
		assert_true(account_spend(c.account[0], now));
	assert_false(account_spend(c.account[0], now));
	assert_true(account_spend(c.account[1], now)); /* another one's */
	assert_false(account_spend(c.account[0], now + USEC_PER_SEC / 10 - 1));
	now += USEC_PER_SEC / 10;
	assert_true(account_spend(c.account[0], now));
	assert_false(account_spend(c.account[0], now));
	/* a long pause gives no more than a short one */
	now += 3600 * USEC_PER_SEC;
	for (int i = 0; i < 10 * BURST_SECONDS; i++)
		assert_true(account_spend(c.account[0], now));
	assert_false(account_spend(c.account[0], now));
	accounts_done(&c.all);
}

static void what_an_administrator_sets_replaces_the_default(void **state)
{
	struct account_limits l = account_limits_of(0, 0, 0);

	(void)state;
	assert_int_equal(l.connections, CONNECTIONS_PER_PRINCIPAL);
	assert_int_equal(l.budget, CLIENT_MEMORY);
	assert_int_equal(l.rate, REQUESTS_A_SECOND);
	l = account_limits_of(3, 4, 5);
	assert_int_equal(l.connections, 3);
	assert_int_equal(l.budget, 4);
	assert_int_equal(l.rate, 5);
	assert_int_equal(l.burst, 5 * BURST_SECONDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_account_is_found_again),
	    cmocka_unit_test(a_principal_has_so_many_connections_and_no_more),
	    cmocka_unit_test(memory_is_bounded_for_each_kind_of_holding),
	    cmocka_unit_test(when_all_is_used_who_holds_most_gives_way),
	    cmocka_unit_test(what_cannot_be_dropped_leaves_no_room),
	    cmocka_unit_test(requests_are_so_many_a_second_and_some_more_after_a_pause),
	    cmocka_unit_test(what_an_administrator_sets_replaces_the_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
