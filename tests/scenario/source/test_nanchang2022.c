/* 南昌 2022: the report of the 市发改委 (sources/000), with its ladder (no 约谈, no 调出) and its
 * cadence (no 常委会, no 常务会). 2022: 04-03 to 05, 04-30 to 05-04, 06-03 to 05 are off; Saturday
 * 04-02, Sunday 04-24, Saturday 05-07 are worked. */
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

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define LAMP "W01-1-2022-1-1"
#define LETTER "洪督函〔2022〕6号"

static int setup(void **state)
{
	struct world *w = source_city("2022-05-09T09:00", "nanchang2022");

	*state = w;
	source_forget(w);
	return 0;
}

/* 三“每条链条的关键环节明确责任单位、责任领导和办理时限，并依照工作链条实行红黄灯预警”: an approval
 * of ten working days from Monday 05-09 is due on 05-23. Yellow one working day before, red one
 * after. */
static void lit(struct world *w)
{
	source_chain(w, "P1,1,施工许可,审批,site,范副总,叶经理,,10wd,2022-05-09\n");
	world_do(w, "start P1 1");
	world_until(w, "2022-05-24T12:00");
	source_lamps(w, "P1/1 W01",
		     "05-20 00:00 yellow P1/1 W01 due 05-23\n"
		     "05-24 00:00 red P1/1 W01 due 05-23\n");
	/* “专门分管领导、专门业务科室和专门工作人员”, “市级统筹、行业指导、县区主体”,
	 * “四套班子”领导挂点帮扶 */
	source_steps(w, "P1/1 W01", "05-24 00:00 P1/1 W01: 2, 3, 4\n");
	source_holders(w, LAMP, 2, "deputy:fen sector_staff:ke");
	source_holders(w, LAMP, 3,
		       "head:zhu sector_deputy:fuju county_team:ban county_executive:chang");
	source_holders(w, LAMP, 4, "supervision:du linked_leader:gua");
	source_told(w, "P1/1 W01",
		    "05-20 08:30 begin: ye xin\n"
		    "05-24 08:30 step: ye xin\n"
		    "05-24 08:30 begin: fen zhu ke fuju ban chang du\n");
	source_proposals(w, LAMP, "order open");
}

/* “督查问责办设在市政府督查室，负责项目督查工作”: its letter, by hand of another 文号 and with a
 * day of its own, passes on 05-31; 06-01 the 通报 of “每月一通报排名”. */
static void pressed(struct world *w)
{
	source_ok(w, "du", "proposal_accept",
		  "id=order/" LAMP "/4 document=" LETTER " reason=审批逾期 on_date=20220531");
	source_order(w, LETTER, "issued site 2022-05-31 0 site");
	source_ok(w, "site", "order_sign", "number=" LETTER);
	source_ok(w, "site", "warning_ack", "id=" LAMP " until_date=20220530");
	world_until(w, "2022-06-01T10:00");
	source_steps(w, "P1/1 W01", "06-01 00:00 P1/1 W01: 5\n");
	source_told(w, "P1/1 W01", "06-01 08:30 step: du\n06-01 08:30 begin: bao\n");
	source_proposals(w, LAMP, "order accepted, circular open");
	source_no(w, "trade", "proposal_refuse", "id=circular/" LAMP "/5 reason=特殊情况",
		  "role.denied");
	source_ok(w, "bao", "proposal_refuse", "id=circular/" LAMP "/5 reason=已取得批复，待录入");
	world_rows(w, CIRCULARS, "");
}

