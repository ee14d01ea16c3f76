/* Keys of a principal: a second one is the same principal, each has its own dates, revoking one
 * leaves the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/office/unit.h"
#include "store/db/txn.h"
#include "text/date.h"
#include "text/z85.h"

#define DAY(ymd) date_start(date_from_ymd(ymd), 480)

static const uint8_t old_key[CURVE_KEY_SIZE] = {1}, new_key[CURVE_KEY_SIZE] = {2},
		     third_key[CURVE_KEY_SIZE] = {3};

static ProtobufCBinaryData key_field(const uint8_t *key)
{
	return (ProtobufCBinaryData){.len = CURVE_KEY_SIZE, .data = (uint8_t *)(uintptr_t)key};
}

static Duban__Request *adds(const char *name, Duban__Role role, const uint8_t *key, usec_t until)
{
	static Duban__PrincipalAddRequest b;
	static Duban__Request q;

	duban__principal_add_request__init(&b);
	duban__request__init(&q);
	b.name = (char *)(uintptr_t)name;
	b.public_key = key_field(key);
	b.role = role;
	b.unit = role == DUBAN__ROLE__ROLE_COUNTY ? "east" : "";
	b.not_after_at = until;
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_ADD;
	q.principal_add = &b;
	return &q;
}

static Duban__Request *adds_key(const char *name, const uint8_t *key, usec_t from, usec_t until)
{
	static Duban__PrincipalAddKeyRequest b;
	static Duban__Request q;

	duban__principal_add_key_request__init(&b);
	duban__request__init(&q);
	b.name = (char *)(uintptr_t)name;
	b.public_key = key_field(key);
	b.not_before_at = from;
	b.not_after_at = until;
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_ADD_KEY;
	q.principal_add_key = &b;
	return &q;
}

static Duban__Request *revokes_key(const char *name, const uint8_t *key)
{
	static Duban__PrincipalRevokeKeyRequest b;
	static Duban__Request q;

	duban__principal_revoke_key_request__init(&b);
	duban__request__init(&q);
	b.name = (char *)(uintptr_t)name;
	b.public_key = key_field(key);
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_REVOKE_KEY;
	q.principal_revoke_key = &b;
	return &q;
}

static bool admitted(struct world *w, const uint8_t *key)
{
	struct caller caller;
	bool city;
	int r = api_caller(w->api, key, &caller, &city);

	assert_true(r == 0 || r == STATUS_DENIED);
	return r == 0;
}

/* From now on requests come from whoever has the key. */
static void speak_with(struct world *w, const uint8_t *key)
{
	static char name[ID_MAX + 1];
	bool city;

	assert_int_equal(api_caller(w->api, key, &w->caller, &city), 0);
	(void)snprintf(name, sizeof name, "%s", w->caller.name);
	w->caller.name = name;
}

static void speak_locally(struct world *w)
{
	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL, .name = "local"};
}

static Duban__Request *report(uint8_t *id)
{
	static Duban__ReportSubmitRequest b;
	static Duban__Request q;
	static Duban__Money money;

	duban__money__init(&money);
	duban__report_submit_request__init(&b);
	duban__request__init(&q);
	money.fen = 100;
	b.project = "P1";
	b.period_month = 202001;
	b.invested = &money;
	b.text = "基坑开挖";
	q.request_id = (ProtobufCBinaryData){.len = REQUEST_ID_SIZE, .data = id};
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	return &q;
}

static const Duban__PrincipalRow *row(struct world *w)
{
	Duban__PrincipalListRequest b = DUBAN__PRINCIPAL_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_LIST;
	q.principal_list = &b;
	assert_int_equal(world_ok(w, &q)->principal_list->n_principal, 1);
	return w->reply->principal_list->principal[0];
}

