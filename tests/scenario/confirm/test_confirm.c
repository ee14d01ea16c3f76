/* A second person: what needs one, who it may be, and what becomes of what waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/noun/tconfirm.h"
#include "lib/world/world.h"
#include "lib/world/wrecord.h"
#include "model/param/parameter.h"
#include "model/principal/principal.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

#define LISTS DUBAN__IMPORT_KIND__IMPORT_KIND_LISTS
#define THREE "name\n丙\n丁\n戊\n"

static const uint8_t id_a[REQUEST_ID_SIZE] = {1, 2, 3}, id_b[REQUEST_ID_SIZE] = {4, 5, 6};

static void verify_holds(struct world *w)
{
	Duban__VerifyRequest b = DUBAN__VERIFY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	hand_of(w, NULL);
	q.body_case = DUBAN__REQUEST__BODY_VERIFY;
	q.verify = &b;
	if (!world_ok(w, &q)->job->ok)
		fail_msg("verify: %s", w->reply->job->text);
}

static uint32_t proposed(struct world *w, Duban__Request *q)
{
	world_ask(w, q);
	return waits(w);
}

static uint32_t proposed_import(struct world *w, const char *csv)
{
	world_import_ask(w, LISTS, csv);
	return waits(w);
}

static bool kept(struct world *w, uint32_t num)
{
	char path[512];

	/* what is over goes at the next request */
	(void)listed(w, false);
	(void)snprintf(path, sizeof path, "%s/waiting/%u", w->dir, num);
	return access(path, F_OK) == 0;
}

static Duban__Event *event_at(struct world *w, uint64_t seq)
{
	struct journal_reader *rd = NULL;
	struct journal_record rec;
	Duban__Event *ev;
	bool found;

	assert_int_equal(journal_read(&rd, engine_journal(w->engine), seq), 0);
	assert_int_equal(journal_reader_next(rd, &rec, &found), 0);
	assert_true(found);
	ev = duban__event__unpack(arena_pb(w->arena), rec.event.size, rec.event.data);
	journal_reader_free(rd);
	assert_non_null(ev);
	return ev;
}

static uint32_t number_of(struct world *w, const char *name)
{
	return principal_by_name(engine_txn(w->engine), name);
}

static void an_office_of_one_person_needs_none(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, LISTS, THREE);
	world_ok(w, hand_new("shen", DUBAN__ROLE__ROLE_SECURITY, "", "沈"));
	assert_int_equal(listed(w, true)->n_pending, 0);
}

static void a_large_import_changes_nothing_until_another_confirms_it(void **state)
{
	struct world *w = *state;
	Duban__PendingReply *p;
	Duban__Event *ev = NULL;
	uint64_t first;
	uint32_t num;

	hands_of_office(w, "2");
	w->id = id_a;
	num = proposed_import(w, THREE);
	world_rows(w, LISTS, "");
	/* the same request gets the same answer, also after a crash */
	assert_int_equal(proposed_import(w, THREE), num);
	world_restart(w, false);
	assert_int_equal(proposed_import(w, THREE), num);
	w->id = NULL;
	world_refused(w, confirming(num), STATUS_DENIED, "confirm.oneself");
	hand_of(w, "wang");
	assert_int_equal(listed(w, false)->n_pending, 1);
	p = shown(w, num);
	assert_string_equal(p->pending->command, "import_commit");
	assert_string_equal(p->pending->about, "test.csv");
	assert_string_equal(p->pending->proposed_by, "li");
	assert_int_equal(p->pending->rows, 3);
	assert_true(p->import->dry_run);
	assert_int_equal(p->import->done->created, 3);
	assert_string_equal(p->import->change[0]->key, "丙");
	assert_int_equal(p->request->import_commit->rows, 3);
	w->id = id_b;
	p = world_ok(w, confirming(num))->pending;
	first = w->reply->first_seq;
	assert_int_equal(w->reply->last_seq, first + 4);
	assert_int_equal(p->pending->state, PENDING_STATE(CONFIRMED));
	assert_string_equal(p->pending->decided_by, "wang");
	assert_int_equal(p->import->done->created, 3);
	world_rows(w, LISTS,
		   "丁,,no,,no,no,no,no,no,no,no\n丙,,no,,no,no,no,no,no,no,no\n"
		   "戊,,no,,no,no,no,no,no,no,no\n");
	/* both hands are in each event */
	for (uint64_t seq = first; seq <= first + 4; seq++) {
		ev = event_at(w, seq);
		assert_int_equal(ev->principal, number_of(w, "li"));
		assert_int_equal(ev->confirmed->principal, number_of(w, "wang"));
		assert_int_equal(ev->confirmed->pending, num);
	}
	assert_int_equal(ev->body_case, DUBAN__EVENT__BODY_PENDING_DECIDED);
	/* who confirmed gets the same answer again, and so does who proposed: the import's */
	world_restart(w, false);
	assert_int_equal(world_ok(w, confirming(num))->first_seq, first);
	assert_int_equal(w->reply->pending->import->done->created, 3);
	hand_of(w, "li");
	w->id = id_a;
	world_import_ask(w, LISTS, THREE);
	assert_int_equal(w->reply->status, STATUS_OK);
	assert_int_equal(w->reply->import->done->created, 3);
	assert_int_equal(w->reply->first_seq, first);
	assert_int_equal(w->reply->last_seq, first + 3);
	w->id = NULL;
	assert_false(kept(w, num));
	hand_of(w, "wang");
	world_refused(w, confirming(num), STATUS_CONFLICT, "confirm.over");
	verify_holds(w);
}

