/* What needs a second person besides imports and keys, and who is told of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/noun/tconfirm.h"
#include "lib/world/world.h"
#include "model/principal/principal.h"
#include "model/year/year.h"
#include "proto/enums.h"

#define LARGE_CITY 401 /* one more than a page of `year close` */

static Duban__Request *closing(uint32_t year)
{
	static Duban__Request q;
	static Duban__YearCloseRequest b;

	duban__request__init(&q);
	duban__year_close_request__init(&b);
	b.year = year;
	b.without_reports = true;
	q.body_case = DUBAN__REQUEST__BODY_YEAR_CLOSE;
	q.year_close = &b;
	return &q;
}

static Duban__Request *accepting(void)
{
	static Duban__Request q;
	static Duban__ClockAcceptRequest b;

	duban__request__init(&q);
	duban__clock_accept_request__init(&b);
	q.body_case = DUBAN__REQUEST__BODY_CLOCK_ACCEPT;
	q.clock_accept = &b;
	return &q;
}

static void large_city(struct world *w)
{
	char *csv;
	size_t size;
	FILE *out = open_memstream(&csv, &size);

	assert_non_null(out);
	world_city(w);
	(void)fprintf(out, "code,name,unit,stage,total,plan,year\n");
	for (int i = 0; i < LARGE_CITY; i++)
		(void)fprintf(out, "L%d,第%d个,east,在建,100,100,2020\n", i, i);
	assert_int_equal(fclose(out), 0);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, csv);
	free(csv);
}

static bool closed(struct world *w, uint32_t year)
{
	return year_closed(engine_txn(w->engine), w->arena, year);
}

static void one_confirmation_closes_a_large_citys_year(void **state)
{
	struct world *w = *state;
	uint32_t num;

	w->check = false; /* a walk over 400 projects at each step */
	large_city(w);
	world_until(w, "2021-01-13T09:00");
	hands_of_office(w, "500");
	world_ask(w, closing(2020));
	num = waits(w);
	hand_of(w, "wang");
	assert_int_equal(shown(w, num)->year_close->projects, 400);
	assert_string_equal(w->reply->pending->pending->about, "2020");
	assert_int_equal(world_ok(w, confirming(num))->pending->year_close->projects, 400);
	assert_false(closed(w, 2020));
	/* the rest needs no further word */
	hand_of(w, "li");
	world_ok(w, closing(2020));
	assert_true(closed(w, 2020));
	/* of another year it says nothing */
	hand_of(w, NULL);
	world_until(w, "2022-01-13T09:00");
	hand_of(w, "li");
	world_ask(w, closing(2021));
	assert_int_not_equal(waits(w), num);
}

static void a_year_is_not_closed_by_a_file_either(void **state)
{
	struct world *w = *state;

	world_city(w);
	hands_of_office(w, "500");
	world_import_ask(w, DUBAN__IMPORT_KIND__IMPORT_KIND_YEARS,
			 "year,state,closed\n2019,已结转,2020-01-02\n");
	(void)waits(w);
	assert_false(closed(w, 2019));
}

static void a_jump_of_the_clock_is_accepted_by_two(void **state)
{
	struct world *w = *state;
	uint32_t num;

	hands_of_office(w, "500");
	world_refused(w, accepting(), STATUS_CONFLICT, "clock.nothing_waits");
	w->jumped = 0;
	world_ask(w, accepting());
	num = waits(w);
	w->jumped = STATUS_CONFLICT; /* the clock was set back meanwhile */
	hand_of(w, "wang");
	world_refused(w, confirming(num), STATUS_CONFLICT, "clock.nothing_waits");
	w->jumped = 0;
	assert_int_equal(w->accepted, 0);
	world_ok(w, confirming(num));
	assert_int_equal(w->accepted, 1);
}

/* A unit's own files: its other keys, or the office. */
static void a_units_import_is_confirmed_in_the_unit_or_by_the_office(void **state)
{
	struct world *w = *state;
	uint32_t num;

	world_city(w);
	world_ok(w, hand_new("east1", ROLE(COUNTY), "east", "甲"));
	world_ok(w, hand_new("east2", ROLE(COUNTY), "east", "乙"));
	world_ok(w, hand_new("west1", ROLE(COUNTY), "west", "丙"));
	world_ok(w, hand_new("ducha", ROLE(SUPERVISION), "", "丁"));
	hands_of_office(w, "1");
	hand_of(w, "east1");
	world_import_ask(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PAPERS,
			 "project,paper,filed\nP1,approval,2020-01-02\nP1,contract,2020-01-02\n");
	num = waits(w);
	hand_of(w, "west1");
	world_refused(w, confirming(num), STATUS_NOT_FOUND, "confirm.unknown");
	assert_int_equal(listed(w, true)->n_pending, 0);
	hand_of(w, "shen");
	world_refused(w, confirming(num), STATUS_NOT_FOUND, "confirm.unknown");
	hand_of(w, "li");
	assert_int_equal(
	    shown(w, num)->import->done->updated + w->reply->pending->import->done->created, 2);
	/* may import, but not these papers */
	hand_of(w, "ducha");
	world_refused(w, confirming(num), STATUS_NOT_FOUND, "confirm.unknown");
	hand_of(w, "east2");
	world_ok(w, confirming(num));
}

