/* 南昌 2020 年全市重大重点项目推进情况新闻通气会 (sources/003): a problem goes from tier to tier
 * until somebody solves it (“常态机制”), and the means and forms of supervision (“多样手段”). The
 * ladder and the cadence are those of 2020. 04-04 to 06 and 05-01 to 05 are off, Sunday 04-26 and
 * Saturday 05-09 are worked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/duty/tduty_city.h"
#include "lib/source/source.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "lib/world/wrecord.h"
#include "proto/enums.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define ID "2020-0001"

static int setup(void **state)
{
	struct world *w = source_city("2020-03-01T09:00", "nanchang2020");

	*state = w;
	world_until(w, "2020-03-02T09:00");
	source_forget(w);
	return 0;
}

/* It is proposed that it goes up: the n-th time that a clock of it was set. */
static void up(struct world *w, int clock, int tier)
{
	char text[128];

	(void)snprintf(text, sizeof text,
		       "id=raise/problem-1-p1-%d/%d reason=逾期未解决 document=洪项办〔2020〕%d号",
		       clock, tier, clock);
	source_ok(w, "bao", "proposal_accept", text);
}

/* “其中一般性问题，由项目责任单位及时调度”: three working days, 3 to 5 March. */
static void the_unit(struct world *w)
{
	source_ok(w, "site", "problem_raise", "title=征地受阻 project=P1");
	source_problem(w, ID, "L1 signed site 2020-03-05 0");
	world_until(w, "2020-03-12T10:00");
	source_lamps(w, "problem/1 W12",
		     "03-06 00:00 yellow problem/1 W12 due 03-05\n"
		     "03-12 00:00 red problem/1 W12 due 03-05\n");
	source_steps(w, "problem/1 W12", "03-12 00:00 problem/1 W12: 2, 3, 4, 5\n");
	source_told(w, "P1/1 W12",
		    "03-06 08:30 begin: xin\n"
		    "03-12 08:30 step: xin\n"
		    "03-12 08:30 begin: fen zhu ju ban chang du\n");
	source_proposals(w, "problem-1", "raise open, order open, talk open");
}

/* “难度较大的问题，由行业主管部门及时调度”: seven, 13 and 16 to 20 and 23 March. */
static void the_department(struct world *w)
{
	up(w, 1, PROBLEM_TIER(L2));
	source_proposals(w, "problem-1", "raise accepted, order lapsed, talk lapsed");
	source_lamps(w, "problem/1 W12", "03-12 10:00 moved problem/1 W12\n");
	source_problem(w, ID, "L2 assigned zhujian 2020-03-23 0");
	source_ok(w, "trade", "problem_sign", "id=" ID);
	world_until(w, "2020-03-30T10:00");
	source_problem(w, ID, "L2 signed zhujian 2020-03-23 7");
	source_lamps(w, "problem/1 W12",
		     "03-24 00:00 yellow problem/1 W12 due 03-23\n"
		     "03-30 00:00 red problem/1 W12 due 03-23\n");
	/* it is red for the second time in the year: the end of the ladder */
	source_steps(w, "problem/1 W12", "03-30 00:00 problem/1 W12: 2, 3, 4, 5, 6, 7, 8\n");
	/* nobody is 责任人 or 联络员 there: the next step's 分管领导 is told first */
	source_told(w, "P1/1 W12",
		    "03-12 10:10 end: xin fen zhu ju ban chang du\n"
		    "03-24 08:30 begin: fuju\n"
		    "03-30 08:30 step: fuju\n"
		    "03-30 08:30 begin: ju du bao\n");
}

/* “超出行业主管部门协调范围的问题，由分管副市长协调解决”: fifteen days, to 14 April. */
static void the_vice_mayor(struct world *w)
{
	up(w, 2, PROBLEM_TIER(L3));
	source_problem(w, ID, "L3 assigned office 2020-04-14 0");
	world_until(w, "2020-04-21T10:00");
	source_lamps(w, "problem/1 W12",
		     "03-30 10:00 moved problem/1 W12\n"
		     "04-15 00:00 yellow problem/1 W12 due 04-14\n"
		     "04-21 00:00 red problem/1 W12 due 04-14\n");
	/* the leader hears of it on Mondays; the office keeps it going for him */
	source_told(w, "P1/1 W12",
		    "03-30 10:10 end: fuju ju du bao\n"
		    "04-15 08:30 begin: ju bao\n"
		    "04-21 08:30 step: ju bao\n"
		    "04-21 08:30 begin: du\n");
}

/* “涉及面广、矛盾复杂、影响程度大或需要在全市范围内统筹资源的问题，由市政府市长或委托常务副市长召开全市重大重点项目调度会专题研究解决”:
 * thirty days, to 21 May. The meeting decides, the unit works, the raiser clears what the office
 * handled. */
