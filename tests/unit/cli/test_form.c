#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/print/json_message.h"

FORM(finish, LINK_FINISH, .words = "link");
FORM(new_chain, CHAIN_NEW, .words = "project");
FORM(submit, REPORT_SUBMIT, .words = "project", .need = "period");
FORM(review, REPORT_REVIEW, .words = "verdict");
FORM(apply, LIST_APPLY, .words = "project list state");
FORM(evidence, EVIDENCE_COMMIT, .words = "project", .fields = "other=- file-name=evidence.name");
FORM(mine, REPORT_LIST, .fixed = "mine=yes state=pending");
FORM(edit, LINK_SET, .words = "link", .some = true);
RECORD_FORM(project, PROJECTS, .words = "code");
RECORD_FORM(unit, UNITS, .words = "id");

static const struct verb_option options[] = {
    {"at", "DATE", ""},	     {"year", "YYYY", ""},	   {"evidence", "HEX", ""},
    {"text", "TEXT", ""},    {"date", "NO=DATE", ""},	   {"start", "DATE", ""},
    {"period", "MONTH", ""}, {"invested", "AMOUNT", ""},   {"percent", "N", ""},
    {"form", "FORM", ""},    {"dry-run", NULL, ""},	   {"file-name", "TEXT", ""},
    {"kind", "KIND", ""},    {"service-unit", "UNIT", ""}, {"out", "FILE", ""},
    {"class", "CLASS", ""},  {"total", "AMOUNT", ""},	   {},
};
static const struct verb verb = {.noun = "try", .verb = "it", .args = "", .options = options};

/* The words and options of a command line, separated by blanks. */
static int fill(const struct form *form, const char *line, struct cli *c, struct filling *f)
{
	static char text[512];
	(void)snprintf(text, sizeof text, "try it %s", line);
	*c = (struct cli){.verb = &verb, .told = true, .zone_known = true, .zone_minutes = 480};
	char *rest = text;
	for (char *s; (s = strsep(&rest, " "));) {
		if (!*s)
			continue;
		if (strncmp(s, "--", 2) != 0) {
			c->args.word[c->args.n_words++] = s;
			continue;
		}
		char *value = strchr(s, '=');
		if (value)
			*value++ = '\0';
		c->args.option[c->args.n_options].name = s + 2;
		c->args.option[c->args.n_options++].value = value;
	}
	return form_fill(c, form, f);
}

static char *json(const ProtobufCMessage *m)
{
	char *ret = NULL;
	size_t size;
	FILE *out = open_memstream(&ret, &size);
	struct json j = {.out = out};
	json_message(&j, NULL, m);
	assert_int_equal(fclose(out), 0);
	return ret;
}

/* A command line and what becomes of it: part of the request's JSON, or the verdict. */
static const struct {
	const struct form *form;
	const char *line;
	const char *expect[4];
	int verdict;
} rows[] = {
    {&form_finish,
     "GC-01 3 --at=2020-03-04",
     {"\"project\":\"GC-01\"", "\"no\":3", "\"at\":\"2020-03-04\""},
     0},
    {&form_finish, "GC-01 3 --year=2019", {"\"year\":2019"}, 0},
    {&form_finish,
     "GC-01 3 --evidence=00ff;A1b2、03",
     {"\"evidence\":[\"00ff\",\"a1b2\",\"03\"]"},
     0},
    {&form_finish, "GC-01 3 --evidence=01 --evidence=02", {"\"evidence\":[\"01\",\"02\"]"}, 0},
    {&form_finish, "GC-01 3 --evidence=0", {}, CLI_USAGE},
    {&form_finish, "GC-01 3 --evidence=xy", {}, CLI_USAGE},
    {&form_finish, "GC-01 0", {}, CLI_USAGE},
    {&form_finish, "GC-01 3 --at=2020-02-30", {}, CLI_USAGE},
    {&form_new_chain,
     "GC-01 --start=2020-03-04 --date=3=2020-05-01,7=2020-06-02",
     {"\"start\":\"2020-03-04\"",
      "{\"no\":3,\"fixed\":\"2020-05-01\"},{\"no\":7,\"fixed\":\"2020-06-02\"}"},
     0},
    {&form_new_chain, "GC-01 --dry-run", {"\"dry_run\":true"}, 0},
    {&form_submit,
     "GC-01 --period=2020-03 --invested=120.5万元 --percent=0",
     {"\"period\":\"2020-03\"", "\"invested\":1205000", "\"percent\":0"},
     0},
    {&form_submit, "GC-01", {}, CLI_USAGE},
    {&form_submit, "GC-01 --period=2020-13", {}, CLI_USAGE},
    {&form_submit, "GC-01 --period=2020-03 --invested=many", {}, CLI_USAGE},
    {&form_submit, "GC-01 --period=2020-03 --form=weekly", {"\"form\":\"weekly\""}, 0},
    {&form_submit, "GC-01 --period=2020-03 --form=周报", {"\"form\":\"weekly\""}, 0},
    {&form_submit, "GC-01 --period=2020-03 --form=hourly", {}, CLI_USAGE},
    {&form_review,
     "7=pass 8=退回=缺佐证",
     {"\"report\":7,\"verdict\":\"pass\"",
      "\"report\":8,\"verdict\":\"return\",\"reason\":\"缺佐证\""},
     0},
    {&form_review, "7=perhaps", {}, CLI_USAGE},
    {&form_apply, "GC-01 省重点 selected", {"\"list\":\"省重点\"", "\"state\":\"selected\""}, 0},
    {&form_evidence, "GC-01 --file-name=a.jpg", {"\"name\":\"a.jpg\""}, 0},
    {&form_mine, "", {"\"mine\":true", "\"state\":\"pending\""}, 0},
    {&form_edit, "GC-01 3 --service-unit=x", {"\"column\":\"service_unit\",\"value\":\"x\""}, 0},
    {&form_edit, "GC-01 3 --year=2020", {}, CLI_USAGE},
    {&form_unit,
     "u1 --kind=county --dry-run",
     {"\"kind\":\"units\"", "\"column\":\"id\",\"value\":\"u1\"",
      "\"column\":\"kind\",\"value\":\"county\"", "\"dry_run\":true"},
     0},
    {&form_project, "P1 --total=120.5", {"\"column\":\"total\",\"value\":\"120.5\""}, 0},
    {&form_project, "P1 --total=3亿元", {"\"value\":\"3亿元\""}, 0},
    {&form_project, "P1 --total=-", {"\"value\":\"-\""}, 0},
    {&form_unit, "u1 --out=x", {"\"cell\":[{\"column\":\"id\",\"value\":\"u1\"}]"}, 0},
};

