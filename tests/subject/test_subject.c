/* Warnings about kinds that the daemon itself does not have (a camera of the city, a snag of a
 * project) are raised, reported, cleared and kept like those about links. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/keeper/invariants.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/status.h"
#include "store/db/key.h"
#include "store/db/txn.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

static uint32_t unit(struct world *w, const char *id)
{
	return unit_by_id(engine_txn(w->engine), id);
}

/* Adds a principal and returns its number. */
static uint32_t add(struct world *w, const char *name, const char *of, const char *offline)
{
	Duban__PrincipalAddRequest b = DUBAN__PRINCIPAL_ADD_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint8_t key[CURVE_KEY_SIZE] = {0};

	(void)snprintf((char *)key, sizeof key, "%s", name);
	b.name = (char *)(uintptr_t)name;
	b.public_key = (ProtobufCBinaryData){sizeof key, key};
	b.owner = (char *)(uintptr_t) "值守员";
	b.role = *of ? DUBAN__ROLE__ROLE_UNIT : DUBAN__ROLE__ROLE_AUDITOR;
	b.unit = (char *)(uintptr_t)of;
	if (offline)
		assert_true(instant_parse(offline, engine_zone(w->engine), &b.not_after_at));
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_ADD;
	q.principal_add = &b;
	return world_ok(w, &q)->principal_add->num;
}

static void take_back(struct world *w, const char *name)
{
	Duban__PrincipalRevokeRequest b = DUBAN__PRINCIPAL_REVOKE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.name = (char *)(uintptr_t)name;
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_REVOKE;
	q.principal_revoke = &b;
	world_ok(w, &q);
}

/* Camera 7 belongs to the unit east and is offline from Monday 2020-03-02 10:30 on. */
static void cameras(struct world *w)
{
	world_city(w);
	for (char name[] = "city1"; name[4] < '7'; name[4]++)
		(void)add(w, name, "", NULL);
	assert_int_equal(add(w, "gate", "east", "2020-03-02T10:30"), 7);
	world_expect(w, "");
}

static const Duban__WarningListReply *list_of(struct world *w, bool all, const char *of,
					      const char *rule)
{
	static Duban__WarningListRequest b;
	Duban__Request q = DUBAN__REQUEST__INIT;

	duban__warning_list_request__init(&b);
	b.all = all;
	b.unit = (char *)(uintptr_t)of;
	b.rule = (char *)(uintptr_t)rule;
	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	return world_ok(w, &q)->warning_list;
}

static const Duban__WarningListReply *list(struct world *w, bool all, const char *of)
{
	return list_of(w, all, of, "W90");
}

static int show(struct world *w, const char *id)
{
	Duban__WarningShowRequest b = DUBAN__WARNING_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.id = (char *)(uintptr_t)id;
	q.body_case = DUBAN__REQUEST__BODY_WARNING_SHOW;
	q.warning_show = &b;
	return (int)world_ask(w, &q)->status;
}

/* The number of raised warnings of the city in the fetched events; *ret is the last one. */
static size_t fetch(struct world *w, const char *of, const Duban__FetchItem **ret)
{
	static char *kinds[] = {(char *)(uintptr_t) "warning_raised"};
	Duban__FetchRequest b = DUBAN__FETCH_REQUEST__INIT;
	Duban__Filter f = DUBAN__FILTER__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__FetchReply *page;
	size_t n = 0;

	f.kind = kinds;
	f.n_kind = 1;
	f.unit = (char *)(uintptr_t)of;
	b.filter = &f;
	q.body_case = DUBAN__REQUEST__BODY_FETCH;
	q.fetch = &b;
	page = world_ok(w, &q)->fetch;
	for (size_t i = 0; i < page->n_item; i++)
		if (!*page->item[i]->project) {
			*ret = page->item[i];
			n++;
		}
	return n;
}

static void as(struct world *w, Duban__Role role, const char *of)
{
	w->caller = (struct caller){.role = role, .unit = *of ? unit(w, of) : 0};
	if (role != DUBAN__ROLE__ROLE_LOCAL)
		w->caller.principal = 1;
}

