/* Past days: "as known" equals the reply given on that day, "as of" shows what held on it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/arena.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "text/date.h"

#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
#define CHAIN_HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

static Duban__Reply *show(struct world *w, uint32_t as_of, uint32_t as_known)
{
	Duban__ProjectShowRequest b = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = (char *)(uintptr_t) "P1";
	b.as_of_date = as_of;
	b.as_known_date = as_known;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	return world_ask(w, &q);
}

static Duban__ProjectShowReply *shown(struct world *w, uint32_t as_of, uint32_t as_known)
{
	Duban__Reply *r = show(w, as_of, as_known);

	assert_int_equal(r->status, STATUS_OK);
	return r->project_show;
}

static void refused(struct world *w, uint32_t as_of, uint32_t as_known, const char *code)
{
	Duban__Reply *r = show(w, as_of, as_known);

	assert_int_not_equal(r->status, STATUS_OK);
	assert_true(r->n_problem > 0);
	assert_string_equal(r->problem[0]->code, code);
}

struct memory {
	uint32_t ymd;
	uint8_t *bytes;
	size_t size;
};

/* The whole present reply, without the fields that tell where it was read from. */
static struct memory remember(struct world *w, uint32_t ymd)
{
	Duban__ProjectShowReply *b = shown(w, 0, 0);
	struct memory m = {.ymd = ymd, .size = duban__project_show_reply__get_packed_size(b)};

	m.bytes = malloc(m.size);
	assert_non_null(m.bytes);
	duban__project_show_reply__pack(b, m.bytes);
	return m;
}

static void same(const struct memory *m, Duban__ProjectShowReply *b)
{
	uint8_t *bytes;

	b->as_known_seq = 0;
	assert_int_equal(duban__project_show_reply__get_packed_size(b), m->size);
	bytes = malloc(m->size);
	assert_non_null(bytes);
	duban__project_show_reply__pack(b, bytes);
	assert_memory_equal(bytes, m->bytes, m->size);
	free(bytes);
}

static void chain(struct world *w)
{
	world_city(w);
	world_import(w, CHAINS,
		     CHAIN_HEADER "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n"
				  "P1,2,可研批复,审批,west,李四,张三,1,10wd,\n"
				  "P1,3,主体封顶,节点,west,李四,张三,2,2020-03-20,\n");
}

/* Changes something in the city; each step is another change. */
static void something(struct world *w, unsigned step)
{
	char words[80];

	switch (step % 6) {
	case 0:
		(void)snprintf(words, sizeof words, "code,name\nP1,东湖隧道%u标\n", step);
		world_import(w, PROJECTS, words);
		break;
	case 1:
		world_import(w, CHAINS,
			     CHAIN_HEADER
			     "P1,3,主体封顶(调整),节点,west,李四,张三,2,2020-04-20,\n");
		break;
	case 2:
		(void)snprintf(words, sizeof words, "id,name\neast,东城区%u\n", step);
		world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS, words);
		break;
	case 3:
		(void)snprintf(words, sizeof words, "code,plan\nP1,%u\n", 1000000 + step);
		world_import(w, PROJECTS, words);
		break;
	case 4:
		if (step == 4)
			world_do(w, "finish P1 1");
		else if (step == 10)
			world_do(w, "start P1 2");
		break;
	default:
		if (step == 11)
			world_do(w, "extend P1 2 2020-05-06");
		break;
	}
}

static void as_known_is_what_was_answered_on_that_day(void **state)
{
	enum { DAYS = 40 };
	struct world *w = *state;
	struct memory known[DAYS];
	unsigned seed = 20201122, step = 0;
	date_t day = date_from_ymd(20200106);
	char when[40], text[DATE_TEXT_MAX];

	chain(w);
	for (size_t i = 0; i < DAYS; i++) {
		(void)snprintf(when, sizeof when, "%s 10:00", date_text(day, text));
		world_until(w, when);
		for (unsigned n = (unsigned)rand_r(&seed) % 3; n; n--)
			something(w, step++);
		(void)snprintf(when, sizeof when, "%s 23:59", date_text(day, text));
		world_until(w, when);
		known[i] = remember(w, date_ymd(day));
		day += 1 + rand_r(&seed) % 4;
	}
	world_restart(w, false);
	for (size_t i = DAYS; i-- > 0;) {
		same(&known[i], shown(w, 0, known[i].ymd));
		same(&known[i], shown(w, known[i].ymd, 0)); /* nothing was backdated */
		free(known[i].bytes);
	}
}

