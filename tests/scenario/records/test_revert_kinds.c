/* A reverted import of any kind leaves every record as it was before, byte for byte. An import that
 * something depends on is not reverted, and the reply names what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "api/records/kind.h"
#include "engine/core/engine.h"
#include "lib/noun/tyear.h"
#include "lib/records/revert_rows.h"
#include "lib/tpicture.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/calendar/calendar.h"
#include "model/calendar/days.h"
#include "proto/status.h"
#include "proto/wire_name.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define REPORT_HEAD "project,num,form,period,invested(元),state,booked,submitted_at,confirmed_at\n"
#define CHAIN_HEAD "project,no,name,class,unit,leader,limit,chain_start\n"

/* ---- requests */

static uint64_t import(struct world *w, Duban__ImportKind kind, const char *csv)
{
	uint64_t before = engine_seq(w->engine);

	world_import(w, kind, csv);
	if (engine_seq(w->engine) == before)
		fail_msg("%s: nothing was imported", csv);
	return w->reply->last_seq;
}

static Duban__Request *request(uint64_t seq)
{
	static Duban__ImportRevertRequest b;
	static Duban__Request q;

	duban__import_revert_request__init(&b);
	duban__request__init(&q);
	b.import_seq = seq;
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_REVERT;
	q.import_revert = &b;
	return &q;
}

/* Candidates of the next year, each state of their collection. */
static void candidates(struct world *w)
{
	world_ok(w, COLLECTION(OPEN));
	world_import(w, K(CANDIDATES),
		     "year,code,name,unit,stage,total\n"
		     "2021,C1,甲厂,east,前期,5元\n2021,C2,乙厂,west,前期,5元\n");
	world_ok(w, COLLECTION(FREEZE));
	world_import(w, K(COMMENTS), "year,code,unit,text\n2021,C1,office,请核实\n");
	world_ok(w, COLLECTION(OPEN));
	world_ok(w, COLLECTION(FREEZE));
	world_ok(w, COLLECTION(MATCH));
}

