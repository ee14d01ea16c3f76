/* What `warning list` lists by each of its filters, as lamps were on a past day, and how it counts.
 * 2020-01-16: P1's approval is done, six days after the day on which it was; P2's is yellow and the
 * department's (`new`), its second link has not begun. On 01-17 the approval turns red. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"
#include "proto/wire_name.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define BY(what) DUBAN__WARNING_BY__WARNING_BY_##what
#define TEXT(s) ((char *)(uintptr_t)(s))
#define ALL .all = true
/* The lines that the steps below lead to. */
#define P1_DONE "P1/1 W01 red cleared\n"
#define P2_RED "P2/1 W01 red open\n"
#define P2_W03 "P2/2 W03 yellow open\n"

struct filter {
	const char *unit, *list, *category;
	const char *rule[3]; /* NULL-ended */
	uint32_t since, as_of, as_known, changed;
	Duban__Level level;
	Duban__WarningBy by;
	bool all;
};

static Duban__Request *request(const struct filter *f)
{
	static Duban__WarningListRequest b;
	static Duban__Request q;
	static Duban__Level level;
	static char *rules[3];

	b = (Duban__WarningListRequest)DUBAN__WARNING_LIST_REQUEST__INIT;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	b.all = f->all;
	b.unit = TEXT(f->unit ? f->unit : "");
	b.list = TEXT(f->list ? f->list : "");
	b.category = TEXT(f->category ? f->category : "");
	for (b.rules = rules; f->rule[b.n_rules]; b.n_rules++)
		rules[b.n_rules] = TEXT(f->rule[b.n_rules]);
	b.since_date = f->since;
	b.as_of_date = f->as_of;
	b.as_known_date = f->as_known;
	b.changed_date = f->changed;
	b.by = f->by;
	level = f->level;
	b.level = &level;
	b.n_level = level != 0;
	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	return &q;
}

/* "P1/1 W01 red open" for each warning, "east 1r 2y 3n 4c of 2" for each group. */
static char *text_of(const Duban__WarningListReply *r)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	for (size_t i = 0; i < r->n_warning; i++)
		(void)fprintf(
		    f, "%s/%u %s %s %s\n", r->warning[i]->project, r->warning[i]->link,
		    r->warning[i]->rule,
		    wire_enum_name(&duban__level__descriptor, (int)r->warning[i]->level),
		    wire_enum_name(&duban__warning_state__descriptor, (int)r->warning[i]->state));
	for (size_t i = 0; i < r->n_group; i++)
		(void)fprintf(f, "%s %ur %uy %un %uc of %u\n", r->group[i]->key, r->group[i]->red,
			      r->group[i]->yellow, r->group[i]->note, r->group[i]->cleared,
			      r->group[i]->projects);
	assert_int_equal(fclose(f), 0);
	return text;
}

static void expect_at(struct world *w, const struct filter *f, const char *lines, int at)
{
	char *text = text_of(world_ok(w, request(f))->warning_list);

	if (strcmp(text, lines) != 0)
		fail_msg("line %d:\n%sis not\n%s", at, text, lines);
	free(text);
}
#define EXPECT(w, lines, ...) expect_at(w, &(struct filter){__VA_ARGS__}, lines, __LINE__)

static void until_16(struct world *w)
{
	world_city(w);
	world_import(w, K(CATEGORIES), "name,parent\n工业,\n化工,工业\n");
	world_import(w, K(PROJECTS), "code,category\nP2,化工\n");
	world_until(w, "2020-01-15T09:00");
	world_import(
	    w, K(CHAINS),
	    "project,no,name,class,unit,leader,person,after,limit,chain_start,service_unit,begin\n"
	    "P1,1,立项,审批,east,李四,张三,,5wd,2020-01-02,,\n"
	    "P2,1,立项,审批,west,王五,张三,,10wd,2020-01-02,new,\n"
	    "P2,2,初设,审批,west,李四,张三,,30wd,2020-01-02,,2020-01-06\n");
	world_do(w, "accept P2 1");
	world_until(w, "2020-01-16T10:00");
	world_do(w, "finish P1 1 2020-01-10");
}

