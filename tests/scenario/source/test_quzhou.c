/* 衢州 2022: what the city answers to the 审议意见 of its People's Congress (sources/004), with its
 * ladder and its cadence. 2022: 01-31 to 02-06, 04-03 to 05, 04-30 to 05-04 and 06-03 to 05 are
 * off; Saturdays 04-02 and 05-07 and Sunday 04-24 are worked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/duty/tduty_city.h"
#include "lib/lamp/twarning.h"
#include "lib/noun/tconfirm.h"
#include "lib/noun/tevidence.h"
#include "lib/source/source.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"
#include "text/rate.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

enum { STARTS = 60, STARTED = 55, BUILT = 60, ENTERED = 55, ENDS = 40, ENDED = 36, FILES = 5 };
enum { CSV_BYTES = 64 * 1024 };

/* ---- 一、二
 * “对应开工未开工、应入库未入库、应完工未完工项目进行‘红黄灯’预警，累计预警项目160个，已销号146个，销号率91%”:
 * the rules raise the 160 lamps, and the facts clear 146: 55 of 60 projects start, 55 of 60 enter
 * the library, 36 of 40 are accepted. 91.25 is 91.3 by our rule, and 91 as printed. */

static int setup(void **state)
{
	*state = world_new("2022-01-04T09:00", true);
	return 0;
}

static char csv[CSV_BYTES];

/* A row for each of n projects: `row` with its number. */
static void rows(const char *head, const char *row, int n)
{
	size_t at = (size_t)snprintf(csv, sizeof csv, "%s\n", head);

	for (int i = 1; i <= n; i++)
		at += (size_t)snprintf(csv + at, sizeof csv - at, row, i, i);
	assert_true(at < sizeof csv);
}

#define PROJECT "code,name,unit,category,stage,total,plan,year,planned_start,planned_finish"
#define LIFE "project,started,library"

static void city(struct world *w)
{
	world_import(w, K(UNITS),
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "kecheng,柯城区,county,,330802\n");
	rows(PROJECT,
	     "K%d,计划开工%d,kecheng,工业,计划新开工,100000000,20000000,2022,2022-01,2023-12\n",
	     STARTS);
	world_import(w, K(PROJECTS), csv);
	rows(PROJECT, "R%d,在建%d,kecheng,工业,在建,100000000,20000000,2022,2022-01,2023-12\n",
	     BUILT);
	world_import(w, K(PROJECTS), csv);
	rows(LIFE, "R%d,2022-01-03,\n", BUILT);
	world_import(w, K(LIVES), csv);
	rows(PROJECT, "W%d,将完工%d,kecheng,工业,在建,100000000,20000000,2022,2020-03,2022-01\n",
	     ENDS);
	world_import(w, K(PROJECTS), csv);
	rows(LIFE, "W%d,2020-03-02,2020-06-01\n", ENDS);
	world_import(w, K(LIVES), csv);
}

static const char *code(const char *letter, int i)
{
	static char buf[16];

	(void)snprintf(buf, sizeof buf, "%s%d", letter, i);
	return buf;
}

/* What was asked for happens, with what shows it: the stage and 佐证, 入库, 竣工验收. */
static void deeds(struct world *w)
{
	fill(9);
	for (int i = 1; i <= STARTED; i++) {
		char text[256];

		if (i > FILES) {
			life_move(w, code("K", i), STAGE(BUILDING), 0);
			continue;
		}
		put(w, code("K", i));
		(void)snprintf(text, sizeof text,
			       "project=K%d to=building exemption=无须施工许可 evidence=%s", i,
			       lamp_evidence());
		world_ok(w, lamp_request(w, "project_move", text));
	}
	for (int i = 1; i <= ENTERED; i++)
		life_enter_library(w, code("R", i), 20220216);
	rows(
	    "project,organiser,accepted,owner,owner_result,design,design_result,builder,"
	    "builder_result,supervision,supervision_result,fire,fire_result,quality,quality_result",
	    "W%d,市住建局,2022-02-16,甲,合格,乙,合格,丙,合格,丁,合格,戊,合格,己,合格\n", ENDED);
	for (int i = 1; i <= ENDED; i++)
		life_move(w, code("W", i), STAGE(COMPLETED), 0);
	world_import(w, K(ACCEPTANCES), csv);
	for (int i = 1; i <= ENDED; i++)
		life_move(w, code("W", i), STAGE(ACCEPTED), 0);
}

