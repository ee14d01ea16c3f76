#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "proto/warning_id.h"

struct row {
	const char *id;
	uint32_t rule, project, year, link, occurrence;
	const char *kind;
	uint32_t number, sub;
};

static const struct row rows[] = {
    {"W01-17-2020-3-1", 1, 17, 2020, 3, 1, "", 0, 0},
    {"W00-1-2021-14-12", 0, 1, 2021, 14, 12, "", 0, 0},
    {"W07-56-0-0-2", 7, 56, 0, 0, 2, "", 0, 0},
    {"W90-camera-7-1", 90, 0, 0, 0, 1, "camera", 7, 0},
    {"W31-fund_batch-3.2-1", 31, 0, 0, 0, 1, "fund_batch", 3, 2},
    {"W31-problem-4-p17-1", 31, 17, 0, 0, 1, "problem", 4, 0},
    {"W32-order-4-y2020-9", 32, 0, 2020, 0, 9, "order", 4, 0},
    {"W32-order-999999999.999999999-p999999999-y999999999-999999999", 32, 999999999, 999999999, 0,
     999999999, "order", 999999999, 999999999},
};

static void an_id_is_read_as_it_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *r = &rows[i];
		Duban__Subject s = DUBAN__SUBJECT__INIT;
		char buf[WARNING_ID_MAX];
		struct warning_id id;

		s.project = r->project;
		s.year = r->year;
		s.link = r->link;
		s.kind = (char *)(uintptr_t)r->kind;
		s.number = r->number;
		s.sub = r->sub;
		assert_string_equal(warning_id_print(buf, &s, r->rule, r->occurrence), r->id);
		assert_true(warning_id_parse(r->id, &id));
		assert_int_equal(id.rule, r->rule);
		assert_int_equal(id.occurrence, r->occurrence);
		assert_int_equal(id.subject.project, r->project);
		assert_int_equal(id.subject.year, r->year);
		assert_int_equal(id.subject.link, r->link);
		assert_string_equal(id.subject.kind, r->kind);
		assert_int_equal(id.subject.number, r->number);
		assert_int_equal(id.subject.sub, r->sub);
	}
}

static void other_text_is_no_id(void **state)
{
	static const char *const bad[] = {
	    "",
	    "W",
	    "W01",
	    "W01-",
	    "W01-17-2020-3",
	    "W01-17-2020-3-1-",
	    "W01-17-2020-3-1x",
	    "W90-camera",
	    "W90-camera-",
	    "W90-camera-7",
	    "W90-camera-7-",
	    "W90-camera--1",
	    "W90-camera-7-1-",
	    "W90-camera-7-1 ",
	    "W90-camera-x-1",
	    "W90-Camera-7-1",
	    "W90-camera-7.-1",
	    "W90-camera-7-y2020-p17-1",
	    "W90-camera-7-p-1",
	    "W90-camera-1234567890-1",
	    "W9-camera-7-1",
	    "W900-camera-7-1",
	    "W90 camera-7-1",
	    "W90-abcdefghijklmnopqrstuvwxy-7-1",
	};
	struct warning_id id;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (warning_id_parse(bad[i], &id))
			fail_msg("%s was accepted as an id", bad[i]);
	assert_true(warning_id_parse("W90-abcdefghijklmnopqrstuvwx-7-1", &id));
	assert_int_equal(strlen(id.subject.kind), SUBJECT_KIND_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_id_is_read_as_it_is_written),
	    cmocka_unit_test(other_text_is_no_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
