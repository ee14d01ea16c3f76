/* 南昌 2020: 《2020年南昌市重大重点项目协调推进机制》 (sources/001), with its ladder and its
 * cadence. What it asks for happens by itself on its day; a person decides, handles and clears.
 * 2020: 04-04 to 06 and 05-01 to 05 are off, Sunday 04-26 and Saturday 05-09 are worked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/duty/tduty_city.h"
#include "lib/lamp/twarning.h"
#include "lib/source/source.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "lib/world/wrecord.h"
#include "proto/enums.h"

#define FIRST "W02-1-2020-1-1"
#define SECOND "W02-1-2020-1-2"
#define LETTER "洪督函〔2020〕3号"

static int setup(void **state)
{
	struct world *w = source_city("2020-02-24T09:00", "nanchang2020");

	*state = w;
	/* 四（二）“每个链条明确责任单位、责任人和办理时限” */
	source_chain(w, "P1,1,主体封顶,实施,site,范副总,叶经理,,2020-03-06,2020-02-24\n");
	world_do(w, "start P1 1");
	source_forget(w);
	return 0;
}

/* 三（四）3 “对项目链条各环节进行提前提醒”: 7 days and 3 working days before. */
static void reminded(struct world *w)
{
	world_until(w, "2020-03-06T23:59");
	source_lamps(w, "P1/1 W0",
		     "02-28 00:00 note P1/1 W00 due 03-06\n"
		     "03-03 00:00 again P1/1 W00\n");
	source_told(w, "P1/1 W00",
		    "02-28 08:30 begin: ye xin\n"
		    "03-03 08:30 step: ye xin\n");
}

/* 四（二）“红黄灯预警”: yellow on Saturday 03-07, told on Monday. Ten working days later (9 to 13,
 * 16 to 20) its 分管领导 hears: 四（一）“分管领导要落实项目的主要责任人职责”. */
static void yellow(struct world *w)
{
	world_until(w, "2020-03-20T12:00");
	source_lamps(w, "P1/1 W02", "03-07 00:00 yellow P1/1 W02 due 03-06\n");
	source_steps(w, "P1/1 W02", "03-20 00:00 P1/1 W02: 2\n");
	source_told(w, "P1/1 W02",
		    "03-09 08:30 begin: ye xin\n"
		    "03-20 08:30 begin: fen\n");
	source_holders(w, FIRST, 1, "responsible:ye contact:xin");
	source_holders(w, FIRST, 2, "deputy:fen");
	source_proposals(w, FIRST, "");
}

/* Red on Saturday 03-21, 15 days late: at once the 主要负责人
 * (四（一）“落实项目推进第一责任人职责”), the 行业主管部门, the county's 专班
 * (三（一）“由副县级及以上领导干部带队”) and 常务副区长; 督查问责办 is to issue a 督办函 (三（四）3
 * “对时间进度滞后的环节进行专项督查”), the 挂点领导 “负责督办项目建设进度” (三（三）1). */
static void red(struct world *w)
{
	world_until(w, "2020-03-23T10:00");
	source_lamps(w, "P1/1 W02", "03-21 00:00 red P1/1 W02 due 03-06\n");
	source_steps(w, "P1/1 W02", "03-21 00:00 P1/1 W02: 3, 4, 5\n");
	source_told(w, "P1/1 W02",
		    "03-23 08:30 step: ye xin fen\n"
		    "03-23 08:30 begin: zhu ju ban chang du\n");
	source_holders(w, FIRST, 3,
		       "head:zhu sector_head:ju county_team:ban county_executive:chang");
	source_holders(w, FIRST, 4, "supervision:du linked_leader:gua");
	source_holders(w, FIRST, 5, "head:zhu supervision:du");
	source_proposals(w, FIRST, "order open, talk open");
	source_todo(w, "unit=dcb", "proposal", "");
}

/* A person decides: the 督办函 with seven working days (24 to 27, 30, 31, 04-01), the 约谈 with
 * five. */
