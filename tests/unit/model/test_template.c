/* The shipped templates: each is a valid chain with the limits of R3. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/chain/schedule.h"
#include "model/chain/template.h"
#include "model/param/defs.h"

static void every_template_is_a_sound_chain_with_a_cap(void **state)
{
	static const char *const names[] = {"T-GOV", "T-ENT", "T-APR"};

	(void)state;
	for (size_t k = 0; k < 3; k++) {
		const struct template_link *t;
		size_t n = template_find(names[k], &t), bad;
		struct schedule_link link[LINKS_MAX] = {0};
		struct schedule p = {.link = link, .n = n};
		char cap[64];
		uint32_t no;

		assert_true(n > 10);
		for (size_t i = 0; i < n; i++) {
			link[i] = (struct schedule_link){
			    .no = t[i].no, .after = t[i].after, .n_after = t[i].n_after};
			assert_true(*t[i].link && *t[i].department && *t[i].evidence);
		}
		if (schedule_check(&p, &bad, &no) != SCHEDULE_FINE)
			fail_msg("%s: link %u and %u", names[k], link[bad].no, no);
		(void)snprintf(cap, sizeof cap, "approval.cap_%s", t->cap);
		assert_non_null(parameter_def(cap));
	}
}

static void an_unknown_template_has_no_links(void **state)
{
	const struct template_link *t;

	(void)state;
	assert_int_equal(template_find("T-NIX", &t), 0);
	assert_int_equal(template_find("T-GO", &t), 0);
}

/* R3, the T-GOV table. */
static void government_projects_have_the_limits_of_the_table(void **state)
{
	static const struct {
		uint32_t no;
		const char *limit;
		uint32_t after;
	} rows[] = {{1, "5wd", 0},    {2, "10wd", 1},  {5, "10wd", 2},	{9, "7wd", 5},
		    {10, "7wd", 7},   {12, "35cd", 9}, {14, "5wd", 10}, {15, "planned_start", 6},
		    {16, "30cd", 15}, {22, "6m", 20}};
	const struct template_link *t;

	(void)state;
	assert_int_equal(template_find("T-GOV", &t), 25);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct template_link *r = &t[rows[i].no - 1];

		assert_int_equal(r->no, rows[i].no);
		assert_string_equal(r->limit, rows[i].limit);
		assert_int_equal(r->n_after ? r->after[0] : 0, rows[i].after);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_template_is_a_sound_chain_with_a_cap),
	    cmocka_unit_test(an_unknown_template_has_no_links),
	    cmocka_unit_test(government_projects_have_the_limits_of_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