/* Whoever handled it does not judge it: the department and the office do. */
static void cleared(struct world *w)
{
	source_ok(w, "site", "link_finish",
		  "link{project=P1 no=1} at_date=20220531 evidence=@file text=已取得施工许可证");
	source_ok(w, "site", "order_answer", "number=" LETTER " text=已取得 evidence=@file");
	source_ok(w, "trade", "report_review", "verdict{report=1 verdict=pass}");
	source_ok(w, "bao", "report_review", "verdict{report=1 verdict=pass}");
	source_ok(w, "du", "order_accept", "number=" LETTER);
	world_until(w, "2022-06-01T18:00");
	source_lamps(w, "P1/1 W01", "05-24 12:00 acked P1/1 W01\n06-01 10:00 done P1/1 W01\n");
	assert_int_equal(lamp_stored(w, LAMP)->cleared_on_date, 20220531);
	source_told(w, "P1/1 W01", "06-01 10:20 end: ye xin fen zhu ke fuju ban chang du bao\n");
	source_rate(w, "W01", "from_date=20220501 to_date=20220630", "1/1");
}

/* “对…存在的不作为、慢作为等突出问题，一经查实，交由市纪委监委予以严肃处理”: the second red of the
 * year. */
static void handed_over(struct world *w)
{
	world_until(w, "2022-06-08T10:00");
	source_forget(w);
	source_ok(w, "du", "warning_reopen", "id=" LAMP " reason=许可证系借用");
	source_steps(w, "P1/1 W01", "06-08 10:00 P1/1 W01: 1, 2, 3, 4, 5, 6\n");
	source_proposals(w, "W01-1-2022-1-2", "order open, circular open, refer open");
	source_no(w, "bao", "proposal_accept",
		  "id=refer/W01-1-2022-1-2/6 document=洪督移2号 reason=慢作为",
		  "proposal.needs_offence");
	source_ok(w, "du", "proposal_accept",
		  "id=refer/W01-1-2022-1-2/6 document=洪督移2号 reason=慢作为 offence=slowness");
	source_ok(w, "du", "proposal_accept",
		  "id=circular/W01-1-2022-1-2/5 document=洪通2号 reason=慢作为");
	source_ok(w, "bao", "warning_clear",
		  "id=W01-1-2022-1-2 reason=已重新办理施工许可 evidence=@file");
	source_proposals(w, "W01-1-2022-1-2", "order lapsed, circular accepted, refer accepted");
	source_rate(w, "W01", "from_date=20220501 to_date=20220630", "1/1");
}

static void a_late_approval_through_every_tier_to_the_clearing(void **state)
{
	struct world *w = *state;

	lit(w);
	pressed(w);
	cleared(w);
	handed_over(w);
}

/* 三“实行分管副市长一月一调度，行业部门一周一调度，项目责任单位一日一调度”,
 * “每周一简报、每月一通报排名”; the quarterly tiers of 2020 are not asked for any more. */
static void its_tiers(void **state)
{
	struct world *w = *state;

	world_until(w, "2022-06-06T00:00"); /* Monday; 06-03 was off */
	source_cadence(w, "nanchang2022");
	duty_is(w, "site/daily/2022-06-06", "open 2022-06-06 18:00");
	duty_is(w, "zhujian/weekly_dispatch/2022-06-06", "open 2022-06-11 00:00");
	duty_is(w, "office/sector_dispatch/2022-06", "open 2022-06-11 00:00");
	duty_is(w, "office/brief/2022-06-06", "open 2022-06-06 17:00");
	duty_is(w, "office/bulletin/2022-06", "open 2022-07-12 00:00");
	duty_absent(w, "office/general_dispatch/2022-06");
	duty_absent(w, "office/standing_committee/2022Q2");
	duty_absent(w, "office/executive_meeting/2022Q2");
	/* 一日一调度: one 零报告 a unit; nobody is warned for one that lacks */
	world_until(w, "2022-06-07T10:00");
	duty_is(w, "site/daily/2022-06-06", "missed");
	source_ok(w, "site", "duty_done", "id=site/daily/2022-06-07");
	duty_is(w, "site/daily/2022-06-07", "done 2022-06-07 hand");
	source_lamps(w, "duty/5", "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_late_approval_through_every_tier_to_the_clearing),
	    TEST(its_tiers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
