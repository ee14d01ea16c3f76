/* 大理州“项目攻坚年”行动方案 (sources/002), 2022-03-30, with its ladder and its cadence.
 * 2022: 04-03 to 05, 04-30 to 05-04, 06-03 to 05 are off; Saturday 04-02, Sunday 04-24, Saturday
 * 05-07 are worked. The names of the city's posts stand for those of the 州: 桂市长 is the 州领导
 * who 挂钩联系 the project, 东湖区 a 县市, 督查问责办 the 州政府督查室, the office the
 * 领导组办公室. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/duty/tduty_city.h"
#include "lib/lamp/twarning.h"
#include "lib/source/source.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "lib/world/wrecord.h"
#include "proto/enums.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define LAMP "W02-1-2022-1-1"
#define STILL "W08-1-0-0-1"
#define LETTER "大政督〔2022〕5号"

static int setup(void **state)
{
	struct world *w = source_city("2022-02-25T09:00", "dali2022");

	*state = w;
	source_forget(w);
	return 0;
}

/* 三（二）“各县市和州级行业主管部门，要负责做好…日常跟踪问效”: late since Saturday 04-09 (yellow),
 * told on Monday; ten working days on (11 to 15, 18 to 22) 分管领导 and 行业主管部门. */
static void followed_day_by_day(struct world *w)
{
	world_until(w, "2022-04-22T12:00");
	source_lamps(w, "P1/1 W02", "04-09 00:00 yellow P1/1 W02 due 04-08\n");
	source_steps(w, "P1/1 W02", "04-22 00:00 P1/1 W02: 2\n");
	source_told(w, "P1/1 W02",
		    "04-11 08:30 begin: ye xin\n"
		    "04-22 08:30 begin: fen fuju\n");
	source_holders(w, LAMP, 2, "deputy:fen sector_deputy:fuju");
}

/* Red from Saturday 04-23, fifteen days late, told on Sunday 04-24, which is worked: 二（四）1
 * “州级领导干部挂钩联系 推进重点项目”, 4 “领导组办公室及时收集项目问题”. After five working days of
 * red (24 to 28) “州政府督查室要加大督促检查力度， 适时…开展专项督查”. */
static void red(struct world *w)
{
	world_until(w, "2022-04-28T12:00");
	source_lamps(w, "P1/1 W02", "04-23 00:00 red P1/1 W02 due 04-08\n");
	source_steps(w, "P1/1 W02",
		     "04-23 00:00 P1/1 W02: 3\n"
		     "04-28 00:00 P1/1 W02: 4\n");
	source_told(w, "P1/1 W02",
		    "04-24 08:30 step: ye xin fen fuju\n"
		    "04-24 08:30 begin: zhu bao\n"
		    "04-28 08:30 begin: du\n");
	source_holders(w, LAMP, 3, "head:zhu linked_leader:gua office:bao");
	source_holders(w, LAMP, 4, "supervision:du");
	source_proposals(w, LAMP, "order open");
}

/* The letter with seven working days: 04-29, 05-05 to 07, 09 to 11. It passes, and on the working
 * day after it “定时通报推进情况” is proposed. */
static void supervised(struct world *w)
{
	source_ok(w, "du", "record_set",
		  "kind=supervisions cell{column=id value=D1} cell{column=kind value=专项督查} "
		  "cell{column=means value=现场督办} cell{column=form value=日常} "
		  "cell{column=held value=2022-04-28} cell{column=list value=市重点} "
		  "cell{column=person value=杜督查} cell{column=text value=基础未完}");
	source_ok(w, "du", "proposal_accept",
		  "id=order/" LAMP "/4 document=" LETTER " reason=专项督查发现滞后");
	source_order(w, LETTER, "issued site 2022-05-11 0 site");
	source_ok(w, "site", "order_sign", "number=" LETTER);
	world_until(w, "2022-05-12T10:00");
	source_steps(w, "P1/1 W02", "05-12 00:00 P1/1 W02: 5\n");
	source_told(w, "P1/1 W02", "05-12 08:30 step: du bao\n");
	source_proposals(w, LAMP, "order accepted, circular open");
	source_ok(w, "bao", "proposal_accept",
		  "id=circular/" LAMP "/5 document=大攻坚办〔2022〕8号 reason=逾期未整改");
	world_rows(w, CIRCULARS,
		   "大攻坚办〔2022〕8号,site,criticism,P1,,2022-05-12,,,逾期未整改,,,5,," LAMP
		   "\n");
}

/* 二（四）3 “归口管理、分层审核”, 6 “数出有据”: what was done is shown by evidence, reviewed by the
 * department and confirmed by the office. It needs no end of the ladder: 问责 is for what makes no
 * progress at all. */
