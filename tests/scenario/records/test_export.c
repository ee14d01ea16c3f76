/* Every kind of record is exported from one store, imported into an empty one and exported again:
 * both exports are equal, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "engine/core/engine.h"
#include "lib/noun/tyear.h"
#include "lib/world/world.h"
#include "lib/world/world_export.h"
#include "lib/world/world_log.h"
#include "model/office/unit.h"
#include "proto/record/record.h"
#include "store/db/db.h"

#define CITY SOURCE_DIR "/tests/data/nanchang2020/"
#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

/* Records that the sample city does not have: "column=value|...", as `RECORD set` takes them. */
static const struct {
	Duban__ImportKind kind;
	const char *cells;
} rich[] = {
    {K(UNITS), "id=zx|name=市政、园林中心|kind=municipal|parent=zdb|section=项目科|gb_code=360100"},
    {K(PEOPLE), "id=p900|name=张三|unit=zx|post=科长"},
    {K(POSTS),
     "person=p900|unit=zx|title=项目科科长|kind=分管领导|from=2019-01-01|until=2019-12-31"},
    {K(POSTS), "person=p900|unit=zx|title=副主任|kind=其他|from=2020-01-01"},
    {K(GROUPS),
     "id=lead|name=领导小组|kind=领导小组|person=p900|role=组长|unit=zx|from=2020-01-01"},
    {K(GROUPS), "id=lead|person=李四|role=成员|seconded=是|from=2020-01-01|until=2020-01-02"},
    {K(GROUPS),
     "id=team|name=专班|kind=工作专班|parent=lead|person=p900|role=成员|from=2020-01-01"},
    {K(CATEGORIES), "name=交通"},
    {K(CATEGORIES), "name=桥梁|parent=交通"},
    {K(LISTS), "name=市重点推进|authority=市重点办|min_total=1亿元|needs_leader=是|fast_track=是"},
    {K(LISTS), "name=省大中型|authority=省发改委|elsewhere=是"},
    {K(CALENDAR), "date=2020-03-07|kind=workday|name=赶工|source=洪府发1|override=yes"},
    {K(CALENDAR), "date=2020-03-09|kind=regular|name=不放假|source=洪府发1|override=yes"},
    {K(CALENDAR), "date=2031-01-01|kind=holiday|name=元旦|source=国办明电1|year=2031"},
    {K(PROJECTS),
     "code=X-1|name=甲, 乙 \"丙\"桥|unit=zx;zhujian|sector=市发改委|category=桥梁|stage=谋划储备|"
     "year=2021|total=12.5亿元|former=OLD-1;OLD-2|successor=NC2020-001|funding=核准|"
     "place=红谷滩|content=长1.2千米|leader_city=p900;李四|leader_county=王五|liaison=张三|"
     "responsible_first=赵六|responsible_main=钱七|responsible_direct=p900|"
     "responsible_other=孙八;周九|team=一班|scheme=方案一|crew=中铁|finance_assessed=2020-01-05|"
     "project_owner=市城投集团|legal_entity=红谷滩建设公司|mark=★"},
    {K(PARAMETERS), "key=W01.y_before_wd|value=2|source=本市规定"},
    {K(PARAMETERS), "key=W01.y_before_wd|scope=project|of=X-1|value=3"},
    {K(PARAMETERS), "key=W00.remind_cd|scope=list|of=市重点推进|value=10|source=办法"},
    {K(LIVES), "project=NC2020-001|started=2018-07-15|library=2018-09-01|library_document=纳统1号"},
    {K(MEMBERS),
     "project=NC2020-001|list=市重点推进|joined=2019-01-01|join_reason=入选|join_approver="
     "市政府|join_document=洪府发1"},
    {K(MEMBERS), "project=NC2020-001|list=省大中型|joined=2019-01-01|application=入选|"
		 "application_date=2018-12-01|application_document=赣发改1"},
    {K(PLANS), "project=NC2020-001|year=2020|version=2|kind=调整|amount=4亿元|document=洪府发2|"
	       "adopted=2020-01-02|goal=主体封顶"},
    {K(TARGETS), "unit=zx|year=2020|indicator=开工率|kind=占比|previous=90|value=95.5|q1=20|q2=40|"
		 "q3=60|q4=95.5|source=责任书"},
    {K(TARGETS), "year=2020|indicator=完成投资|kind=金额|value=1559.8亿元"},
    {K(ACCEPTANCES), "project=NC2020-001|organiser=业主|accepted=2020-01-02|owner=甲公司|"
		     "owner_result=合格|open_defect=绿化;路灯"},
    {K(PAPERS), "project=NC2020-001|paper=filing|filed=2019-01-01|note=原件"},
    {K(GATHERINGS), "id=2020Q1|project=NC2020-001|held=2020-01-02|name=一季度集中开工|venue=主会场|"
		    "place=红谷滩|leader=张三"},
    {K(YEARS), "year=2019|state=关闭|closed=2020-01-01|carried_projects=3|carried_links=4"},
    {K(PROGRESS), "project=NC2020-001|no=1|state=办结|started=2019-12-20|finished=2019-12-30"},
    {K(PROGRESS), "project=NC2020-001|no=2|state=挂起|started=2019-12-20|suspended=2019-12-30|"
		  "returned=1|out_of_order=是|extended=2020-04-01|lacking=2019-12-25"},
};

