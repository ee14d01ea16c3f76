/* What the clock drafts, when, and what it leaves to people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/noun/treport.h"
#include "lib/order/torder.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "model/publication/publication.h"
#include "proto/limits.h"
#include "text/date.h"

#define MEMBERS "project,list,joined\nA,甲,2020-01-02\nB,甲,2020-01-02\nC,甲,2020-01-02\n"

static void set(struct world *w, const char *key, const char *value)
{
	char text[120];

	as(w, "", 0);
	(void)snprintf(text, sizeof text, "key=%s value=%s source=办公室 scope=default", key,
		       value);
	torder_ok(w, "param_set", text);
}

static void listed(struct world *w, const char *from)
{
	city(w);
	world_import(w, IMPORT_KIND(MEMBERS), MEMBERS);
	as(w, "", 0);
	world_until(w, from);
	set(w, "brief.list", "甲");
}

/* "02-10 02-17 …": the days on which those of the series were drafted. */
static void assert_drafted(struct world *w, Duban__PublicationSeries series, const char *expected)
{
	struct publication_name n = {.series = series};
	char days[512] = "";
	struct arena *a;

	assert_int_equal(arena_new(&a, WIRE_ARENA_MAX), 0);
	while (publication_after(engine_txn(w->engine), &n)) {
		const Duban__Publication *p = publication_get(engine_txn(w->engine), a, &n);
		size_t size = strlen(days);

		assert_int_equal(p->state, PUBLICATION_STATE(DRAFT));
		assert_string_equal(p->drafter, "");
		(void)snprintf(days + size, sizeof days - size, "%s%02u-%02u", size ? " " : "",
			       p->drafted_date / 100 % 100, p->drafted_date % 100);
		arena_reset(a);
	}
	assert_string_equal(days, expected);
	arena_free(a);
}

/* 05-04 is off (the holiday goes on to 05-05), and so are 10-05 and 10-08: the first working days
 * after them are 05-06 and 10-09. */
static void a_brief_each_monday_or_the_first_working_day_after(void **state)
{
	struct world *w = *state;

	listed(w, "2020-04-22 09:00");
	world_until(w, "2020-05-19 09:00");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "04-27 05-06 05-11 05-18");
	world_until(w, "2020-05-25 16:59");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "04-27 05-06 05-11 05-18");
	world_until(w, "2020-05-25 17:00");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "04-27 05-06 05-11 05-18 05-25");
	clock_verify(w);
}

static void none_in_the_holidays_of_october(void **state)
{
	struct world *w = *state;

	listed(w, "2020-09-29 09:00");
	set(w, "bulletin.draft", "no");
	set(w, "pack.draft", "no");
	world_until(w, "2020-10-08 23:59");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "");
	world_until(w, "2020-10-12 18:00");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "10-09 10-12");
	assert_drafted(w, PUBLICATION_SERIES(BULLETIN), "");
	assert_drafted(w, PUBLICATION_SERIES(PACK), "");
	assert_drafted(w, PUBLICATION_SERIES(DAILY), "");
}

/* A month is locked with its fifth working day; a quarter's pack is due fifteen days after it. */
static void a_bulletin_each_month_and_a_pack_each_quarter(void **state)
{
	struct world *w = *state;

	listed(w, "2020-03-30 09:00");
	set(w, "brief.draft", "no");
	world_until(w, "2020-07-31 09:00");
	assert_drafted(w, PUBLICATION_SERIES(BULLETIN), "04-09 05-12 06-08 07-08");
	assert_drafted(w, PUBLICATION_SERIES(PACK), "04-15 07-15");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "");
}

static void a_line_each_working_day_if_the_office_wants_it(void **state)
{
	struct world *w = *state;

	listed(w, "2020-04-28 09:00");
	set(w, "brief.draft", "no");
	set(w, "bulletin.draft", "no");
	set(w, "daily.draft", "yes");
	world_until(w, "2020-05-08 18:00");
	assert_drafted(w, PUBLICATION_SERIES(DAILY), "04-28 04-29 04-30 05-06 05-07 05-08");
}

/* Nor does it draft one that a person has drafted, nor one that was dropped. */
static void people_are_before_the_clock(void **state)
{
	struct world *w = *state;
	const Duban__PublicationListReply *b;

	listed(w, "2020-04-27 10:00");
	torder_as(w, ROLE(OFFICE), "", "zhang");
	torder_ok(w, "brief_draft", "");
	torder_ok(w, "brief_drop", "id=2020-1 text=重拟");
	as(w, "", 0);
	world_until(w, "2020-04-28 09:00");
	b = torder_ok(w, "brief_list", "")->publication_list;
	assert_int_equal(b->n_row, 1);
}

/* Nobody named a list: nothing is drafted. */
static void without_a_list_nothing_is_drafted(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, IMPORT_KIND(MEMBERS), MEMBERS);
	as(w, "", 0);
	world_until(w, "2020-02-20 09:00");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "");
	set(w, "brief.list", "丁");
	world_until(w, "2020-02-25 09:00");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "");
	set(w, "brief.list", "甲");
	world_until(w, "2020-03-02 18:00");
	assert_drafted(w, PUBLICATION_SERIES(BRIEF), "03-02");
}

/* The clock's draft rests on the event before it, and what it says is the same by hand. */
static void it_rests_on_the_event_before_it(void **state)
{
	struct world *w = *state;
	const Duban__PublicationShowReply *b;
	char hash[65], text[900];
	uint64_t seq;

	listed(w, "2020-04-24 09:00");
	world_until(w, "2020-04-27 17:00");
	b = torder_ok(w, "brief_show", "id=2020-1")->publication;
	seq = b->head_seq;
	(void)snprintf(hash, sizeof hash, "%s", b->head_hash);
	(void)snprintf(text, sizeof text, "%s", b->section[0]->text);
	assert_int_equal(strlen(hash), 64);
	assert_true(seq < engine_seq(w->engine));
	torder_as(w, ROLE(OFFICE), "", "zhang");
	b = torder_ok(w, "brief_draft", "")->publication;
	assert_true(b->head_seq > seq);
	assert_string_not_equal(b->head_hash, hash);
	assert_string_equal(b->section[0]->text, text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_brief_each_monday_or_the_first_working_day_after),
	    TEST(none_in_the_holidays_of_october),
	    TEST(a_bulletin_each_month_and_a_pack_each_quarter),
	    TEST(a_line_each_working_day_if_the_office_wants_it),
	    TEST(people_are_before_the_clock),
	    TEST(without_a_list_nothing_is_drafted),
	    TEST(it_rests_on_the_event_before_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
