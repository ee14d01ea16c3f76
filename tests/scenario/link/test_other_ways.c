/* No other way leads round it: what puts off a link whose lamp is lit is an extension, whatever it
 * is called, and stays on record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/noun/tauthority.h"
#include "lib/noun/treport.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/report/report.h"

#define PROGRESS DUBAN__IMPORT_KIND__IMPORT_KIND_PROGRESS

static void log_is_extended(struct world *w, const char *what, bool start_too)
{
	char line[80];

	(void)snprintf(line, sizeof line, "01-13 09:00 extended D/1 %s\n",
		       start_too ? "W03" : "W01");
	if (!strstr(w->log, line) || strstr(w->log, "moved D/1 W01\n") ||
	    strstr(w->log, "moved D/1 W03\n"))
		fail_msg("%s: %s", what, w->log);
}

static Duban__Request *set(const char *column, const char *value, const char *reason)
{
	static Duban__LinkRef ref;
	static Duban__Cell cell[2], *cells[2] = {&cell[0], &cell[1]};
	static Duban__LinkSetRequest b;
	static Duban__Request q;

	ref = (Duban__LinkRef)DUBAN__LINK_REF__INIT;
	ref.project = loose("D");
	ref.no = 1;
	cell[0] = cell[1] = (Duban__Cell)DUBAN__CELL__INIT;
	cell[0].column = loose(column);
	cell[0].value = loose(value);
	cell[1].column = loose("reason");
	cell[1].value = loose(reason);
	b = (Duban__LinkSetRequest)DUBAN__LINK_SET_REQUEST__INIT;
	b.link = &ref;
	b.cell = cells;
	b.n_cell = *reason ? 2 : 1;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_LINK_SET;
	q.link_set = &b;
	return &q;
}

static void other_terms_are_an_extension(void **state)
{
	static const struct {
		const char *column, *value;
		bool only_start;
	} terms[] = {
	    {"limit", "40wd", false}, {"limit", "2020-06-30", false},
	    {"limit", "待定", false}, {"begin", "2020-03-02", false},
	    {"after", "3", false},    {"class", "节点", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct world *w = world_new("2020-01-02T09:00", true);

		tlink_chain(w);
		world_until(w, LIT);
		tlink_log_forget(w);
		as_site(w);
		world_refused(w, set(terms[i].column, terms[i].value, "改"), STATUS_DENIED,
			      "role.denied");
		as_office(w);
		world_refused(w, set(terms[i].column, terms[i].value, ""), STATUS_INVALID,
			      "link.ease_unreasoned");
		world_ok(w, set(terms[i].column, terms[i].value, "方案调整"));
		log_is_extended(w, terms[i].value, terms[i].only_start);
		assert_int_equal(tlink_progress(w, 1)->extensions, 1);
		world_free(w);
	}
}

/* With limit 0 there is nothing to begin: that, and not W01 that lights for it, put W03 out. */
static void nothing_to_begin_any_more_is_an_extension_too(void **state)
{
	struct world *w = *state;

	tlink_chain(w);
	world_until(w, "2020-01-07T09:00");
	tlink_log_forget(w);
	as_office(w);
	world_ok(w, set("limit", "0", "改为节点"));
	if (!strstr(w->log, "01-07 09:00 extended D/1 W03\n") || !strstr(w->log, "red D/1 W01"))
		fail_msg("%s", w->log);
}

static void what_does_not_put_it_off_needs_no_reason(void **state)
{
	struct world *w = *state;

	tlink_chain(w);
	as_office(w);
	world_ok(w, set("limit", "6wd", "")); /* nothing is lit or due yet */
	as(w, "", 0);
	world_until(w, LIT);
	as_office(w);
	world_ok(w, set("name", "可研报告批复", ""));
	world_ok(w, set("limit", "4wd", ""));
	assert_int_equal(tlink_progress(w, 1)->extensions, 0);
}

