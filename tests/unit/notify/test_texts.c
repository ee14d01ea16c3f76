/* The texts: all of them are filled and fit into a carrier's parts; an office's own are checked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/notify/text/parts.h"
#include "client/notify/text/texts.h"
#include "lib/ttemp.h"
#include "proto/status.h"

#define FIELD(s) ((char *)(uintptr_t)(s))

/* As long as the daemon makes them: names have 240 bytes. */
#define NAME80                                                                                                                     \
	"甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸" \
	"甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸"
static char *fields[] = {
    FIELD("num=4294967295"),
    FIELD("what=" NAME80 "·" NAME80),
    FIELD("id=W01-17-2020-3-1"),
    FIELD("rule=" NAME80),
    FIELD("unit=" NAME80),
    FIELD("due=2020-05-14"),
    FIELD("red=4000"),
    FIELD("yellow=4000"),
    FIELD("note=4000"),
    FIELD("orders=4000"),
    FIELD("ended=4000"),
    FIELD("turned=4000"),
    FIELD("day=12月28日"),
    FIELD("scope=" NAME80),
    FIELD("projects=1586"),
    FIELD("invested=12824.9"),
    FIELD("rate=137.9"),
    FIELD("ahead=19.8"),
    FIELD("started=141"),
    FIELD("to_start=164"),
    FIELD("new=5"),
    FIELD("brief=52"),
    FIELD("reds=" NAME80),
};

static void every_text_is_filled_and_fits(void **state)
{
	static const struct part_shape sms = {SMS_WHOLE_UNITS, SMS_PART_UNITS};
	struct texts *t;
	const char *name;
	char *fault = NULL;
	size_t i, n;

	(void)state;
	assert_int_equal(texts_load(NULL, &t, &fault), 0);
	for (i = 0; texts_at(t, i, &name); i++) {
		struct text_part part[MESSAGE_PARTS_MAX];
		char *text;

		assert_int_equal(texts_fill(t, name, fields, sizeof fields / sizeof *fields, &text),
				 0);
		assert_null(strpbrk(text, "{}"));
		assert_memory_equal(text, "【市重点办】", strlen("【市重点办】"));
		assert_true(text_split(text, &sms, part, &n));
		free(text);
	}
	assert_true(i >= 14);
	assert_int_equal(texts_fill(t, "none", fields, 1, &fault), STATUS_NOT_FOUND);
	t = texts_free(t);
}

static void the_gateways_own_texts_fit_into_one_part(void **state)
{
	static char *const which[] = {FIELD("first=12"), FIELD("nums=12、13、14、15")};
	static char *const trial[] = {FIELD("text=通信测试")};
	char *text;

	(void)state;
	assert_int_equal(texts_answer("which", which, 2, &text), 0);
	assert_non_null(strstr(text, "“收到12”"));
	assert_true(text_units(text) <= SMS_WHOLE_UNITS);
	free(text);
	assert_int_equal(texts_answer("trial", trial, 1, &text), 0);
	assert_string_equal(text, "【市重点办】通信测试");
	free(text);
}

static void own_texts_are_checked(void **state)
{
	static const struct {
		const char *content, *fault;
	} rows[] = {
	    {"text\n", "own.csv:1: the first line is not template,text"},
	    {"template,text\nlamp_red\n", "own.csv:2: write template,text"},
	    {"template,text\nlamp_red,\n", "own.csv:2: the text is empty"},
	    {"template,text\nlamp_red,红{what\n", "own.csv:2: a { without a name and its }"},
	    {"template,text\nlamp_red,红\nlamp_red,红\n", "own.csv:3: this template is there"},
	    {"template,text\nlamp_red,红\n", "own.csv: there is no text lamp_note"},
	    {"template,text\nlamp_note,{whot}\n",
	     "own.csv: text lamp_note: no notice has a field {whot}"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *path = ttemp_path(*state, "own.csv"), *fault = NULL;
		struct texts *t;

		ttemp_write(path, rows[i].content, strlen(rows[i].content));
		assert_int_equal(texts_load(path, &t, &fault), STATUS_INVALID);
		print_message("%s\n", fault);
		assert_non_null(strstr(fault, rows[i].fault));
		free(fault);
		free(path);
	}
}

/* With quotes, as a spreadsheet writes them, and a mark at its begin. */
static void own_texts_take_the_place_of_the_shipped_ones(void **state)
{
	char *path = ttemp_path(*state, "own.csv"), *fault = NULL, *text;
	struct texts *t, *own;
	const char *name;
	FILE *f = fopen(path, "we");

	assert_int_equal(texts_load(NULL, &t, &fault), 0);
	(void)fputs("\xef\xbb\xbftemplate,text\r\n", f);
	for (size_t i = 0; texts_at(t, i, &name); i++)
		(void)fprintf(f, "%s,\"【办】\"\"{what}\"\",急\"\r\n", name);
	(void)fclose(f);
	t = texts_free(t);
	assert_int_equal(texts_load(path, &own, &fault), 0);
	assert_int_equal(texts_fill(own, "lamp_red", (char *[]){FIELD("what=桥")}, 1, &text), 0);
	assert_string_equal(text, "【办】\"桥\",急");
	free(text);
	free(path);
	own = texts_free(own);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_text_is_filled_and_fits),
	    cmocka_unit_test(the_gateways_own_texts_fit_into_one_part),
	    cmocka_unit_test_setup_teardown(own_texts_are_checked, ttemp_setup, ttemp_teardown),
	    cmocka_unit_test_setup_teardown(own_texts_take_the_place_of_the_shipped_ones,
					    ttemp_setup, ttemp_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