static void cleared(struct world *w)
{
	world_until(w, "2022-05-13T10:00");
	source_ok(w, "site", "link_finish",
		  "link{project=P1 no=1} at_date=20220513 evidence=@file text=基础完成");
	source_ok(w, "site", "order_answer", "number=" LETTER " text=基础完成 evidence=@file");
	source_ok(w, "trade", "report_review", "verdict{report=1 verdict=pass}");
	source_ok(w, "bao", "report_review", "verdict{report=1 verdict=pass}");
	source_ok(w, "du", "order_accept", "number=" LETTER);
	world_until(w, "2022-05-13T18:00");
	source_lamps(w, "P1/1 W02", "05-13 10:00 done P1/1 W02\n");
	source_told(w, "P1/1 W02", "05-13 10:20 end: ye xin fen zhu fuju du bao\n");
	source_rate(w, "W02", "from_date=20220401 to_date=20220531", "1/1");
}

static void a_late_link_through_every_tier_to_the_clearing(void **state)
{
	struct world *w = *state;

	source_chain(w, "P1,1,基础完成,实施,site,范副总,叶经理,,2022-04-08,2022-02-25\n");
	world_do(w, "start P1 1");
	followed_day_by_day(w);
	red(w);
	supervised(w);
	cleared(w);
}

/* 三（三）“项目建设长期无实质性进展的相关责任人，将依法依规严肃问责”: nothing reported for March
 * (locked on the fifth working day of April, 04-08) is yellow, for April as well (05-10) red. */
static void without_progress_somebody_answers_for_it(void **state)
{
	struct world *w = *state;

	w->check = false; /* after each of hundreds of steps; the last is checked */
	world_until(w, "2022-07-01T10:00");
	w->check = true;
	source_lamps(w, "P1/0 W08",
		     "04-09 00:00 yellow P1/0 W08 due 03-31\n"
		     "05-11 00:00 red P1/0 W08 due 03-31\n");
	/* 2: ten working days of yellow. 3: ten more (24 to 29, 05-05 to 07, 09), before it is red.
	 * 4: red for five. 5: nobody issued the 督办函, so it counts as due ten working days on,
	 * 06-01. 6: twenty more (06-06 to 10, 13 to 17, 20 to 24, 27 to 07-01) */
	source_steps(w, "P1/0 W08",
		     "04-22 00:00 P1/0 W08: 2\n"
		     "05-09 00:00 P1/0 W08: 3\n"
		     "05-18 00:00 P1/0 W08: 4\n"
		     "06-02 00:00 P1/0 W08: 5\n"
		     "07-01 00:00 P1/0 W08: 6\n");
	source_proposals(w, STILL, "order open, circular open, refer open");
	source_told(w, "P1/0 W08",
		    "04-11 08:30 begin: xin\n"
		    "04-22 08:30 begin: fen fuju\n"
		    "05-09 08:30 begin: zhu bao\n"
		    "05-11 08:30 step: xin fen zhu fuju bao\n"
		    "05-18 08:30 begin: du\n"
		    "06-02 08:30 step: du bao\n"
		    "07-01 08:30 step: du\n");
	/* 三（三）“县市政府、行业主管部门主要领导和分管领导”: a person decides */
	source_ok(w, "du", "proposal_accept",
		  "id=refer/" STILL "/6 document=大政督移1号 reason=长期无实质性进展 "
		  "offence=inaction person=朱总");
	world_rows(w, REFERRALS,
		   "大政督移1号,site,P1,zhu,inaction,,2022-07-01,长期无实质性进展,,,,," STILL "\n");
	/* it is driven on, and the month's figures, once confirmed, clear the lamp: two proposals
	 * lapse */
	life_report(w, "P1", 202206, 500000000);
	world_until(w, "2022-07-08T10:00");
	/* June is locked on the fifth working day of July, 07-07 (1, 4 to 7) */
	source_lamps(w, "P1/0 W08", "07-08 00:00 done P1/0 W08\n");
	source_proposals(w, STILL, "order lapsed, circular lapsed, refer accepted");
	source_rate(w, "W08", "from_date=20220401 to_date=20220731", "1/1");
}

/* ---- duties, problems, supervision */