/* A city with records of every kind, half a year old. */
static void something_of_everything(struct world *w)
{
	world_city(w);
	world_import(w, K(UNITS), "id,name,kind\nzx,市政中心,municipal\n");
	world_import(w, K(PEOPLE), "id,name,unit,post,phone\nli,李四,east,科长,\n");
	world_import(w, K(POSTS), "person,unit,title,kind,from\nli,east,科长,其他,2019-01-01\n");
	world_import(w, K(GROUPS),
		     "id,name,kind,person,role,from\n"
		     "lead,领导小组,领导小组,li,组长,2020-01-01\n");
	world_import(w, K(LEAVES), "person,from,until\nli,2020-06-01,2020-06-05\n");
	world_import(w, K(LADDERS), "ladder,step,tier,to\nown,1,责任人,责任人\n");
	world_import(w, K(CATEGORIES), "name,parent\n工业,\n制造,工业\n");
	world_import(w, K(LISTS), "name,authority\n甲,市重点办\n");
	world_import(w, K(PROJECTS),
		     "code,name,unit,stage,year,planned_start,planned_finish\n"
		     "N0,无计划,east,前期,2020,2020-05,2021-12\n");
	world_import(w, K(CHAINS),
		     CHAIN_HEAD "P1,1,可研批复,审批,east,李四,5wd,2020-01-02\n"
				"P1,2,初设批复,审批,east,李四,5wd,\n");
	world_do(w, "start P1 1");
	world_do(w, "extend P1 1 2020-08-01");
	world_until(w, "2020-06-10T09:00");
	world_import(w, K(PARAMETERS),
		     "key,scope,of,value,source\nW01.y_before_wd,,,2,本市规定\n"
		     "W00.remind_cd,list,甲,10,办法\n");
	world_import(w, K(MEMBERS),
		     "project,list,joined,left,join_reason\n"
		     "P2,丙,2020-02-01,2020-03-01,入选\n");
	world_import(w, K(EXEMPTIONS),
		     "id,kind,project,from,until,reason,document,approver,approver_unit\n"
		     "H1,洪水,P2,2020-05-01,2020-05-20,洪水,洪府发9,李四,office\n");
	world_import(w, K(PLANS), "project,year,amount,document\nP2,2020,30000000元,洪府发1\n");
	world_import(w, K(TARGETS), "unit,year,indicator,kind,value\neast,2020,开工率,占比,95\n");
	world_import(w, K(SCORE_ITEMS), "profile,item,weight\nnanchang,library,11\n");
	world_import(w, K(SCORE_ENTRIES),
		     "year,unit,item,number,points,date,reason\n"
		     "2020,east,funds,1,1,2020-02-10,省级资金\n");
	world_import(w, K(ACCEPTANCES), "project,organiser,accepted\nP1,业主,2020-01-02\n");
	world_import(w, K(PAPERS), "project,paper,filed\nP1,filing,2019-01-01\n");
	world_import(w, K(GATHERINGS),
		     "id,project,held,name,venue\n2020Q1,P1,2020-01-02,一季度,主会场\n");
	world_import(w, K(REPORTS),
		     REPORT_HEAD "P1,1,月报,2020-01,100,confirmed,2020-01,2020-02-03T09:00:00,"
				 "2020-02-04T09:00:00\n");
	world_import(w, K(SERIES), "name,text\n督办,督办〔{year}〕{n}号\n");
	world_import(w, K(ORDERS),
		     "number,kind,project,unit,title,issued,due,state\n"
		     "督办〔2020〕1号,督办函,P1,east,征迁,2020-01-02,2021-03-01,已签收\n"
		     "督办〔2020〕2号,督办函,,west,全市,2020-01-02,2021-03-01,已签收\n");
	world_import(w, K(SUPERVISIONS),
		     "id,means,form,held,person,project\nX1,现场督办,随机,2020-01-02,张三,P1\n");
	candidates(w);
	world_import(w, K(CADENCES), "profile,form,when\nnanchang2020,brief,week tue 17:00\n");
	world_import(w, K(DUTIES),
		     "unit,form,no,period,title,due\n"
		     "east,one_off,1,2020-06-01,报送计划,2020-12-31\n");
	world_import(w, K(MEETINGS),
		     "series,number,tier,unit,held,duty\n"
		     "例会,1,sector,east,2020-06-01,weekly_dispatch\n");
	world_import(w, K(MATCHES), "year,code,element,unit,result\n2021,C1,用地,zx,已落实\n");
	world_import(w, K(PROBLEMS),
		     "id,project,tier,title,raised,due,state\n"
		     "G1,P1,L1,征地受阻,2020-01-02,2030-01-02,办理\n");
	world_import(w, K(CAMPAIGNS),
		     "id,name,kind,from,until\n"
		     "2030Q1,百个问题,百个问题,2030-01-01,2030-03-31\n");
	world_import(w, K(CAMPAIGN_ITEMS), "campaign,subject,leader\n2030Q1,G1,李四\n");
}

static void every_kind_goes_again_and_leaves_all_as_it_was(void **state)
{
	struct world *w = *state;
	struct picture before, between, after;

	something_of_everything(w);
	before = take_picture(w);
	for (size_t i = 0; i < revert_rows_n; i++) {
		uint64_t seq = import(w, revert_rows[i].kind, revert_rows[i].csv);

		between = take_picture(w);
		if (revert_rows[i].kind != K(CALENDAR) && !difference(&before, &between))
			fail_msg("row %zu changed nothing", i);
		forget(&between);
		world_ask(w, request(seq));
		if (w->reply->status != DUBAN__STATUS__STATUS_OK)
			fail_msg("row %zu: %s %s", i, w->reply->problem[0]->code,
				 w->reply->problem[0]->n_arg ? w->reply->problem[0]->arg[0] : "");
		world_work(w);
		after = take_picture(w);
		if (difference(&before, &after))
			fail_msg("row %zu of %s: table %s was not restored", i,
				 wire_enum_name(&duban__import_kind__descriptor,
						(int)revert_rows[i].kind),
				 difference(&before, &after));
		forget(&after);
	}
	world_restart(w, false);
	after = take_picture(w);
	assert_null(difference(&before, &after));
	forget(&after);
	forget(&before);
}

/* ---- kinds without code of their own */