static void it_lights_at_its_instant_without_a_command(void **state)
{
	struct world *w = *state;
	const Duban__WarningListReply *l;
	const Duban__WarningRow *row;

	cameras(w);
	world_until(w, "2020-03-02T10:29");
	world_expect(w, "");
	assert_int_equal(list(w, false, "")->n_warning, 0);
	world_until(w, "2020-03-02T10:30");
	world_expect(w, "03-02 10:30 yellow camera/7 W90 due 03-02\n");
	l = list(w, false, "");
	assert_int_equal(l->n_warning, 1);
	row = l->warning[0];
	assert_string_equal(row->id, "W90-camera-7-1");
	assert_string_equal(row->kind, "camera");
	assert_int_equal(row->number, 7);
	assert_int_equal(row->link, 0);
	assert_string_equal(row->project, "");
	assert_string_equal(row->subject_name, "gate");
	assert_string_equal(row->unit, "east");
	assert_string_equal(row->person, "值守员");
	assert_string_equal(row->rule_name, "摄像头离线");
	assert_int_equal(row->level, LEVEL(YELLOW));
	assert_int_equal(row->due_date, 20200302);
	assert_int_equal(show(w, "W90-camera-7-1"), 0);
	assert_string_equal(w->reply->warning_show->page, "camera show 7");
	assert_string_equal(w->reply->warning_show->inputs->param[0], "W03.r_after_wd=10");
	assert_int_equal(show(w, "W90-camera-8-1"), STATUS_NOT_FOUND);
	assert_int_equal(show(w, "W90-camera-7-2"), STATUS_NOT_FOUND);
	assert_int_equal(show(w, "W90-0-0-7-1"), STATUS_NOT_FOUND);
	world_until(w, "2020-03-15T23:59");
	world_expect(w, "");
	world_until(w, "2020-03-16T00:00");
	world_expect(w, "03-16 00:00 red camera/7 W90 due 03-02\n");
}

static void it_is_in_the_scope_of_its_unit_only(void **state)
{
	struct world *w = *state;
	const Duban__FetchItem *item = NULL;

	cameras(w);
	world_until(w, "2020-03-02T12:00");
	assert_int_equal(list(w, false, "east")->n_warning, 1);
	assert_int_equal(list(w, false, "west")->n_warning, 0);
	assert_int_equal(fetch(w, "west", &item), 0);
	assert_int_equal(fetch(w, "east", &item), 1);
	assert_string_equal(item->unit, "east");
	assert_int_equal(item->level, LEVEL(YELLOW));
	as(w, DUBAN__ROLE__ROLE_COUNTY, "east");
	assert_int_equal(list(w, false, "")->n_warning, 1);
	assert_int_equal(show(w, "W90-camera-7-1"), 0);
	assert_int_equal(fetch(w, "", &item), 1);
	as(w, DUBAN__ROLE__ROLE_COUNTY, "west");
	assert_int_equal(list(w, false, "")->n_warning, 0);
	assert_int_equal(list(w, true, "")->n_warning, 0);
	assert_int_equal(show(w, "W90-camera-7-1"), STATUS_NOT_FOUND);
	assert_int_equal(fetch(w, "", &item), 0);
	as(w, DUBAN__ROLE__ROLE_OFFICE, "");
	assert_int_equal(list(w, false, "")->n_warning, 1);
	assert_int_equal(fetch(w, "", &item), 1);
	as(w, DUBAN__ROLE__ROLE_LOCAL, "");
}

static void it_is_cleared_when_it_is_back(void **state)
{
	struct world *w = *state;
	const Duban__WarningListReply *l;

	cameras(w);
	world_until(w, "2020-03-03T09:00");
	world_expect(w, "03-02 10:30 yellow camera/7 W90 due 03-02\n");
	take_back(w, "gate");
	world_expect(w, "03-03 09:00 done camera/7 W90\n");
	assert_int_equal(list(w, false, "")->n_warning, 0);
	l = list(w, true, "");
	assert_int_equal(l->n_warning, 1);
	assert_string_equal(l->warning[0]->id, "W90-camera-7-1");
	assert_int_equal(l->warning[0]->cause, DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE);
	world_until(w, "2020-06-01T09:00");
	world_expect(w, "");
}

