/* Orders and supervisions in files: taking over, what a file may not do, and who reads an internal
 * one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/order/torder.h"
#include "lib/world/world.h"
#include "lib/world/world_export.h"
#include "proto/enums.h"

#define A "督办〔2020〕1号"
#define HEAD "number,kind,project,unit,title,issued,due,state,signer"

static void refused(struct world *w, Duban__ImportKind kind, const char *csv, const char *code)
{
	uint64_t before = engine_seq(w->engine);
	const Duban__Reply *p = world_import_ask(w, kind, csv);

	if (p->status == DUBAN__STATUS__STATUS_OK)
		fail_msg("%s was not refused", csv);
	assert_string_equal(p->problem[0]->code, code);
	assert_int_equal(engine_seq(w->engine), before);
}

/* ---- taking over */

static void open_orders_come_in_as_they_were_and_go_on(void **state)
{
	struct world *w = *state;

	torder_city(w);
	torder_until(w, "2020-03-26T09:00");
	world_import(
	    w, IMPORT_KIND(ORDERS),
	    HEAD
	    ",answered,closed,extensions,ask,ask_to,asked,ask_reason\n"
	    "洪督〔2019〕7号,督办函,P1,east,旧事一,2019-12-02,2020-04-10,办理中,王某,,,1,,,,\n"
	    "洪督〔2019〕8号,整改,,west,旧事二,2019-12-02,2020-04-10,已签收,,,,,延期,2020-04-20,"
	    "2020-03-25,汛期\n"
	    "洪督〔2019〕9号,批示,P1,east,旧事三,2019-12-02,2020-01-10,已答复,,2020-01-09,,,,,,\n"
	    "洪督〔2019〕3号,督办函,P1,east,旧事四,2019-11-02,2019-12-10,办结,,2019-12-12,2019-12-"
	    "20,,"
	    ",,,\n");
	torder_is(w, "洪督〔2019〕7号", "working east 2020-04-10 0 east");
	torder_is(w, "洪督〔2019〕3号", "accepted east 2019-12-10 2 -");
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	torder_ok(w, "order_accept", "number=洪督〔2019〕9号");
	torder_ok(w, "order_extend", "number=洪督〔2019〕8号 to_date=20200420 reason=同意");
	torder_ok(w, "order_extend", "number=洪督〔2019〕7号 to_date=20200420 reason=同意");
	torder_refused(w, "order_extend", "number=洪督〔2019〕7号 to_date=20200430 reason=同意",
		       "order.extended_too_often");
}

static void a_file_with_a_mistake_changes_nothing(void **state)
{
	struct world *w = *state;
#define ROW(cells) HEAD ",answered,closed\n" cells "\n"
	torder_city(w);
	torder_ok(w, "order_issue", "project=P1 title=事");
	refused(w, IMPORT_KIND(ORDERS), ROW("N1,督办函,,,事,2020-01-02,2020-01-09,,,,"),
		"cell.empty");
	refused(w, IMPORT_KIND(ORDERS), ROW("N1,通知,,east,事,2020-01-02,2020-01-09,,,,"),
		"order.bad_kind");
	refused(w, IMPORT_KIND(ORDERS), ROW("N1,督办函,,east,事,2020-01-02,2020-01-01,,,,"),
		"order.due_before_issue");
	refused(w, IMPORT_KIND(ORDERS), ROW("N1,督办函,,east,事,2020-01-02,2020-01-09,已答复,,,"),
		"order.needs_day");
	refused(w, IMPORT_KIND(ORDERS),
		ROW("N1,督办函,,east,事,2020-01-02,2020-01-09,办结,,2020-01-02,"),
		"order.needs_day");
	refused(w, IMPORT_KIND(ORDERS), ROW(A ",督办函,P2,east,事,2020-01-02,2020-01-13,,,,"),
		"order.project_stays");
	refused(w, IMPORT_KIND(ORDERS), ROW(A ",督办函,P1,east,事,2020-01-02,2020-01-13,已签收,,,"),
		"order.state_stays");
	refused(w, IMPORT_KIND(PARTS), "order,no,unit,text\nN9,1,east,事\n", "cell.no_record");
	refused(w, IMPORT_KIND(VOIDS), "series,year,n,reason\n督办,2020,1,误\n", "series.not_void");
	refused(w, IMPORT_KIND(VOIDS), "series,year,n,reason\n无,2020,1,误\n", "series.unknown");
	refused(w, IMPORT_KIND(SERIES), "name,text\n甲,{n}〔{year}〕\n", "series.bad_text");
#undef ROW
}

static char *sheet(struct world *w, Duban__ImportKind kind)
{
	return world_sheet_of(w, kind);
}

