#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"

static const char *unit_id(void *user, uint32_t num)
{
	(void)user;
	return num == 3 ? "xinjian" : NULL;
}

static const struct json_names names = {
    .zone_minutes = 480, .unit = unit_id, .project = "2020-001"};

static void expect(const ProtobufCMessage *m, const char *want)
{
	char *text = NULL;
	size_t size;
	struct json j = {.names = &names};
	j.out = open_memstream(&text, &size);
	json_message(&j, NULL, m);
	assert_int_equal(fclose(j.out), 0);
	/* "..." at the end: messages may get more fields later. */
	size_t n = strlen(want) - (strcmp(want + strlen(want) - 3, "...") == 0 ? 3 : 0);
	if (want[n] && strlen(text) > n)
		text[n] = '\0';
	if (strncmp(text, want, n) != 0 || strlen(text) != n)
		fail_msg("%s\nis not\n%s", text, want);
	free(text);
}

static void what_has_no_value_is_null_and_never_left_out(void **state)
{
	Duban__Link l = DUBAN__LINK__INIT;
	(void)state;
	expect(&l.base,
	       "{\"project\":null,\"year\":null,\"no\":0,\"name\":null,\"class\":null,"
	       "\"unit\":null,\"service_unit\":null,\"leader\":null,\"person\":null,\"after\":[],"
	       "\"limit\":null,\"begin\":null,\"evidence\":null,\"template\":null,\"carried_year\":"
	       "null,\"carried_no\":null,\"is\":null,\"carried_clock\":null}");
}

static void numbers_inside_become_what_scripts_know(void **state)
{
	Duban__Who who = DUBAN__WHO__INIT;
	Duban__Limit limit = DUBAN__LIMIT__INIT;
	Duban__Link l = DUBAN__LINK__INIT;
	uint32_t after[] = {1, 2};
	(void)state;
	who.person = 9;
	who.name = (char *)"张\"三\\";
	limit.kind = DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS;
	limit.n = 5;
	l.project = 17;
	l.year = 2020;
	l.no = 3;
	l.name = (char *)"tab\there";
	l.class_ = DUBAN__LINK_CLASS__LINK_CLASS_APPROVAL;
	l.unit = 3;
	l.service_unit = 4; /* a unit that is not in the list: its number is written */
	l.person = &who;
	l.n_after = 2;
	l.after = after;
	l.limit = &limit;
	l.begin_date = 20200229;
	expect(
	    &l.base,
	    "{\"project\":\"2020-001\",\"year\":2020,\"no\":3,\"name\":\"tab\\there\","
	    "\"class\":\"approval\",\"unit\":\"xinjian\",\"service_unit\":4,\"leader\":null,"
	    "\"person\":\"张\\\"三\\\\\",\"after\":[1,2],\"limit\":{\"kind\":\"workdays\","
	    "\"n\":5,\"fixed\":null},\"begin\":\"2020-02-29\",\"evidence\":null,\"template\":"
	    "null,\"carried_year\":null,\"carried_no\":null,\"is\":null,\"carried_clock\":null}");
}

static void a_value_without_its_flag_is_none(void **state)
{
	Duban__ReportSubmitRequest q = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	(void)state;
	expect(&q.base, "{\"project\":null,\"period\":null,\"invested\":null,\"text\":null,"
			"\"form\":null,\"on\":null,\"cumulative\":null,\"statistics\":null,"
			"\"cumulative_statistics\":null,\"percent\":null,\"evidence\":[]...");
	q.has_percent = true;
	expect(&q.base, "{\"project\":null,\"period\":null,\"invested\":null,\"text\":null,"
			"\"form\":null,\"on\":null,\"cumulative\":null,\"statistics\":null,"
			"\"cumulative_statistics\":null,\"percent\":0,\"evidence\":[]...");
}

static void money_is_yuan_and_months_are_months(void **state)
{
	Duban__Change ch = DUBAN__CHANGE__INIT;
	Duban__Money zero = DUBAN__MONEY__INIT, total = DUBAN__MONEY__INIT;
	Duban__Report r = DUBAN__REPORT__INIT;
	Duban__GroupTotal g = DUBAN__GROUP_TOTAL__INIT;
	(void)state;
	total.fen = 123450;
	r.num = 1;
	r.project = 17;
	r.period_month = 202002;
	r.invested = &total;
	r.state = DUBAN__REPORT_STATE__REPORT_STATE_PENDING;
	r.submitted_at = 1577926800000000;
	expect(&r.base, "{\"num\":1,\"project\":\"2020-001\",\"period\":\"2020-02\","
			"\"invested\":1234.5,\"text\":null,\"state\":\"pending\",\"unit\":null,"
			"\"submitted\":\"2020-01-02T09:00:00+08:00\"...");
	ch.key = (char *)(uintptr_t) "P1";
	ch.column = (char *)(uintptr_t) "chain_start";
	expect(&ch.base, "{\"line\":null,\"key\":\"P1\",\"column\":\"chain_start\",\"before\":null,"
			 "\"after\":null}");
	g.total = &zero;
	expect(&g.base, "{\"name\":null,\"projects\":0,\"total\":0,\"plan\":null}");
}