static void until_17(struct world *w)
{
	until_16(w);
	world_until(w, "2020-01-17T10:00");
}

static void rules_lists_and_categories_choose(void **state)
{
	struct world *w = *state;

	until_17(w);
	EXPECT(w, P2_RED P2_W03, );
	EXPECT(w, P1_DONE P2_RED P2_W03, ALL, .rule = {"W01", "W03"});
	EXPECT(w, P1_DONE P2_RED, ALL, .rule = {"W01"});
	EXPECT(w, P2_W03, ALL, .rule = {"W03", "W07"});
	EXPECT(w, P1_DONE, ALL, .list = "乙", .rule = {"W01", "W03"});
	EXPECT(w, P2_RED P2_W03, .list = "甲");
	EXPECT(w, P2_RED P2_W03, ALL, .category = "化工", .rule = {"W01", "W03"});
	/* with the categories below it */
	EXPECT(w, P1_DONE P2_RED, ALL, .category = "工业", .rule = {"W01"});
	EXPECT(w, "", .category = "工业", .list = "乙");
	EXPECT(w, P2_W03, .level = LEVEL(YELLOW));
	world_refused(w, request(&(struct filter){.rule = {"W01", "W99"}}), STATUS_NOT_FOUND,
		      "rule.unknown");
}

/* P2's lamp is the department's turn; the unit whose link it is finds it as well. */
static void a_unit_finds_its_own_and_those_whose_turn_it_is(void **state)
{
	struct world *w = *state;

	until_17(w);
	EXPECT(w, P2_RED, .unit = "new");
	EXPECT(w, P2_RED P2_W03, .unit = "west");
	EXPECT(w, "", .unit = "east");
}

static void since_is_the_day_on_which_the_condition_began(void **state)
{
	struct world *w = *state;

	until_17(w);
	EXPECT(w, P1_DONE P2_RED P2_W03, ALL, .rule = {"W01", "W03"}, .since = 20200108);
	/* recorded on 01-15, but it began on 01-08 */
	EXPECT(w, P2_RED P2_W03, ALL, .rule = {"W01", "W03"}, .since = 20200109);
	EXPECT(w, P2_RED, ALL, .rule = {"W01", "W03"}, .since = 20200110);
	EXPECT(w, "", .since = 20200116);
}

/* As of a day: by what is known today, whenever it was told. */
static void as_of_a_day_they_are_what_they_really_were(void **state)
{
	struct world *w = *state;

	until_17(w);
	EXPECT(w, "", .as_of = 20200107, .rule = {"W01", "W03"});
	/* red only two days later */
	EXPECT(w, "P1/1 W01 yellow open\n", .as_of = 20200108, .rule = {"W01", "W03"});
	EXPECT(w, "P1/1 W01 yellow open\n" P2_W03, .as_of = 20200109, .rule = {"W01", "W03"});
	/* done on that day, as was told six days later */
	EXPECT(w, P2_W03, .as_of = 20200110, .rule = {"W01", "W03"});
	EXPECT(w, "P2/1 W01 yellow open\n" P2_W03, .as_of = 20200116, .rule = {"W01", "W03"});
	EXPECT(w, P2_RED P2_W03, .as_of = 20200117, .rule = {"W01", "W03"});
}

static void as_known_on_a_day_they_are_what_was_recorded(void **state)
{
	struct world *w = *state;

	until_17(w);
	EXPECT(w, "", .as_known = 20200114, .rule = {"W01", "W03"});
	EXPECT(w, "P1/1 W01 red open\nP2/1 W01 yellow open\n" P2_W03, .as_known = 20200115,
	       .rule = {"W01", "W03"});
	EXPECT(w, "P2/1 W01 yellow open\n" P2_W03, .as_known = 20200116, .rule = {"W01", "W03"});
	EXPECT(w, P2_RED P2_W03, .as_known = 20200117, .rule = {"W01", "W03"});
}