static const Duban__ContactListReply *contacts(struct world *w)
{
	Duban__ContactListRequest b = DUBAN__CONTACT_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_CONTACT_LIST;
	q.contact_list = &b;
	return world_ok(w, &q)->contact_list;
}

/* They are in no event, and no file has them when it is over. */
static void telephone_numbers_of_a_confirmed_file_are_kept(void **state)
{
	struct world *w = *state;
	uint32_t num;
	char path[512];

	world_city(w);
	hands_of_office(w, "1");
	world_import_ask(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE,
			 "id,name,unit,phone\nqian,钱七,east,13911112222\nsun,孙八,west,\n");
	num = waits(w);
	assert_int_equal(contacts(w)->n_contact, 1);
	(void)snprintf(path, sizeof path, "%s/waiting/%u", w->dir, num);
	assert_int_equal(access(path, F_OK), 0);
	hand_of(w, "wang");
	assert_int_equal(shown(w, num)->import->phones, 1);
	assert_int_equal(contacts(w)->n_contact, 1);
	world_ok(w, confirming(num));
	assert_int_equal(contacts(w)->n_contact, 2);
	assert_string_equal(w->reply->contact_list->contact[1]->phone, "13911112222");
	assert_int_not_equal(access(path, F_OK), 0);
}

/* How many events of pending commands the caller reads. */
static size_t told(struct world *w)
{
	Duban__FetchRequest b = DUBAN__FETCH_REQUEST__INIT;
	Duban__Filter filter = DUBAN__FILTER__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	char *kinds[] = {"pending_made", "pending_decided"};

	filter.kind = kinds;
	filter.n_kind = 2;
	b.filter = &filter;
	q.body_case = DUBAN__REQUEST__BODY_FETCH;
	q.fetch = &b;
	return world_ok(w, &q)->fetch->n_item;
}

static void who_could_not_have_asked_is_not_told(void **state)
{
	struct world *w = *state;

	world_ok(w, hand_new("boss", ROLE(LEADER), "", ""));
	hands_of_office(w, "500");
	world_ask(w, param_set("second.hours", "1"));
	(void)waits(w);
	hand_of(w, "shen");
	world_ask(w, hand_new("neu", ROLE(LEADER), "", ""));
	(void)waits(w);
	assert_int_equal(told(w), 1);
	hand_of(w, "li");
	assert_int_equal(told(w), 1);
	hand_of(w, "audit");
	assert_int_equal(told(w), 2);
	hand_of(w, "boss");
	assert_int_equal(told(w), 0);
}

static void both_hands_stand_in_lists_and_histories(void **state)
{
	struct world *w = *state;
	Duban__ProjectHistoryRequest b = DUBAN__PROJECT_HISTORY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__HistoryRow *last;
	uint32_t num;

	world_city(w);
	hands_of_office(w, "1");
	world_import_ask(
	    w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
	    "code,name,unit,plan\nP1,一号项目,east,30000000\nP2,二号项目,west,30000000\n");
	num = waits(w);
	hand_of(w, "wang");
	world_ok(w, confirming(num));
	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_HISTORY;
	q.project_history = &b;
	world_ok(w, &q);
	last = w->reply->project_history->row[w->reply->project_history->n_row - 1];
	assert_string_equal(last->principal, "li");
	assert_string_equal(last->confirmed_by, "wang");
	assert_string_equal(w->reply->project_history->row[0]->confirmed_by, "");
}

/* Until there is a security officer nobody could confirm a key, so the first ones are made alone,
 * also again when the last officer's key has ended. */
static void a_real_stores_first_keys_are_made_alone(void **state)
{
	struct world *w = world_new("2020-01-02T09:00", false);
	uint32_t num;

	(void)state;
	world_ok(w, hand_new("shen", ROLE(SECURITY), "", "沈"));
	hand_of(w, "shen");
	world_ok(w, hand_new("li", ROLE(OFFICE), "", "李"));
	world_ok(w, hand_new("wang", ROLE(OFFICE), "", "王"));
	hand_of(w, "li");
	world_ok(w, param_set("second.person", "yes"));
	/* from now on officer and machine are the two hands */
	hand_of(w, "shen");
	world_ask(w, hand_new("neu", ROLE(LEADER), "", ""));
	num = waits(w);
	world_refused(w, confirming(num), STATUS_DENIED, "confirm.oneself");
	hand_of(w, NULL);
	world_ok(w, confirming(num));
	hand_of(w, "neu");
	/* the machine has no hand in the office's own matters */
	hand_of(w, "li");
	world_ask(w, param_set("second.person", "no"));
	num = waits(w);
	hand_of(w, NULL);
	world_refused(w, confirming(num), STATUS_NOT_FOUND, "confirm.unknown");
	world_free(w);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(one_confirmation_closes_a_large_citys_year),
	    TEST(a_year_is_not_closed_by_a_file_either),
	    TEST(a_jump_of_the_clock_is_accepted_by_two),
	    TEST(a_units_import_is_confirmed_in_the_unit_or_by_the_office),
	    TEST(telephone_numbers_of_a_confirmed_file_are_kept),
	    TEST(who_could_not_have_asked_is_not_told),
	    TEST(both_hands_stand_in_lists_and_histories),
	    cmocka_unit_test(a_real_stores_first_keys_are_made_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