static void ordered(struct world *w)
{
	source_no(w, "site", "proposal_accept",
		  "id=order/" FIRST "/4 document=" LETTER " reason=滞后", "role.denied");
	source_ok(w, "du", "proposal_accept",
		  "id=order/" FIRST "/4 document=" LETTER " reason=封顶滞后 by=杜督查");
	source_ok(w, "du", "proposal_accept",
		  "id=talk/" FIRST "/5 document=约谈〔2020〕1号 reason=封顶滞后 by=杜督查");
	source_order(w, LETTER, "issued site 2020-04-01 0 site");
	source_proposals(w, FIRST, "order accepted, talk accepted");
	world_rows(w, TALKS,
		   "约谈〔2020〕1号,site,P1,zhu,du,2020-03-30,,,,封顶滞后,,,2," FIRST "\n");
	source_ok(w, "site", "order_sign", "number=" LETTER);
	world_until(w, "2020-03-23T12:00");
	source_told(w, "P1/1 W18", "");
	source_ok(w, "site", "warning_ack", "id=" FIRST " until_date=20200331");
}

/* 三（三）1 “指示和要求报领导小组办公室”: 03-30 the talk is held, the letter's day passes
 * unanswered. On the working day after it, 04-02, the 通报 is proposed: 三（五）2 “给予通报批评”.
 */
static void criticised(struct world *w)
{
	world_until(w, "2020-03-30T15:00");
	source_ok(w, "du", "record_set",
		  "kind=talks cell{column=number value=约谈〔2020〕1号} "
		  "cell{column=held value=2020-03-30} cell{column=result value=承诺四月上旬封顶} "
		  "cell{column=minutes value=@file}");
	world_until(w, "2020-04-02T09:00");
	source_lamps(w, "order/1 W18",
		     "03-31 00:00 yellow order/1 W18 due 04-01\n"
		     "04-02 00:00 red order/1 W18 due 04-01\n");
	source_steps(w, "P1/1 W02", "04-02 00:00 P1/1 W02: 6\n");
	source_told(w, "P1/1 W02",
		    "04-02 08:30 step: du\n"
		    "04-02 08:30 begin: bao\n");
	source_holders(w, FIRST, 6, "office:bao supervision:du");
	source_proposals(w, FIRST, "order accepted, talk accepted, circular open");
	source_ok(w, "bao", "proposal_accept",
		  "id=circular/" FIRST "/6 document=洪项办通报〔2020〕4号 reason=逾期未办结");
	world_rows(w, CIRCULARS,
		   "洪项办通报〔2020〕4号,site,criticism,P1,,2020-04-02,,,逾期未办结,,,5,," FIRST
		   "\n");
}

/* An answer that shows nothing is returned with a new day; then the link is done, reviewed by the
 * department and confirmed by the office: 二“形成项目推进的闭环”. Nobody judges his own. */
static void cleared_by_the_fact(struct world *w)
{
	source_ok(w, "site", "order_answer", "number=" LETTER " text=正在抢工");
	source_no(w, "site", "order_accept", "number=" LETTER, "role.denied");
	source_ok(w, "du", "order_return", "number=" LETTER " reason=未见封顶 due_date=20200410");
	source_order(w, LETTER, "returned site 2020-04-10 0 site");
	world_until(w, "2020-04-08T10:00");
	source_ok(w, "site", "link_finish",
		  "link{project=P1 no=1} at_date=20200407 evidence=@file text=已封顶");
	source_ok(w, "site", "order_answer", "number=" LETTER " text=已封顶 evidence=@file");
	source_no(w, "du", "warning_clear", "id=" FIRST " reason=已封顶 evidence=@file",
		  "warning.stands_still");
	source_ok(w, "trade", "report_review", "verdict{report=1 verdict=pass}");
	world_until(w, "2020-04-09T10:00");
	source_ok(w, "bao", "report_review", "verdict{report=1 verdict=pass}");
	source_ok(w, "du", "order_accept", "number=" LETTER);
	source_order(w, LETTER, "accepted site 2020-04-10 0 -");
	source_lamps(w, "P1/1 W02", "04-09 10:00 done P1/1 W02\n");
	assert_int_equal(lamp_stored(w, FIRST)->cleared_on_date, 20200407);
	world_until(w, "2020-04-09T18:00");
	source_told(w, "P1/1 W02", "04-09 10:10 end: ye xin fen zhu ju ban chang du bao\n");
	source_rate(w, "W02", "from_date=20200301 to_date=20200331", "0/1");
	source_rate(w, "W02", "from_date=20200301 to_date=20200430", "1/1");
}