static void what_is_exported_comes_in_again_unchanged(void **state)
{
	struct world *w = *state, *other;

	torder_city(w);
	torder_ok(w, "order_issue",
		  "project=P1 title=事 co=works co=west acceptor=dcb signer=李四 source=会议1");
	torder_ok(w, "order_issue", "unit=west title=全市 number=督办〔2020〕5号 skipped=作废");
	torder_ok(w, "order_issue", "unit=east title=内部 internal=1 reader=gate");
	torder_as(w, ROLE(COUNTY), "east", "gate");
	torder_ok(w, "order_sign", "number=" A " person=张三");
	torder_ok(w, "order_extend", "number=" A " to_date=20200120 reason=汛期");
	torder_ok(w, "order_work", "number=" A " text=已进场");
	torder_as(w, ROLE(SECTOR), "works", "works1");
	torder_ok(w, "order_answer", "number=" A " part=1 text=已配合");
	torder_as_local(w);
	world_import(w, IMPORT_KIND(SUPERVISIONS),
		     "id,means,form,held,person,project\nD1,现场督办,随机,2020-01-02,张三,P1;P2\n");
	torder_ok(w, "supervision_finding", "id=D1 text=停工 project=P1 order=1");
	other = world_moved(w, "2020-01-02T09:00");
	world_free(other);
}

/* ---- internal */

static size_t events_about(struct world *w, const char *word)
{
	const Duban__FetchReply *p = torder_ok(w, "fetch", "max=1000")->fetch;
	size_t n = 0;

	for (size_t i = 0; i < p->n_item; i++)
		n += memmem(p->item[i]->event.data, p->item[i]->event.len, word, strlen(word)) !=
		     NULL;
	return n;
}

static bool told_in_history(struct world *w)
{
	const Duban__ProjectHistoryReply *p =
	    torder_ok(w, "project_history", "project=P1")->project_history;

	for (size_t i = 0; i < p->n_row; i++)
		if (strncmp(p->row[i]->kind, "order_", 6) == 0)
			return true;
	return false;
}

static void reads(struct world *w, bool yes)
{
	char *rows = sheet(w, IMPORT_KIND(ORDERS)), *parts = sheet(w, IMPORT_KIND(PARTS));

	if (yes)
		torder_ok(w, "order_show", "number=" A);
	else
		torder_refused(w, "order_show", "number=" A, "order.unknown");
	assert_int_equal(torder_ok(w, "order_list", "")->order_list->n_order, yes);
	assert_int_equal(strstr(rows, "密谈") != NULL, yes);
	assert_int_equal(strstr(parts, A) != NULL, yes);
	assert_int_equal(events_about(w, "密谈") > 0, yes);
	assert_int_equal(told_in_history(w), yes);
	free(rows);
	free(parts);
}

static void an_internal_order_is_for_its_readers_alone(void **state)
{
	struct world *w = *state;

	torder_city(w);
	torder_as(w, ROLE(OFFICE), "", "office1");
	torder_refused(w, "order_issue", "project=P1 title=密谈 internal=1", "order.unread");
	torder_refused(w, "order_issue", "project=P1 title=密谈 internal=1 reader=boss",
		       "order.unread");
	torder_refused(w, "order_issue", "project=P1 title=密谈 internal=1 reader=nobody",
		       "order.unknown_reader");
	torder_refused(w, "order_issue", "project=P1 title=密谈 reader=gate",
		       "order.readers_not_internal");
	torder_ok(w, "order_issue", "project=P1 title=密谈 internal=1 reader=gate co=works");
	reads(w, true);
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	reads(w, true);
	torder_as(w, ROLE(COUNTY), "east", "gate");
	reads(w, true);
	torder_ok(w, "order_sign", "number=" A);
	/* a colleague of the same county, a leader, the auditor, the co-handler without a name */
	torder_as(w, ROLE(COUNTY), "east", "east2");
	reads(w, false);
	torder_refused(w, "order_work", "number=" A " text=进展", "order.unknown");
	torder_as(w, ROLE(LEADER), "", "boss");
	reads(w, false);
	torder_as(w, ROLE(AUDITOR), "", "audit1");
	reads(w, false);
	torder_as(w, ROLE(SECTOR), "works", "works1");
	torder_refused(w, "order_show", "number=" A, "order.unknown");
	/* whoever sees the project's lamps sees this one's number, no title */
	torder_as(w, ROLE(LEADER), "", "boss");
	torder_until(w, "2020-02-28T09:00");
	assert_string_equal(
	    torder_ok(w, "warning_list", "rule=W18")->warning_list->warning[0]->subject_name, A);
	assert_int_equal(events_about(w, "密谈"), 0);
}

