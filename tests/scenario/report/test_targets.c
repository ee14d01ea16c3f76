/* `target status`: targets measured by the tallies. The first are those of Dali's plan of 2022
 * (项目攻坚年): 三个翻番, 100 个, 40 %, 10 个, 150 %, 22.5 %. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/order/torder.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"

static void until(struct world *w, const char *when)
{
	as(w, "", 0);
	world_until(w, when);
}

static void is(struct world *w, const char *indicator, const char *unit, uint32_t month,
	       const char *expected)
{
	const Duban__TargetStatusReply *b;
	char text[200];

	(void)snprintf(text, sizeof text, "month=%u", month);
	b = torder_ok(w, "target_status", text)->target_status;
	for (size_t i = 0; i < b->n_row; i++) {
		const Duban__TargetStatusRow *r = b->row[i];

		if (strcmp(r->indicator, indicator) != 0 || strcmp(r->unit, unit) != 0)
			continue;
		(void)snprintf(text, sizeof text, "%s of %s, due %s: %s%% %s", r->reached, r->value,
			       r->due, r->percent, r->state);
		assert_string_equal(text, expected);
		return;
	}
	fail_msg("no target %s of %s", indicator, unit);
}

/* A and B of east (below it: site), C of west, each with a plan of 20,000,000. */
static void dali(struct world *w)
{
	city(w);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(CATEGORIES), "name,industry\n工业,是\n文化旅游,否\n");
	world_import(w, IMPORT_KIND(PROJECTS),
		     "code,name,unit,category,stage,total,plan,year,list\n"
		     "R1,储备一,west,文化旅游,谋划储备,20000000,,2020,支撑库\n"
		     "R2,前期二,west,文化旅游,前期,20000000,30000000,2020,支撑库\n"
		     "R3,储备三,east,文化旅游,谋划储备,20000000,,2020,重点谋划\n");
	world_import(w, IMPORT_KIND(MEMBERS), "project,list,joined\nC,支撑库,2020-01-02\n");
	world_import(
	    w, IMPORT_KIND(TARGETS),
	    "year,indicator,unit,kind,previous,value,q1,q2,q3,q4,measure,list\n"
	    "2020,储备项目翻番,,数量,1,2,,,,,储备项目个数,\n"
	    "2020,投资支撑翻番,,金额,71000000000元,142000000000元,,,,,年度计划投资,支撑库\n"
	    "2020,新谋划项目,west,数量,,100,25,50,75,100,新增项目个数,\n"
	    "2020,产业项目占比,west,占比,,40%,,,,,产业占比,支撑库\n"
	    "2020,重大项目,,数量,,10,,,,,项目个数,重点谋划\n"
	    "2020,固定资产投资,west,金额,,3000万元,,,,,完成投资,\n"
	    "2020,支撑率,west,占比,,150%,,,,,支撑率,支撑库\n"
	    "2020,产业投资占比,,占比,11.25%,22.5%,,,,,产业占比,\n"
	    "2020,利用外资,,增速,,20%,,,,,,\n");
	until(w, "2020-07-10 09:00");
	as_office(w);
}

static void targets_of_dali_are_measured(void **state)
{
	struct world *w = *state;

	dali(w);
	/* three reserved of two; half a year of the way from one to two are 1.5 */
	is(w, "储备项目翻番", "", 202006, "3 of 2, due 2: 150% reached");
	/* 71 and half of 71 milliard; the list's plan is 50,000,000 */
	is(w, "投资支撑翻番", "", 202006, "50000000 of 142000000000, due 106500000000: 0% behind");
	/* C, R1 and R2: nothing counted at the end of 2019 */
	is(w, "新谋划项目", "west", 202006, "3 of 100, due 50: 3% behind");
	is(w, "新谋划项目", "west", 202002, "3 of 100, due 0: 3% ahead");
	is(w, "新谋划项目", "west", 202005, "3 of 100, due 25: 3% behind");
	/* C's 20 of 50 million */
	is(w, "产业项目占比", "west", 202006, "40.00% of 40.00%, due 40.00%: 100% reached");
	is(w, "重大项目", "", 202006, "1 of 10, due 5: 10% behind");
	is(w, "支撑率", "west", 202006, "166.67% of 150.00%, due 150.00%: 111.1% reached");
	is(w, "产业投资占比", "", 202006, "66.67% of 22.50%, due 22.50%: 296.3% reached");
	is(w, "利用外资", "", 202006, " of 20.00%, due 20.00%: % unmeasured");
}