/* A warning is cleared by itself when its subject no longer exists. */
static void it_goes_out_with_its_subject(void **state)
{
	struct world *w = *state;
	const Duban__WarningListReply *l;

	cameras(w);
	assert_int_equal(add(w, "gone1", "west", "2020-03-02T11:00"), 8);
	world_until(w, "2020-03-03T09:00");
	world_expect(w, "03-02 10:30 yellow camera/7 W90 due 03-02\n"
			"03-02 11:00 yellow camera/8 W90 due 03-02\n");
	take_back(w, "gone1");
	world_expect(w, "03-03 09:00 withdrawn camera/8 W90\n");
	/* its unit is still known, from the warning */
	l = list(w, true, "west");
	assert_int_equal(l->n_warning, 1);
	assert_string_equal(l->warning[0]->id, "W90-camera-8-1");
	assert_string_equal(l->warning[0]->unit, "west");
	assert_string_equal(l->warning[0]->subject_name, "");
}

static void a_parameter_and_a_notice_sweep_it_too(void **state)
{
	struct world *w = *state;

	cameras(w);
	world_until(w, "2020-03-06T09:00");
	world_expect(w, "03-02 10:30 yellow camera/7 W90 due 03-02\n");
	world_import(w, K(PARAMETERS), "key,value,source\nW03.r_after_wd,6,会议纪要\n");
	world_expect(w, "");
	w->city_override = true;
	world_import(w, K(CALENDAR), "date,kind,name,source\n2020-03-09,休息日,防汛,洪府发9\n");
	world_work(w);
	world_until(w, "2020-03-10T23:59");
	world_expect(w, "");
	world_until(w, "2020-03-11T00:00");
	world_expect(w, "03-11 00:00 red camera/7 W90 due 03-02\n");
	world_import(w, K(PARAMETERS), "key,value,source\nW03.r_after_wd,20,会议纪要\n");
	world_work(w);
	world_expect(w, "03-11 00:00 done camera/7 W90\n"
			"03-11 00:00 yellow camera/7 W90 due 03-02\n");
	assert_string_equal(list(w, false, "")->warning[0]->id, "W90-camera-7-2");
}

static void remove_state(struct world *w)
{
	char path[512];

	(void)snprintf(path, sizeof path, "%s/data.mdb", w->dir);
	assert_int_equal(unlink(path), 0);
}

static void verify(struct world *w)
{
	Duban__VerifyRequest b = DUBAN__VERIFY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_VERIFY;
	q.verify = &b;
	assert_true(world_ok(w, &q)->job->ok);
}

static void it_is_kept_over_a_restart(void **state)
{
	struct world *w = *state;

	cameras(w);
	world_restart(w, true);
	world_restart(w, false);
	world_until(w, "2020-03-02T11:00");
	world_expect(w, "03-02 10:30 yellow camera/7 W90 due 03-02\n");
	/* the journal's tail is folded again */
	world_restart(w, false);
	world_expect(w, "");
	assert_string_equal(list(w, false, "")->warning[0]->id, "W90-camera-7-1");
	/* the whole journal is folded again */
	remove_state(w);
	world_restart(w, false);
	world_expect(w, "");
	assert_string_equal(list(w, false, "")->warning[0]->id, "W90-camera-7-1");
	verify(w);
	world_until(w, "2020-03-16T00:00");
	world_expect(w, "03-16 00:00 red camera/7 W90 due 03-02\n");
	verify(w);
	take_back(w, "gate");
	world_expect(w, "03-16 00:00 done camera/7 W90\n");
}

static void many_at_once_are_looked_at_in_slices(void **state)
{
	struct world *w = *state;
	uint32_t n = 0;

	cameras(w);
	for (int i = 0; i < 60; i++) {
		char name[16];

		(void)snprintf(name, sizeof name, "c%d", i);
		n = add(w, name, "west", "2020-03-02T10:30");
	}
	assert_int_equal(n, 67);
	world_until(w, "2020-03-02T10:30");
	assert_int_equal(list(w, false, "")->n_warning, 61);
	assert_int_equal(list(w, false, "west")->n_warning, 60);
	world_import(w, K(PARAMETERS), "key,value,source\nW03.r_after_wd,1,会议纪要\n");
	world_until(w, "2020-03-03T00:00");
	for (size_t i = 0; i < 61; i++)
		assert_int_equal(list(w, false, "")->warning[i]->level, LEVEL(RED));
}