static bool only_described(const struct import_kind *k)
{
	const struct record_hooks *h = &k->hooks;

	return import_kind_listed(k) && !k->record->no_revert && !h->derive && !h->check &&
	       !h->after && !h->read && !h->write;
}

static const char *cell_of(const struct import_kind *k, size_t i)
{
	const ProtobufCEnumDescriptor *d;

	switch (k->column[i].type) {
	case RECORD_NUMBER:
		return "2";
	case RECORD_YEAR:
		return "2020";
	case RECORD_DATE:
		return "2020-01-02";
	case RECORD_MONTH:
		return "2020-02";
	case RECORD_MONEY:
		return "5元";
	case RECORD_BOOL:
		return "是";
	case RECORD_UNIT:
		return "east";
	case RECORD_PERSON:
	case RECORD_WHO:
		return "zhang";
	case RECORD_PROJECT:
		return "P1";
	case RECORD_ENUM:
		d = k->field[i]->descriptor;
		return wire_enum_name(d, d->values[1].value);
	case RECORD_TEXT:
	case RECORD_ID:
	case RECORD_CODE:
		return "d1";
	default:
		return "";
	}
}

static void one_goes_again(struct world *w, const struct import_kind *k)
{
	struct picture before = take_picture(w), after;
	char head[2048] = "", row[2048] = "";
	uint64_t seq;

	for (size_t i = 0; i < k->n_column; i++) {
		size_t h = strlen(head), r = strlen(row);

		(void)snprintf(head + h, sizeof head - h, "%s%s", i ? "," : "", k->column[i].name);
		(void)snprintf(row + r, sizeof row - r, "%s%s", i ? "," : "", cell_of(k, i));
	}
	(void)snprintf(head + strlen(head), sizeof head - strlen(head), "\n%.1000s\n", row);
	seq = import(w, k->record->kind, head);
	after = take_picture(w);
	if (!difference(&before, &after))
		fail_msg("%s: %s changed nothing", k->record->name, head);
	forget(&after);
	world_ask(w, request(seq));
	if (w->reply->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s: %s", k->record->name, w->reply->problem[0]->code);
	world_work(w);
	after = take_picture(w);
	if (difference(&before, &after))
		fail_msg("%s: table %s was not restored", k->record->name,
			 difference(&before, &after));
	forget(&after);
	forget(&before);
}

static void a_kind_that_is_only_described_goes_again(void **state)
{
	struct world *w = *state;
	size_t n = 0;

	something_of_everything(w);
	IMPORT_KINDS_FOREACH(it)
	if (only_described(*it)) {
		one_goes_again(w, *it);
		n++;
	}
	assert_true(n > 0);
}

/* A kind with code of its own must have a row above; otherwise its revert would not be tested. */
static void no_kind_is_left_out(void **state)
{
	(void)state;
	IMPORT_KINDS_FOREACH(it)
	{
		/* a sheet makes projects; evidence needs its bytes, not only rows */
		bool found = (*it)->record->kind == K(SHEET) ||
			     (*it)->record->kind == K(EVIDENCE) ||
			     (*it)->record->kind == K(ROUNDS) || (*it)->record->kind == K(YEARS) ||
			     only_described(*it);

		for (size_t i = 0; i < revert_rows_n; i++)
			found = found || revert_rows[i].kind == (*it)->record->kind;
		if (!found)
			fail_msg("%s: no test of its revert",
				 wire_enum_name(&duban__import_kind__descriptor,
						(int)(*it)->record->kind));
	}
}

static void a_withdrawn_notice_moves_no_deadline(void **state)
{
	struct world *w = *state;
	struct calendar *c = NULL;
	date_t day = date_from_ymd(20200615);
	uint64_t seq;

	something_of_everything(w);
	assert_true(calendar_workday(engine_calendar(w->engine), day));
	seq = import(w, K(CALENDAR), "date,kind,name,source\n2020-06-15,holiday,某日,洪府发9\n");
	assert_false(calendar_workday(engine_calendar(w->engine), day));
	world_ok(w, request(seq));
	world_work(w);
	assert_true(calendar_workday(engine_calendar(w->engine), day));
	world_restart(w, false);
	assert_true(calendar_workday(engine_calendar(w->engine), day));
	/* schedules computed with it can be computed again */
	assert_int_equal(days_load(engine_txn(w->engine), w->arena,
				   calendar_version(engine_calendar(w->engine)) - 1, &c),
			 0);
	assert_false(calendar_workday(c, day));
	calendar_free(c);
	/* and the same notice can be imported again */
	(void)import(w, K(CALENDAR), "date,kind,name,source\n2020-06-15,holiday,某日,洪府发9\n");
	assert_false(calendar_workday(engine_calendar(w->engine), day));
}

/* An import, a change that depends on it, and the event named in the refusal. */
static const struct built {
	struct revert_row first, then;
	const char *event;
} built[] = {
    {{K(POSTS), "person,unit,title,kind,from\nzhang,west,主任,其他,2020-01-01\n"},
     {K(POSTS), "person,unit,title,kind,from,until\nzhang,west,主任,其他,2020-01-01,2020-03-01\n"},
     "post_put"},
    {{K(GROUPS), "id,name,kind,person,role,from\nteam,专班,工作专班,zhang,成员,2020-01-01\n"},
     {K(GROUPS),
      "id,name,kind,parent,person,role,from\nsub,小组,工作专班,team,li,成员,2020-01-01\n"},
     "group_put"},
    {{K(CATEGORIES), "name,parent\n桥梁,工业\n"},
     {K(PROJECTS), "code,category\nP1,桥梁\n"},
     "project_put"},
    {{K(CATEGORIES), "name,parent\n桥梁,工业\n"},
     {K(CATEGORIES), "name,parent\n悬索桥,桥梁\n"},
     "category_put"},
    {{K(CATEGORIES), "name,parent\n桥梁,工业\n"},
     {K(PARAMETERS), "key,scope,of,value\nW01.y_before_wd,category,桥梁,5\n"},
     "parameter_set"},
    {{K(LISTS), "name,authority\n丁,省发改委\n"},
     {K(MEMBERS), "project,list,joined\nP2,丁,2020-04-01\n"},
     "member_put"},
    {{K(LISTS), "name,authority\n丁,省发改委\n"},
     {K(PARAMETERS), "key,scope,of,value\nW01.y_before_wd,list,丁,5\n"},
     "parameter_set"},
    {{K(LISTS), "name,authority\n甲,省发改委\n"},
     {K(LISTS), "name,authority\n甲,住建局\n"},
     "list_put"},
    {{K(TARGETS), "unit,year,indicator,kind,value\neast,2020,开工率,占比,96\n"},
     {K(TARGETS), "unit,year,indicator,kind,value\neast,2020,开工率,占比,97\n"},
     "target_put"},
    {{K(PARAMETERS), "key,value\nW01.y_before_wd,3\n"},
     {K(PARAMETERS), "key,value\nW01.y_before_wd,4\n"},
     "parameter_set"},
    {{K(CALENDAR), "date,kind,name,source\n2020-06-15,holiday,某日,洪府发9\n"},
     {K(CALENDAR), "date,kind,name,source\n2020-06-16,holiday,某日,洪府发9\n"},
     "calendar_published"},
    {{K(CANDIDATES), "year,code,name,unit,stage\n2021,C3,丙厂,west,前期\n"},
     {K(MATCHES), "year,code,element,unit,result\n2021,C3,用地,zx,未落实\n"},
     "match_put"},
    {{K(COMMENTS), "year,code,unit,text\n2021,C2,zx,缺地\n"},
     {K(COMMENTS), "year,code,unit,text,answer\n2021,C2,zx,缺地,已补\n"},
     "comment_put"},
    {{K(MATCHES), "year,code,element,unit,result\n2021,C2,用地,zx,未落实\n"},
     {K(MATCHES), "year,code,element,unit,result\n2021,C2,用地,zx,已落实\n"},
     "match_put"},
    {{K(COLLECTIONS), "year,state,round,opened,until\n2022,征集,1,2020-06-01,2020-12-31\n"},
     {K(CANDIDATES), "year,code,name,unit,stage\n2022,C3,丙厂,west,前期\n"},
     "candidate_put"},
    {{K(PAPERS), "project,paper,filed\nP2,filing,2019-01-01\n"},
     {K(LIVES), "project,library\nP2,2018-09-01\n"},
     "life_put"},
    {{K(GATHERINGS), "id,project,held,name,venue\n2020Q1,P2,2020-01-03,一季度,分会场\n"},
     {K(PROJECTS), "code,place\nP2,红谷滩\n"},
     "project_put"},
    {{K(REPORTS), REPORT_HEAD "P2,8,月报,2020-02,60,confirmed,2020-02,2020-03-03T09:00:00,"
			      "2020-03-04T10:00:00\n"},
     {K(REPORTS), "project,form,period,invested(元)\nP2,月报,2020-05,70\n"},
     "report_submitted"},
};

static void each_says_what_was_built_on_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof built / sizeof *built; i++) {
		struct world *w = world_new("2020-01-02T09:00", true);
		uint64_t seq, head;

		w->check = false;
		something_of_everything(w);
		seq = import(w, built[i].first.kind, built[i].first.csv);
		(void)import(w, built[i].then.kind, built[i].then.csv);
		head = engine_seq(w->engine);
		world_ask(w, request(seq));
		if (w->reply->status != DUBAN__STATUS__STATUS_CONFLICT ||
		    strcmp(w->reply->problem[0]->code, "revert.built_on") != 0 ||
		    strcmp(w->reply->problem[0]->arg[1], built[i].event) != 0)
			fail_msg(
			    "row %zu: %s was reverted, or refused because of another event (%s)", i,
			    built[i].event,
			    w->reply->n_problem && w->reply->problem[0]->n_arg > 1
				? w->reply->problem[0]->arg[1]
				: "");
		assert_int_equal(engine_seq(w->engine), head);
		world_free(w);
	}
}

