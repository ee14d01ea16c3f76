/* Chains files, and links added and set by single requests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/timport.h"
#include "model/link/link.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/limits.h"

#define UNITS "id,name,kind\nzdb,市重点办,office\ndonghu,东湖区,county\n"
#define PEOPLE "id,name\np1,万例海\np2,同名\np3,同名\n"
#define PROJECTS "code,name,unit,stage,year\nA,甲,donghu,在建,2020\nB,乙,donghu,在建,2020\n"
#define HEAD "project,no,name,class,unit,leader,person,after,limit\n"
#define HEAD_START "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
#define A1 "A,1,立项,审批,zdb,p1,李四,,5wd\n"
#define A2 "A,2,开工,节点,东湖区,,万例海,1,2020-06-01\n"
#define YEAR 2020

static int setup(void **state)
{
	timport_setup(state);
	if (timport(*state, UNITS, UNITS) || timport(*state, PEOPLE, PEOPLE))
		return -1;
	return timport(*state, PROJECTS, PROJECTS);
}

static Duban__Link *link_of(struct timport *t, const char *code, uint32_t no)
{
	return link_get(t->txn, t->arena, project_by_code(t->txn, code), YEAR, no);
}

static struct chain chain(struct timport *t, const char *code)
{
	struct chain c;

	assert_int_equal(chain_load(t->txn, t->arena, project_by_code(t->txn, code), YEAR, &c), 0);
	return c;
}

static void rows_stand_in_any_order_and_the_chain_comes_first(void **state)
{
	struct timport *t = *state;
	struct chain c;
	Duban__Link *l;

	assert_int_equal(timport(t, CHAINS, HEAD A2 "B,1,立项,service,zdb,张三,,,0\n" A1), 0);
	assert_int_equal(timport_done(t)->created, 3);
	assert_int_equal(t->ask.n_event, 6);
	assert_int_equal(t->ask.event[0]->body_case, DUBAN__EVENT__BODY_CHAIN_PUT);
	assert_int_equal(t->ask.event[1]->link_put->link->no, 2);
	assert_int_equal(t->ask.event[2]->link_put->link->no, 1);
	assert_int_equal(t->ask.event[3]->project, project_by_code(t->txn, "B"));
	assert_int_equal(t->ask.event[3]->project_unit, unit_by_id(t->txn, "donghu"));
	assert_int_equal(timport_remark(t, "import.person_kept_as_text"), 2);
	c = chain(t, "A");
	assert_int_equal(c.n, 2);
	assert_int_equal(c.record->start_date, 20200101);
	assert_int_equal(c.progress[0]->state, DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED);
	l = link_of(t, "A", 1);
	assert_int_equal(l->leader->person, person_by_id(t->txn, "p1"));
	assert_string_equal(l->leader->name, "万例海");
	assert_int_equal(l->person->person, 0);
	assert_string_equal(l->person->name, "李四");
	assert_int_equal(l->limit->kind, DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS);
	l = link_of(t, "A", 2);
	assert_int_equal(l->person->person, person_by_id(t->txn, "p1"));
	assert_int_equal(l->limit->fixed_date, 20200601);
	assert_int_equal(l->after[0], 1);
	assert_int_equal(l->class_, DUBAN__LINK_CLASS__LINK_CLASS_MILESTONE);
}

static void a_name_of_several_people_is_kept_as_text(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, CHAINS, HEAD "A,1,立项,审批,zdb,同名,,,5wd\n"), 0);
	assert_int_equal(timport_remark(t, "import.person_ambiguous"), 1);
	assert_int_equal(link_of(t, "A", 1)->leader->person, 0);
}

static const struct fault {
	const char *rows, *code, *column;
	uint32_t line;
} faults[] = {
    {"A,1,立项,审批,,甲,,,5wd\n", "cell.empty", "unit", 2},
    {"A,1,立项,审批,zdb,甲,,,\n", "cell.empty", "limit", 2},
    {"A,1,立项,审批,zdb,,,,5wd\n", "link.nobody", "leader", 2},
    {"A,1,,审批,zdb,甲,,,5wd\n", "cell.empty", "name", 2},
    {"A,1,立项,,zdb,甲,,,5wd\n", "cell.empty", "class", 2},
    {"A,1,立项,重要,zdb,甲,,,5wd\n", "link.unknown_class", "class", 2},
    {"A,1,立项,审批,zdb,甲,,,5days\n", "link.bad_limit", "limit", 2},
    {"A,1,立项,审批,zdb,甲,,,2020-02-30\n", "link.bad_limit", "limit", 2},
    {"C,1,立项,审批,zdb,甲,,,5wd\n", "project.unknown", "project", 2},
    {"A,0,立项,审批,zdb,甲,,,5wd\n", "cell.out_of_range", "no", 2},
    {"A,x,立项,审批,zdb,甲,,,5wd\n", "cell.bad_number", "no", 2},
    {"A,1,立项,审批,zdb,甲,,7,5wd\n", "link.unknown_prerequisite", "after", 2},
    {"A,1,立项,审批,zdb,甲,,x,5wd\n", "cell.bad_number", "after", 2},
    {"A,1,立项,审批,zdb,甲,,1,5wd\n", "link.cycle", "after", 2},
    {A1 "A,1,又,审批,zdb,甲,,,5wd\n", "key.twice", "no", 3},
};

static void each_fault_names_its_row(void **state)
{
	struct timport *t = *state;

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		_cleanup_free_ char *csv = NULL;

		assert_true(asprintf(&csv, "%s%s", HEAD, faults[i].rows) > 0);
		assert_int_equal(timport(t, CHAINS, csv), STATUS_INVALID);
		if (!timport_problem(t, faults[i].code, faults[i].line, faults[i].column))
			fail_msg("row %zu: no %s at %s", i, faults[i].code, faults[i].column);
		assert_int_equal(t->reply.n_problem, 1);
	}
}

static void a_circle_through_stored_links_is_refused(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, CHAINS, HEAD A1 A2), 0);
	assert_int_equal(timport(t, CHAINS, HEAD "A,1,,,,,,2,\n"), STATUS_INVALID);
	assert_true(timport_problem(t, "link.cycle", 2, "after"));
	/* a stored link can be a prerequisite too */
	assert_int_equal(timport(t, CHAINS, HEAD "A,3,竣工,节点,zdb,甲,,2;1,2m\n"), 0);
	assert_int_equal(timport_done(t)->absent_count, 2);
	assert_string_equal(timport_done(t)->absent[0], "A/1");
}