static void as_of_takes_what_was_told_later(void **state)
{
	struct world *w = *state;
	Duban__ProjectShowReply *b;

	chain(w);
	world_until(w, "2020-01-20 10:00");
	world_do(w, "finish P1 1 2020-01-08");
	b = shown(w, 0, 20200110);
	assert_int_equal(b->links_done, 0); /* not recorded yet */
	b = shown(w, 20200110, 0);
	assert_int_equal(b->links_done, 1);
	b = shown(w, 20200107, 0);
	assert_int_equal(b->links_done, 0);
	/* an event after a later fact is shown later too */
	world_do(w, "return P1 1");
	b = shown(w, 20200110, 0);
	assert_int_equal(b->links_done, 1);
	assert_int_equal(shown(w, 0, 0)->links_done, 0);
}

/* A change of the row made in between, which holds from a later day, does not prevent it. */
static void a_fact_dated_back_behind_a_later_change_of_the_row_is_taken_too(void **state)
{
	Duban__ProjectMoveRequest b = DUBAN__PROJECT_MOVE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;
	Duban__ProjectShowReply *was;

	chain(w);
	world_until(w, "2020-01-20 10:00");
	world_import(w, PROJECTS, "code,name\nP1,东湖隧道（更名）\n");
	world_import(w, CHAINS,
		     "project,no,name,class,unit,leader,person,after,limit,chain_start,reason\n"
		     "P1,1,项目建议书,审批,east,李四,张三,,6wd,2020-01-02,调整\n");
	world_until(w, "2020-01-21 10:00");
	b.project = (char *)(uintptr_t) "P1";
	b.to = DUBAN__STAGE__STAGE_STOPPED;
	b.at_date = 20200115;
	b.reason = (char *)(uintptr_t) "资金";
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_MOVE;
	q.project_move = &b;
	world_ok(w, &q);
	world_do(w, "finish P1 1 2020-01-08");
	assert_int_equal(shown(w, 20200114, 0)->project->stage, DUBAN__STAGE__STAGE_BUILDING);
	was = shown(w, 20200116, 0);
	assert_int_equal(was->project->stage, DUBAN__STAGE__STAGE_STOPPED);
	assert_string_equal(was->project->name, "一号项目");
	assert_int_equal(was->links_done, 1);
}

static void a_day_that_cannot_be_answered_is_said(void **state)
{
	struct world *w = *state;

	chain(w);
	world_until(w, "2020-02-03 10:00");
	refused(w, 20200204, 0, "past.future");
	refused(w, 0, 20200204, "past.future");
	refused(w, 20200101, 0, "past.not_yet");
	refused(w, 20200103, 20200103, "past.both");
	refused(w, 20200231, 0, "date.impossible");
}

/* One call of the query, as the bus makes it; NULL: it is still at work. */
static Duban__ProjectShowReply *request_slice(struct world *w, uint32_t as_of)
{
	Duban__ProjectShowRequest b = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct api_answer answer;
	uint8_t bytes[256], id[REQUEST_ID_SIZE] = {9};
	Duban__Reply *p;
	int r;

	b.project = (char *)(uintptr_t) "P1";
	b.as_of_date = as_of;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	q.version = WIRE_VERSION;
	q.request_id = (ProtobufCBinaryData){sizeof id, id};
	r = api_serve(w->api, &w->caller, BYTES(bytes, duban__request__pack(&q, bytes)), true,
		      &answer);
	if (r == STATUS_PARKED) {
		assert_true(answer.again);
		return NULL;
	}
	assert_int_equal(r, 0);
	arena_reset(w->arena);
	p = duban__reply__unpack(arena_pb(w->arena), answer.reply.size, answer.reply.data);
	assert_non_null(p);
	assert_int_equal(p->status, STATUS_OK);
	return p->project_show;
}

static void many_people(struct world *w, unsigned n)
{
	size_t room = n * 32 + 32, at = 0;
	char *text = malloc(room);

	assert_non_null(text);
	at += (size_t)snprintf(text, room, "id,name\n");
	for (unsigned i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, room - at, "q%05u,人员%u\n", i, i);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE, text);
	free(text);
}

/* Even in its last call a query over many events does one slice only. Commands are served in
 * between, and another query waits for its turn. */
