/* The shipped table of the dossier's papers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/project/paper.h"
#include "proto/limits.h"

static void a_paper_is_found_by_key_and_by_name(void **state)
{
	const struct paper_def *d = paper_def("contract");

	(void)state;
	assert_non_null(d);
	assert_string_equal(d->name, "施工合同");
	assert_ptr_equal(paper_def("施工合同"), d);
	assert_null(paper_def("合同"));
	assert_null(paper_def(""));
}

static void keys_and_names_are_each_once_and_have_their_basis(void **state)
{
	const struct paper_def *d;
	size_t n = paper_defs(&d);

	(void)state;
	assert_true(n >= 5);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(paper_def(d[i].paper), &d[i]);
		assert_ptr_equal(paper_def(d[i].name), &d[i]);
		assert_true(strlen(d[i].paper) <= ID_MAX && *d[i].basis);
	}
}

/* One of 立项/核准/备案, 施工合同 or a photo, and three more: as [LL][TC][RK] require. */
static void five_things_are_asked_for(void **state)
{
	const struct paper_def *d;
	size_t n = paper_defs(&d), asked = 0;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		bool said = !d[i].required;

		for (size_t k = 0; k < i; k++)
			said = said || (*d[i].alternative &&
					strcmp(d[k].alternative, d[i].alternative) == 0);
		asked += !said;
	}
	assert_int_equal(asked, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_paper_is_found_by_key_and_by_name),
	    cmocka_unit_test(keys_and_names_are_each_once_and_have_their_basis),
	    cmocka_unit_test(five_things_are_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