/* 三（四）2 “定期前往项目建设现场”: it was not topped out after all. 反弹: a lamp of its own, red
 * for the second time in the year, so the ladder goes to its end at once: 三（五）1
 * “定期调整达不到要求进度的项目”, 四（四） “弄虚作假…交由市纪委监委予以严肃处理”. */
static void again(struct world *w)
{
	world_until(w, "2020-04-20T10:00");
	source_forget(w);
	source_ok(w, "du", "warning_reopen", "id=" FIRST " reason=现场督查未封顶");
	world_until(w, "2020-04-20T12:00");
	source_lamps(w, "P1/1 W02", "04-20 10:00 reopened P1/1 W02\n");
	source_steps(w, "P1/1 W02", "04-20 10:00 P1/1 W02: 1, 2, 3, 4, 5, 6, 7, 8\n");
	source_told(w, "P1/1 W02", "04-20 10:20 begin: ye xin fen zhu ju ban chang du bao\n");
	source_proposals(w, SECOND, "order open, talk open, circular open, leave open, refer open");
	source_rate(w, "W02", "from_date=20200301 to_date=20200430", "0/1");
	source_ok(w, "bao", "proposal_accept",
		  "id=leave/" SECOND "/7 document=洪项办〔2020〕7号 reason=达不到要求进度");
	source_ok(w, "du", "proposal_accept",
		  "id=refer/" SECOND
		  "/8 document=洪督移〔2020〕1号 reason=虚报封顶 offence=falsifying");
	world_rows(w, REFERRALS,
		   "洪督移〔2020〕1号,site,P1,,falsifying,,2020-04-20,虚报封顶,,,,," SECOND "\n");
	/* the reply of the 纪委 is due in 20 working days: 21 to 24, 26 to 30, 05-06 to 09, 11 to
	 * 15, 18, 19 */
	source_todo(w, "unit=dcb", "referral", "洪督移〔2020〕1号 2020-05-19 referral_waits");
}

/* No fact clears what was denied: another hand does, on evidence. What nobody decided lapses. */
static void cleared_on_evidence(struct world *w)
{
	world_until(w, "2020-04-23T10:00");
	source_ok(w, "site", "warning_answer", "id=" SECOND " text=已真实封顶 evidence=@file");
	source_no(w, "site", "warning_clear", "id=" SECOND " reason=已封顶", "role.denied");
	source_ok(w, "du", "warning_clear", "id=" SECOND " reason=现场核实已封顶");
	world_until(w, "2020-04-23T12:00");
	source_lamps(w, "P1/1 W02",
		     "04-23 10:00 answered P1/1 W02\n04-23 10:00 by_hand P1/1 W02\n");
	source_told(w, "P1/1 W02", "04-23 10:20 end: ye xin fen zhu ju ban chang du bao\n");
	source_proposals(
	    w, SECOND,
	    "order lapsed, talk lapsed, circular lapsed, leave accepted, refer accepted");
	source_rate(w, "W02", "from_date=20200301 to_date=20200430", "1/1");
}

/* 三（五）1 “动态管理”: the half-year's batch, approved under its 文号;
 * 四（四）“一经查实…严肃处理”: the reply. */
static void consequences(struct world *w)
{
	world_rows(w, ADJUSTMENTS,
		   "市重点,2020-H1,P1,leave," SECOND ";leave/" SECOND "/7,proposed\n");
	source_no(w, "du", "adjustment_approve",
		  "list=市重点 period=2020-H1 document=洪府办7号 approver=领导小组 reason=半年调整",
		  "role.denied");
	source_ok(
	    w, "bao", "adjustment_approve",
	    "list=市重点 period=2020-H1 document=洪府办7号 approver=领导小组 reason=半年调整");
	world_rows(w, ADJUSTMENTS,
		   "市重点,2020-H1,P1,leave," SECOND ";leave/" SECOND
		   "/7,approved,2020-04-23,半年调整,洪府办7号,领导小组\n");
	source_ok(
	    w, "du", "record_set",
	    "kind=referrals cell{column=number value=洪督移〔2020〕1号} "
	    "cell{column=replied value=2020-04-23} cell{column=reply_document value=洪纪函9号} "
	    "cell{column=reply value=已立案}");
	source_todo(w, "unit=dcb", "referral", "");
}