static void another_file_is_an_extension(void **state)
{
	struct world *w = *state;
	Duban__Reply *p;

	tlink_chain(w);
	world_until(w, LIT);
	tlink_log_forget(w);
	as_site(w);
	p = world_import_ask(w, CHAINS, HEADER "D,1,,,,,,,30wd,,,,\n");
	assert_int_equal(p->status, STATUS_DENIED);
	as_office(w);
	p = world_import_ask(w, CHAINS, HEADER "D,1,,,,,,,30wd,,,,\n");
	assert_string_equal(tlink_outcome(p), "import.ease_unreasoned");
	/* a chain that starts later is a later deadline of each of its links */
	p = world_import_ask(w, CHAINS, HEADER "D,3,,,,,,,,2020-03-02,,,\n");
	assert_string_equal(tlink_outcome(p), "import.ease_unreasoned");
	world_import(w, CHAINS, HEADER "D,1,,,,,,,30wd,,,,方案调整\n");
	log_is_extended(w, "import", false);
	assert_int_equal(tlink_progress(w, 1)->extensions, 1);
	world_import(w, CHAINS, HEADER "D,1,,,,,,,30wd,,,,方案调整\n"); /* changes nothing */
	assert_int_equal(tlink_progress(w, 1)->extensions, 1);
	world_import(w, CHAINS, HEADER "D,1,,,,,,,,2020-02-03,,,顺延\n");
	assert_int_equal(tlink_progress(w, 1)->extensions, 2); /* its W03 was lit */
	log_is_extended(w, "chain start", true);
	world_until(w, "2020-04-30T09:00");
	p = world_import_ask(w, CHAINS, HEADER "D,1,,,,,,,90wd,,,,再延\n");
	assert_string_equal(tlink_outcome(p), "import.extended_enough");
}

static void an_opening_balance_leaves_the_lamp_on_record(void **state)
{
	struct world *w = *state;

	tlink_chain(w);
	world_until(w, LIT);
	tlink_log_forget(w);
	as_site(w);
	assert_int_equal(
	    world_import_ask(w, PROGRESS, "project,no,state,extended\nD,1,未启动,2020-03-02\n")
		->status,
	    STATUS_DENIED);
	as_office(w);
	world_import(w, PROGRESS, "project,no,state,extended\nD,1,未启动,2020-03-02\n");
	log_is_extended(w, "progress", false);
	assert_int_equal(tlink_progress(w, 1)->extensions, 1);
}

static Duban__Request *revert(uint64_t seq)
{
	static Duban__ImportRevertRequest b;
	static Duban__Request q;

	b = (Duban__ImportRevertRequest)DUBAN__IMPORT_REVERT_REQUEST__INIT;
	b.import_seq = seq;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_REVERT;
	q.import_revert = &b;
	return &q;
}

static void taking_it_back_lights_it_again(void **state)
{
	struct world *w = *state;

	tlink_chain(w);
	world_until(w, LIT);
	as_office(w);
	world_import(w, CHAINS, HEADER "D,1,,,,,,,30wd,,,,方案调整\n");
	tlink_log_forget(w);
	world_ok(w, revert(w->reply->last_seq));
	assert_int_equal(tlink_progress(w, 1)->extensions, 0);
	assert_non_null(strstr(w->log, "01-13 09:00 red D/1 W01 due 01-09\n"));
}

/* Link 4 waits for link 1: if that is reopened, the lamps of link 4 go out. */
static void nobody_returns_his_own_link(void **state)
{
	struct world *w = *state;
	Duban__Request *q;

	tlink_chain(w);
	as_office(w);
	world_do(w, "finish D 1 2020-01-02");
	as(w, "", 0);
	world_until(w, LIT);
	tlink_log_forget(w);
	as(w, "site", ROLE(SECTOR));
	q = world_move(w, "return D 1");
	world_refused(w, q, STATUS_DENIED, "link.return_own");
	as(w, "hall", ROLE(SECTOR));
	world_do(w, "return D 1");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(other_terms_are_an_extension),
	    TEST(nothing_to_begin_any_more_is_an_extension_too),
	    TEST(what_does_not_put_it_off_needs_no_reason),
	    TEST(another_file_is_an_extension),
	    TEST(an_opening_balance_leaves_the_lamp_on_record),
	    TEST(taking_it_back_lights_it_again),
	    TEST(nobody_returns_his_own_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