static void a_chain_starts_on_one_day(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, CHAINS,
				 HEAD_START "A,1,立项,审批,zdb,甲,,,5wd,2020-02-10\n"
					    "A,2,立项,审批,zdb,甲,,,5wd,2020-02-11\n"),
			 STATUS_INVALID);
	assert_true(timport_problem(t, "chain.two_starts", 3, "chain_start"));
	assert_int_equal(timport(t, CHAINS,
				 HEAD_START "A,1,立项,审批,zdb,甲,,,5wd,2020-02-10\n"
					    "A,2,立项,审批,zdb,甲,,,5wd,\n"),
			 0);
	assert_int_equal(chain(t, "A").record->start_date, 20200210);
	/* without the cell the start is kept, with another day it changes */
	assert_int_equal(timport(t, CHAINS, HEAD "A,1,,,,,,,\n"), 0);
	assert_int_equal(timport_done(t)->unchanged, 1);
	assert_int_equal(t->ask.n_event, 0);
	assert_int_equal(timport(t, CHAINS, HEAD_START "A,1,,,,,,,,2020-03-01\n"), 0);
	assert_int_equal(t->ask.n_event, 2);
	assert_int_equal(t->reply.import->changes, 1);
	assert_string_equal(t->reply.import->change[0]->column, "chain_start");
	assert_string_equal(t->reply.import->change[0]->before, "2020-02-10");
}

static void start(struct timport *t, const char *code, uint32_t no)
{
	Duban__LinkStarted body = DUBAN__LINK_STARTED__INIT;
	Duban__LinkStartRequest q = DUBAN__LINK_START_REQUEST__INIT;
	Duban__Event e = DUBAN__EVENT__INIT, *events[] = {&e};

	body.year = YEAR;
	body.link = no;
	body.started_date = 20200203;
	e.project = project_by_code(t->txn, code);
	e.body_case = DUBAN__EVENT__BODY_LINK_STARTED;
	e.link_started = &body;
	t->ask.event = events;
	t->ask.n_event = 1;
	assert_int_equal(timport_apply(t, DUBAN__REQUEST__BODY_LINK_SET, &q), 0);
}

static void an_import_never_touches_progress(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, CHAINS, HEAD A1 A2), 0);
	start(t, "A", 1);
	assert_int_equal(
	    timport(t, CHAINS, "project,no,name,limit,reason\nA,1,立项批复,9wd,更正\n"), 0);
	assert_int_equal(timport_done(t)->updated, 1);
	assert_int_equal(chain(t, "A").progress[0]->state, DUBAN__LINK_STATE__LINK_STATE_ACTIVE);
	assert_int_equal(chain(t, "A").progress[0]->started_date, 20200203);
	assert_string_equal(t->reply.import->change[1]->before, "5wd");
	assert_string_equal(t->reply.import->change[1]->after, "9wd");
}

static void too_many_links_are_refused(void **state)
{
	_cleanup_free_ char *csv = NULL;
	struct timport *t = *state;
	size_t size;
	FILE *out = open_memstream(&csv, &size);

	(void)fputs(HEAD, out);
	for (int i = 1; i <= LINKS_MAX + 1; i++)
		(void)fprintf(out, "A,%d,环节,审批,zdb,甲,,,5wd\n", i);
	(void)fclose(out);
	assert_int_equal(timport(t, CHAINS, csv), STATUS_INVALID);
	assert_true(timport_problem(t, "chain.too_many_links", 0, NULL));
}

