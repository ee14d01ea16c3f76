/* 南昌 2020 年全市重大重点项目推进情况新闻通气会 (sources/003): a problem goes from tier to tier until somebody
 * solves it (“常态机制”), and the means and forms of supervision (“多样手段”). The ladder and the cadence are
 * those of 2020. 04-04 to 06 and 05-01 to 05 are off, Sunday 04-26 and Saturday 05-09 are worked. */
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

/* The proposal of the tier; its document names who decided. */
static void up(struct world *w, const char *tier)
{
	char text[128];

	(void)snprintf(text, sizeof text,
		       "id=raise/problem-1-p1-1/%s reason=逾期未解决 document=洪项办〔2020〕%s号", tier,
		       tier);
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
	up(w, "2");
	source_proposals(w, "problem-1", "raise accepted, order lapsed, talk lapsed");
	source_lamps(w, "problem/1 W12", "03-12 10:00 moved problem/1 W12\n");
	source_problem(w, ID, "L2 assigned zhujian 2020-03-23 0");
	source_ok(w, "trade", "problem_sign", "id=" ID);
	world_until(w, "2020-03-30T10:00");
	source_problem(w, ID, "L2 signed zhujian 2020-03-23 7");
	source_lamps(w, "problem/1 W12",
		     "03-24 00:00 yellow problem/1 W12 due 03-23\n"
		     "03-30 00:00 red problem/1 W12 due 03-23\n");
	source_told(w, "P1/1 W12", "");
}

/* “超出行业主管部门协调范围的问题，由分管副市长协调解决”: fifteen days, to 14 April. */
static void the_vice_mayor(struct world *w)
{
	up(w, "4");
	source_problem(w, ID, "L3 assigned - 2020-04-14 0");
	world_until(w, "2020-04-21T10:00");
	source_lamps(w, "problem/1 W12",
		     "03-30 10:00 moved problem/1 W12\n"
		     "04-15 00:00 yellow problem/1 W12 due 04-14\n"
		     "04-21 00:00 red problem/1 W12 due 04-14\n");
	source_told(w, "P1/1 W12", "");
}

/* “涉及面广、矛盾复杂、影响程度大或需要在全市范围内统筹资源的问题，由市政府市长或委托常务副市长召开全市重大重点项目调度会专题研究解决”:
 * thirty days, to 21 May. The meeting decides, the unit works, the raiser clears what the office handled. */
static void the_citys_meeting(struct world *w)
{
	up(w, "5");
	source_problem(w, ID, "L4 assigned - 2020-05-21 0");
	world_until(w, "2020-05-13T10:00");
	source_ok(w, "bao", "meeting_hold",
		  "series=全市调度会 tier=city form=city_dispatch chair=施市长 projects=P1 "
		  "attendees=朱总 attendees=鞠局长");
	source_ok(w, "bao", "meeting_decide",
		  "series=全市调度会 number=1 text=五月十八日前交地 project=P1 unit=east due_date=20200518");
	source_order(w, "督办〔2020〕1号", "issued east 2020-05-18 0 east");
	world_until(w, "2020-05-18T10:00");
	source_ok(w, "east", "order_sign", "number=督办〔2020〕1号");
	source_ok(w, "east", "order_answer", "number=督办〔2020〕1号 text=已交地 evidence=@file");
	source_ok(w, "bao", "order_accept", "number=督办〔2020〕1号");
	source_ok(w, "bao", "problem_answer", "id=" ID " text=已交地 evidence=@file");
	source_no(w, "bao", "problem_clear", "id=" ID, "hand.same");
	source_ok(w, "site", "problem_clear", "id=" ID " text=地已到手");
	source_problem(w, ID, "L4 cleared - 2020-05-21 0");
}

static void a_problem_through_every_tier_to_the_clearing(void **state)
{
	struct world *w = *state;
	const Duban__ProblemRateReply *b;

	the_unit(w);
	the_department(w);
	the_vice_mayor(w);
	the_citys_meeting(w);
	source_told(w, "P1/1 W12", "");
	b = source_ok(w, "bao", "problem_rate", "from_date=20200301")->problem_rate;
	assert_int_equal(b->row[0]->raised, 1);
	assert_int_equal(b->row[0]->cleared, 1);
	assert_string_equal(b->row[0]->rate, "100");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_problem_through_every_tier_to_the_clearing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