/* The invariants find damage in the warnings of such kinds. */
static void invariants_hold_it_too(void **state)
{
	struct world *w = *state;
	Duban__Subject s = DUBAN__SUBJECT__INIT;
	struct txn *t = engine_txn(w->engine);
	struct key *k = KEY();
	char *broken;

	cameras(w);
	world_until(w, "2020-03-02T10:30");
	assert_null(engine_invariants(w->engine));
	s.kind = (char *)(uintptr_t) "camera";
	s.number = 7;
	t = engine_txn(w->engine);
	txn_del(t, TABLE_warning_open, key_bytes(warning_key(k, &s, 90)));
	broken = engine_invariants(w->engine);
	assert_non_null(broken);
	assert_string_equal(broken, "warning W90-camera-7-1 is open but not indexed");
	free(broken);
	txn_put_u32(t, TABLE_warning_open, key_bytes(k), 1);
	assert_null(engine_invariants(w->engine));
}

/* ---- subjects of a project */

static const char *history_of_warning(struct world *w, const char *code)
{
	Duban__ProjectHistoryRequest b = DUBAN__PROJECT_HISTORY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__ProjectHistoryReply *p;
	const char *found = "";

	b.project = (char *)(uintptr_t)code;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_HISTORY;
	q.project_history = &b;
	p = world_ok(w, &q)->project_history;
	for (size_t i = 0; i < p->n_row; i++)
		if (strncmp(p->row[i]->subject, "W91", 3) == 0)
			found = p->row[i]->subject;
	return found;
}

static void a_projects_snag_is_looked_at_with_the_project(void **state)
{
	struct world *w = *state;
	const Duban__WarningListReply *l;

	world_city(w);
	assert_int_equal(project_by_code(engine_txn(w->engine), "P1"), 1);
	world_import(w, K(PROJECTS), "code,name,place\nP1,一号项目,2020-02-10\n");
	world_until(w, "2020-02-09T23:59");
	world_expect(w, "");
	world_until(w, "2020-02-10T00:00");
	world_expect(w, "02-10 00:00 red snag/4 W91 due 02-10\n");
	l = list_of(w, false, "east", "W91");
	assert_int_equal(l->n_warning, 1);
	assert_string_equal(l->warning[0]->id, "W91-snag-4.2-p1-y2020-1");
	assert_string_equal(l->warning[0]->project, "P1");
	assert_string_equal(l->warning[0]->kind, "snag");
	assert_int_equal(l->warning[0]->sub, 2);
	assert_int_equal(l->warning[0]->subject_year, 2020);
	assert_string_equal(l->warning[0]->subject_name, "拆迁");
	assert_int_equal(list_of(w, false, "west", "W91")->n_warning, 0);
	assert_string_equal(history_of_warning(w, "P1"), "W91 snag 4");
	as(w, DUBAN__ROLE__ROLE_COUNTY, "west");
	assert_int_equal(show(w, "W91-snag-4.2-p1-y2020-1"), STATUS_NOT_FOUND);
	as(w, DUBAN__ROLE__ROLE_COUNTY, "east");
	assert_int_equal(show(w, "W91-snag-4.2-p1-y2020-1"), 0);
	assert_string_equal(w->reply->warning_show->page, "snag show P1");
	as(w, DUBAN__ROLE__ROLE_LOCAL, "");
	world_restart(w, false);
	remove_state(w);
	world_restart(w, false);
	world_expect(w, "");
	world_import(w, K(PROJECTS), "code,name,place\nP1,一号项目,已拆\n");
	world_expect(w, "02-10 00:00 withdrawn snag/4 W91\n");
	verify(w);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_lights_at_its_instant_without_a_command),
	    TEST(it_is_in_the_scope_of_its_unit_only),
	    TEST(it_is_cleared_when_it_is_back),
	    TEST(it_goes_out_with_its_subject),
	    TEST(a_parameter_and_a_notice_sweep_it_too),
	    TEST(it_is_kept_over_a_restart),
	    TEST(many_at_once_are_looked_at_in_slices),
	    TEST(invariants_hold_it_too),
	    TEST(a_projects_snag_is_looked_at_with_the_project),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