static void a_rounds_end_keeps_its_candidates(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	world_city(w);
	world_ok(w, COLLECTION(OPEN));
	seq = import(w, K(CANDIDATES), "year,code,name,unit,stage\n2021,C3,丙厂,west,前期\n");
	world_ok(w, COLLECTION(FREEZE));
	world_refused(w, request(seq), STATUS_CONFLICT, "revert.built_on");
	assert_string_equal(w->reply->problem[0]->arg[1], "collection_frozen");
}

static void all_that_was_built_is_named_at_once(void **state)
{
	struct world *w = *state;
	uint64_t seq;
	char csv[64];

	something_of_everything(w);
	seq = import(w, K(LISTS), "name,authority\n丁,省发改委\n");
	for (int i = 0; i < 25; i++) {
		(void)snprintf(csv, sizeof csv, "name,authority\n丁,单位%d\n", i);
		(void)import(w, K(LISTS), csv);
	}
	world_refused(w, request(seq), STATUS_CONFLICT, "revert.built_on");
	assert_int_equal(w->reply->n_problem, 21);
	assert_string_equal(w->reply->problem[20]->code, "revert.built_on_more");
	assert_string_equal(w->reply->problem[20]->arg[0], "5");
}

static void a_word_given_by_somebody_is_not_taken_back_for_him(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	something_of_everything(w);
	seq = import(w, K(REPORTS), "project,form,period,invested(元)\nP2,月报,2020-05,70\n");
	world_refused(w, request(seq), STATUS_CONFLICT, "revert.kind");
	assert_string_equal(w->reply->problem[0]->arg[0], "report_submitted");
}

static void a_report_that_took_anothers_place_stays(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	something_of_everything(w);
	(void)import(w, K(REPORTS), "project,form,period,invested(元)\nP2,月报,2020-05,70\n");
	seq = import(w, K(REPORTS),
		     REPORT_HEAD "P2,9,月报,2020-05,60,pending,,2020-06-03T09:00:00,\n");
	world_refused(w, request(seq), STATUS_CONFLICT, "revert.replaced");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_kind_goes_again_and_leaves_all_as_it_was),
	    TEST(a_kind_that_is_only_described_goes_again),
	    TEST(no_kind_is_left_out),
	    TEST(a_withdrawn_notice_moves_no_deadline),
	    cmocka_unit_test(each_says_what_was_built_on_it),
	    TEST(a_rounds_end_keeps_its_candidates),
	    TEST(all_that_was_built_is_named_at_once),
	    TEST(a_word_given_by_somebody_is_not_taken_back_for_him),
	    TEST(a_report_that_took_anothers_place_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
