#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/list/application_state.h"

enum { STATES = 5 };

/* Rows: from; columns: to. In the order of the enum: none, 拟报, 上报, 入选, 未入选. */
static const char *const legal[STATES] = {
    ".P...", /* none */
    "..S..", /* 拟报 */
    "...SR", /* 上报 */
    ".P...", /* 入选: again, after the project has left the list */
    ".P...", /* 未入选 */
};

static void every_step_of_an_application_legal_and_illegal(void **state)
{
	(void)state;
	for (int from = 0; from < STATES; from++)
		for (int to = 0; to < STATES; to++)
			if (application_may((Duban__ApplicationState)from,
					    (Duban__ApplicationState)to) !=
			    (legal[from][to] != '.'))
				fail_msg("from %d to %d", from, to);
}

static void what_is_sent_up_or_taken_goes_by_a_paper(void **state)
{
	static const bool needs[STATES] = {false, false, true, true, false};

	(void)state;
	for (int to = 0; to < STATES; to++)
		assert_int_equal(application_needs_document((Duban__ApplicationState)to),
				 needs[to]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_step_of_an_application_legal_and_illegal),
	    cmocka_unit_test(what_is_sent_up_or_taken_goes_by_a_paper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
