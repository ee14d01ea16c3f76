#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bus/round/parking.h"

static struct parked *park(struct parking *k, struct account *a, usec_t deadline)
{
	struct letter l = {.data = malloc(100), .size = 100};
	struct parked *p;

	assert_int_equal(parking_add(k, &l, &p), 0);
	p->charge = (struct charge){.account = a, .kind = HOLDING_WAITING};
	assert_true(charge_set(&p->charge, 100));
	p->deadline = deadline;
	a->parked++;
	return p;
}

static void the_oldest_of_who_has_most_is_found(void **state)
{
	struct accounts all = {.limits = account_limits_of(0, 0, 0)};
	struct parking k = {NULL};
	struct account *one = NULL, *two = NULL;
	struct parked *first, *second;

	(void)state;
	assert_int_equal(accounts_get(&all, 1, &one), 0);
	assert_int_equal(accounts_get(&all, 2, &two), 0);
	assert_null(parking_of_most(&k, 0));
	(void)park(&k, one, 10);
	first = park(&k, two, 20);
	second = park(&k, two, 30);
	(void)park(&k, one, 40);
	(void)park(&k, two, 50);
	assert_ptr_equal(parking_of_most(&k, 5), first);
	first->deadline = 5; /* it is to be answered already */
	assert_ptr_equal(parking_of_most(&k, 5), second);
	assert_null(parking_of_most(&k, 50));
	parking_done(&k);
	assert_int_equal(all.held, 0);
	assert_int_equal(one->parked, 0);
	accounts_done(&all);
}

static void what_is_forgotten_stays_in_the_list_and_holds_nothing(void **state)
{
	struct accounts all = {.limits = account_limits_of(0, 0, 0)};
	struct parking k = {NULL};
	struct account *one = NULL, *two = NULL;
	struct parked *asked, *gone, *other;

	(void)state;
	assert_int_equal(accounts_get(&all, 1, &one), 0);
	assert_int_equal(accounts_get(&all, 2, &two), 0);
	asked = park(&k, one, 10);
	gone = park(&k, one, 20);
	other = park(&k, two, 30);
	parking_forget(&k, one, asked);
	assert_int_equal(k.n, 3);
	assert_non_null(asked->request.data);
	assert_null(gone->request.data);
	assert_int_equal(gone->deadline, 0);
	assert_non_null(other->request.data);
	assert_int_equal(one->held, 100);
	assert_int_equal(two->held, 100);
	parking_done(&k);
	assert_int_equal(all.held, 0);
	accounts_done(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_oldest_of_who_has_most_is_found),
	    cmocka_unit_test(what_is_forgotten_stays_in_the_list_and_holds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