static void an_import_of_few_rows_is_done_at_once(void **state)
{
	struct world *w = *state;

	hands_of_office(w, "3");
	world_import(w, LISTS, THREE);
	assert_int_equal(listed(w, true)->n_pending, 0);
}

static void a_refused_and_a_withdrawn_one_change_nothing(void **state)
{
	struct world *w = *state;
	uint32_t num, other;

	hands_of_office(w, "2");
	w->id = id_a;
	num = proposed_import(w, THREE);
	w->id = NULL;
	other = proposed(w, param_set("second.hours", "1"));
	world_ok(w, refusing(other, ""));
	assert_int_equal(w->reply->pending->pending->state, PENDING_STATE(WITHDRAWN));
	assert_true(kept(w, num));
	hand_of(w, "wang");
	world_refused(w, refusing(num, ""), STATUS_INVALID, "text.empty");
	world_refused(w, confirming(other), STATUS_CONFLICT, "confirm.over");
	world_ok(w, refusing(num, "文号不符"));
	assert_int_equal(w->reply->pending->pending->state, PENDING_STATE(REFUSED));
	assert_false(kept(w, num));
	assert_string_equal(shown(w, num)->pending->reason, "文号不符");
	world_rows(w, LISTS, "");
	hand_of(w, "li");
	w->id = id_a;
	world_import_ask(w, LISTS, THREE);
	w->id = NULL;
	assert_int_equal(w->reply->status, STATUS_CONFLICT);
	assert_string_equal(w->reply->problem[0]->code, "confirm.refused");
	assert_string_equal(w->reply->problem[0]->arg[2], "文号不符");
	verify_holds(w);
}

static void what_nobody_confirms_in_time_expires(void **state)
{
	struct world *w = *state;
	uint32_t num;

	hands_of_office(w, "2");
	w->id = id_a;
	num = proposed_import(w, THREE);
	w->id = NULL;
	hand_of(w, NULL);
	world_until(w, "2020-01-05T08:59");
	assert_true(kept(w, num));
	world_until(w, "2020-01-05T09:00");
	hand_of(w, "wang");
	assert_int_equal(listed(w, false)->n_pending, 0);
	assert_int_equal(shown(w, num)->pending->state, PENDING_STATE(EXPIRED));
	world_refused(w, confirming(num), STATUS_CONFLICT, "confirm.over");
	assert_false(kept(w, num));
	hand_of(w, "li");
	w->id = id_a;
	world_import_ask(w, LISTS, THREE);
	w->id = NULL;
	assert_string_equal(w->reply->problem[0]->code, "confirm.expired");
}

static void it_is_decided_again_as_the_world_is_then(void **state)
{
	struct world *w = *state;
	uint32_t num;

	hands_of_office(w, "2");
	hand_of(w, "shen");
	num = proposed(w, hand_new("neu", DUBAN__ROLE__ROLE_LEADER, "", ""));
	hand_of(w, "ding");
	assert_int_equal(shown(w, num)->n_problem, 0);
	assert_string_equal(w->reply->pending->request->principal_add->name, "neu");
	/* the name is given to another meanwhile */
	hand_of(w, "shen");
	{
		uint32_t other = proposed(w, hand_new("x", DUBAN__ROLE__ROLE_LEADER, "", ""));
		Duban__Request *q;

		(void)other;
		q = hand_new("y", DUBAN__ROLE__ROLE_LEADER, "", "");
		q->principal_add->name = (char *)(uintptr_t) "neu";
		other = proposed(w, q);
		hand_of(w, "ding");
		world_ok(w, confirming(other));
	}
	assert_string_equal(shown(w, num)->problem[0]->code, "principal.name_taken");
	world_refused(w, confirming(num), STATUS_CONFLICT, "principal.name_taken");
	/* it waits on */
	assert_int_equal(shown(w, num)->pending->state, PENDING_STATE(WAITING));
	verify_holds(w);
}

