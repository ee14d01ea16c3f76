/* Texts are cut into parts that carriers take as they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/notify/text/parts.h"

static const struct part_shape sms = {SMS_WHOLE_UNITS, SMS_PART_UNITS};

static char text[4 * 1024];

static const char *make(const char *head, unsigned n, const char *middle, unsigned m)
{
	size_t at = (size_t)snprintf(text, sizeof text, "%s", head);

	for (unsigned i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "甲");
	at += (size_t)snprintf(text + at, sizeof text - at, "%s", middle);
	for (unsigned i = 0; i < m; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "乙");
	return text;
}

static void parts_are_as_long_as_they_may_be(void **state)
{
	static const struct {
		unsigned characters, units[4];
	} rows[] = {
	    {1, {1}},	     {69, {69}},	 {70, {70}},	      {71, {67, 4}},
	    {134, {67, 67}}, {135, {67, 67, 1}}, {201, {67, 67, 67}}, {202, {67, 67, 67, 1}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct text_part part[MESSAGE_PARTS_MAX];
		const char *whole = make("", rows[i].characters, "", 0), *at = whole;
		size_t n;

		assert_true(text_split(whole, &sms, part, &n));
		for (size_t k = 0; k < n; k++) {
			assert_true(part[k].text == at);
			assert_int_equal(part[k].units, rows[i].units[k]);
			at += part[k].size;
		}
		assert_true(*at == '\0');
		assert_true(n == 4 || rows[i].units[n] == 0);
	}
}

static void a_pair_of_surrogates_stays_together(void **state)
{
	struct text_part part[MESSAGE_PARTS_MAX];
	size_t n;

	(void)state;
	assert_true(text_split(make("【市重点办】", 60, "𠮷", 10), &sms, part, &n));
	assert_int_equal(n, 2);
	assert_int_equal(part[0].units, 66);
	assert_int_equal(part[1].units, 12);
	assert_memory_equal(part[1].text, "𠮷乙", strlen("𠮷乙"));
	/* a pair that just fits */
	assert_true(text_split(make("", 68, "𠮷", 0), &sms, part, &n));
	assert_int_equal(n, 1);
	assert_int_equal(part[0].units, 70);
	assert_true(text_split(make("", 69, "𠮷", 0), &sms, part, &n));
	assert_int_equal(n, 2);
	assert_int_equal(part[0].units, 67);
}

static void what_cannot_be_cut_is_refused(void **state)
{
	static const struct part_shape narrow = {1, 1}, any = {0, 0};
	struct text_part part[MESSAGE_PARTS_MAX];
	size_t n;

	(void)state;
	assert_false(text_split("", &sms, part, &n));
	assert_true(text_split(make("", 67 * MESSAGE_PARTS_MAX, "", 0), &sms, part, &n));
	assert_int_equal(n, MESSAGE_PARTS_MAX);
	assert_false(text_split(make("", 67 * MESSAGE_PARTS_MAX + 1, "", 0), &sms, part, &n));
	assert_false(text_split("𠮷", &narrow, part, &n));
	assert_true(text_split(make("", 1000, "", 0), &any, part, &n));
	assert_int_equal(n, 1);
	assert_int_equal(part[0].units, 1000);
	assert_int_equal(text_units("a甲𠮷"), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parts_are_as_long_as_they_may_be),
	    cmocka_unit_test(a_pair_of_surrogates_stays_together),
	    cmocka_unit_test(what_cannot_be_cut_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