static void a_second_key_is_the_same_principal(void **state)
{
	struct world *w = *state;
	uint8_t id[REQUEST_ID_SIZE] = {7};
	uint32_t num;
	uint64_t seq;

	world_city(w);
	world_ok(w, adds("sys", DUBAN__ROLE__ROLE_COUNTY, old_key, 0));
	num = w->reply->principal_add->num;
	speak_with(w, old_key);
	seq = world_ok(w, report(id))->first_seq;
	speak_locally(w);
	world_ok(w, adds_key("sys", new_key, 0, 0));
	assert_int_equal(w->reply->principal_add->num, num);
	speak_with(w, new_key);
	assert_int_equal(w->caller.principal, num);
	assert_int_equal(w->caller.role, DUBAN__ROLE__ROLE_COUNTY);
	assert_int_equal(w->caller.unit, unit_by_id(engine_txn(w->engine), "east"));
	/* what was asked with the old key is answered as it was */
	assert_int_equal(world_ok(w, report(id))->first_seq, seq);
	speak_locally(w);
	world_ok(w, revokes_key("sys", old_key));
	assert_false(admitted(w, old_key));
	speak_with(w, new_key);
	assert_int_equal(world_ok(w, report(id))->first_seq, seq);
	world_restart(w, false);
	assert_false(admitted(w, old_key));
	speak_with(w, new_key);
	assert_int_equal(w->caller.principal, num);
}

static void each_key_has_its_own_dates(void **state)
{
	struct world *w = *state;
	const Duban__PrincipalRow *r;
	char text[CURVE_KEY_SIZE / 4 * 5 + 1];

	world_city(w);
	world_ok(w, adds("sys", DUBAN__ROLE__ROLE_OFFICE, old_key, DAY(20200301)));
	world_ok(w, adds_key("sys", new_key, DAY(20200201), DAY(20210101)));
	assert_true(admitted(w, old_key));
	assert_false(admitted(w, new_key));
	world_until(w, "2020-02-01 00:00");
	assert_true(admitted(w, old_key));
	assert_true(admitted(w, new_key));
	world_until(w, "2020-03-01 00:00");
	assert_false(admitted(w, old_key));
	assert_true(admitted(w, new_key));
	r = row(w);
	assert_int_equal(r->n_key, 2);
	assert_string_equal(r->key[0]->public_key, z85_text(old_key, CURVE_KEY_SIZE, text));
	assert_int_equal(r->key[0]->not_after_at, DAY(20200301));
	assert_string_equal(r->key[1]->public_key, z85_text(new_key, CURVE_KEY_SIZE, text));
	assert_int_equal(r->key[1]->not_before_at, DAY(20200201));
	assert_int_equal(r->key[1]->not_after_at, DAY(20210101));
	/* clients that know of one key see the first */
	assert_string_equal(r->public_key, r->key[0]->public_key);
	assert_int_equal(r->not_after_at, DAY(20200301));
}

static void two_live_at_once_and_no_more(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_ok(w, adds("sys", DUBAN__ROLE__ROLE_OFFICE, old_key, DAY(20200301)));
	world_ok(w, adds_key("sys", new_key, DAY(20200401), 0)); /* not yet, but it will be */
	world_refused(w, adds_key("sys", third_key, 0, 0), STATUS_TOO_MANY, "principal.keys_full");
	assert_false(admitted(w, third_key));
	/* one whose time is over makes room */
	world_until(w, "2020-03-01 00:00");
	world_ok(w, adds_key("sys", third_key, 0, 0));
	assert_true(admitted(w, third_key));
	assert_int_equal(row(w)->n_key, 2);
	/* so does one that is revoked; but it stays known */
	world_ok(w, revokes_key("sys", third_key));
	world_refused(w, adds_key("sys", third_key, 0, 0), STATUS_CONFLICT, "principal.key_known");
	world_refused(w, adds_key("sys", old_key, 0, 0), STATUS_CONFLICT, "principal.key_known");
}