static void what_grows_over_the_year_is_due_by_months(void **state)
{
	struct world *w = *state;

	city(w);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(TARGETS),
		     "year,indicator,unit,kind,value,q1,q2,q3,q4,measure\n"
		     "2020,完成,east,金额,60000000元,,,,,完成投资\n"
		     "2020,完成率,east,占比,100%,,,,,投资完成率\n"
		     "2020,季度,east,金额,40000000元,10000000元,20000000元,30000000元,"
		     "40000000元,完成投资\n"
		     "2020,增长,east,增速,10%,,,,,完成投资\n"
		     "2020,开工率,east,占比,90%,,,,,开工率\n");
	until(w, "2020-02-03 09:00");
	as_site(w);
	confirm(w, monthly(w, "A", 202001, 999999999)); /* a fen short of 10 million */
	until(w, "2020-04-10 09:00");
	as_office(w);
	is(w, "完成", "east", 202001, "9999999.99 of 60000000, due 5000000: 16.7% ahead");
	is(w, "完成", "east", 202003, "9999999.99 of 60000000, due 15000000: 16.7% behind");
	/* 24.999... % of the plan is printed 25, and is behind 25 */
	is(w, "完成率", "east", 202003, "25.00% of 100.00%, due 25.00%: 25% behind");
	is(w, "季度", "east", 202003, "9999999.99 of 40000000, due 10000000: 25% behind");
	is(w, "季度", "east", 202002, "9999999.99 of 40000000, due 0: 25% ahead");
	/* nothing is known of the year before; nothing is to start */
	is(w, "增长", "east", 202003, " of 10.00%, due 10.00%: % unmeasured");
	is(w, "开工率", "east", 202003, " of 90.00%, due 90.00%: % unmeasured");
	as(w, "", 0);
	world_import(w, IMPORT_KIND(YEAR_BASES),
		     "list,month,unit,completed(元),source\n"
		     "甲,2019-03,east,8000000,年报\n");
	world_import(w, IMPORT_KIND(MEMBERS), "project,list,joined\nA,甲,2020-01-02\n");
	world_import(w, IMPORT_KIND(TARGETS), "year,indicator,unit,list\n2020,增长,east,甲\n");
	as_office(w);
	is(w, "增长", "east", 202003, "25.00% of 10.00%, due 10.00%: 250% reached");
}

static void a_target_is_measured_by_what_fits_its_kind(void **state)
{
	struct world *w = *state;
	const Duban__Reply *p;

	city(w);
	as(w, "", 0);
	p = world_import_ask(w, IMPORT_KIND(TARGETS),
			     "year,indicator,kind,value,measure\n2020,甲,数量,1,完成投资\n");
	assert_int_not_equal(p->status, DUBAN__STATUS__STATUS_OK);
	assert_string_equal(p->problem[0]->code, "target.measure_of_kind");
	world_import(w, IMPORT_KIND(TARGETS),
		     "year,indicator,unit,kind,value,measure\n2020,甲,,数量,1,项目个数\n"
		     "2020,乙,west,数量,1,项目个数\n2020,丙,site,数量,2,项目个数\n");
	until(w, "2020-02-10 09:00");
	as(w, "east", ROLE(COUNTY));
	assert_int_equal(torder_ok(w, "target_status", "")->target_status->n_row, 2);
	is(w, "丙", "site", 202001, "2 of 2, due 0: 100% reached");
	torder_refused(w, "target_status", "unit=west", "scope.denied");
	torder_refused(w, "target_status", "month=202002", "month.not_over");
	as_office(w);
	assert_int_equal(torder_ok(w, "target_status", "unit=west")->target_status->n_row, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(targets_of_dali_are_measured),
	    TEST(what_grows_over_the_year_is_due_by_months),
	    TEST(a_target_is_measured_by_what_fits_its_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