static void a_late_link_through_every_tier_to_the_clearing(void **state)
{
	struct world *w = *state;

	reminded(w);
	yellow(w);
	red(w);
	ordered(w);
	criticised(w);
	cleared_by_the_fact(w);
	again(w);
	cleared_on_evidence(w);
	consequences(w);
}

/* ---- 三（二）“建立分级分期调度的调度机制” */

static struct world *cadence(void)
{
	struct world *w = source_city("2020-02-29T09:00", "nanchang2020");

	source_cadence(w, "nanchang2020");
	world_until(w, "2020-03-02T00:00");
	source_forget(w);
	return w;
}

/* Each tier has its duty from the first minute of its period on. */
static void each_tier_has_its_duty(void **state)
{
	struct world *w = cadence();

	(void)state;
	/* 4 “项目责任单位一日一调度”, 3 “行业部门一周一调度” (Friday 03-06) */
	duty_is(w, "site/daily/2020-03-02", "open 2020-03-02 18:00");
	duty_is(w, "zhujian/weekly_dispatch/2020-03-02", "open 2020-03-07 00:00");
	/* 2 “常务副市长综合调度”, “其他副市长分口调度” */
	duty_is(w, "office/general_dispatch/2020-03", "open 2020-03-11 00:00");
	duty_is(w, "office/sector_dispatch/2020-03", "open 2020-03-11 00:00");
	/* 1 “市委常委会、市政府常务会一季一调度”: by 04-15 */
	duty_is(w, "office/standing_committee/2020Q1", "open 2020-04-16 00:00");
	duty_is(w, "office/executive_meeting/2020Q1", "open 2020-04-16 00:00");
	/* 三（四）4 “每周一简报、每月一通报”: two working days after the fifth of April, 04-08 */
	duty_is(w, "office/brief/2020-03-02", "open 2020-03-02 17:00");
	duty_is(w, "office/bulletin/2020-03", "open 2020-04-11 00:00");
	/* 四（二）“每周一…手机短信推送” */
	duty_is(w, "office/texts/2020-03-02", "open 2020-03-02 08:30");
	/* 三（五）1 “定期调整”, 3 “考核结果” */
	duty_is(w, "office/list_adjustment/2020H1", "open 2020-07-16 00:00");
	duty_is(w, "office/assessment/2020", "open 2021-02-02 00:00");
	world_free(w);
}

/* 三（二）3: two weeks in a row without a meeting of the department are red; the record of one
 * clears it. */
static void a_week_without_a_dispatch_is_told(void **state)
{
	struct world *w = cadence();

	(void)state;
	world_until(w, "2020-03-16T10:00");
	source_lamps(w, "duty/3 W20",
		     "03-07 00:00 yellow duty/3 W20 due 03-06\n"
		     "03-14 00:00 red duty/3 W20 due 03-06\n");
	/* nobody is 责任人 or 联络员 there, so the next step's 分管领导 hears of it first */
	source_told(w, "-/3 W20",
		    "03-09 08:30 begin: fuju\n"
		    "03-16 08:30 step: fuju\n"
		    "03-16 08:30 begin: ju du\n");
	source_ok(w, "trade", "meeting_hold",
		  "series=住建周调度 tier=sector projects=P1 attendees=柯科长 chair=鞠局长");
	source_lamps(w, "duty/3 W20", "03-16 10:00 done duty/3 W20\n");
	duty_is(w, "zhujian/weekly_dispatch/2020-03-16", "done 2020-03-16 meeting");
	duty_is(w, "zhujian/weekly_dispatch/2020-03-09", "missed");
	world_free(w);
}

