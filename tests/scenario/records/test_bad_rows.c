/* Rows that once crashed the daemon or got a reply from freed memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/world/world.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

static void refused(struct world *w, Duban__ImportKind kind, const char *csv, const char *code)
{
	Duban__Reply *p = world_import_ask(w, kind, csv);

	assert_int_equal(p->status, DUBAN__STATUS__STATUS_INVALID);
	assert_string_equal(p->problem[0]->code, code);
	assert_int_equal(p->problem[0]->line, 2);
}

static void a_unit_of_nothing_but_marks_is_an_empty_one(void **state)
{
	struct world *w = *state;

	world_city(w);
	refused(w, K(PROJECTS), "code,name,unit,stage,year\nQ1,甲,；；,在建,2020\n", "cell.empty");
	refused(w, K(PROJECTS), "code,unit\nP1,;\n", "cell.empty");
}

/* The reply names it after the upload was freed. */
static void a_trade_that_nobody_bears_is_named_in_the_answer(void **state)
{
	struct world *w = *state;
	const Duban__ImportDone *done;

	world_city(w);
	world_import(w, K(SHEET),
		     "code,name,unit,sector,total,year\n,甲路,east,市管网局,5000,2020\n");
	done = w->reply->import->done;
	for (size_t i = 0; i < done->n_remark; i++)
		if (strcmp(done->remark[i]->code, "import.unknown_units") == 0) {
			assert_int_equal(done->remark[i]->n_arg, 1);
			assert_string_equal(done->remark[i]->arg[0], "市管网局");
			return;
		}
	fail_msg("the sector is not named");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_unit_of_nothing_but_marks_is_an_empty_one),
	    TEST(a_trade_that_nobody_bears_is_named_in_the_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