static void what_is_wrong_with_a_key_changes_nothing(void **state)
{
	struct world *w = *state;
	Duban__Request *q;
	uint64_t seq;

	world_city(w);
	world_ok(w, adds("sys", DUBAN__ROLE__ROLE_OFFICE, old_key, 0));
	seq = engine_seq(w->engine);
	world_refused(w, adds_key("nobody", new_key, 0, 0), STATUS_NOT_FOUND, "principal.unknown");
	world_refused(w, adds_key("sys", old_key, 0, 0), STATUS_CONFLICT, "principal.key_known");
	world_refused(w, adds_key("sys", new_key, DAY(20200301), DAY(20200301)), STATUS_INVALID,
		      "principal.bad_days");
	q = adds_key("sys", new_key, 0, 0);
	q->principal_add_key->public_key.len = 31;
	world_refused(w, q, STATUS_INVALID, "principal.bad_key");
	world_refused(w, revokes_key("sys", new_key), STATUS_NOT_FOUND, "principal.not_its_key");
	world_refused(w, revokes_key("nobody", old_key), STATUS_NOT_FOUND, "principal.unknown");
	speak_with(w, old_key); /* the office has no say in keys */
	world_refused(w, adds_key("sys", new_key, 0, 0), STATUS_DENIED, "role.denied");
	world_refused(w, revokes_key("sys", old_key), STATUS_DENIED, "role.denied");
	assert_int_equal(engine_seq(w->engine), seq);
}

static void without_its_last_key_it_waits_for_another(void **state)
{
	struct world *w = *state;
	uint32_t num;

	world_city(w);
	world_ok(w, adds("sys", DUBAN__ROLE__ROLE_OFFICE, old_key, 0));
	num = w->reply->principal_add->num;
	world_ok(w, revokes_key("sys", old_key));
	assert_false(admitted(w, old_key));
	assert_int_equal(row(w)->n_key, 0);
	assert_string_equal(row(w)->public_key, "");
	world_refused(w, adds("sys", DUBAN__ROLE__ROLE_OFFICE, new_key, 0), STATUS_CONFLICT,
		      "principal.name_taken");
	assert_int_equal(world_ok(w, adds_key("sys", new_key, 0, 0))->principal_add->num, num);
	assert_true(admitted(w, new_key));
}

static void revoking_the_principal_ends_both(void **state)
{
	Duban__PrincipalRevokeRequest b = DUBAN__PRINCIPAL_REVOKE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;

	world_city(w);
	world_ok(w, adds("sys", DUBAN__ROLE__ROLE_OFFICE, old_key, 0));
	world_ok(w, adds_key("sys", new_key, 0, 0));
	b.name = "sys";
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_REVOKE;
	q.principal_revoke = &b;
	world_ok(w, &q);
	assert_false(admitted(w, old_key));
	assert_false(admitted(w, new_key));
	world_refused(w, adds_key("sys", third_key, 0, 0), STATUS_NOT_FOUND, "principal.unknown");
}

/* Whoever holds a key of an officer is that officer: the admin socket of a real store must not make
 * itself one. */
static void the_socket_of_a_real_store_has_no_say_in_keys(void **state)
{
	struct world *w = world_new("2020-01-02 09:00", false);

	(void)state;
	speak_locally(w);
	world_ok(w, adds("officer", DUBAN__ROLE__ROLE_SECURITY, old_key, 0));
	world_refused(w, adds_key("officer", new_key, 0, 0), STATUS_DENIED, "role.local_real");
	world_refused(w, revokes_key("officer", old_key), STATUS_DENIED, "role.local_real");
	speak_with(w, old_key);
	world_ok(w, adds_key("officer", new_key, 0, 0));
	world_ok(w, revokes_key("officer", old_key));
	assert_false(admitted(w, old_key));
	assert_true(admitted(w, new_key));
	world_free(w);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_second_key_is_the_same_principal),
	    TEST(each_key_has_its_own_dates),
	    TEST(two_live_at_once_and_no_more),
	    TEST(what_is_wrong_with_a_key_changes_nothing),
	    TEST(without_its_last_key_it_waits_for_another),
	    TEST(revoking_the_principal_ends_both),
	    cmocka_unit_test(the_socket_of_a_real_store_has_no_say_in_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