/* The duties of the 方案, and none to dispatch: 二（四）4 “不定期调度解决项目推进中遇到的问题”. */
static void its_duties_are_reports(void **state)
{
	struct world *w = *state;

	world_until(w, "2022-03-01T00:00");
	source_cadence(w, "dali2022");
	/* 二（一）1 “10个重点谋划项目于3月10日前报州发展改革委”: once */
	source_ok(w, "bao", "duty_set", "unit=east title=十个重点谋划项目 due_date=20220310");
	/* 二（一）1 “推进情况实行月报制”; 2 “每月20日前形成政策、规划信息” (a Sunday, so Monday
	 * 03-21) */
	duty_is(w, "east/planning/2022-03", "open 2022-04-01 00:00");
	duty_is(w, "zhujian/policy/2022-03", "open 2022-03-22 00:00");
	/* 二（三）1 “按季组织重大项目集中开工” */
	duty_is(w, "office/gathering/2022Q1", "open 2022-04-01 00:00");
	duty_absent(w, "site/daily/2022-03-01");
	duty_absent(w, "zhujian/weekly_dispatch/2022-02-28");
	duty_absent(w, "office/sector_dispatch/2022-03");
	world_until(w, "2022-03-11T10:00");
	source_lamps(w, "duty/4", "03-11 00:00 yellow duty/4 W13 due 03-10\n");
	/* nobody reports for the county, and it has no 分管领导: those of the third step are told
	 */
	source_told(w, "-/4 W13", "03-11 08:30 begin: qu bao\n");
	source_ok(w, "east", "duty_done", "id=east/one_off/1 document=东发改〔2022〕3号");
	source_ok(w, "trade", "duty_done", "id=zhujian/policy/2022-03 document=住建信息3期");
	world_import(w, K(GATHERINGS),
		     "id,project,held,name,venue,place,leader\n"
		     "2022Q1,P1,2022-03-11,一季度集中开工,主会场,东湖,桂市长\n");
	duty_is(w, "east/one_off/1", "done 2022-03-11 hand");
	duty_is(w, "office/gathering/2022Q1", "done 2022-03-11 gathering");
}

/* 二（四）4 “对于项目问题需要省级以上协调解决的，提请省重大项目综合协调推进办公室进行协调解决”: no
 * clock runs, it is chased month by month. 三（一）“巡回督促指导县市…存在的困难和问题”,
 * 三（二）“发现的重大问题、重大隐患要及时向州政府报告”. */
static void what_only_the_province_can_solve(void **state)
{
	struct world *w = *state;
	const Duban__ProblemShowReply *p;

	world_until(w, "2022-03-02T09:00");
	world_import(w, K(GROUPS),
		     "id,name,kind,person,role,unit,seconded,from,until\n"
		     "xun,巡回专班,task-force,柯科长,组长,zhujian,是,2022-03-01,2022-12-31\n");
	source_no(w, "du", "record_set",
		  "kind=supervisions cell{column=id value=D1} cell{column=means value=现场督办} "
		  "cell{column=form value=日常} cell{column=held value=2022-03-02} "
		  "cell{column=team value=xun} cell{column=project value=P1} "
		  "cell{column=gravity value=重大问题}",
		  "supervision.needs_report");
	source_ok(w, "du", "record_set",
		  "kind=supervisions cell{column=id value=D1} cell{column=means value=现场督办} "
		  "cell{column=form value=日常} cell{column=held value=2022-03-02} "
		  "cell{column=team value=xun} cell{column=project value=P1} "
		  "cell{column=gravity value=重大问题} cell{column=reported_to value=州政府} "
		  "cell{column=reported value=2022-03-02}");
	source_ok(w, "bao", "problem_raise",
		  "title=林地指标不足 project=P1 criterion=province reason=指标须省级统筹");
	world_until(w, "2022-04-02T00:00");
	p = source_ok(w, NULL, "problem_show", "id=2022-0001")->problem_show;
	assert_int_equal(p->stands, DUBAN__PROBLEM_STANDS__PROBLEM_STANDS_PROVINCE);
	assert_int_equal(p->chased, 1);
	source_problem(w, "2022-0001", "L5 signed office - 0");
	source_todo(w, "unit=office", "problem", "2022-0001 - problem_chase");
	source_ok(w, "bao", "problem_work", "id=2022-0001 text=省办已受理");
	source_todo(w, "unit=office", "problem", "2022-0001 - problem_runs");
	world_until(w, "2022-05-02T00:00");
	assert_int_equal(source_ok(w, NULL, "problem_show", "id=2022-0001")->problem_show->chased,
			 2);
	/* the office raised and handled it: 督查 clears */
	source_ok(w, "bao", "problem_answer", "id=2022-0001 text=指标已下达 evidence=@file");
	source_no(w, "site", "problem_clear", "id=2022-0001", "problem.not_verifier");
	source_ok(w, "du", "problem_clear", "id=2022-0001");
	source_problem(w, "2022-0001", "L5 cleared office - 0");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_late_link_through_every_tier_to_the_clearing),
	    TEST(without_progress_somebody_answers_for_it),
	    TEST(its_duties_are_reports),
	    TEST(what_only_the_province_can_solve),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
