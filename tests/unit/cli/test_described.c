/* A kind of records that exists only in this test: its verbs, options, heads, help, list columns,
 * file and completion follow from the description alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/help/help.h"
#include "client/cli/help/help_markdown.h"
#include "client/cli/import/columns.h"
#include "client/cli/import/csvfile.h"
#include "duban/import.h"
#include "proto/record/record.h"

#define VISITS ((Duban__ImportKind)999)

static const struct record_column columns[] = {
    {"id", "走访编号|编号", RECORD_ID, .field = "id", .key = true},
    {"project", "项目代码|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"held", "走访日期", RECORD_DATE, .field = "held_date", .required = true},
    {"venue", "会场", RECORD_ENUM, .field = "venue", .terms = "venue_kind"},
    {"cost", "花费", RECORD_MONEY, .field = NULL},
    {"joined_by", "陪同人员", RECORD_WHO, .field = NULL, .many = true},
    {"paid", "已付", RECORD_BOOL, .field = NULL},
    {"note", "说明", RECORD_TEXT, .field = NULL, .value = "WORDS", .help = "what was seen (说明)"},
    {"seen_at", "时刻", RECORD_MOMENT, .field = NULL, .hidden = true},
    {},
};
static const struct record visits = {.kind = VISITS,
				     .name = "visits",
				     .ignored = "序号",
				     .noun = &duban__gathering__descriptor,
				     .put = DUBAN__EVENT__BODY_GATHERING_PUT,
				     .column = columns,
				     .year = "held_date",
				     .order = 999,
				     .cli = {.noun = "visit"}};
SECTION_ROW(duban_records, struct record, visits);

static const struct verb *verb_of(const char *noun, const char *verb)
{
	size_t words;
	const struct verb *v = verb_find(noun, verb, &words);

	assert_non_null(v);
	assert_int_equal(words, 2);
	return v;
}

static void says(const struct verb_option *o, const char *name, const char *value, const char *help)
{
	assert_string_equal(o->name, name);
	assert_string_equal(o->value, value);
	assert_string_equal(o->help, help);
}

static void a_record_is_set_by_its_columns(void **state)
{
	const struct verb *v = verb_of("visit", "set");
	const struct verb_option *o = verb_options(v);
	size_t min, max;

	(void)state;
	assert_string_equal(verb_args(v), "ID CODE");
	assert_string_equal(verb_requests(v), "record_set");
	verb_words(v, &min, &max);
	assert_int_equal(min, 2);
	assert_int_equal(max, 2);
	says(&o[0], "held", "DATE", "held (走访日期)");
	says(&o[1], "venue", "WORD", "venue (会场): main, branch");
	says(&o[2], "cost", "N万元|N亿元|N元", "cost (花费)");
	says(&o[3], "joined-by", "PERSON;PERSON", "joined by (陪同人员)");
	says(&o[4], "paid", "yes|no", "paid (已付)");
	says(&o[5], "note", "WORDS", "what was seen (说明)");
	assert_string_equal(o[6].name, "dry-run");
	assert_null(o[7].name);
	assert_string_equal(v->option_zh[1], "会场：主会场、分会场");
}

static void its_words_and_options_fill_the_request(void **state)
{
	static const char *const words[] = {"visit", "set", "v1", "GC-01"};
	struct cli c = {.verb = verb_of("visit", "set"), .told = true};
	struct filling f;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		c.args.word[c.args.n_words++] = words[i];
	c.args.option[0].name = "joined-by";
	c.args.option[0].value = "zhang";
	c.args.option[1].name = "cost";
	c.args.option[1].value = "12";
	c.args.n_options = 2;
	assert_null(args_foreign(&c.args, c.verb));
	assert_int_equal(form_fill(&c, c.verb->form, &f), 0);
	const Duban__RecordSetRequest *q = (const Duban__RecordSetRequest *)f.body;
	assert_int_equal(q->kind, VISITS);
	assert_int_equal(q->n_cell, 4);
	assert_string_equal(q->cell[0]->column, "id");
	assert_string_equal(q->cell[1]->value, "GC-01");
	assert_string_equal(q->cell[2]->column, "cost");
	assert_string_equal(q->cell[2]->value, "12"); /* the daemon refuses it: no unit */
	assert_string_equal(q->cell[3]->column, "joined_by");
	form_done(&f);
}