static Duban__ClearingRateReply *rate(struct world *w, const char *more)
{
	char text[160];

	(void)snprintf(text, sizeof text, "from_date=20220101 to_date=20220228 %s", more);
	return world_ok(w, lamp_request(w, "clearing_rate", text))->clearing_rate;
}

static void is(const Duban__ClearingRateRow *row, const char *group, uint32_t raised,
	       uint32_t cleared)
{
	assert_string_equal(row->group, group);
	assert_int_equal(row->raised, raised);
	assert_int_equal(row->cleared, cleared);
}

static void of_160_raised_146_are_cleared(void **state)
{
	struct world *w = *state;
	Duban__ClearingRateReply *b;
	char text[RATE_TEXT_MAX];

	w->check = false; /* 160 projects after each of 500 steps; the last one is checked */
	city(w);
	world_until(w, "2022-02-17T09:00");
	is(rate(w, "")->row[0], "", 160, 0);
	deeds(w);
	w->check = true;
	world_until(w, "2022-02-28T09:00");
	b = rate(w, "");
	assert_int_equal(b->n_row, 1);
	is(b->row[0], "", 160, 146);
	assert_string_equal(rate_text(b->row[0]->cleared, b->row[0]->raised, text), "91.3");
	assert_string_equal(rate_whole_text(b->row[0]->cleared, b->row[0]->raised, text), "91");
	b = rate(w, "by=rule");
	assert_int_equal(b->n_row, 3);
	is(rate(w, "by=rule rules=W04")->row[0], "W04", STARTS, STARTED);
	is(rate(w, "by=rule rules=W05")->row[0], "W05", BUILT, ENTERED);
	is(rate(w, "by=rule rules=W06")->row[0], "W06", ENDS, ENDED);
	is(rate(w, "by=unit")->row[0], "kecheng", 160, 146);
	is(rate(w, "count=projects")->row[0], "", 160, 146);
	/* as of the evening before, nothing was cleared; of a period before, nothing raised */
	world_ok(w, lamp_request(w, "clearing_rate", "from_date=20220101 to_date=20220216"));
	is(w->reply->clearing_rate->row[0], "", 160, 0);
	world_ok(w, lamp_request(w, "clearing_rate", "from_date=20220101 to_date=20220131"));
	assert_int_equal(w->reply->clearing_rate->n_row, 0);
	world_refused(w, lamp_request(w, "clearing_rate", "from_date=20220201 to_date=20220131"),
		      STATUS_INVALID, "clearing.days_order");
	/* 反弹: one of them was not finished; it counts as one lamp, which is not cleared */
	world_ok(w, lamp_request(w, "warning_reopen", "id=W04-1-0-0-1 reason=未实质开工"));
	is(rate(w, "")->row[0], "", 160, 145);
	is(rate(w, "count=projects")->row[0], "", 160, 145);
}

/* ---- from the lamp to the clearing, tier by tier */

#define LAMP "W04-2-0-0-1"
#define LETTER "衢督函〔2022〕2号"

static int setup_tiers(void **state)
{
	struct world *w = source_city("2022-01-04T09:00", "quzhou2022");

	*state = w;
	/* 三、三 “‘四大办’专班成员一人挂联一个重点项目” */
	world_import(w, K(PROJECTS),
		     "code,name,unit,sector,category,stage,total,plan,year,planned_start,"
		     "planned_finish,leader_city,liaison,responsible_direct\n"
		     "K,市档案馆新馆,site,zhujian,工业,计划新开工,200000000,20000000,2022,2022-01,"
		     "2023-12,桂市长,鲍主任,叶经理\n");
	put(w, "K");
	source_forget(w);
	return 0;
}

/* 一、一 “一周一调度、半月一协调、一月一攻坚”: the planned month ends in the Spring Festival, and
 * people hear of it on 02-07. Five working days lit (7 to 11), ten (14 to 18), and the second
 * evaluation in a row, 03-01. */