static void words_and_options_are_the_requests_fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cli c;
		struct filling f;
		assert_int_equal(fill(rows[i].form, rows[i].line, &c, &f), rows[i].verdict);
		char *text = rows[i].verdict ? NULL : json(f.body);
		for (size_t k = 0; k < 4 && rows[i].expect[k]; k++)
			if (!strstr(text, rows[i].expect[k]))
				fail_msg("%s: %s lacks %s", rows[i].line, text, rows[i].expect[k]);
		free(text);
		form_done(&f);
	}
}

/* The words and options of every verb must name fields. Otherwise the verb fails when it is
 * used. */
static void every_form_verb_names_fields_that_are_there(void **state)
{
	(void)state;
	VERB_FOREACH(it)
	{
		const struct verb *v = *it;
		if (!v->form)
			continue;
		const ProtobufCFieldDescriptor *body = protobuf_c_message_descriptor_get_field(
		    &duban__request__descriptor, (unsigned)v->form->body);
		assert_non_null(body);
		struct cli c = {.verb = v, .told = true};
		struct filling f = {.c = &c, .form = v->form};
		struct form bare = {.body = v->form->body, .record = v->form->record};
		assert_int_equal(form_fill(&c, &bare, &f), 0);
		for (const struct verb_option *o = verb_options(v); o->name; o++) {
			char name[96];
			form_field(v->form, o->name, name, sizeof name);
			/* "1" may be invalid for the field, which gives another verdict. */
			if (strcmp(name, "-") != 0 && form_put(&f, name, "1") == CLI_LOCAL)
				fail_msg("%s %s --%s: no such field", v->noun, v->verb, o->name);
		}
		form_done(&f);
	}
}

/* A verb that prints rows has --out without naming it; other verbs do not have it. */
static void every_verb_that_prints_rows_writes_them_to_a_file_too(void **state)
{
	static const struct verb_option own[] = {{"out", "FILE", ""}, {}};
	FORM(rows_, PARAM_LIST);
	FORM(no_rows, LINK_START);
	SHEET_FORM(sheet_, UNITS);
	struct verb v = {.noun = "try", .form = &form_rows_};
	(void)state;
	assert_string_equal(verb_implied(&v)->name, "out");
	v.options = own;
	assert_null(verb_implied(&v));
	v.options = NULL;
	v.form = &form_sheet_;
	assert_non_null(verb_implied(&v));
	v.form = &form_no_rows;
	assert_null(verb_implied(&v));
	v.form = NULL;
	assert_null(verb_implied(&v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_and_options_are_the_requests_fields),
	    cmocka_unit_test(every_verb_that_prints_rows_writes_them_to_a_file_too),
	    cmocka_unit_test(every_form_verb_names_fields_that_are_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