static void a_warnings_event_bears_the_warnings_id(void **state)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;
	Duban__WarningCleared c = DUBAN__WARNING_CLEARED__INIT;
	(void)state;
	s.project = 17;
	s.year = 2020;
	s.link = 3;
	c.rule = 1;
	c.subject = &s;
	c.occurrence = 2;
	c.level = DUBAN__LEVEL__LEVEL_RED;
	c.cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
	c.due_date = 20200113;
	expect(&c.base,
	       "{\"id\":\"W01-17-2020-3-2\",\"rule\":\"W01\",\"subject\":{\"project\":"
	       "\"2020-001\",\"year\":2020,\"link\":3,\"kind\":null,\"number\":null,\"sub\":"
	       "null},\"occurrence\":2,\"level\":\"red\","
	       "\"cause\":\"done\",\"due\":\"2020-01-13\",\"cleared_on\":null,\"reason\":null,"
	       "\"evidence\":[],\"exemption\":null}");
	c.rule = 0;
	c.level = DUBAN__LEVEL__LEVEL_NOTE;
	expect(&c.base,
	       "{\"id\":\"W00-17-2020-3-2\",\"rule\":\"W00\",\"subject\":{\"project\":"
	       "\"2020-001\",\"year\":2020,\"link\":3,\"kind\":null,\"number\":null,\"sub\":"
	       "null},\"occurrence\":2,\"level\":\"note\","
	       "\"cause\":\"done\",\"due\":\"2020-01-13\",\"cleared_on\":null,\"reason\":null,"
	       "\"evidence\":[],\"exemption\":null}");
}

/* A number that another project has is not written as the code of the one that the reply is about.
 */
static void a_successor_is_named_by_its_own_code(void **state)
{
	Duban__ProjectName next = DUBAN__PROJECT_NAME__INIT;
	const Duban__ProjectName *others[] = {&next};
	struct json_names of_event = names;
	Duban__Subject s = DUBAN__SUBJECT__INIT;
	Duban__Project p = DUBAN__PROJECT__INIT;
	struct json j = {.names = &of_event};
	char *text = NULL;
	size_t size;
	(void)state;
	next.num = 18;
	next.code = (char *)(uintptr_t) "2020-002";
	of_event.project_num = s.project = 17;
	of_event.other = others;
	of_event.n_other = 1;
	p.successor = 18;
	j.out = open_memstream(&text, &size);
	json_object(&j, NULL);
	json_field(&j, "of", &s.base, "project");
	json_field(&j, "next", &p.base, "successor");
	json_end_object(&j);
	assert_int_equal(fclose(j.out), 0);
	assert_string_equal(text, "{\"of\":\"2020-001\",\"next\":\"2020-002\"}");
	free(text);
}

static void the_fixed_shapes_begin_as_promised(void **state)
{
	Duban__CalendarDueReply d = DUBAN__CALENDAR_DUE_REPLY__INIT;
	Duban__WarningRow w = DUBAN__WARNING_ROW__INIT;
	Duban__LinkRow l = DUBAN__LINK_ROW__INIT;
	Duban__StatusReply t = DUBAN__STATUS_REPLY__INIT;
	const struct {
		const ProtobufCMessage *m;
		const char *fields;
	} rows[] = {
	    {&w.base, "\"id\" \"rule\" \"level\" \"project\" \"project_name\" \"link\" "
		      "\"link_name\" \"unit\" \"since\" \"due\" \"days_late\" \"state\" "},
	    {&l.base, "\"no\" \"name\" \"state\" \"earliest_finish\" \"latest_finish\" "
		      "\"deadline\" \"projected\" \"float_days\" \"critical\" "},
	    {&t.base, "\"epoch\" \"seq\" \"head\" \"simulated\" \"now\" \"projects\" "
		      "\"open_yellow\" \"open_red\" "},
	};
	(void)state;
	d.due_date = 20240221;
	expect(&d.base, "{\"due\":\"2024-02-21\",\"provisional\":false}");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *text = NULL;
		size_t size;
		struct json j = {.names = &names};
		j.out = open_memstream(&text, &size);
		json_message(&j, NULL, rows[i].m);
		assert_int_equal(fclose(j.out), 0);
		const char *at = text;
		for (const char *f = rows[i].fields; *f; f += strcspn(f, " ") + 1) {
			char key[64];
			(void)snprintf(key, sizeof key, "%.*s:", (int)strcspn(f, " "), f);
			assert_memory_equal(at + 1, key, strlen(key));
			at = strpbrk(at + 1, ",}");
		}
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_has_no_value_is_null_and_never_left_out),
	    cmocka_unit_test(numbers_inside_become_what_scripts_know),
	    cmocka_unit_test(a_value_without_its_flag_is_none),
	    cmocka_unit_test(money_is_yuan_and_months_are_months),
	    cmocka_unit_test(a_warnings_event_bears_the_warnings_id),
	    cmocka_unit_test(a_successor_is_named_by_its_own_code),
	    cmocka_unit_test(the_fixed_shapes_begin_as_promised),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
