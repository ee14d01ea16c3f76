/* Every move of a year's collection from every state. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/collection/state.h"

#define S(x) DUBAN__COLLECTION_STATE__COLLECTION_STATE_##x
enum { NO = 0 };

/* columns: open freeze match approve */
static const int table[][4] = {
    [S(INVALID)] = {S(OPEN), NO, NO, NO},
    [S(OPEN)] = {NO, S(FROZEN), NO, NO},
    [S(FROZEN)] = {S(OPEN), NO, S(MATCHING), NO},
    [S(MATCHING)] = {NO, NO, NO, S(APPROVED)},
    [S(APPROVED)] = {NO, NO, NO, NO},
};

static void every_move_from_every_state(void **state)
{
	(void)state;
	for (int from = S(INVALID); from <= S(APPROVED); from++)
		for (int move = COLLECTION_MOVE_OPEN; move < COLLECTION_MOVE_MAX_; move++)
			if (collection_next(from, (enum collection_move)move) !=
			    table[from][move - 1])
				fail_msg("%s from state %d",
					 collection_move_name((enum collection_move)move), from);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_move_from_every_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
