/* Every move of a duty from every state, allowed or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/duty/state.h"

#define S(x) DUBAN__DUTY_STATE__DUTY_STATE_##x
enum { NO = 0 };

/* columns: do waive miss */
static const int table[][3] = {
    [S(OPEN)] = {S(DONE), S(WAIVED), S(MISSED)},
    [S(DONE)] = {NO, NO, NO},
    [S(MISSED)] = {S(DONE), S(WAIVED), NO},
    [S(WAIVED)] = {NO, NO, NO},
};

static void every_move_from_every_state(void **state)
{
	(void)state;
	for (int from = S(INVALID); from <= S(WAIVED); from++)
		for (int move = DUTY_MOVE_DO; move < DUTY_MOVE_MAX_; move++)
			if (duty_next(from, (enum duty_move)move) != table[from][move - 1])
				fail_msg("%s from state %d leads to %d, not %d",
					 duty_move_name((enum duty_move)move), from,
					 duty_next(from, (enum duty_move)move),
					 table[from][move - 1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_move_from_every_state)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
