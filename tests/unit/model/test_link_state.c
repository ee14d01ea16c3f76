/* Every move from every state, allowed or not (R2, link states). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/link/state.h"

#define S(x) DUBAN__LINK_STATE__LINK_STATE_##x
enum { NO = 0 };

/* columns: start finish return extend suspend resume cancel carry accept */
static const int table[][9] = {
    [S(NOT_STARTED)] = {S(ACTIVE), S(DONE), NO, S(NOT_STARTED), S(SUSPENDED), NO, S(CANCELLED),
			S(CARRIED), S(ACTIVE)},
    [S(ACTIVE)] = {NO, S(DONE), NO, S(ACTIVE), S(SUSPENDED), NO, S(CANCELLED), S(CARRIED),
		   S(ACTIVE)},
    [S(SUSPENDED)] = {NO, S(DONE), NO, NO, NO, S(ACTIVE), S(CANCELLED), S(CARRIED), NO},
    [S(DONE)] = {NO, NO, S(ACTIVE), NO, NO, NO, NO, NO, NO},
    [S(CANCELLED)] = {NO, NO, NO, NO, NO, NO, NO, NO, NO},
    [S(CARRIED)] = {NO, NO, NO, NO, NO, NO, NO, NO, NO},
};

static void every_move_from_every_state(void **state)
{
	(void)state;
	for (int from = S(NOT_STARTED); from <= S(CARRIED); from++)
		for (int move = LINK_MOVE_START; move < LINK_MOVE_MAX_; move++)
			if (link_next(from, (enum link_move)move, true) != table[from][move - 1])
				fail_msg("%s from state %d leads to %d, not %d",
					 link_move_name((enum link_move)move), from,
					 link_next(from, (enum link_move)move, true),
					 table[from][move - 1]);
}

static void resuming_what_never_started_leads_back_to_not_started(void **state)
{
	(void)state;
	assert_int_equal(link_next(S(SUSPENDED), LINK_MOVE_RESUME, false), S(NOT_STARTED));
	assert_int_equal(link_next(S(SUSPENDED), LINK_MOVE_RESUME, true), S(ACTIVE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_move_from_every_state),
	    cmocka_unit_test(resuming_what_never_started_leads_back_to_not_started),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