static bool known(Duban__ImportKind kind)
{
	const struct import_kind *k = import_kind_of(kind);

	return k && import_kind_listed(k);
}

static void record(struct world *w, Duban__ImportKind kind, const char *cells)
{
	Duban__RecordSetRequest b = DUBAN__RECORD_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Cell cell[40], *at[40];
	char *text = strdup(cells), *rest = text;

	b.kind = kind;
	b.cell = at;
	for (char *one; (one = strsep(&rest, "|")); b.n_cell++) {
		duban__cell__init(&cell[b.n_cell]);
		cell[b.n_cell].column = strsep(&one, "=");
		cell[b.n_cell].value = one;
		at[b.n_cell] = &cell[b.n_cell];
	}
	q.body_case = DUBAN__REQUEST__BODY_RECORD_SET;
	q.record_set = &b;
	world_ask(w, &q);
	if (w->reply->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s: %s at %s (%s)", cells, w->reply->problem[0]->code,
			 w->reply->problem[0]->column, w->reply->problem[0]->value);
	world_work(w);
	free(text);
}

static void something_of_everything(struct world *w)
{
	w->check = false;
	world_import_file(w, K(UNITS), CITY "units.csv");
	world_import_file(w, K(PEOPLE), CITY "people.csv");
	world_import_file(w, K(PROJECTS), CITY "projects.csv");
	world_import_file(w, K(CHAINS), CITY "chains.csv");
	for (size_t i = 0; i < sizeof rich / sizeof *rich; i++)
		if (known(rich[i].kind))
			record(w, rich[i].kind, rich[i].cells);
}

static void open_round(struct world *w)
{
	Duban__Request *q = COLLECTION(OPEN);

	q->collection_open->document = (char *)(uintptr_t) "通知, \"1\"号";
	world_ok(w, q);
}

#define CANDIDATE_HEAD "year,code,name,unit,stage,total\n"

/* Two rounds between which candidates changed, and a third one that is open. */
static void next_year(struct world *w)
{
	open_round(w);
	world_import(w, K(CANDIDATES),
		     CANDIDATE_HEAD "2021,C1,甲厂,zx,前期,5元\n2021,NC2020-001,,,,\n");
	world_ok(w, COLLECTION(FREEZE));
	world_import(w, K(COMMENTS), "year,code,unit,text\n2021,C1,zx,缺地\n");
	open_round(w);
	world_import(w, K(CANDIDATES),
		     CANDIDATE_HEAD "2021,C1,甲大厂,zx,前期,6元\n2021,C2,乙厂,zx,前期,7元\n");
	world_ok(w, COLLECTION(FREEZE));
	open_round(w);
	world_import(w, K(CANDIDATES), CANDIDATE_HEAD "2021,C2,,,,8元\n");
}

static const Duban__CollectionDiffReply *diff(struct world *w)
{
	Duban__CollectionDiffRequest b = DUBAN__COLLECTION_DIFF_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.year = 2021;
	b.from_round = 1;
	b.to_round = 2;
	q.body_case = DUBAN__REQUEST__BODY_COLLECTION_DIFF;
	q.collection_diff = &b;
	return world_ok(w, &q)->collection_diff;
}

