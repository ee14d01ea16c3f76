#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/record/record.h"

/* Descriptions for people: every column needs a Chinese heading, and no two columns may have the
 * same one. */

static bool is_chinese(const char *s)
{
	for (; *s && *s != '|'; s++)
		if ((unsigned char)*s >= 0x80)
			return true;
	return false;
}

static void every_column_of_every_kind_has_its_chinese_names(void **state)
{
	size_t n;
	const struct record *const *r = records_all(&n);

	(void)state;
	assert_true(n > 25);
	for (size_t i = 0; i < n; i++)
		for (const struct record_column *c = r[i]->column; c->name; c++)
			if (!c->zh || !is_chinese(c->zh))
				fail_msg("%s: the column %s has no Chinese name", r[i]->name,
					 c->name);
}

/* A list of words (容缺事项) is looked up in a table of its own. */
static void a_word_that_no_column_knows_has_a_refusal(void **state)
{
	size_t n;
	const struct record *const *r = records_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (const struct record_column *c = r[i]->column; c->name; c++)
			if (c->type == RECORD_ENUM && !c->many && !c->unknown)
				fail_msg("%s: the column %s refuses a word without a reason",
					 r[i]->name, c->name);
}

/* May the heading be that of column `c`? */
static bool means(const struct record_column *c, const char *head)
{
	return strcmp(c->name, head) == 0 || record_is_word(c->zh, head);
}

static void a_head_stands_for_one_column_only(void **state)
{
	size_t n;
	const struct record *const *r = records_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (const struct record_column *c = r[i]->column; c->name; c++)
			for (const char *s = c->zh; *s; s += strcspn(s, "|"), s += *s == '|') {
				char head[128];
				size_t found = 0;

				(void)snprintf(head, sizeof head, "%.*s", (int)strcspn(s, "|"), s);
				for (const struct record_column *o = r[i]->column; o->name; o++)
					found += means(o, head);
				if (found != 1 || record_is_word(r[i]->ignored, head))
					fail_msg("%s: what is %s?", r[i]->name, head);
			}
}

/* Every kind that is exported has a position among the files, and no two have the same. */
static void files_have_an_order(void **state)
{
	size_t n;
	const struct record *const *r = records_all(&n);

	(void)state;
	for (size_t i = 1; i < n; i++)
		if (r[i]->order == r[i - 1]->order)
			fail_msg("%s and %s have one place", r[i - 1]->name, r[i]->name);
	for (size_t i = 0; i < n; i++)
		if (r[i]->table && !r[i]->order)
			fail_msg("%s has no place among the files", r[i]->name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_column_of_every_kind_has_its_chinese_names),
	    cmocka_unit_test(a_word_that_no_column_knows_has_a_refusal),
	    cmocka_unit_test(a_head_stands_for_one_column_only),
	    cmocka_unit_test(files_have_an_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
