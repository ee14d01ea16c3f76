/* Every move of a report from every state, allowed or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/report/state.h"

#define S(x) DUBAN__REPORT_STATE__REPORT_STATE_##x
enum { NO = 0 };

/* columns: review confirm return replace */
static const int table[][4] = {
    [S(PENDING)] = {S(REVIEWED), NO, S(RETURNED), S(REPLACED)},
    [S(REVIEWED)] = {NO, S(CONFIRMED), S(RETURNED), S(REPLACED)},
    [S(CONFIRMED)] = {NO, NO, NO, NO},
    [S(RETURNED)] = {NO, NO, NO, S(REPLACED)},
    [S(REPLACED)] = {NO, NO, NO, NO},
};

static void every_move_from_every_state(void **state)
{
	(void)state;
	for (int from = S(INVALID); from <= S(REPLACED); from++)
		for (int move = REPORT_MOVE_REVIEW; move < REPORT_MOVE_MAX_; move++)
			if (report_next(from, (enum report_move)move) != table[from][move - 1])
				fail_msg("%s from state %d leads to %d, not %d",
					 report_move_name((enum report_move)move), from,
					 report_next(from, (enum report_move)move),
					 table[from][move - 1]);
}

static void what_waits_is_pending_or_reviewed(void **state)
{
	(void)state;
	for (int s = S(INVALID); s <= S(REPLACED); s++)
		assert_int_equal(report_waits(s), s == S(PENDING) || s == S(REVIEWED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_move_from_every_state),
	    cmocka_unit_test(what_waits_is_pending_or_reviewed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