static void yellow(struct world *w)
{
	world_until(w, "2022-03-01T12:00");
	source_lamps(w, "K/0 W04", "02-01 00:00 yellow K/0 W04 due 01-31\n");
	source_steps(w, "K/0 W04",
		     "02-11 00:00 K/0 W04: 2\n"
		     "02-18 00:00 K/0 W04: 3\n"
		     "03-01 00:00 K/0 W04: 4\n");
	source_holders(w, LAMP, 1, "responsible:ye contact:xin");
	source_holders(w, LAMP, 2, "deputy:fen");
	source_holders(w, LAMP, 3, "head:zhu sector_head:ju");
	source_holders(w, LAMP, 4, "linked_leader:gua office:bao");
	source_told(w, "K/0 W04",
		    "02-07 08:30 begin: ye xin\n"
		    "02-11 08:30 begin: fen\n"
		    "02-18 08:30 begin: zhu ju\n"
		    "03-01 08:30 begin: bao\n");
	source_proposals(w, LAMP, "");
}

/* Three months ended, red on 04-01; after five working days of red (04-02, 06 to 08, 11) a 督办函:
 * “持续紧盯不放”. It is due in seven (12 to 15, 18 to 20), and the 通报 on the working day after.
 */
static void red(struct world *w)
{
	world_until(w, "2022-04-11T10:00");
	source_lamps(w, "K/0 W04", "04-01 00:00 red K/0 W04 due 01-31\n");
	source_steps(w, "K/0 W04", "04-11 00:00 K/0 W04: 5\n");
	source_told(w, "K/0 W04",
		    "04-01 08:30 step: ye xin fen zhu ju bao\n"
		    "04-11 08:30 begin: du\n");
	source_proposals(w, LAMP, "order open");
	source_ok(w, "du", "proposal_accept",
		  "id=order/" LAMP "/5 document=" LETTER " reason=应开工未开工");
	source_order(w, LETTER, "issued site 2022-04-20 0 site");
	source_ok(w, "site", "order_sign", "number=" LETTER);
	world_until(w, "2022-04-21T10:00");
	source_steps(w, "K/0 W04", "04-21 00:00 K/0 W04: 6\n");
	source_proposals(w, LAMP, "order accepted, circular open");
	source_ok(w, "bao", "proposal_accept",
		  "id=circular/" LAMP "/6 document=衢通〔2022〕4号 reason=逾期未开工");
	source_forget(w);
}

/* It starts, and shows it: the unit reports, the department reviews, the office confirms. */
static void started(struct world *w)
{
	char text[256];

	world_until(w, "2022-04-25T10:00");
	(void)snprintf(text, sizeof text,
		       "project=K to=building at_date=20220424 exemption=无须施工许可 evidence=%s",
		       lamp_evidence());
	source_ok(w, "site", "project_move", text);
	source_ok(w, "site", "order_answer", "number=" LETTER " text=已开工");
	source_no(w, "du", "warning_clear", "id=" LAMP " reason=已开工 evidence=@file",
		  "warning.stands_still");
	source_ok(w, "trade", "report_review", "verdict{report=1 verdict=pass}");
	source_ok(w, "bao", "report_review", "verdict{report=1 verdict=pass}");
	source_ok(w, "du", "order_accept", "number=" LETTER);
	world_until(w, "2022-04-25T18:00");
	source_lamps(w, "K/0 W04", "04-25 10:00 done K/0 W04\n");
	assert_int_equal(lamp_stored(w, LAMP)->cleared_on_date, 20220424);
	source_told(w, "K/0 W04", "04-25 10:20 end: ye xin fen zhu ju du bao\n");
	source_rate(w, "W04", "from_date=20220101 to_date=20220430", "1/1");
}

static void one_of_the_160_through_every_tier_to_the_clearing(void **state)
{
	struct world *w = *state;

	yellow(w);
	red(w);
	started(w);
}

/* ---- meetings, campaigns, the congress */

/* 一、一 “先后13次召开‘重大项目重点企业重要指标’攻坚推进例会”: twelve of them are taken over, the
 * thirteenth fulfils the month's. */