static void the_citys_meeting(struct world *w)
{
	up(w, 3, PROBLEM_TIER(L4));
	source_problem(w, ID, "L4 assigned office 2020-05-21 0");
	world_until(w, "2020-05-13T10:00");
	source_ok(w, "bao", "meeting_hold",
		  "series=全市调度会 tier=city form=city_dispatch chair=施市长 projects=P1 "
		  "attendees=朱总 attendees=鞠局长");
	source_ok(w, "bao", "meeting_decide",
		  "series=全市调度会 number=1 text=五月十八日前交地 project=P1 unit=east "
		  "due_date=20200518");
	source_order(w, "督办〔2020〕1号", "issued east 2020-05-18 0 east");
	world_until(w, "2020-05-18T10:00");
	source_ok(w, "east", "order_sign", "number=督办〔2020〕1号");
	source_ok(w, "east", "order_answer", "number=督办〔2020〕1号 text=已交地 evidence=@file");
	source_ok(w, "bao", "order_accept", "number=督办〔2020〕1号");
	source_ok(w, "bao", "problem_answer", "id=" ID " text=已交地 evidence=@file");
	source_no(w, "bao", "problem_clear", "id=" ID, "hand.same");
	source_ok(w, "site", "problem_clear", "id=" ID " text=地已到手");
	source_problem(w, ID, "L4 cleared office 2020-05-21 0");
}

static void a_problem_through_every_tier_to_the_clearing(void **state)
{
	struct world *w = *state;
	const Duban__ProblemRateReply *b;

	the_unit(w);
	the_department(w);
	the_vice_mayor(w);
	the_citys_meeting(w);
	source_told(w, "P1/1 W12", "04-21 10:10 end: ju du bao\n");
	b = source_ok(w, "bao", "problem_rate", "from_date=20200301")->problem_rate;
	assert_int_equal(b->row[0]->raised, 1);
	assert_int_equal(b->row[0]->cleared, 1);
	assert_string_equal(b->row[0]->rate, "100");
}

/* “从市政府督查室…市住建局等部门中抽调人员，通过运用窗口催办、平台监办、链条跟办、现场督办、进度评办…等重要手段，采取日常跟踪督查、
 * 不打招呼随机督查、邀请媒体协调督查、回马枪式巡回督查等形式”: five means, four forms, a team with
 * seconded members. */
static void the_means_and_forms_of_supervision(void **state)
{
	struct world *w = *state;

	world_import(w, K(GROUPS),
		     "id,name,kind,person,role,unit,seconded,from,until\n"
		     "zu,抽调督查组,task-force,杜督查,组长,dcb,否,2020-03-02,\n"
		     "zu,抽调督查组,task-force,柯科长,成员,zhujian,是,2020-03-02,2020-03-31\n");
	world_import(w, K(SUPERVISIONS),
		     "id,kind,means,form,held,team,project,list,place,text,revisit\n"
		     "D1,联合办公,窗口催办,日常,2020-03-02,zu,P1,,市行政审批局,统一办公,\n"
		     "D2,督查,平台监办,日常,2020-03-02,zu,P1,,,调阅视频,\n"
		     "D3,专项督查,链条跟办,随机,2020-03-02,zu,,市重点,,环节滞后,\n"
		     "D4,督查,现场督办,媒体,2020-03-02,zu,P1,,工地,未见施工,2020-03-16\n"
		     "D5,督查,进度评办,日常,2020-03-02,zu,P1,,,进度评比,\n");
	assert_string_equal(
	    source_ok(w, "du", "supervision_show", "id=D4")->supervision_show->member[1], "柯科长");
	source_ok(w, "du", "supervision_finding",
		  "id=D4 text=塔吊停用 project=P1 order=1 due_date=20200313 title=恢复施工");
	source_order(w, "督办〔2020〕1号", "issued site 2020-03-13 0 site");
	source_todo(w, "unit=dcb", "supervision", "");
	world_until(w, "2020-03-02T12:00");
	source_told(w, "P1/1 W1000", "03-02 09:10 begin: xin zhu\n");
	source_ok(w, "site", "order_sign", "number=督办〔2020〕1号");
	source_ok(w, "site", "order_answer", "number=督办〔2020〕1号 text=已复工 evidence=@file");
	world_until(w, "2020-03-16T10:00");
	source_todo(w, "unit=dcb", "supervision", "D4 2020-03-16 revisit");
	/* a 回马枪 says at which it looks again */
	source_no(w, "du", "record_set",
		  "kind=supervisions cell{column=id value=D6} cell{column=means value=现场督办} "
		  "cell{column=form value=回马枪} cell{column=held value=2020-03-16} "
		  "cell{column=project value=P1} cell{column=team value=zu}",
		  "supervision.revisits_nothing");
	source_ok(w, "du", "record_set",
		  "kind=supervisions cell{column=id value=D6} cell{column=means value=现场督办} "
		  "cell{column=form value=回马枪} cell{column=held value=2020-03-16} "
		  "cell{column=project value=P1} cell{column=team value=zu} "
		  "cell{column=revisits value=D4} cell{column=text value=已复工}");
	source_todo(w, "unit=dcb", "supervision", "");
	source_ok(w, "du", "order_accept", "number=督办〔2020〕1号");
	assert_int_equal(
	    source_ok(w, "du", "supervision_show", "id=D4")->supervision_show->finding[0]->state,
	    ORDER_STATE(ACCEPTED));
	assert_string_equal(w->reply->supervision_show->revisited_by[0], "D6");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_problem_through_every_tier_to_the_clearing),
	    TEST(the_means_and_forms_of_supervision),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
