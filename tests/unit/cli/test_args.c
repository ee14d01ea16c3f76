#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/frame/args.h"
#include "client/cli/frame/cli.h"
#include "client/cli/print/table.h"
#include "text/width.h"

#define ARGV(...) ((char *[]){(char *)"dubanctl", __VA_ARGS__})
#define ARGC(...) ((int)(sizeof(ARGV(__VA_ARGS__)) / sizeof(char *)))
#define PARSE(a, ...) args_parse(ARGC(__VA_ARGS__), ARGV(__VA_ARGS__), a, &code, &arg)

static const char *code, *arg;

static void options_stand_anywhere(void **state)
{
	struct args a;
	(void)state;
	assert_int_equal(PARSE(&a, (char *)"--json", (char *)"link", (char *)"--at=2020-01-02",
			       (char *)"start", (char *)"--data", (char *)"d", (char *)"C-1",
			       (char *)"3"),
			 0);
	assert_int_equal(a.n_words, 4);
	assert_string_equal(a.word[2], "C-1");
	assert_string_equal(args_option(&a, "at"), "2020-01-02");
	assert_string_equal(args_option(&a, "data"), "d");
	assert_true(args_flag(&a, "json"));
	assert_null(args_option(&a, "connection"));
}

static void a_lone_dash_and_what_follows_two_dashes_are_words(void **state)
{
	struct args a;
	(void)state;
	assert_int_equal(PARSE(&a, (char *)"--leader", (char *)"-", (char *)"--", (char *)"--json",
			       (char *)"-x"),
			 0);
	assert_string_equal(args_option(&a, "leader"), "-");
	assert_false(args_flag(&a, "json"));
	assert_int_equal(a.n_words, 2);
}

static void what_is_no_option_is_said(void **state)
{
	struct args a;
	(void)state;
	assert_int_equal(PARSE(&a, (char *)"--nonsense"), CLI_USAGE);
	assert_string_equal(code, "usage.unknown_option");
	assert_string_equal(arg, "--nonsense");
	assert_int_equal(PARSE(&a, (char *)"--data"), CLI_USAGE);
	assert_string_equal(code, "usage.option_needs_value");
	assert_int_equal(PARSE(&a, (char *)"--json=1"), CLI_USAGE);
	assert_string_equal(code, "usage.option_takes_nothing");
	assert_int_equal(PARSE(&a, (char *)"-q"), CLI_USAGE);
	assert_string_equal(code, "usage.unknown_option");
}

static void an_option_of_another_verb_is_named(void **state)
{
	struct args a;
	size_t words;
	(void)state;
	const struct verb *v = verb_find("link", "start", &words);
	assert_non_null(v);
	assert_int_equal(words, 2);
	assert_int_equal(PARSE(&a, (char *)"--reason", (char *)"x"), 0);
	assert_string_equal(args_foreign(&a, v), "reason");
	assert_int_equal(PARSE(&a, (char *)"--at", (char *)"x", (char *)"--json"), 0);
	assert_null(args_foreign(&a, v));
}

/* Options are parsed before the verb is known: whether a name takes a value must not depend on
 * it. */
static void an_option_takes_a_value_in_all_verbs_or_in_none(void **state)
{
	(void)state;
	VERB_FOREACH(v)
	{
		for (const struct verb_option *o = verb_options(*v); o->name; o++)
			VERB_FOREACH(w)
			{
				for (const struct verb_option *p = verb_options(*w); p->name; p++)
					if (strcmp(o->name, p->name) == 0 && !o->value != !p->value)
						fail_msg(
						    "--%s takes a value in one of %s %s, %s %s",
						    o->name, (*v)->noun, (*v)->verb, (*w)->noun,
						    (*w)->verb);
			}
	}
}

static void no_verb_stands_twice_and_each_says_what_it_is(void **state)
{
	(void)state;
	VERB_FOREACH(v)
	{
		size_t n = 0;
		VERB_FOREACH(w)
		{
			n +=
			    strcmp((*v)->noun, (*w)->noun) == 0 &&
			    strcmp((*v)->verb ? (*v)->verb : "", (*w)->verb ? (*w)->verb : "") == 0;
		}
		assert_int_equal(n, 1);
		assert_non_null((*v)->help);
		assert_true((*v)->run || (*v)->form);
		assert_true((*v)->max >= (*v)->min);
	}
}

static void chinese_takes_two_places(void **state)
{
	(void)state;
	assert_int_equal(text_width("abc"), 3);
	assert_int_equal(text_width("南昌"), 4);
	assert_int_equal(text_width("（1）"), 5);
	assert_int_equal(text_width("é"), 1);
	assert_int_equal(text_width("e\xCC\x81"), 1);
	assert_int_equal(text_width("𠀀"), 2);
	assert_int_equal(text_width(""), 0);
}

static void columns_are_as_wide_as_their_widest_cell(void **state)
{
	static const char *const heads[] = {"id", ">yellow", NULL};
	char *text = NULL;
	size_t size;
	(void)state;
	setenv("DUBAN_LANG", "en", 1);
	struct print_table *t = table_new(heads);
	table_cell(t, "南昌");
	table_cell(t, "7");
	table_cell(t, NULL);
	table_cellf(t, "%d", 12);
	FILE *out = open_memstream(&text, &size);
	assert_int_equal(table_print(t, out), 0);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(text, "id    yellow\n南昌       7\n          12\n");
	free(text);
	table_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(options_stand_anywhere),
	    cmocka_unit_test(a_lone_dash_and_what_follows_two_dashes_are_words),
	    cmocka_unit_test(what_is_no_option_is_said),
	    cmocka_unit_test(an_option_of_another_verb_is_named),
	    cmocka_unit_test(an_option_takes_a_value_in_all_verbs_or_in_none),
	    cmocka_unit_test(no_verb_stands_twice_and_each_says_what_it_is),
	    cmocka_unit_test(chinese_takes_two_places),
	    cmocka_unit_test(columns_are_as_wide_as_their_widest_cell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