/* An import tells nobody more than the command does. */
static void an_imported_internal_order_is_for_its_readers_too(void **state)
{
	struct world *w = *state;

	torder_city(w);
	world_import(w, IMPORT_KIND(ORDERS),
		     "number,kind,project,unit,title,issued,due,internal,reader\n" A
		     ",督办函,P1,east,密谈,2020-01-02,2020-02-03,是,gate\n");
	world_import(w, IMPORT_KIND(PARTS), "order,no,unit,text\n" A ",1,works,密谈\n");
	reads(w, true);
	torder_as(w, ROLE(COUNTY), "east", "gate");
	reads(w, true);
	torder_as(w, ROLE(LEADER), "", "boss");
	reads(w, false);
}

/* ---- supervisions */

/* s3 79: 抽调督查组, 五种手段, 四种形式; 回马枪; s1: 专项督查; s2: 重大问题、重大隐患报告 */
static void a_supervision_stands_for_itself_and_its_findings_become_orders(void **state)
{
	struct world *w = *state;
	const Duban__SupervisionShowReply *s;

	torder_city(w);
	world_import(w, IMPORT_KIND(GROUPS),
		     "id,name,kind,person,role,unit,seconded,from,until\n"
		     "dc1,督查一组,工作专班,张三,组长,east,是,2020-01-01,2020-01-31\n"
		     "dc1,,,李四,成员,east,是,2020-02-01,\n");
	torder_until(w, "2020-03-05T09:00");
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
#define SV(cells)                                                                                  \
	"id,kind,means,form,held,team,project,list,revisit,revisits,gravity,reported_to,"          \
	"reported\n" cells "\n"
	refused(w, IMPORT_KIND(SUPERVISIONS), SV("D1,,现场督办,随机,2020-03-04,,P1,,,,,,"),
		"supervision.nobody");
	refused(w, IMPORT_KIND(SUPERVISIONS),
		SV("D1,专项督查,窗口催办,日常,2020-03-04,dc1,P1,,,,,,"), "supervision.needs_list");
	refused(w, IMPORT_KIND(SUPERVISIONS),
		SV("D1,,现场督办,随机,2020-03-04,dc1,P1,,,,重大隐患,,"),
		"supervision.needs_report");
	refused(w, IMPORT_KIND(SUPERVISIONS),
		SV("D1,,现场督办,随机,2020-03-04,dc1,P1,,,,,州政府,2020-03-04"),
		"supervision.report_of_nothing");
	refused(w, IMPORT_KIND(SUPERVISIONS), SV("D1,,现场督办,回马枪,2020-03-04,dc1,P1,,,,,,"),
		"supervision.revisits_nothing");
	refused(w, IMPORT_KIND(SUPERVISIONS),
		SV("D1,,现场督办,随机,2020-03-04,dc1,P1,,2020-03-04,,,,"),
		"supervision.revisit_too_early");
	world_import(
	    w, IMPORT_KIND(SUPERVISIONS),
	    SV("D1,,现场督办,随机,2020-03-04,dc1,P1;P2,,2020-03-20,,重大隐患,州政府,2020-03-04"));
	world_import(w, IMPORT_KIND(SUPERVISIONS),
		     SV("D2,专项督查,链条跟办,日常,2020-03-05,dc1,,甲,,,,,"));
#undef SV
	torder_refused(w, "supervision_finding", "id=D9 text=停工", "supervision.unknown");
	torder_refused(w, "supervision_finding", "id=D1 text=停工 unit=east",
		       "supervision.only_with_order");
	torder_ok(w, "supervision_finding", "id=D1 text=停工 project=P1 order=1 signer=王某");
	assert_string_equal(w->reply->supervision_finding->number, A);
	torder_ok(w, "supervision_finding", "id=D1 text=围挡破损 project=P2");
	s = torder_ok(w, "supervision_show", "id=D1")->supervision_show;
	assert_string_equal(s->team, "督查一组");
	assert_int_equal(s->n_member, 1); /* who belonged to it on that day */
	assert_string_equal(s->member[0], "李四");
	assert_int_equal(s->n_finding, 2);
	assert_string_equal(s->finding[0]->order, A);
	assert_int_equal(s->finding[0]->state, ORDER_STATE(ISSUED));
	assert_string_equal(torder_ok(w, "order_show", "number=" A)->order_show->order->source,
			    "supervision D1");
	/* a county reads the one that saw its project, and the findings about that */
	torder_as(w, ROLE(COUNTY), "east", "gate");
	assert_int_equal(torder_ok(w, "supervision_show", "id=D1")->supervision_show->n_finding, 1);
	torder_refused(w, "supervision_show", "id=D2", "supervision.unknown");
	torder_refused(w, "supervision_finding", "id=D1 text=事", "role.denied");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	    T(open_orders_come_in_as_they_were_and_go_on),
	    T(a_file_with_a_mistake_changes_nothing),
	    T(what_is_exported_comes_in_again_unchanged),
	    T(an_internal_order_is_for_its_readers_alone),
	    T(an_imported_internal_order_is_for_its_readers_too),
	    T(a_supervision_stands_for_itself_and_its_findings_become_orders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
