/* Requests: a repeated id always gets the same reply, roles and scopes are enforced, invalid input
 * changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/office/unit.h"
#include "store/db/key.h"
#include "store/db/txn.h"

#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

static void city_with_chains(struct world *w)
{
	world_city(w);
	world_import(w, CHAINS,
		     HEADER "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n"
			    "P1,2,可研批复,审批,west,李四,张三,1,10wd,\n"
			    "P2,1,主体封顶,节点,west,李四,,,2020-02-20,2020-01-02\n");
}

static struct caller as(struct world *w, const char *unit, int role)
{
	return (struct caller){.principal = 7,
			       .role = role,
			       .unit = unit_by_id(engine_txn(w->engine), unit),
			       .name = "county"};
}

static Duban__Request *report(const char *project, int64_t fen)
{
	static Duban__ReportSubmitRequest b;
	static Duban__Request q;
	static Duban__Money money;

	money = (Duban__Money)DUBAN__MONEY__INIT;
	money.fen = fen;
	b = (Duban__ReportSubmitRequest)DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	b.period_month = 202001;
	b.invested = &money;
	b.text = (char *)(uintptr_t) "基坑开挖";
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	return &q;
}

static void the_same_id_gets_the_same_answer_for_good(void **state)
{
	uint8_t id[REQUEST_ID_SIZE] = {9, 9};
	struct world *w = *state;
	Duban__Request *q;
	uint64_t first, seq;

	city_with_chains(w);
	q = report("P1", 100);
	q->request_id = (ProtobufCBinaryData){sizeof id, id};
	first = world_ok(w, q)->first_seq;
	assert_int_equal(w->reply->report->report->num, 1);
	seq = engine_seq(w->engine);
	assert_int_equal(world_ok(w, q)->first_seq, first);
	world_restart(w, false);
	assert_int_equal(world_ok(w, q)->first_seq, first);
	assert_int_equal(w->reply->report->report->num, 1);
	assert_string_equal(w->reply->report->report->text, "基坑开挖");
	assert_int_equal(engine_seq(w->engine), seq);
	q->report_submit->invested->fen = 101;
	world_refused(w, q, STATUS_CONFLICT, "request.other_content");
}

static void a_county_moves_only_what_is_its_own(void **state)
{
	struct world *w = *state;

	city_with_chains(w);
	w->caller = as(w, "east", DUBAN__ROLE__ROLE_COUNTY);
	world_ok(w, report("P1", 100));
	world_do(w, "start P1 1");
	/* another unit's project looks as if it did not exist */
	world_refused(w, report("P2", 100), STATUS_NOT_FOUND, "project.unknown");
	world_refused(w, world_move(w, "start P2 1"), STATUS_NOT_FOUND, "project.unknown");
	w->caller = as(w, "west", DUBAN__ROLE__ROLE_COUNTY);
	/* a link of its own in another unit's project: may read and move it, but not report */
	world_do(w, "start P1 2");
	world_refused(w, world_move(w, "finish P1 1"), STATUS_DENIED, "scope.denied");
	world_refused(w, report("P1", 100), STATUS_DENIED, "scope.denied");
	/* more time for it is the office's to give: no unit stands one tier up */
	world_ok(w, world_move(w, "extend P1 2 2020-03-01"));
	assert_int_equal(w->reply->report->report->state,
			 DUBAN__REPORT_STATE__REPORT_STATE_REVIEWED);
}

static void bad_values_are_refused_and_change_nothing(void **state)
{
	struct world *w = *state;
	Duban__Request *q;

	city_with_chains(w);
	world_refused(w, report("P1", -1), STATUS_INVALID, "money.negative");
	q = report("P1", 1);
	q->report_submit->period_month = 202013;
	world_refused(w, q, STATUS_INVALID, "month.impossible");
	q = report("P1", 1);
	q->report_submit->period_month = 202002;
	world_refused(w, q, STATUS_INVALID, "report.future");
	world_refused(w, world_move(w, "start P1 1 2020-01-03"), STATUS_INVALID, "date.future");
	world_refused(w, world_move(w, "return P1 1"), STATUS_CONFLICT, "link.not_allowed");
	world_refused(w, world_move(w, "start P1 9"), STATUS_NOT_FOUND, "link.unknown");
	q = world_move(w, "finish P1 1");
	q->link_finish->at_date = 20200230;
	world_refused(w, q, STATUS_INVALID, "date.impossible");
}

static void finishing_early_is_accepted_and_marked(void **state)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;
	Duban__Reply *p;

	city_with_chains(w);
	world_do(w, "finish P1 2");
	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	p = world_ok(w, &q);
	assert_int_equal(p->chain_show->n_link, 2);
	assert_true(p->chain_show->link[1]->out_of_order);
	assert_int_equal(p->chain_show->link[1]->state, DUBAN__LINK_STATE__LINK_STATE_DONE);
	assert_int_equal(p->chain_show->link[1]->started_date, 20200102);
	assert_int_equal(p->chain_show->link[0]->deadline_date, 20200109);
	assert_int_equal(p->chain_show->finish_date, 20200109);
}

