/* An upgrade: what changed rules alone light, clear and move has the cause rule_changed, is listed
 * once, and is told to the office alone. An older duband is played by events that the present rules
 * would not write, and by a store that does not know their version. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/core/tick.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/txn.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
#define RULE_CHANGED DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_RULE_CHANGED

/* ---- the older duband */

static Duban__Subject subject(struct world *w, const char *code, uint32_t link)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;

	s.project = project_by_code(engine_txn(w->engine), code);
	s.year = link ? 2020 : 0;
	s.link = link;
	return s;
}

static void write_event(struct world *w, Duban__Event *ev, uint32_t project)
{
	ev->project = project;
	assert_int_equal(group_write(w->engine, &ev, 1, &author_system), 0);
	assert_int_equal(engine_sync(w->engine), 0);
}

/* It did not know this lamp. */
static void was_dark(struct world *w, const char *code, uint32_t link, uint32_t rule)
{
	Duban__Event ev = DUBAN__EVENT__INIT;
	Duban__WarningCleared b = DUBAN__WARNING_CLEARED__INIT;
	Duban__Subject s = subject(w, code, link);

	b.rule = rule;
	b.subject = &s;
	b.occurrence = warning_last_occurrence(engine_txn(w->engine), &s, rule);
	b.cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_MOVED;
	ev.body_case = DUBAN__EVENT__BODY_WARNING_CLEARED;
	ev.warning_cleared = &b;
	write_event(w, &ev, s.project);
}

/* It had a lamp that the present rules do not know. */
static void was_lit(struct world *w, const char *code, uint32_t rule)
{
	Duban__Event ev = DUBAN__EVENT__INIT;
	Duban__WarningRaised b = DUBAN__WARNING_RAISED__INIT;
	Duban__Warning v = DUBAN__WARNING__INIT;
	Duban__Inputs in = DUBAN__INPUTS__INIT;
	Duban__Subject s = subject(w, code, 0);

	v.rule = rule;
	v.subject = &s;
	v.occurrence = 1;
	v.level = LEVEL(YELLOW);
	v.state = DUBAN__WARNING_STATE__WARNING_STATE_OPEN;
	v.since_at = v.lit_at = engine_now(w->engine);
	v.inputs = &in;
	in.rule_version = 1;
	b.warning = &v;
	ev.body_case = DUBAN__EVENT__BODY_WARNING_RAISED;
	ev.warning_raised = &b;
	write_event(w, &ev, s.project);
}

static void forget_rules(struct world *w)
{
	txn_del(engine_txn(w->engine), TABLE_mark, key_bytes(key_text(KEY(), "rules")));
}

/* ---- what is told */

/* The events of these kinds that the caller may read. */
static Duban__FetchReply *fetch(struct world *w, Duban__Role role, uint32_t unit, const char *kind)
{
	Duban__FetchRequest b = DUBAN__FETCH_REQUEST__INIT;
	Duban__Filter f = DUBAN__FILTER__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	char *kinds[] = {(char *)(uintptr_t)kind};
	struct caller was = w->caller;

	f.kind = kinds;
	f.n_kind = 1;
	b.filter = &f;
	q.body_case = DUBAN__REQUEST__BODY_FETCH;
	q.fetch = &b;
	w->caller = (struct caller){.role = (int)role, .unit = unit, .principal = 9};
	world_ok(w, &q);
	w->caller = was;
	return w->reply->fetch;
}

static size_t count_changed(struct world *w, Duban__Role role, uint32_t unit, const char *kind)
{
	Duban__FetchReply *r = fetch(w, role, unit, kind);
	size_t n = 0;

	for (size_t i = 0; i < r->n_item; i++) {
		Duban__Event *ev =
		    duban__event__unpack(NULL, r->item[i]->event.len, r->item[i]->event.data);

		assert_non_null(ev);
		if (ev->body_case == DUBAN__EVENT__BODY_WARNING_RAISED)
			n += ev->warning_raised->warning->raised_by ==
			     DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED;
		else if (ev->body_case == DUBAN__EVENT__BODY_WARNING_CLEARED)
			n += ev->warning_cleared->cause == RULE_CHANGED;
		else
			n++;
		duban__event__free_unpacked(ev, NULL);
	}
	return n;
}

/* "W01 raised 1 cleared 0; W05 raised 0 cleared 1": the one event rules_changed, without the rules
 * of which only the version was not known. */
static void expect_listed(struct world *w, const char *want)
{
	Duban__FetchReply *r = fetch(w, DUBAN__ROLE__ROLE_OFFICE, 0, "rules_changed");
	char text[512] = "";
	Duban__Event *ev;

	assert_int_equal(r->n_item, 1);
	ev = duban__event__unpack(NULL, r->item[0]->event.len, r->item[0]->event.data);
	assert_non_null(ev);
	for (size_t i = 0; i < ev->rules_changed->n_rule; i++) {
		const Duban__RuleChange *c = ev->rules_changed->rule[i];

		if (c->raised + c->escalated + c->cleared + c->moved)
			(void)snprintf(text + strlen(text), sizeof text - strlen(text),
				       "%sW%02u raised %u cleared %u", *text ? "; " : "", c->rule,
				       c->raised, c->cleared);
	}
	duban__event__free_unpacked(ev, NULL);
	assert_string_equal(text, want);
}

