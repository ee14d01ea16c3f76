/* The Monday text: to whom, when, and what it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/notice/notices.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"

#define POSTS DUBAN__IMPORT_KIND__IMPORT_KIND_POSTS
#define GROUPS DUBAN__IMPORT_KIND__IMPORT_KIND_GROUPS

/* The field of the last notice to the person. */
static const char *field(struct world *w, const char *person, const char *name)
{
	const Duban__NoticeListReply *list;
	const Duban__Notice *n;
	char body[128];

	(void)snprintf(body, sizeof body, "person=%s", person);
	list = notices_ask(w, "notice_list", body)->notice_list;
	assert_true(list->n_notice > 0);
	(void)snprintf(body, sizeof body, "key=%s", list->notice[list->n_notice - 1]->id);
	n = notices_ask(w, "notice_show", body)->notice_show->notice;
	for (size_t i = 0; i < n->n_field; i++)
		if (strncmp(n->field[i], name, strlen(name)) == 0 &&
		    n->field[i][strlen(name)] == '=')
			return n->field[i] + strlen(name) + 1;
	return "-";
}

/* li leads P1 for the city, chen heads the east, wang is of the leading group. */
static struct world *city(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_ask(w, "record_set",
		    "kind=projects cell{column=code value=P1} cell{column=leader_city value=li}");
	world_import(w, POSTS,
		     "person,unit,title,kind,from\nchen,east,区长,主要负责人,2019-01-01\n");
	world_import(w, GROUPS, "id,name,kind,person,role\nlead,领导小组,领导小组,王五,副组长\n");
	notices_chain(w, "P1,1,环评批复,审批,east,,张三,,2020-01-08,2020-01-02\n");
	return w;
}

static void every_monday_or_the_first_working_day_after(void **state)
{
	struct world *w = city(state);

	world_until(w, "2020-01-06T08:29");
	free(w->notice_log);
	w->notice_log = strdup("");
	world_until(w, "2020-01-06T08:30");
	world_expect_notices(w, "to li: 01-06 08:30 weekly_leader\n"
				"to wang: 01-06 08:30 weekly\n"
				"to chen: 01-06 08:30 weekly\n");
	assert_string_equal(field(w, "li", "projects"), "1");
	assert_string_equal(field(w, "chen", "projects"), "1");
	assert_string_equal(field(w, "chen", "scope"), "东湖区");
	assert_string_equal(field(w, "wang", "projects"), "2");
	assert_string_equal(field(w, "wang", "scope"), "全市");
	/* 01-27 is a Monday off: it goes out on 02-03, itself a Monday, and once */
	world_until(w, "2020-01-24T00:00");
	free(w->notice_log);
	w->notice_log = strdup("");
	world_until(w, "2020-02-02T23:59");
	assert_null(strstr(w->notice_log, "weekly"));
}

static void it_says_what_is_invested_due_and_lit(void **state)
{
	struct world *w = city(state);

	life_report(w, "P1", 202001, 100000000);
	world_until(w, "2020-02-10T09:00");
	/* of 2000 万元 a year 100 万元 are invested; one month is due */
	assert_string_equal(field(w, "li", "invested"), "0.0");
	assert_string_equal(field(w, "li", "rate"), "5");
	assert_string_equal(field(w, "li", "points"), "-3.3");
	assert_string_equal(field(w, "li", "behind"), "3.3");
	assert_string_equal(field(w, "li", "ahead"), "");
	assert_string_equal(field(w, "li", "day"), "2月10日");
	assert_string_equal(field(w, "li", "brief"), "");
	assert_string_equal(field(w, "li", "reds"), "一号项目·环评批复，超期33天，东湖区。");
	assert_string_equal(field(w, "li", "red"), "1");
	assert_string_equal(field(w, "li", "red1"), "一号项目·环评批复，超期33天，东湖区");
	assert_string_equal(field(w, "wang", "red"), "1");
}

/* On 05-04 and 10-05, which are off, nobody is told; on the first working day after, once. */
static void a_monday_off_is_made_up_for(void **state)
{
	static const struct {
		const char *quiet_from, *quiet_until, *day, *told;
	} weeks[] = {
	    {"2020-04-30T00:00", "2020-05-06T08:29", "2020-05-06T08:30", "05-06 08:30 weekly"},
	    {"2020-10-01T00:00", "2020-10-09T08:29", "2020-10-09T08:30", "10-09 08:30 weekly"},
	};
	struct world *w = city(state);

	for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
		world_until(w, weeks[i].quiet_from);
		free(w->notice_log);
		w->notice_log = strdup("");
		world_until(w, weeks[i].quiet_until);
		assert_null(strstr(w->notice_log, "weekly"));
		world_until(w, weeks[i].day);
		assert_non_null(strstr(w->notice_log, weeks[i].told));
	}
}

/* A leader gets no text about single lamps, and no Monday text if it is switched off. */
static void leaders_hear_of_nothing_else(void **state)
{
	struct world *w = city(state);

	notices_param(w, "notice.monday", "no");
	world_until(w, "2020-03-20T09:00");
	assert_null(strstr(w->notice_log, "to li"));
	assert_null(strstr(w->notice_log, "weekly"));
	assert_non_null(strstr(w->notice_log, "to zhang"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_monday_or_the_first_working_day_after),
	    TEST(it_says_what_is_invested_due_and_lit),
	    TEST(a_monday_off_is_made_up_for),
	    TEST(leaders_hear_of_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