static void the_thirteenth_meeting_of_its_series(void **state)
{
	struct world *w = *state;

	rows("series,number,held,tier,projects,decisions", "三重例会,%d,2021-%02d-28,office,,\n",
	     12);
	world_import(w, K(MEETINGS), csv);
	world_until(w, "2022-02-28T00:00");
	source_cadence(w, "quzhou2022");
	duty_is(w, "zhujian/weekly_dispatch/2022-02-28", "open 2022-03-05 00:00");
	duty_is(w, "office/coordination/2022-02-2", "open 2022-03-01 00:00");
	duty_is(w, "office/push/2022-02", "open 2022-03-01 00:00");
	world_until(w, "2022-02-28T10:00");
	source_ok(w, "bao", "meeting_hold",
		  "series=三重例会 tier=office form=push chair=桂市长 projects=K attendees=朱总");
	assert_int_equal(w->reply->meeting_show->number, 13);
	duty_is(w, "office/push/2022-02", "done 2022-02-28 meeting");
	/* “每半月协调解决各类问题”: nobody did; from the first minute after it is told */
	world_until(w, "2022-03-01T10:00");
	source_lamps(w, "duty/1 W20", "03-01 00:00 yellow duty/1 W20 due 02-28\n");
	source_told(w, "-/1 W20", "03-01 08:30 begin: bao\n");
}

static void answered(struct world *w, const char *id)
{
	char text[128];

	(void)snprintf(text, sizeof text, "id=%s text=已解决 evidence=@file", id);
	source_ok(w, "site", "problem_answer", text);
	(void)snprintf(text, sizeof text, "id=%s text=现场核实", id);
	source_no(w, "site", "problem_clear", text, "hand.same");
	source_ok(w, "trade", "problem_clear", text);
}

/* 一、二
 * “按季度组织开展重大项目‘百个问题’市政府领导领衔攻坚，‘一项目一方案’，持续紧盯不放，实行滚动销号，确保见底清零”:
 * the list is fixed on its first day; at the end it is recorded what was left. What comes back is
 * not cleared. */
static void the_hundred_problems_of_a_quarter(void **state)
{
	struct world *w = *state;
	const Duban__CampaignShowReply *b;

	world_until(w, "2022-03-31T09:00");
	source_ok(w, "site", "problem_raise", "title=管线迁改 project=P1");
	source_ok(w, "site", "problem_raise", "title=砂石短缺 project=P1");
	world_import(w, K(CAMPAIGNS),
		     "id,name,kind,from,until,leader\n"
		     "2022Q2,百个问题,问题攻坚,2022-04-01,2022-06-30,桂市长\n");
	world_import(w, K(CAMPAIGN_ITEMS),
		     "campaign,subject,leader,scheme\n"
		     "2022Q2,2022-0001,付副市长,一项目一方案1号\n"
		     "2022Q2,2022-0002,付副市长,一项目一方案2号\n");
	world_until(w, "2022-04-06T10:00");
	answered(w, "2022-0001");
	answered(w, "2022-0002");
	b = source_ok(w, "bao", "campaign_show", "id=2022Q2")->campaign_show;
	assert_int_equal(b->done, 2);
	source_ok(w, "du", "problem_reopen", "id=2022-0002 reason=又断料");
	b = source_ok(w, "bao", "campaign_show", "id=2022Q2 left=1")->campaign_show;
	assert_int_equal(b->done, 1);
	assert_string_equal(b->item[0]->subject, "2022-0002");
	source_problem(w, "2022-0002", "L1 assigned site 2022-04-11 0");
	answered(w, "2022-0002");
	w->check = false; /* the last step is checked */
	world_until(w, "2022-07-01T00:00");
	w->check = true;
	b = source_ok(w, "bao", "campaign_show", "id=2022Q2")->campaign_show;
	assert_int_equal(b->ended_date, 20220630);
	assert_int_equal(b->ended_total, 2);
	assert_int_equal(b->ended_done, 2);
	assert_string_equal(b->rate, "100");
}

/* 一、三 “实施‘百个前期’项目攻坚行动，狠抓123个10亿元以上重大前期项目…变‘串联’为‘并联’”, 三、一
 * “集体研究审定项目攻坚任务书、时间表、路线图”. */