static void principals_need_a_second_officer(void **state)
{
	struct world *w = *state;
	uint32_t num;

	hands_of_office(w, "2");
	hand_of(w, "shen");
	w->id = id_a;
	num = proposed(w, hand_new("neu", DUBAN__ROLE__ROLE_LEADER, "", "新"));
	w->id = NULL;
	assert_non_null(w->reply->pending->principal_add);
	assert_int_equal(number_of(w, "neu"), 0);
	hand_of(w, "li"); /* the office makes no keys, and sees nothing of this */
	world_refused(w, confirming(num), STATUS_NOT_FOUND, "confirm.unknown");
	assert_int_equal(listed(w, true)->n_pending, 0);
	hand_of(w, "audit");
	assert_int_equal(listed(w, true)->n_pending, 1);
	world_refused(w, confirming(num), STATUS_DENIED, "role.denied");
	hand_of(w, "ding");
	world_ok(w, confirming(num));
	assert_int_not_equal(number_of(w, "neu"), 0);
	hand_of(w, "shen");
	w->id = id_a;
	assert_int_equal(
	    world_ok(w, hand_new("neu", DUBAN__ROLE__ROLE_LEADER, "", "新"))->principal_add->num,
	    number_of(w, "neu"));
	w->id = NULL;
	{
		Duban__PrincipalRevokeRequest b = DUBAN__PRINCIPAL_REVOKE_REQUEST__INIT;
		Duban__Request q = DUBAN__REQUEST__INIT;

		b.name = (char *)(uintptr_t) "neu";
		q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_REVOKE;
		q.principal_revoke = &b;
		num = proposed(w, &q);
	}
	hand_of(w, "ding");
	world_ok(w, confirming(num));
	assert_int_equal(number_of(w, "neu"), 0);
	verify_holds(w);
}

static void two_keys_of_one_owner_are_one_person(void **state)
{
	struct world *w = *state;
	uint32_t num;

	hand_of(w, NULL);
	world_ok(w, hand_new("li2", DUBAN__ROLE__ROLE_OFFICE, "", "李主任"));
	hands_of_office(w, "2");
	num = proposed_import(w, THREE);
	hand_of(w, "li2");
	world_refused(w, confirming(num), STATUS_DENIED, "confirm.same_owner");
	world_refused(w, refusing(num, "不"), STATUS_DENIED, "confirm.same_owner");
	hand_of(w, "wang");
	world_ok(w, confirming(num));
}

static void who_has_lost_the_key_proposes_nothing_any_more(void **state)
{
	struct world *w = *state;
	Duban__PrincipalRevokeRequest b = DUBAN__PRINCIPAL_REVOKE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint32_t num, revoke;

	hands_of_office(w, "2");
	num = proposed_import(w, THREE);
	hand_of(w, "shen");
	b.name = (char *)(uintptr_t) "li";
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_REVOKE;
	q.principal_revoke = &b;
	revoke = proposed(w, &q);
	hand_of(w, "ding");
	world_ok(w, confirming(revoke));
	hand_of(w, "wang");
	world_refused(w, confirming(num), STATUS_CONFLICT, "confirm.proposer_gone");
	assert_string_equal(shown(w, num)->problem[0]->code, "confirm.proposer_gone");
}

static void switching_it_off_needs_a_second_person_too(void **state)
{
	struct world *w = *state;
	uint32_t num;
	int64_t on;

	hands_of_office(w, "2");
	num = proposed(w, param_set("second.person", "no"));
	assert_string_equal(w->reply->pending->pending->about, "second.person no");
	world_import_ask(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PARAMETERS,
			 "key,scope,value,source\nsecond.person,default,no,\n");
	(void)waits(w);
	/* other parameters are set at once */
	world_ok(w, param_set("W01.y_before_wd", "2"));
	hand_of(w, "wang");
	world_ok(w, confirming(num));
	assert_int_equal(
	    parameter_number(engine_txn(w->engine), w->arena, NULL, "second.person", &on), 0);
	assert_int_equal(on, 0);
	world_import(w, LISTS, THREE);
}