/* "+site -office": who has to come to the meeting, and whose people are there. */
static void must_come(const Duban__MeetingShowReply *m, const char *expected)
{
	char text[200] = "";

	for (size_t i = 0; i < m->n_must_come; i++) {
		const Duban__MeetingExpected *e = m->must_come[i];
		size_t n = strlen(text);

		(void)snprintf(text + n, sizeof text - n, "%s%s%s", i ? " " : "",
			       e->there ? "+" : "-", *e->unit ? e->unit : e->name);
	}
	assert_string_equal(text, expected);
}

/* 三（二）2（2） “督办进度滞后的项目，督办落实…有关事项”: the red lamps propose the 拟调度项目; who
 * has to come follows from the tier; a decision is an order, until another hand accepts its answer.
 */
static void the_vice_mayor_dispatches_what_is_late(void **state)
{
	struct world *w = cadence();
	const Duban__MeetingProposeReply *p;
	const Duban__MeetingShowReply *m;

	(void)state;
	source_chain(w, "P1,1,主体封顶,实施,site,范副总,叶经理,,2020-02-20,2020-02-10\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-03-10T10:00");
	p = source_ok(w, "bao", "meeting_propose", "tier=vice_mayor")->meeting_propose;
	assert_int_equal(p->n_project, 1);
	assert_string_equal(p->project[0]->project, "P1");
	m = source_ok(w, "bao", "meeting_hold",
		      "series=分口调度 tier=vice_mayor projects=P1 chair=付副市长 attendees=朱总 "
		      "minutes=洪府会纪〔2020〕12号")
		->meeting_show;
	/* “行业主管部门、拟调度项目责任单位和建设单位、市重点办…其他涉及部门” */
	must_come(m, "-zhujian +site -office -其他涉及部门");
	duty_is(w, "office/sector_dispatch/2020-03", "done 2020-03-10 meeting");
	duty_is(w, "office/general_dispatch/2020-03", "open 2020-03-11 00:00");
	source_ok(w, "bao", "meeting_decide",
		  "series=分口调度 number=1 text=三月底前封顶 project=P1 due_date=20200331");
	/* “督办落实市委、市政府主要领导协调调度确定的有关事项” */
	source_order(w, "督办〔2020〕1号", "issued site 2020-03-31 0 site");
	source_ok(w, "site", "order_sign", "number=督办〔2020〕1号");
	source_ok(w, "site", "order_answer", "number=督办〔2020〕1号 text=已封顶 evidence=@file");
	source_no(w, "site", "order_accept", "number=督办〔2020〕1号", "role.denied");
	source_ok(w, "bao", "order_accept", "number=督办〔2020〕1号");
	source_order(w, "督办〔2020〕1号", "accepted site 2020-03-31 0 -");
	world_free(w);
}

/* 四（二）
 * “每周一向市党政两套班子领导和挂点领导、各县区的党政一把手和常务副县（区）长进行手机短信推送，由督查问责办根据短信推送情况
 * 及时跟踪问效”: who was told of a lamp, has the text, and did nothing within three working days.
 */
static void the_monday_text_and_who_did_nothing(void **state)
{
	struct world *w = *state;

	world_until(w, "2020-03-09T12:00");
	assert_non_null(strstr(w->notice_log, "to gua: 03-09 08:30 weekly_leader\n"));
	assert_non_null(strstr(w->notice_log, "to shi: 03-09 08:30 weekly\n"));
	assert_non_null(strstr(w->notice_log, "to changwu: 03-09 08:30 weekly\n"));
	assert_non_null(strstr(w->notice_log, "to chang: 03-09 08:30 weekly\n"));
	assert_non_null(strstr(w->notice_log, "to qu: 03-09 08:30 weekly_leader\n"));
	source_delivered(w);
	world_until(w, "2020-03-11T12:00");
	source_unheeded(w, "W02", "");
	world_until(w, "2020-03-12T12:00");
	source_unheeded(w, "W02", "ye xin");
	source_ok(w, "site", "warning_ack", "id=" FIRST " until_date=20200318");
	source_unheeded(w, "W02", "");
}