static void the_hundred_early_projects(void **state)
{
	struct world *w = *state;
	const Duban__CampaignShowReply *b;
	char text[300];

	world_import(w, K(PROJECTS),
		     "code,name,unit,sector,category,stage,total,year\n"
		     "Q1,常山江航电枢纽,site,zhujian,工业,谋划储备,2000000000,2022\n");
	world_import(w, K(CAMPAIGNS),
		     "id,name,kind,from,until,goal,target\n"
		     "QQ,百个前期,前期攻坚,2022-01-05,2022-03-31,前期,1\n");
	(void)snprintf(text, sizeof text,
		       "campaign,subject,leader,due,scheme,task_book,timetable,roadmap\n"
		       "QQ,Q1,付副市长,2022-02-28,攻坚1号,%s,%s,%s\n",
		       lamp_evidence(), lamp_evidence(), lamp_evidence());
	world_import(w, K(CAMPAIGN_ITEMS), text);
	world_until(w, "2022-03-02T10:00");
	b = source_ok(w, "bao", "campaign_show", "id=QQ")->campaign_show;
	assert_int_equal(b->item[0]->days_late, 2);
	source_todo(w, "unit=site", "campaign", "QQ 2022-02-28 campaign_due");
	source_ok(w, NULL, "project_move", "project=Q1 to=preliminary at_date=20220301");
	b = source_ok(w, "bao", "campaign_show", "id=QQ")->campaign_show;
	assert_int_equal(b->done, 1);
	assert_int_equal(b->item[0]->done_date, 20220301);
	source_todo(w, "unit=site", "campaign", "");
}

/* 市人大常委会〔2022〕23号: an opinion is an order, each of its points an item with an answer of
 * its own; “持续…跟踪落实”. */
static void the_opinions_of_the_congress(void **state)
{
	struct world *w = *state;

	world_until(w, "2022-03-01T10:00");
	source_ok(w, "bao", "order_issue",
		  "kind=opinion number=衢人大常办〔2022〕23号 unit=office title=审议意见 "
		  "due_date=20220331 acceptor=dcb");
	world_import(w, K(PARTS),
		     "order,no,unit,text,due\n"
		     "衢人大常办〔2022〕23号,1,zhujian,超常规抓好项目建设,2022-03-15\n"
		     "衢人大常办〔2022〕23号,2,site,着力提高投资绩效,2022-03-15\n");
	source_ok(w, "bao", "order_sign", "number=衢人大常办〔2022〕23号");
	world_until(w, "2022-03-16T10:00");
	source_lamps(w, "order/1 W18",
		     "03-14 00:00 yellow order/1 W18 due 03-15\n"
		     "03-14 00:00 yellow order/1 W18 due 03-15\n"
		     "03-16 00:00 red order/1 W18 due 03-15\n"
		     "03-16 00:00 red order/1 W18 due 03-15\n");
	source_ok(w, "trade", "order_answer", "number=衢人大常办〔2022〕23号 part=1 text=已办");
	source_ok(w, "bao", "order_answer", "number=衢人大常办〔2022〕23号 text=衢政办〔2022〕5号");
	source_no(w, "du", "order_accept", "number=衢人大常办〔2022〕23号", "order.part_waits");
	source_ok(w, "site", "order_answer", "number=衢人大常办〔2022〕23号 part=2 text=已办");
	source_no(w, "bao", "order_accept", "number=衢人大常办〔2022〕23号", "hand.same");
	/* nor does another of the office, whose it was */
	world_ok(w, hand_new("xiao", ROLE(OFFICE), "", "肖科员"));
	source_no(w, "xiao", "order_accept", "number=衢人大常办〔2022〕23号", "hand.same_unit");
	source_ok(w, "du", "order_accept", "number=衢人大常办〔2022〕23号");
	source_order(w, "衢人大常办〔2022〕23号", "accepted office 2022-03-31 0 -");
	source_rate(w, "W18", "from_date=20220301 to_date=20220331", "2/2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(of_160_raised_146_are_cleared, setup, world_teardown),
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup_tiers, world_teardown)
	    TEST(one_of_the_160_through_every_tier_to_the_clearing),
	    TEST(the_thirteenth_meeting_of_its_series),
	    TEST(the_hundred_problems_of_a_quarter),
	    TEST(the_hundred_early_projects),
	    TEST(the_opinions_of_the_congress),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