/* Commands after the opening balance. */
static void live(struct world *w)
{
	world_until(w, "2020-03-02T09:00");
	world_do(w, "start NC2020-002 1 2020-02-12");
	world_do(w, "finish NC2020-002 1 2020-02-14");
	world_do(w, "start NC2020-002 2 2020-02-17");
	world_do(w, "suspend NC2020-002 2 2020-02-18");
	world_do(w, "resume NC2020-002 2 2020-02-20");
	world_do(w, "extend NC2020-002 2 2020-04-01");
	/* registered after the name was written as text, and renamed since */
	world_import(w, K(PEOPLE), "id,name,unit\nli4,李四,zx\np900,张三丰,zx\n");
	next_year(w);
}

static void a_city_goes_out_and_comes_in_and_goes_out_the_same(void **state)
{
	struct world *w = *state, *other;

	something_of_everything(w);
	live(w);
	for (size_t i = 0; i < sizeof rich / sizeof *rich; i++) {
		char *out = world_sheet_of(w, rich[i].kind);

		if (world_sheet_lines(out) < 2)
			fail_msg("nothing was exported of %s", world_kind_name(rich[i].kind));
		free(out);
	}
	other = world_moved(w, "2020-03-02T09:00");
	assert_int_equal(diff(w)->n_change, diff(other)->n_change);
	assert_true(diff(other)->n_change > 0);
	world_free(other);
}

static void what_a_store_gives_is_nothing_new_to_it(void **state)
{
	struct world *w = *state;

	something_of_everything(w);
	live(w);
	for (size_t i = 0; i < world_export_kinds(); i++) {
		char *out =
		    known(world_export_kind(i)) ? world_sheet_of(w, world_export_kind(i)) : NULL;
		uint64_t before = engine_seq(w->engine);

		if (!out)
			continue;
		if (world_sheet_lines(out) > 1)
			world_import(w, world_export_kind(i), out);
		if (engine_seq(w->engine) != before)
			fail_msg(
			    "%s: %u new, %u changed: %s %s: %s -> %s",
			    world_kind_name(world_export_kind(i)), w->reply->import->done->created,
			    w->reply->import->done->updated,
			    w->reply->import->n_change ? w->reply->import->change[0]->key : "",
			    w->reply->import->n_change ? w->reply->import->change[0]->column : "",
			    w->reply->import->n_change ? w->reply->import->change[0]->before : "",
			    w->reply->import->n_change ? w->reply->import->change[0]->after : "");
		free(out);
	}
}

/* Without one, exports would be incomplete; an exception must be named here. */
static void every_kind_but_the_offices_own_sheet_goes_out(void **state)
{
	(void)state;
	IMPORT_KINDS_FOREACH(it)
	{
		bool found = (*it)->record->kind == K(SHEET) || (*it)->record->kind == K(EVIDENCE);

		for (size_t i = 0; i < world_export_kinds(); i++)
			found = found || (world_export_kind(i) == (*it)->record->kind &&
					  import_kind_listed(*it));
		if (!found)
			fail_msg("%s is not exported", world_kind_name((*it)->record->kind));
	}
}

/* Otherwise `import` would refuse what `export` writes. */
static void the_command_line_knows_every_column(void **state)
{
	(void)state;
	IMPORT_KINDS_FOREACH(it)
	{
		const struct record_column *c = (*it)->column;

		for (; (*it)->record->kind != K(SHEET) && c->name; c++)
			if (!record_column(record_named((*it)->record->name), c->name)->zh)
				fail_msg("%s: no heading for %s", (*it)->record->name, c->name);
	}
}