static Duban__Reply *fetch(struct world *w, Duban__Cursor *c, Duban__Filter *f)
{
	Duban__FetchRequest b = DUBAN__FETCH_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.cursor = c;
	b.filter = f;
	q.body_case = DUBAN__REQUEST__BODY_FETCH;
	q.fetch = &b;
	return world_ask(w, &q);
}

static void a_cursor_of_another_history_is_said(void **state)
{
	Duban__Cursor c = DUBAN__CURSOR__INIT;
	uint8_t epoch[EPOCH_SIZE], hash[HASH_SIZE];
	struct world *w = *state;
	Duban__Reply *p = fetch(w, NULL, NULL);

	assert_int_equal(p->status, STATUS_OK);
	assert_true(p->fetch->n_item > 5);
	memcpy(epoch, p->fetch->next->epoch.data, sizeof epoch);
	memcpy(hash, p->fetch->next->hash.data, sizeof hash);
	c.epoch = (ProtobufCBinaryData){sizeof epoch, epoch};
	c.hash = (ProtobufCBinaryData){sizeof hash, hash};
	c.seq = p->fetch->next->seq;
	p = fetch(w, &c, NULL);
	assert_int_equal(p->status, STATUS_OK);
	assert_int_equal(p->fetch->n_item, 0);
	hash[0] ^= 1;
	assert_int_equal(fetch(w, &c, NULL)->status, STATUS_DIVERGED);
	hash[0] ^= 1;
	epoch[0] ^= 1;
	assert_int_equal(fetch(w, &c, NULL)->status, STATUS_DIVERGED);
	epoch[0] ^= 1;
	c.seq = 1000000;
	assert_int_equal(fetch(w, &c, NULL)->status, STATUS_DIVERGED);
	c.seq = UINT64_MAX;
	p = fetch(w, &c, NULL);
	assert_int_equal(p->status, STATUS_OK);
	assert_int_equal(p->fetch->next->seq, p->fetch->head);
}

static void a_county_fetches_no_event_of_another(void **state)
{
	struct world *w = *state;
	Duban__Reply *p;

	city_with_chains(w);
	world_do(w, "start P2 1");
	w->caller = as(w, "new", DUBAN__ROLE__ROLE_COUNTY);
	p = fetch(w, NULL, NULL);
	assert_int_equal(p->status, STATUS_OK);
	for (size_t i = 0; i < p->fetch->n_item; i++)
		assert_string_equal(p->fetch->item[i]->project, "");
	w->caller = as(w, "west", DUBAN__ROLE__ROLE_COUNTY);
	p = fetch(w, NULL, NULL);
	assert_string_equal(p->fetch->item[p->fetch->n_item - 1]->kind, "link_started");
	assert_string_equal(p->fetch->item[p->fetch->n_item - 1]->project, "P2");
}

static void set(struct world *w, const char *value, Duban__ScopeKind scope, const char *name)
{
	Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.key = (char *)(uintptr_t) "W02.r_after_cd";
	b.value = (char *)(uintptr_t)value;
	b.scope = scope;
	b.scope_name = (char *)(uintptr_t)name;
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	world_ok(w, &q);
}

static const char *in_force(struct world *w, const char *project)
{
	Duban__ParamListRequest b = DUBAN__PARAM_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Reply *p;

	b.project = (char *)(uintptr_t)project;
	q.body_case = DUBAN__REQUEST__BODY_PARAM_LIST;
	q.param_list = &b;
	p = world_ok(w, &q);
	for (size_t i = 0; i < p->param_list->n_param; i++)
		if (strcmp(p->param_list->param[i]->key, "W02.r_after_cd") == 0)
			return p->param_list->param[i]->value;
	return "";
}

static void project_beats_list_beats_category_beats_default(void **state)
{
	struct world *w = *state;

	world_city(w);
	assert_string_equal(in_force(w, "P1"), "15");
	set(w, "12", DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY, "工业");
	assert_string_equal(in_force(w, "P1"), "12");
	set(w, "20", DUBAN__SCOPE_KIND__SCOPE_KIND_LIST, "甲");
	assert_string_equal(in_force(w, "P1"), "20");
	/* the strictest of several lists: red comes earlier */
	set(w, "10", DUBAN__SCOPE_KIND__SCOPE_KIND_LIST, "乙");
	assert_string_equal(in_force(w, "P1"), "10");
	assert_string_equal(in_force(w, "P2"), "20");
	set(w, "30", DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT, "P1");
	assert_string_equal(in_force(w, "P1"), "30");
}

