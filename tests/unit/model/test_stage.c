/* Every pair of stages, with and without a correction: what R2 allows and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/project/stage.h"

#define S(x) DUBAN__STAGE__STAGE_##x

enum { STAGES = 11 };

/* Row: from; column: to; the initial of the move. "C" is a correction. */
static const char *const legal[STAGES] = {
    /*                     储前新建停完竣投达归退 */
    /* 谋划储备 */ ".p........w",
    /* 前期 */ "..s.......w",
    /* 计划新开工 */ "...b......w",
    /* 在建 */ "....hc.....",
    /* 停工 */ "...r.......",
    /* 完工 */ "......a....",
    /* 竣工 */ ".......o...",
    /* 投产 */ "........t..",
    /* 达效 */ ".........z.",
    /* 归档 */ "...........",
    /* 退出 */ "...........",
};

static const struct {
	char initial;
	enum stage_move move;
	const char *name;
} moves[] = {
    {'p', STAGE_MOVE_PREPARE, "prepare"},   {'s', STAGE_MOVE_SCHEDULE, "schedule"},
    {'b', STAGE_MOVE_START, "start"},	    {'h', STAGE_MOVE_STOP, "stop"},
    {'r', STAGE_MOVE_RESUME, "resume"},	    {'c', STAGE_MOVE_COMPLETE, "complete"},
    {'a', STAGE_MOVE_ACCEPT, "accept"},	    {'o', STAGE_MOVE_OPERATE, "operate"},
    {'t', STAGE_MOVE_REACH, "reach"},	    {'z', STAGE_MOVE_ARCHIVE, "archive"},
    {'w', STAGE_MOVE_WITHDRAW, "withdraw"},
};

static enum stage_move move_of(char initial)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].initial == initial)
			return moves[i].move;
	return STAGE_MOVE_INVALID;
}

static void each_pair_of_stages_is_as_R2_says(void **state)
{
	int wrong = 0;

	(void)state;
	for (int from = 1; from <= STAGES; from++)
		for (int to = 1; to <= STAGES; to++) {
			enum stage_move want = move_of(legal[from - 1][to - 1]);
			enum stage_move move = stage_move_between(from, to, false);

			if (move != want || (move && stage_next(from, move) != to)) {
				print_error("%d -> %d: %s\n", from, to, stage_move_name(move));
				wrong++;
			}
		}
	assert_int_equal(wrong, 0);
}

static void a_correction_leads_from_all_but_the_archive_to_preliminary(void **state)
{
	int wrong = 0;

	(void)state;
	for (int from = 1; from <= STAGES; from++)
		for (int to = 1; to <= STAGES; to++) {
			bool want = to == S(PRELIMINARY) && from != to && from != S(ARCHIVED);
			enum stage_move move = stage_move_between(from, to, true);

			if (move != (want ? STAGE_MOVE_CORRECT : STAGE_MOVE_INVALID) ||
			    (move && stage_next(from, move) != to)) {
				print_error("%d -> %d corrected\n", from, to);
				wrong++;
			}
		}
	assert_int_equal(wrong, 0);
}

static void no_stage_is_none_and_no_move_is_none(void **state)
{
	(void)state;
	assert_int_equal(stage_move_between(0, S(PRELIMINARY), false), STAGE_MOVE_INVALID);
	assert_int_equal(stage_move_between(0, S(PRELIMINARY), true), STAGE_MOVE_INVALID);
	assert_int_equal(stage_next(S(BUILDING), STAGE_MOVE_INVALID), S(INVALID));
	assert_int_equal(stage_next(S(BUILDING), STAGE_MOVE_RESUME), S(INVALID));
}

static void each_move_has_its_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		assert_string_equal(stage_move_name(moves[i].move), moves[i].name);
	assert_string_equal(stage_move_name(STAGE_MOVE_CORRECT), "correct");
	assert_string_equal(stage_move_name(STAGE_MOVE_MAX_), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_pair_of_stages_is_as_R2_says),
	    cmocka_unit_test(a_correction_leads_from_all_but_the_archive_to_preliminary),
	    cmocka_unit_test(no_stage_is_none_and_no_move_is_none),
	    cmocka_unit_test(each_move_has_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