/* ---- the tests */

static void begin(struct world *w)
{
	world_city(w);
	world_import(w, K(PARAMETERS), "key,value\nW03.on,no\n"); /* W01 alone */
	world_import(w, K(CHAINS),
		     HEADER "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_until(w, "2020-01-10T10:00");
	w->check = false; /* the older duband's lamps are not what the rules say */
	was_dark(w, "P1", 1, 1);
	was_lit(w, "P1", 6);
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n");
	world_expect_project(w, "");
	forget_rules(w);
}

static void what_the_rules_change_is_listed_and_told_to_the_office_alone(void **state)
{
	struct world *w = *state;
	uint32_t east;

	begin(w);
	world_reopen(w, true, NULL);
	world_work(w);
	w->check = true;
	world_work(w);
	world_expect(w, "01-10 10:00 red P1/1 W01 due 01-09\n");
	world_expect_project(w, "01-10 10:00 rule_changed P1/0 W06\n");
	expect_listed(w, "W01 raised 1 cleared 0; W06 raised 0 cleared 1");
	east = project_get(engine_txn(w->engine), w->arena,
			   project_by_code(engine_txn(w->engine), "P1"))
		   ->unit;
	for (int role = DUBAN__ROLE__ROLE_COUNTY; role <= DUBAN__ROLE__ROLE_LOCAL; role++) {
		bool told = role == DUBAN__ROLE__ROLE_OFFICE || role == DUBAN__ROLE__ROLE_AUDITOR ||
			    role == DUBAN__ROLE__ROLE_LOCAL;

		assert_int_equal(count_changed(w, role, east, "warning_raised"), told);
		assert_int_equal(count_changed(w, role, east, "warning_cleared"), told);
		assert_int_equal(count_changed(w, role, east, "rules_changed"), told);
	}
}

static void another_start_lists_nothing_more(void **state)
{
	struct world *w = *state;

	begin(w);
	world_restart(w, true);
	world_restart(w, true);
	expect_listed(w, "W01 raised 1 cleared 0; W06 raised 0 cleared 1");
}

static void a_fresh_store_lists_nothing(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_restart(w, true);
	assert_int_equal(fetch(w, DUBAN__ROLE__ROLE_OFFICE, 0, "rules_changed")->n_item, 0);
}

/* A command that comes before the sweep has reached its project. */
static void a_command_in_between_is_told_for_itself(void **state)
{
	struct world *w = *state;
	Duban__Request *q;

	begin(w);
	world_reopen(w, true, NULL);
	q = world_move(w, "finish P1 1");
	world_ok(w, q);
	world_work(w);
	world_expect(w, "01-10 10:00 red P1/1 W01 due 01-09\n"
			"01-10 10:00 done P1/1 W01\n");
	expect_listed(w, "W01 raised 1 cleared 0; W06 raised 0 cleared 1");
}

/* The crash comes after the first slice was written, and again before the end is. */
static void a_crash_in_the_middle_counts_nothing_twice(void **state)
{
	struct world *w = *state;
	bool more;

	begin(w);
	world_reopen(w, true, NULL);
	assert_int_equal(engine_work(w->engine, SLICE_SUBJECTS, &more), 0);
	assert_int_equal(engine_sync(w->engine), 0);
	world_reopen(w, false, NULL);
	world_work(w);
	world_reopen(w, false, NULL);
	w->check = true;
	world_work(w);
	expect_listed(w, "W01 raised 1 cleared 0; W06 raised 0 cleared 1");
	world_restart(w, true);
	expect_listed(w, "W01 raised 1 cleared 0; W06 raised 0 cleared 1");
}

/* The daemon was down from the 6th to the 10th. The reminder that the older rules did not know is
 * theirs; what the days in between lit is told as ever. */
static void what_time_has_lit_meanwhile_is_told_as_ever(void **state)
{
	struct world *w;

	(void)state;
	w = world_new("2020-01-02T09:00", false);
	w->caller.role = DUBAN__ROLE__ROLE_OFFICE;
	world_city(w);
	world_import(w, K(CHAINS),
		     HEADER "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_reopen(w, true, "2020-01-06T00:00");
	world_work(w);
	world_expect(w, "01-06 00:00 note P1/1 W00 due 01-09\n");
	w->check = false;
	was_dark(w, "P1", 1, 0);
	forget_rules(w);
	world_reopen(w, true, "2020-01-10T00:00");
	world_work(w);
	world_expect(w, "01-10 00:00 note P1/1 W00 due 01-09\n"
			"01-10 00:00 superseded P1/1 W00\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n");
	expect_listed(w, "W00 raised 1 cleared 0");
	assert_int_equal(count_changed(w, DUBAN__ROLE__ROLE_OFFICE, 0, "warning_raised"), 1);
	world_free(w);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_the_rules_change_is_listed_and_told_to_the_office_alone),
	    TEST(another_start_lists_nothing_more),
	    TEST(a_fresh_store_lists_nothing),
	    TEST(a_command_in_between_is_told_for_itself),
	    TEST(a_crash_in_the_middle_counts_nothing_twice),
	    cmocka_unit_test(what_time_has_lit_meanwhile_is_told_as_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