static void a_notice_moves_open_deadlines_and_says_so(void **state)
{
	struct world *w = *state;

	city_with_chains(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR,
		     "date,kind,name,source\n2020-01-08,holiday,临时放假,洪府厅1号\n");
	world_expect(w, "01-02 09:00 deadline P1/1 01-09 -> 01-10\n");
	world_until(w, "2020-01-09T00:00");
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-10\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-07 00:00 yellow P1/1 W03 due 01-02\n"
			"01-09 00:00 superseded P1/1 W00\n"
			"01-09 00:00 yellow P1/1 W01 due 01-10\n"
			"01-09 00:00 superseded P1/1 W03\n");
}

static Duban__Reply * override(struct world *w, const char *csv)
{
	/* imports of the test world are notices; a city's own days use the same file with a flag */
	w->city_override = true;
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR, csv);
	w->city_override = false;
	return w->reply;
}

static uint32_t due(struct world *w, uint32_t from, uint32_t workdays)
{
	Duban__CalendarDueRequest b = DUBAN__CALENDAR_DUE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.from_date = from;
	b.workdays = workdays;
	q.body_case = DUBAN__REQUEST__BODY_CALENDAR_DUE;
	q.calendar_due = &b;
	return world_ok(w, &q)->calendar_due->due_date;
}

static void an_override_withdrawn_leaves_the_notice_standing(void **state)
{
	struct world *w = *state;

	/* 2020-01-19 is a Sunday on which the notice works */
	assert_int_equal(due(w, 20200117, 1), 20200119);
	override(w, "date,kind,name,source\n2020-01-19,holiday,本市放假,洪府厅2号\n");
	assert_int_equal(due(w, 20200117, 1), 20200120);
	override(w, "date,kind,name,source\n2020-01-19,regular,,洪府厅3号\n");
	assert_int_equal(due(w, 20200117, 1), 20200119);
}

/* A project's own parameter affects only that project: it is evaluated within the command, without
 * a sweep. */
static void a_projects_own_parameter_lights_at_once(void **state)
{
	struct world *w = *state;

	city_with_chains(w);
	world_until(w, "2020-02-24T00:00");
	free(w->log);
	w->log = strdup("");
	set(w, "2", DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT, "P2");
	world_expect(w, "02-24 00:00 red P2/1 W02 due 02-20\n");
}

/* Only the telephone number is new: there is no event, but the reply means that the number is on
 * disk. */
static void a_new_telephone_number_survives_a_crash_after_its_answer(void **state)
{
	struct world *w = *state;
	struct bytes contact;
	uint64_t seq;

	world_city(w);
	seq = engine_seq(w->engine);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE,
		     "id,name,unit,post,phone\nzhang,张三,east,副区长,13912345678\n");
	assert_int_equal(engine_seq(w->engine), seq);
	world_restart(w, false);
	assert_true(
	    txn_get(engine_txn(w->engine), TABLE_contact, key_bytes(key_u32(KEY(), 1)), &contact));
	assert_non_null(memmem(contact.data, contact.size, "13912345678", 11));
}

enum { LONG = 190 };

static int sprintf_all(char *buf, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static int sprintf_all(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	assert_true(n > 0 && (size_t)n < size);
	return n;
}

static void import_long_chain(struct world *w)
{
	char *csv = calloc(1, 1024 * 1024);
	size_t at = 0;

	assert_non_null(csv);
	at +=
	    (size_t)sprintf_all(csv + at, 1024, "%s",
				"project,no,name,class,unit,leader,person,after,limit,evidence\n");
	for (unsigned no = 1; no <= LONG; no++)
		at += (size_t)sprintf_all(csv + at, 8192, "P1,%u,%0*d,审批,east,,张三,,5wd,%0*d\n",
					  no, NAME_MAX_BYTES, 7, TEXT_MAX, 7);
	world_import(w, CHAINS, csv);
	free(csv);
}

static void a_long_chain_comes_in_pages(void **state)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;
	unsigned no = 0, pages = 0;

	world_city(w);
	import_long_chain(w);
	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	do {
		Duban__Reply *p = world_ok(w, &q);

		for (size_t i = 0; i < p->chain_show->n_link; i++)
			assert_int_equal(p->chain_show->link[i]->no, ++no);
		assert_true(duban__reply__get_packed_size(p) <= WIRE_PAGE_MAX);
		b.after = p->chain_show->next;
		pages++;
	} while (b.after);
	assert_int_equal(no, LONG);
	assert_true(pages > 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_same_id_gets_the_same_answer_for_good),
	    TEST(a_county_moves_only_what_is_its_own),
	    TEST(bad_values_are_refused_and_change_nothing),
	    TEST(finishing_early_is_accepted_and_marked),
	    TEST(a_cursor_of_another_history_is_said),
	    TEST(a_county_fetches_no_event_of_another),
	    TEST(project_beats_list_beats_category_beats_default),
	    TEST(a_notice_moves_open_deadlines_and_says_so),
	    TEST(a_long_chain_comes_in_pages),
	    TEST(a_projects_own_parameter_lights_at_once),
	    TEST(a_new_telephone_number_survives_a_crash_after_its_answer),
	    TEST(an_override_withdrawn_leaves_the_notice_standing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
