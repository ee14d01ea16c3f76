/* The texts of notices: every place is filled, and the first part holds the text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/notice/text.h"
#include "text/utf8.h"

enum { FIRST_PART = 70, LONG_PART = 67, PARTS = 3, WEEKLY_PARTS = 2 };

#define FIELD(s) ((char *)(uintptr_t)(s))

/* Ordinary words in every place that a template may have. */
static char *fields[] = {
    FIELD("num=123"),
    FIELD("what=滨江大道·施工许可"),
    FIELD("id=W01-17-2020-3-1"),
    FIELD("rule=逾期"),
    FIELD("unit=东湖区"),
    FIELD("due=2020-05-14"),
    FIELD("red=3"),
    FIELD("yellow=12"),
    FIELD("note=1"),
    FIELD("orders=1"),
    FIELD("ended=4"),
    FIELD("turned=2"),
    FIELD("day=12月28日"),
    FIELD("scope=全市"),
    FIELD("projects=1586"),
    FIELD("invested=12824.9"),
    FIELD("rate=137.9"),
    FIELD("points=19.8"),
    FIELD("ahead=19.8"),
    FIELD("behind="),
    FIELD("brief=52"),
    FIELD("started=141"),
    FIELD("to_start=164"),
    FIELD("new=5"),
    /* as long as the daemon makes it */
    FIELD("reds=滨江大道延伸段改造工程·施工许可，超期16天，东湖区；"
	  "滨江大道延伸段改造工程·环评批复，超期13天，东湖区甲。"),
};

static char *text_of(const char *template)
{
	Duban__Notice n = DUBAN__NOTICE__INIT;

	n.template_ = FIELD(template);
	n.field = fields;
	n.n_field = sizeof fields / sizeof *fields;
	return notice_text(&n);
}

static void every_text_is_filled_and_short(void **state)
{
	const char *name, *template;
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; (template = notice_template_at(i, &name)); i++, seen++) {
		char *text = text_of(name);
		bool weekly = strncmp(name, "weekly", 6) == 0;
		size_t most = weekly			    ? WEEKLY_PARTS * LONG_PART
			      : strcmp(name, "digest") == 0 ? PARTS * LONG_PART
							    : FIRST_PART;

		assert_non_null(text);
		assert_null(strpbrk(text, "{}"));
		assert_non_null(strstr(text, "【市重点办】"));
		if (utf8_length(text) > most)
			fail_msg("%s has %zu characters: %s", name, utf8_length(text), text);
		free(text);
	}
	assert_true(seen >= 8);
}

static void a_text_says_what_its_fields_say(void **state)
{
	char *text = text_of("lamp_red");

	(void)state;
	assert_string_equal(text, "【市重点办】红灯：滨江大道·施工许可（逾期），时限2020-05-14，"
				  "请东湖区立即办理并反馈。回复“收到123”签收。");
	free(text);
	assert_null(text_of("nobody_wrote_this"));
}

static char *digest_of(char **given, size_t n)
{
	Duban__Notice notice = DUBAN__NOTICE__INIT;

	notice.template_ = FIELD("digest");
	notice.field = given;
	notice.n_field = n;
	return notice_text(&notice);
}

/* The counts that a gateway gets are all there; the text says those that count something. */
static void a_part_that_counts_nothing_is_left_out(void **state)
{
	char *given[] = {FIELD("num=7"),    FIELD("red=2"),	   FIELD("yellow=0"),
			 FIELD("note="),    FIELD("orders=10"),	   FIELD("ended=0"),
			 FIELD("turned=1"), FIELD("what=滨江大道")};
	char *text;

	(void)state;
	text = digest_of(given, sizeof given / sizeof *given);
	assert_string_equal(text,
			    "【市重点办】您有多项事项变动：红灯2个，督办件10件，提醒转督办1项，"
			    "含滨江大道。回复“收到7”签收。");
	free(text);
	given[1] = FIELD("red=0");
	given[4] = FIELD("orders=0");
	given[6] = FIELD("ended=3"); /* `turned` is missing */
	given[5] = FIELD("note=0");
	text = digest_of(given, sizeof given / sizeof *given);
	assert_string_equal(text,
			    "【市重点办】您有多项事项变动：了结3项，含滨江大道。回复“收到7”签收。");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_text_is_filled_and_short),
	    cmocka_unit_test(a_text_says_what_its_fields_say),
	    cmocka_unit_test(a_part_that_counts_nothing_is_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