/* 三（三）1
 * “各项目联系人…及时将挂点领导的指示和要求报领导小组办公室，由领导小组办公室协调督查问责办进行跟踪督办”:
 * the leader instructs through the 联系人; 督查问责办 accepts. Not signed on the working day after,
 * it lights. */
static void an_instruction_of_the_linked_leader_is_followed(void **state)
{
	struct world *w = *state;

	source_no(w, "gua", "order_issue",
		  "kind=letter project=P1 number=函1号 title=加快封顶 signer=桂市长",
		  "order.leader_instructs");
	source_ok(w, "gua", "order_issue",
		  "kind=instruction project=P1 number=批示1号 title=加快封顶 signer=桂市长 "
		  "liaison=辛联络 acceptor=dcb due_date=20200305");
	world_until(w, "2020-02-26T10:00");
	source_lamps(w, "order/1 W18", "02-26 00:00 yellow order/1 W18 due 03-05\n");
	source_told(w, "P1/1 W1000", "02-24 09:10 begin: xin zhu\n");
	source_ok(w, "site", "order_sign", "number=批示1号");
	source_lamps(w, "order/1 W18", "02-26 10:00 done order/1 W18\n");
	world_until(w, "2020-03-04T10:00");
	source_lamps(w, "order/1 W18", "03-04 00:00 yellow order/1 W18 due 03-05\n");
	source_ok(w, "site", "order_answer", "number=批示1号 text=已增加班组 evidence=@file");
	source_order(w, "批示1号", "answered site 2020-03-05 0 dcb");
	source_ok(w, "du", "order_accept", "number=批示1号");
	world_until(w, "2020-03-04T12:00");
	source_told(w, "P1/1 W1000", "03-04 10:20 end: xin zhu\n");
	source_rate(w, "W18", "from_date=20200201 to_date=20200331", "2/2");
}

/* 三（五）2
 * “特别是月通报排名前三的项目责任单位，按照…洪府厅发﹝2019﹞92号…进行及时奖励；…排名后三…通报批评”:
 * a record a unit; who is criticised earns nothing. 三（四）4 “每月一通报（对外公布排名）” is filed
 * as the office's duty. */
static void the_months_circular_praises_and_criticises(void **state)
{
	struct world *w = cadence();

	(void)state;
	world_until(w, "2020-04-10T10:00");
	source_ok(w, "bao", "duty_done",
		  "id=office/bulletin/2020-03 document=洪项办通报〔2020〕3号");
	duty_is(w, "office/bulletin/2020-03", "done 2020-04-10 hand");
	source_ok(w, "bao", "record_set",
		  "kind=circulars cell{column=number value=奖1号} cell{column=unit value=site} "
		  "cell{column=kind value=及时奖励} cell{column=issued value=2020-04-10} "
		  "cell{column=about value=2020-03} cell{column=rank value=1} "
		  "cell{column=awarded value=2} cell{column=reason value=月通报第一} "
		  "cell{column=basis value=洪府厅发〔2019〕92号}");
	source_no(w, "bao", "record_set",
		  "kind=circulars cell{column=number value=批1号} cell{column=unit value=east} "
		  "cell{column=kind value=通报批评} cell{column=issued value=2020-04-10} "
		  "cell{column=rank value=1} cell{column=awarded value=2} "
		  "cell{column=reason value=月通报后三}",
		  "circular.criticism_awards");
	world_rows(w, CIRCULARS,
		   "奖1号,site,reward,,,2020-04-10,2020-03,1,月通报第一,洪府厅发〔2019〕92号,2\n");
	world_free(w);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_late_link_through_every_tier_to_the_clearing),
	    cmocka_unit_test(each_tier_has_its_duty),
	    cmocka_unit_test(a_week_without_a_dispatch_is_told),
	    cmocka_unit_test(the_vice_mayor_dispatches_what_is_late),
	    TEST(the_monday_text_and_who_did_nothing),
	    TEST(an_instruction_of_the_linked_leader_is_followed),
	    cmocka_unit_test(the_months_circular_praises_and_criticises),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