static void commands_are_served_between_the_slices_of_a_past_question(void **state)
{
	struct world *w = *state;
	Duban__ProjectShowReply *b = NULL;
	unsigned slices = 0;

	chain(w);
	many_people(w, 3500);
	world_until(w, "2020-01-20 10:00");
	world_do(w, "finish P1 1");
	for (; !b && slices < 10; slices++) {
		if (slices == 1)
			world_do(w, "start P1 2");
		if (slices == 2)
			assert_null(request_slice(w, 20200107));
		b = request_slice(w, 20200120);
	}
	assert_non_null(b);
	assert_true(slices > 3);
	assert_int_equal(b->links_done, 1);
	assert_int_equal(shown(w, 20200107, 0)->links_done, 0);
}

static void a_past_question_that_nobody_asks_on_with_is_given_up(void **state)
{
	enum { PATIENCE = 20000 };
	struct world *w = *state;
	Duban__ProjectShowReply *b = NULL;

	chain(w);
	many_people(w, 1500);
	world_until(w, "2020-01-20 10:00");
	assert_null(request_slice(w, 20200120));
	for (int i = 0; !b && i < PATIENCE; i++)
		b = request_slice(w, 20200107);
	assert_non_null(b);
}

static void history_tells_who_what_and_from_what_to_what(void **state)
{
	struct world *w = *state;
	Duban__ProjectHistoryRequest b = DUBAN__PROJECT_HISTORY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ProjectHistoryReply *h;
	bool renamed = false;

	chain(w);
	world_import(w, PROJECTS, "code,name,plan\nP1,东湖隧道二期,3000000\n");
	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_HISTORY;
	q.project_history = &b;
	h = world_ok(w, &q)->project_history;
	assert_true(h->n_row > 4);
	assert_int_equal(h->next, 0);
	assert_string_equal(h->row[0]->kind, "project_put");
	for (size_t i = 0; i < h->n_row; i++) {
		assert_int_equal(strlen(h->row[i]->hash), 2 * HASH_SIZE);
		for (size_t k = 0; k < h->row[i]->n_change; k++) {
			Duban__FieldChange *c = h->row[i]->change[k];

			if (strcmp(c->after, "东湖隧道二期") == 0)
				renamed = strcmp(c->field, "name") == 0 && *c->before;
		}
	}
	assert_true(renamed);
	assert_int_equal(h->row[h->n_row - 1]->role, DUBAN__ROLE__ROLE_LOCAL);
}

/* The old value of a parameter is not a record. Reading it as one crashed the daemon. */
static void history_tells_a_parameter_set_for_the_project(void **state)
{
	Duban__ProjectHistoryRequest b = DUBAN__PROJECT_HISTORY_REQUEST__INIT;
	Duban__ParamSetRequest set = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__HistoryRow *row;
	struct world *w = *state;

	chain(w);
	set.key = (char *)(uintptr_t) "W01.y_before_wd";
	set.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT;
	set.scope_name = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	for (unsigned i = 0; i < 2; i++) {
		q.param_set = &set;
		set.value = (char *)(uintptr_t)(i ? "3" : "2");
		world_ok(w, &q);
	}
	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_HISTORY;
	q.project_history = &b;
	world_ok(w, &q);
	row = w->reply->project_history->row[w->reply->project_history->n_row - 1];
	assert_string_equal(row->kind, "parameter_set");
	for (size_t i = 0; i < row->n_change; i++)
		if (strcmp(row->change[i]->field, "value") == 0) {
			assert_string_equal(row->change[i]->before, "2");
			assert_string_equal(row->change[i]->after, "3");
			return;
		}
	fail_msg("the value is not told");
}

/* The last row of that kind; rows of warnings may follow it. */
static const Duban__HistoryRow *last_row(struct world *w, const char *kind)
{
	Duban__ProjectHistoryRequest b = DUBAN__PROJECT_HISTORY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ProjectHistoryReply *h;

	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_HISTORY;
	q.project_history = &b;
	h = world_ok(w, &q)->project_history;
	for (size_t i = h->n_row; i > 0; i--)
		if (strcmp(h->row[i - 1]->kind, kind) == 0)
			return h->row[i - 1];
	fail_msg("no %s", kind);
	return NULL;
}