/* On 01-16 the limit is cut: the link was late since 01-14, which nobody knew on 01-15. */
static void what_became_red_by_a_later_record_was_not_known_as_red(void **state)
{
	struct world *w = *state;

	until_16(w);
	world_import(w, K(CHAINS), "project,no,limit\nP2,1,7wd\n");
	EXPECT(w, P2_RED, .rule = {"W01"});
	EXPECT(w, P2_RED, .as_of = 20200115, .rule = {"W01"});
	EXPECT(w, "P1/1 W01 red open\nP2/1 W01 yellow open\n", .as_known = 20200115,
	       .rule = {"W01"});
}

static void one_past_day_at_a_time_and_none_to_come(void **state)
{
	struct world *w = *state;

	until_17(w);
	world_refused(w, request(&(struct filter){.as_of = 20200110, .as_known = 20200110}),
		      STATUS_INVALID, "past.both");
	world_refused(w, request(&(struct filter){.as_of = 20200118}), STATUS_INVALID,
		      "past.future");
	world_refused(w, request(&(struct filter){.as_known = 20200118}), STATUS_INVALID,
		      "past.future");
	world_refused(w, request(&(struct filter){.since = 20200231}), STATUS_INVALID,
		      "date.impossible");
}

static void what_was_cleared_since_a_day_is_still_listed(void **state)
{
	struct world *w = *state;

	until_17(w);
	EXPECT(w, P1_DONE P2_RED P2_W03, .changed = 20200116, .rule = {"W01", "W03"});
	EXPECT(w, P2_RED P2_W03, .changed = 20200117, .rule = {"W01", "W03"});
}

static void they_are_counted_by_whom_and_by_what(void **state)
{
	struct world *w = *state;

	until_17(w);
	EXPECT(w, "W01 1r 0y 0n 1c of 2\nW03 0r 1y 0n 0c of 1\n", ALL, .by = BY(RULE),
	       .rule = {"W01", "W03"});
	/* whose turn it is: the department's, else the unit's own */
	EXPECT(w, "east 0r 0y 0n 1c of 1\nnew 1r 0y 0n 0c of 1\nwest 0r 1y 0n 0c of 1\n", ALL,
	       .by = BY(UNIT), .rule = {"W01", "W03"});
	/* a project of two lists counts in both */
	EXPECT(w, "甲 1r 1y 0n 1c of 2\n乙 0r 0y 0n 1c of 1\n", ALL, .by = BY(LIST),
	       .rule = {"W01", "W03"});
	EXPECT(w, "李四 0r 1y 0n 1c of 2\n王五 1r 0y 0n 0c of 1\n", ALL, .by = BY(LEADER),
	       .rule = {"W01", "W03"});
	/* the filters hold for what is counted */
	EXPECT(w, "W03 0r 1y 0n 0c of 1\n", .by = BY(RULE), .level = LEVEL(YELLOW));
	EXPECT(w, "west 0r 1y 0n 0c of 1\n", .by = BY(UNIT), .as_of = 20200110, .rule = {"W03"});
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(rules_lists_and_categories_choose),
	    TEST(a_unit_finds_its_own_and_those_whose_turn_it_is),
	    TEST(since_is_the_day_on_which_the_condition_began),
	    TEST(as_of_a_day_they_are_what_they_really_were),
	    TEST(as_known_on_a_day_they_are_what_was_recorded),
	    TEST(what_became_red_by_a_later_record_was_not_known_as_red),
	    TEST(one_past_day_at_a_time_and_none_to_come),
	    TEST(what_was_cleared_since_a_day_is_still_listed),
	    TEST(they_are_counted_by_whom_and_by_what),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