static void rows_are_of_the_project_unit_list_and_year_asked_for(void **state)
{
	struct world *w = *state;
	Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
	char *text;

	w->check = false;
	world_city(w);
	world_import(w, K(PROJECTS),
		     "code,name,unit,stage,year,list\nQ1,甲,west,在建,2021,重点\n"
		     "Q2,乙,east,在建,2020,重点\n");
	b.kind = K(PROJECTS);
	b.list = "重点";
	text = world_sheet(w, &b);
	assert_int_equal(world_sheet_lines(text), 3);
	free(text);
	b.year = 2021;
	b.after.len = 0;
	text = world_sheet(w, &b);
	assert_int_equal(world_sheet_lines(text), 2);
	assert_non_null(strstr(text, "\nQ1\x1f"));
	free(text);
	b = (Duban__SheetRequest)DUBAN__SHEET_REQUEST__INIT;
	b.kind = K(PROJECTS);
	b.unit = "west";
	text = world_sheet(w, &b);
	assert_non_null(strstr(text, "\nQ1\x1f"));
	assert_null(strstr(text, "\nQ2\x1f"));
	free(text);
	b = (Duban__SheetRequest)DUBAN__SHEET_REQUEST__INIT;
	b.kind = K(LIVES);
	b.project = "Q2";
	text = world_sheet(w, &b);
	assert_int_equal(world_sheet_lines(text), 2);
	free(text);
}

static void a_county_is_given_the_rows_of_its_own_projects(void **state)
{
	struct world *w = *state;
	struct caller local = w->caller;
	char *text;

	world_city(w);
	world_import(w, K(PROJECTS), "code,name,unit,stage,year\nQ1,甲,west,在建,2020\n");
	w->caller.role = DUBAN__ROLE__ROLE_COUNTY;
	w->caller.principal = 7;
	w->caller.unit = unit_by_id(engine_txn(w->engine), "west");
	text = world_sheet_of(w, K(PROJECTS));
	w->caller = local;
	assert_non_null(strstr(text, "\nQ1\x1f"));
	assert_null(strstr(text, "\nP1\x1f"));
	free(text);
}

static Duban__Request *record_request(Duban__ImportKind kind, Duban__Cell **cell, size_t n)
{
	static Duban__RecordSetRequest b;
	static Duban__Request q;

	duban__record_set_request__init(&b);
	duban__request__init(&q);
	b.kind = kind;
	b.cell = cell;
	b.n_cell = n;
	q.body_case = DUBAN__REQUEST__BODY_RECORD_SET;
	q.record_set = &b;
	return &q;
}

static void one_record_is_an_import_of_one_row(void **state)
{
	struct world *w = *state;
	Duban__Cell code = DUBAN__CELL__INIT, place = DUBAN__CELL__INIT;
	Duban__Cell *both[] = {&code, &place};
	const Duban__ImportDone *done;
	Duban__Request *q;

	world_city(w);
	record(w, K(PROJECTS), "code=P1|place=红谷滩|content=一座桥");
	done = w->reply->import->done;
	assert_int_equal(done->updated, 1);
	assert_int_equal(done->absent_count, 0);
	assert_int_equal(w->reply->import->change[0]->line, 0);
	/* "-" clears optional fields only */
	record(w, K(PROJECTS), "code=P1|place=-");
	assert_string_equal(w->reply->import->change[0]->before, "红谷滩");
	assert_string_equal(w->reply->import->change[0]->after, "");
	code.column = "code";
	code.value = "P1";
	place.column = "name";
	place.value = "-";
	q = record_request(K(PROJECTS), both, 2);
	world_refused(w, q, DUBAN__STATUS__STATUS_INVALID, "cell.empty");
	assert_int_equal(w->reply->problem[0]->line, 0);
	place.column = "plaze";
	q = record_request(K(PROJECTS), both, 2);
	world_refused(w, q, DUBAN__STATUS__STATUS_INVALID, "cell.unknown_column");
	w->caller.role = DUBAN__ROLE__ROLE_COUNTY;
	w->caller.principal = 7;
	place.column = "place";
	q = record_request(K(PROJECTS), both, 2);
	world_refused(w, q, DUBAN__STATUS__STATUS_DENIED, "role.denied");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_city_goes_out_and_comes_in_and_goes_out_the_same),
	    TEST(what_a_store_gives_is_nothing_new_to_it),
	    TEST(every_kind_but_the_offices_own_sheet_goes_out),
	    TEST(the_command_line_knows_every_column),
	    TEST(rows_are_of_the_project_unit_list_and_year_asked_for),
	    TEST(a_county_is_given_the_rows_of_its_own_projects),
	    TEST(one_record_is_an_import_of_one_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