static void a_list_filters_by_what_its_records_have(void **state)
{
	const struct verb *v = verb_of("visit", "list");
	static const char *const expected[] = {"project", "unit", "year", "out", "in"};
	const struct verb_option *o = verb_options(v);

	(void)state;
	assert_string_equal(verb_requests(v), "sheet");
	assert_int_equal(v->form->sheet, VISITS);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(o[i].name, expected[i]);
	assert_null(o[5].name);
}

static void a_file_and_a_list_have_its_heads(void **state)
{
	struct csvfile f = {};
	struct csvfault fault = {};
	struct import_columns c = {};
	struct problems p = {};

	(void)state;
	assert_non_null(verb_of("import", "visits")->run);
	assert_int_equal(csv_read(BYTES_STR("序号,编号,项目,花费（万元）,走访日期\n"), &f, &fault),
			 0);
	assert_int_equal(import_columns(&f, "visits", NULL, &c, &p), 0);
	assert_int_equal(p.n, 0);
	assert_int_equal(c.n, 4);
	assert_string_equal(c.column[2].name, "cost");
	assert_string_equal(c.column[2].unit, "万元");
	problems_done(&p);
	import_columns_done(&c);
	csv_done(&f);
	assert_true(import_column_is_person("visits", "joined_by"));
	setenv("DUBAN_LANG", "zh", 1);
	assert_string_equal(import_column_head("visits", "held"), "走访日期");
	char *word = import_cell_shown(NULL, "visits", "venue", "branch");
	assert_string_equal(word, "分会场");
	free(word);
	setenv("DUBAN_LANG", "en", 1);
	assert_string_equal(import_column_head("visits", "held"), "held");
}

/* What `run` prints on stdout. */
static char *printed(int (*run)(struct cli *c), const char *const *words)
{
	struct cli c = {};
	char *text = NULL;
	size_t size;
	FILE *before = stdout;

	for (; *words; words++)
		c.args.word[c.args.n_words++] = *words;
	stdout = open_memstream(&text, &size);
	assert_non_null(stdout);
	assert_int_equal(run(&c), 0);
	assert_int_equal(fclose(stdout), 0);
	stdout = before;
	return text;
}

static int markdown(struct cli *c)
{
	(void)c;
	return help_markdown();
}

static void has(char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("%s is not in %s", part, text);
	free(text);
}

static void help_docs_and_completion_name_it(void **state)
{
	static const char *const set[] = {"help", "visit", "set", NULL};
	static const char *const bash[] = {"completion", "bash", NULL};
	size_t words;

	(void)state;
	has(printed(help, set), "visit set ID CODE");
	has(printed(help, set), "--held DATE");
	setenv("DUBAN_LANG", "zh", 1);
	has(printed(help, set), "登记或修改集中开工");
	has(printed(help, set), "走访日期\n");
	setenv("DUBAN_LANG", "en", 1);
	has(printed(markdown, bash),
	    "\n### import visits\n\n| column | also called | takes |\n|---|---|---|\n"
	    "| `id` | 走访编号, 编号 | letters, digits, - and _, at most 32; must be in the file "
	    "|\n");
	int (*completion)(struct cli *) = verb_find("completion", "bash", &words)->run;
	has(printed(completion, bash), "_dubanctl_verbs[visit]+=\"set \"\n");
	has(printed(completion, bash),
	    "[\"visit set\"]=\"--held --venue --cost --joined-by --paid --note --dry-run \"\n");
	has(printed(completion, bash), " visits \"\n");
}

/* A request without a VERB row: `gathering show ID` is gathering_show with its field `id`. */
static void a_request_is_a_verb_by_its_name_and_fields(void **state)
{
	const struct verb *v = verb_of("gathering", "show");

	(void)state;
	assert_string_equal(verb_requests(v), "gathering_show");
	assert_string_equal(verb_args(v), "ID");
	assert_null(verb_options(v)->name); /* `after` is used for the pages and is not an option */
	assert_string_equal(verb_implied(v)->name, "out");
	assert_non_null(strstr(v->help, "集中开工"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_is_set_by_its_columns),
	    cmocka_unit_test(its_words_and_options_fill_the_request),
	    cmocka_unit_test(a_list_filters_by_what_its_records_have),
	    cmocka_unit_test(a_file_and_a_list_have_its_heads),
	    cmocka_unit_test(help_docs_and_completion_name_it),
	    cmocka_unit_test(a_request_is_a_verb_by_its_name_and_fields),
	};

	setenv("DUBAN_LANG", "en", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