static void changed(const Duban__HistoryRow *row, const char *field, const char *before,
		    const char *after)
{
	for (size_t i = 0; i < row->n_change; i++)
		if (strcmp(row->change[i]->field, field) == 0) {
			assert_string_equal(row->change[i]->before, before);
			assert_string_equal(row->change[i]->after, after);
			return;
		}
	fail_msg("nothing is said of %s", field);
}

static void history_names_what_of_the_project_an_event_is_about(void **state)
{
	struct world *w = *state;
	const Duban__HistoryRow *row;

	chain(w);
	world_import(w, CHAINS,
		     CHAIN_HEADER "P1,1,项目建议书批复,审批,east,王五,张三,,5wd,2020-01-02\n");
	row = last_row(w, "link_put");
	assert_string_equal(row->subject, "1 项目建议书批复");
	changed(row, "leader", "李四", "王五");
	world_do(w, "extend P1 3 2020-05-06");
	row = last_row(w, "link_extended");
	assert_string_equal(row->subject, "3 主体封顶");
	changed(row, "deadline", "2020-03-20", "2020-05-06");
	for (size_t i = 0; i < row->n_change; i++)
		assert_string_not_equal(row->change[i]->field, "link");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PAPERS,
		     "project,paper,note\nP1,contract,一份很长的说明\n");
	assert_string_equal(last_row(w, "paper_put")->subject, "施工合同");
}

static void history_tells_a_move_and_a_code_from_what_to_what(void **state)
{
	struct world *w = *state;

	chain(w);
	world_ok(w, stage_move("P1", S(STOPPED), "reason=资金"));
	changed(last_row(w, "stage_moved"), "stage", "building", "stopped");
	world_ok(w, stage_set_code("P1", NEW_CODE));
	changed(last_row(w, "project_code_set"), "code", "P1", NEW_CODE);
}

/* An auditor must see which of the six parties changed its result. */
static void history_does_not_cut_a_list_short(void **state)
{
	struct world *w = *state;
	const Duban__HistoryRow *acceptance;
	char was[2000], now[1000];
	const char *row = "P1,市住建局,2020-01-02,建设单位某某公司,合格,某某建筑设计研究院,合格,"
			  "某某建筑工程公司,合格,某某监理公司,合格,消防救援支队,合格,质监站,%s\n";
	const char *head = "project,organiser,accepted,owner,owner_result,design,design_result,"
			   "builder,builder_result,supervision,supervision_result,fire,"
			   "fire_result,quality,quality_result\n";

	chain(w);
	(void)snprintf(now, sizeof now, row, "合格");
	(void)snprintf(was, sizeof was, "%s%s", head, now);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_ACCEPTANCES, was);
	(void)snprintf(now, sizeof now, row, "不合格");
	(void)snprintf(was, sizeof was, "%s%s", head, now);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_ACCEPTANCES, was);
	acceptance = last_row(w, "acceptance_put");
	for (size_t i = 0; i < acceptance->n_change; i++) {
		const Duban__FieldChange *c = acceptance->change[i];

		if (strcmp(c->field, "party") != 0)
			continue;
		assert_non_null(strstr(c->before, "name=质监站 result=passed"));
		assert_non_null(strstr(c->after, "name=质监站 result=failed"));
		return;
	}
	fail_msg("the parties are not told");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(as_known_is_what_was_answered_on_that_day, world_setup,
					    world_teardown),
	    cmocka_unit_test_setup_teardown(as_of_takes_what_was_told_later, world_setup,
					    world_teardown),
	    cmocka_unit_test_setup_teardown(
		a_fact_dated_back_behind_a_later_change_of_the_row_is_taken_too, world_setup,
		world_teardown),
	    cmocka_unit_test_setup_teardown(a_day_that_cannot_be_answered_is_said, world_setup,
					    world_teardown),
	    cmocka_unit_test_setup_teardown(
		commands_are_served_between_the_slices_of_a_past_question, world_setup,
		world_teardown),
	    cmocka_unit_test_setup_teardown(a_past_question_that_nobody_asks_on_with_is_given_up,
					    world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(history_tells_a_parameter_set_for_the_project,
					    world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(history_names_what_of_the_project_an_event_is_about,
					    world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(history_tells_a_move_and_a_code_from_what_to_what,
					    world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(history_does_not_cut_a_list_short, world_setup,
					    world_teardown),
	    cmocka_unit_test_setup_teardown(history_tells_who_what_and_from_what_to_what,
					    world_setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