static void it_is_not_switched_on_where_nobody_could_confirm(void **state)
{
	struct world *w = *state;
	Duban__Request *q;

	hand_of(w, NULL);
	q = param_set("second.person", "yes");
	world_refused(w, q, STATUS_CONFLICT, "second.nobody");
	world_ok(w, hand_new("li", DUBAN__ROLE__ROLE_OFFICE, "", "李"));
	q = param_set("second.hours", "1");
	q->param_set->scope = DUBAN__SCOPE_KIND__SCOPE_KIND_LIST;
	q->param_set->scope_name = (char *)(uintptr_t) "甲";
	world_refused(w, q, STATUS_INVALID, "param.of_office");
	world_ok(w, param_set("second.person", "yes"));
}

static void a_confirmed_import_is_taken_back_by_two_persons(void **state)
{
	struct world *w = *state;
	Duban__ImportRevertRequest b = DUBAN__IMPORT_REVERT_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint32_t num;

	hands_of_office(w, "2");
	num = proposed_import(w, THREE);
	hand_of(w, "wang");
	b.import_seq = world_ok(w, confirming(num))->last_seq - 1;
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_REVERT;
	q.import_revert = &b;
	num = proposed(w, &q);
	hand_of(w, "li");
	assert_int_equal(shown(w, num)->import_revert->done->removed, 3);
	world_ok(w, confirming(num));
	assert_int_equal(w->reply->pending->import_revert->done->removed, 3);
	world_rows(w, LISTS, "");
	verify_holds(w);
}

static void the_rows_of_an_upload_may_be_lost_but_not_changed(void **state)
{
	struct world *w = *state;
	char path[512];
	uint32_t num;
	FILE *f;

	hands_of_office(w, "2");
	num = proposed_import(w, THREE);
	(void)snprintf(path, sizeof path, "%s/waiting/%u", w->dir, num);
	f = fopen(path, "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, 9, SEEK_SET), 0);
	assert_int_equal(fputc('x', f), 'x');
	assert_int_equal(fclose(f), 0);
	hand_of(w, "wang");
	world_refused(w, confirming(num), STATUS_CONFLICT, "confirm.rows_lost");
	assert_int_equal(unlink(path), 0);
	world_refused(w, confirming(num), STATUS_CONFLICT, "confirm.rows_lost");
	assert_string_equal(shown(w, num)->problem[0]->code, "confirm.rows_lost");
}

static void nobody_lets_more_wait_than_a_few(void **state)
{
	struct world *w = *state;

	hands_of_office(w, "2");
	for (int i = 0; i < PENDINGS_PER_PRINCIPAL; i++)
		(void)proposed(w, param_set("second.hours", "1"));
	world_refused(w, param_set("second.hours", "2"), STATUS_TOO_MANY, "confirm.too_many");
	hand_of(w, "wang");
	(void)proposed(w, param_set("second.hours", "2"));
	/* a page ends behind the row that fills it */
	api_set_page(w->api, 1);
	{
		Duban__ConfirmListRequest b = DUBAN__CONFIRM_LIST_REQUEST__INIT;
		Duban__Request q = DUBAN__REQUEST__INIT;
		uint32_t n = 0;

		q.body_case = DUBAN__REQUEST__BODY_CONFIRM_LIST;
		q.confirm_list = &b;
		do {
			assert_int_equal(world_ok(w, &q)->confirm_list->n_pending, 1);
			assert_int_equal(w->reply->confirm_list->pending[0]->num, ++n);
			b.after = w->reply->confirm_list->next;
		} while (b.after && n < PENDINGS_PER_PRINCIPAL + 1);
		assert_int_equal(n, PENDINGS_PER_PRINCIPAL + 1);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(an_office_of_one_person_needs_none),
	    TEST(a_large_import_changes_nothing_until_another_confirms_it),
	    TEST(an_import_of_few_rows_is_done_at_once),
	    TEST(a_refused_and_a_withdrawn_one_change_nothing),
	    TEST(what_nobody_confirms_in_time_expires),
	    TEST(it_is_decided_again_as_the_world_is_then),
	    TEST(principals_need_a_second_officer),
	    TEST(two_keys_of_one_owner_are_one_person),
	    TEST(who_has_lost_the_key_proposes_nothing_any_more),
	    TEST(switching_it_off_needs_a_second_person_too),
	    TEST(it_is_not_switched_on_where_nobody_could_confirm),
	    TEST(a_confirmed_import_is_taken_back_by_two_persons),
	    TEST(the_rows_of_an_upload_may_be_lost_but_not_changed),
	    TEST(nobody_lets_more_wait_than_a_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
