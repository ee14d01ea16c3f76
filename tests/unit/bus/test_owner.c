#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bus/core/limits.h"
#include "bus/zmtp/owner.h"

static void what_waits_is_counted_over_a_keys_connections(void **state)
{
	static const uint8_t one[CURVE_KEY_SIZE] = {1}, two[CURVE_KEY_SIZE] = {2};
	struct peer_owners all = {NULL};
	struct peer_owner *a = NULL, *b = NULL, *other = NULL;

	(void)state;
	assert_int_equal(owner_join(&all, one, &a), 0);
	assert_int_equal(owner_join(&all, one, &b), 0);
	assert_int_equal(owner_join(&all, two, &other), 0);
	assert_ptr_equal(a, b);
	owner_waits(a, WAITING_PER_KEY - 10);
	assert_true(owner_may_wait(b, 10));
	assert_false(owner_may_wait(b, 11));
	assert_true(owner_may_wait(other, WAITING_PER_KEY));
	owner_has_read(b, 5);
	assert_true(owner_may_wait(a, 15));
	owner_leave(&all, a, WAITING_PER_KEY - 15); /* that connection has ended */
	assert_true(owner_may_wait(b, WAITING_PER_KEY));
	owner_leave(&all, b, 0);
	owner_leave(&all, other, 0);
	assert_null(all.first);
	assert_true(owner_may_wait(NULL, SIZE_MAX));
}

static void one_key_joins_so_often_and_no_more(void **state)
{
	static const uint8_t one[CURVE_KEY_SIZE] = {1}, two[CURVE_KEY_SIZE] = {2};
	struct peer_owners all = {NULL};
	struct peer_owner *a = NULL, *b = NULL;

	(void)state;
	for (int i = 0; i < CONNECTIONS_PER_KEY; i++)
		assert_int_equal(owner_join(&all, one, &a), 0);
	assert_int_equal(owner_join(&all, one, &a), -EUSERS);
	assert_int_equal(owner_join(&all, two, &b), 0);
	owner_leave(&all, a, 0);
	assert_int_equal(owner_join(&all, one, &a), 0);
	for (int i = 0; i < CONNECTIONS_PER_KEY; i++)
		owner_leave(&all, a, 0);
	owner_leave(&all, b, 0);
	owner_leave(&all, NULL, 0);
	assert_null(all.first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_waits_is_counted_over_a_keys_connections),
	    cmocka_unit_test(one_key_joins_so_often_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
