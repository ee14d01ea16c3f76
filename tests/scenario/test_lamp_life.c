/* A filter by level lets a warning's whole life pass from that level on, and each event of a
 * warning tells the names of that moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/project/project.h"
#include "model/warning/warning.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
#define YELLOW DUBAN__LEVEL__LEVEL_YELLOW
#define RED DUBAN__LEVEL__LEVEL_RED
#define NOTE DUBAN__LEVEL__LEVEL_NOTE

/* A lamp that is yellow on 01-08, red on 01-10, put out on 01-14; another that is yellow only. */
static void lamps(struct world *w)
{
	world_city(w);
	world_import(w, K(CHAINS),
		     HEADER "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-01-14T09:00");
	world_do(w, "finish P1 1");
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n"
			"01-14 09:00 done P1/1 W01\n");
}

static Duban__FetchReply *fetch(struct world *w, Duban__Level level)
{
	Duban__FetchRequest b = DUBAN__FETCH_REQUEST__INIT;
	Duban__Filter f = DUBAN__FILTER__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	f.level = &level;
	f.n_level = 1;
	b.filter = &f;
	q.body_case = DUBAN__REQUEST__BODY_FETCH;
	q.fetch = &b;
	return world_ok(w, &q)->fetch;
}

/* "warning_raised yellow, ..." of the events about links' lamps. */
static const char *passed(struct world *w, Duban__Level level)
{
	static char text[512];
	Duban__FetchReply *r = fetch(w, level);

	*text = '\0';
	for (size_t i = 0; i < r->n_item; i++) {
		size_t n = strlen(text);
		const char *kind = r->item[i]->kind;

		(void)snprintf(text + n, sizeof text - n, "%s%s %d", n ? ", " : "",
			       kind + strlen("warning_"), (int)r->item[i]->level);
	}
	return text;
}

static void who_was_told_of_yellow_hears_of_red_and_the_end(void **state)
{
	struct world *w = *state;

	lamps(w);
	assert_string_equal(passed(w, YELLOW), "raised 2, escalated 3, stepped 3, cleared 3");
	assert_string_equal(passed(w, RED), "escalated 3, stepped 3, cleared 3");
	assert_string_equal(passed(w, NOTE), "raised 1, repeated 1, cleared 1");
}

/* Events as an older duband wrote them do not tell the levels before: the state does. */
static void the_life_of_a_lamp_of_an_older_store_is_whole_too(void **state)
{
	struct world *w = *state;
	Duban__Subject s = DUBAN__SUBJECT__INIT;
	Duban__Warning warning = DUBAN__WARNING__INIT;
	Duban__WarningRaised raised = DUBAN__WARNING_RAISED__INIT;
	Duban__WarningEscalated escalated = DUBAN__WARNING_ESCALATED__INIT;
	Duban__WarningCleared cleared = DUBAN__WARNING_CLEARED__INIT;
	Duban__Event ev[3], *list[3];

	world_city(w);
	s.project = project_by_code(engine_txn(w->engine), "P1");
	s.year = 2020;
	s.link = 7;
	warning.rule = escalated.rule = cleared.rule = 1;
	warning.occurrence = escalated.occurrence = cleared.occurrence = 1;
	warning.subject = escalated.subject = cleared.subject = &s;
	warning.level = YELLOW;
	warning.state = DUBAN__WARNING_STATE__WARNING_STATE_OPEN;
	escalated.level = cleared.level = RED;
	cleared.cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
	raised.warning = &warning;
	for (size_t i = 0; i < 3; i++) {
		duban__event__init(&ev[i]);
		ev[i].project = s.project;
		list[i] = &ev[i];
	}
	ev[0].body_case = DUBAN__EVENT__BODY_WARNING_RAISED;
	ev[0].warning_raised = &raised;
	ev[1].body_case = DUBAN__EVENT__BODY_WARNING_ESCALATED;
	ev[1].warning_escalated = &escalated;
	ev[2].body_case = DUBAN__EVENT__BODY_WARNING_CLEARED;
	ev[2].warning_cleared = &cleared;
	assert_int_equal(group_write(w->engine, list, 3, &author_system), 0);
	assert_int_equal(engine_sync(w->engine), 0);
	world_restart(w, true); /* from the journal: the newest group is known otherwise */
	assert_string_equal(passed(w, YELLOW), "raised 2, escalated 3, cleared 3");
	assert_string_equal(passed(w, RED), "escalated 3, cleared 3");
}

static const Duban__WarningAbout *about(struct world *w, const char *kind)
{
	Duban__FetchReply *r = fetch(w, YELLOW);

	for (size_t i = 0; i < r->n_item; i++) {
		const ProtobufCBinaryData *b = &r->item[i]->event;

		if (strcmp(r->item[i]->kind, kind) == 0)
			return duban__event__unpack(arena_pb(w->arena), b->len, b->data)->about;
	}
	return NULL;
}

static void an_event_tells_the_names_of_that_moment(void **state)
{
	struct world *w = *state;
	const Duban__WarningAbout *a;

	lamps(w);
	world_import(w, K(PROJECTS), "code,name\nP1,改名后的项目\n");
	a = about(w, "warning_raised");
	assert_non_null(a);
	assert_string_equal(a->project, "P1");
	assert_string_not_equal(a->project_name, "改名后的项目");
	assert_true(*a->project_name);
	assert_string_equal(a->link_name, "项目建议书批复");
	assert_string_equal(a->unit, "east");
	assert_true(*a->unit_name && strcmp(a->unit_name, "east") != 0);
	assert_string_equal(a->leader, "李四");
	assert_string_equal(a->person, "张三");
	assert_string_equal(a->person_id, "zhang");
	assert_string_equal(a->leader_id, ""); /* a name alone */
	assert_string_equal(a->turn_unit, "east");
	assert_int_equal(a->due_date, 20200109);
	assert_int_equal(a->n_before, 0);
	a = about(w, "warning_cleared");
	assert_string_equal(a->person, "张三");
	assert_int_equal(a->n_before, 1);
	assert_int_equal(a->before[0], YELLOW);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(who_was_told_of_yellow_hears_of_red_and_the_end),
	    TEST(the_life_of_a_lamp_of_an_older_store_is_whole_too),
	    TEST(an_event_tells_the_names_of_that_moment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