/* ---- single links */

#define CELLS "name=立项|class=审批|unit=zdb|leader=p1|limit=5wd"

static void the_first_link_added_makes_the_chain(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport_link(t, true, "A", 1, CELLS), 0);
	assert_int_equal(t->ask.n_event, 2);
	assert_int_equal(chain(t, "A").record->start_date, 20200101);
	assert_int_equal(timport_link(t, true, "A", 2, CELLS "|after=1|begin=2020-03-01"), 0);
	assert_int_equal(t->ask.n_event, 1);
	assert_int_equal(link_of(t, "A", 2)->begin_date, 20200301);
	assert_int_equal(timport_link(t, true, "A", 2, CELLS), STATUS_CONFLICT);
	assert_true(timport_problem(t, "link.exists", 0, NULL));
	assert_int_equal(timport_link(t, true, "Z", 2, CELLS), STATUS_NOT_FOUND);
	assert_int_equal(timport_link(t, true, "A", 0, CELLS), STATUS_INVALID);
}

static void an_added_link_is_checked_like_a_row(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport_link(t, true, "A", 1, CELLS "|after=4"), STATUS_INVALID);
	assert_true(timport_problem(t, "link.unknown_prerequisite", 0, "after"));
	assert_int_equal(timport_link(t, true, "A", 1, "name=立项"), STATUS_INVALID);
	assert_true(timport_problem(t, "cell.empty", 0, "limit"));
	assert_int_equal(timport_link(t, true, "A", 1, CELLS "|colour=red"), STATUS_INVALID);
	assert_true(timport_problem(t, "cell.unknown_column", 0, NULL));
	assert_int_equal(timport_link(t, true, "A", 1, CELLS "|name=又"), STATUS_INVALID);
	assert_true(timport_problem(t, "cell.twice", 0, NULL));
}

static void setting_changes_what_is_given_and_a_dash_empties(void **state)
{
	struct timport *t = *state;
	Duban__Link *l;

	assert_int_equal(timport(t, CHAINS, HEAD A1 A2), 0);
	assert_int_equal(timport_link(t, false, "A", 2, "after=-|leader=王五|person=-"), 0);
	l = link_of(t, "A", 2);
	assert_int_equal(l->n_after, 0);
	assert_null(l->person);
	assert_string_equal(l->leader->name, "王五");
	assert_string_equal(l->name, "开工");
	assert_int_equal(t->ask.event[0]->link_put->was->n_after, 1);
	assert_int_equal(timport_link(t, false, "A", 2, "leader=-"), STATUS_INVALID);
	assert_true(timport_problem(t, "link.nobody", 0, NULL));
	assert_int_equal(timport_link(t, false, "A", 9, "leader=甲"), STATUS_NOT_FOUND);
	/* the same values again: no event */
	assert_int_equal(timport_link(t, false, "A", 2, "leader=王五"), 0);
	assert_int_equal(t->ask.n_event, 0);
}

static void a_closed_link_changes_in_words_only(void **state)
{
	struct timport *t = *state;
	Duban__LinkFinished body = DUBAN__LINK_FINISHED__INIT;
	Duban__LinkSetRequest q = DUBAN__LINK_SET_REQUEST__INIT;
	Duban__Event e = DUBAN__EVENT__INIT, *events[] = {&e};

	assert_int_equal(timport(t, CHAINS, HEAD A1 A2), 0);
	body.year = YEAR;
	body.link = 1;
	body.started_date = body.finished_date = 20200203;
	e.project = project_by_code(t->txn, "A");
	e.body_case = DUBAN__EVENT__BODY_LINK_FINISHED;
	e.link_finished = &body;
	t->ask.event = events;
	t->ask.n_event = 1;
	assert_int_equal(timport_apply(t, DUBAN__REQUEST__BODY_LINK_SET, &q), 0);
	assert_int_equal(timport_link(t, false, "A", 1, "limit=6wd"), STATUS_CONFLICT);
	assert_true(timport_problem(t, "link.closed", 0, NULL));
	assert_int_equal(timport_link(t, false, "A", 1, "limit=5wd|name=立项批复"), 0);
	assert_string_equal(link_of(t, "A", 1)->name, "立项批复");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, timport_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    T(rows_stand_in_any_order_and_the_chain_comes_first),
	    T(a_name_of_several_people_is_kept_as_text),
	    T(each_fault_names_its_row),
	    T(a_circle_through_stored_links_is_refused),
	    T(a_chain_starts_on_one_day),
	    T(an_import_never_touches_progress),
	    T(too_many_links_are_refused),
	    T(the_first_link_added_makes_the_chain),
	    T(an_added_link_is_checked_like_a_row),
	    T(setting_changes_what_is_given_and_a_dash_empties),
	    T(a_closed_link_changes_in_words_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
