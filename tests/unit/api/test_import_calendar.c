#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/timport.h"
#include "lib/ttemp.h"
#include "model/calendar/calendar.h"
#include "model/calendar/days.h"

#define HEAD "date,kind,name,source\n"
#define NOTICE                                                                                     \
	HEAD "2026-12-31,节假日,元旦,国办1\n2027-01-01,holiday,元旦,国办1\n"            \
	     "2027-01-02,holiday,元旦,国办1\n2027-01-03,workday,元旦,国办1\n"              \
	     "2027-02-06,holiday,春节,国办1\n2027-02-07,holiday,春节,国办1\n"              \
	     "2027-02-08,holiday,春节,国办1\n2027-02-09,holiday,春节,国办1\n"

static struct calendar *days(struct timport *t)
{
	struct calendar *c;

	assert_int_equal(days_load(t->txn, t->arena, 0, &c), 0);
	return c;
}

static void a_notice_settles_its_year_and_reaches_into_the_december_before(void **state)
{
	_cleanup_(calendar_freep) struct calendar *c = NULL;
	struct timport *t = *state;
	const Duban__Calendar *cal;

	assert_int_equal(timport(t, CALENDAR, NOTICE), 0);
	assert_int_equal(timport_done(t)->created, 8);
	assert_int_equal(t->ask.n_event, 2);
	cal = t->ask.event[0]->calendar_published->calendar;
	assert_int_equal(cal->version, 1);
	assert_int_equal(cal->year, 2027);
	assert_int_equal(cal->n_day, 8);
	assert_string_equal(cal->document, "国办1");
	assert_int_equal(cal->day[0]->day_date, 20261231);
	assert_int_equal(t->reply.import->changes, 8);
	c = days(t);
	assert_false(calendar_workday(c, date_of(2026, 12, 31)));
	assert_true(calendar_workday(c, date_of(2027, 1, 3)));
	assert_false(calendar_provisional(c, date_of(2027, 6, 1)));
	assert_true(calendar_provisional(c, date_of(2026, 6, 1)));
}

static void what_is_known_makes_no_new_version(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, CALENDAR, NOTICE), 0);
	assert_int_equal(timport(t, CALENDAR, NOTICE), 0);
	assert_int_equal(timport_done(t)->unchanged, 8);
	assert_int_equal(t->ask.n_event, 0);
	assert_int_equal(timport(t, CALENDAR, HEAD "2027-01-01,workday,,\n"), 0);
	assert_int_equal(timport_done(t)->updated, 1);
	assert_int_equal(t->ask.event[0]->calendar_published->calendar->version, 2);
	assert_string_equal(t->ask.event[0]->calendar_published->calendar->document, "test.csv");
	assert_string_equal(t->reply.import->change[0]->before, "holiday");
	assert_string_equal(t->reply.import->change[0]->after, "workday");
}

static void a_city_override_settles_no_year_and_can_be_taken_back(void **state)
{
	_cleanup_(calendar_freep) struct calendar *c = NULL;
	struct timport *t = *state;
	struct tfile f = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR,
			  .csv = HEAD "2027-03-01,holiday,防汛,\n",
			  .document = "洪府发1",
			  .city_override = true};

	assert_int_equal(timport_file(t, &f), 0);
	assert_int_equal(t->ask.event[0]->calendar_published->calendar->year, 0);
	assert_true(t->ask.event[0]->calendar_published->calendar->city_override);
	f.csv = HEAD "2027-03-01,regular,,\n";
	assert_int_equal(timport_file(t, &f), 0);
	c = days(t);
	assert_true(calendar_workday(c, date_of(2027, 3, 1)));
	assert_true(calendar_provisional(c, date_of(2027, 3, 1)));
}

/* The same year without the 6th and 7th of February. */
#define SHORTER                                                                                    \
	HEAD "2026-12-31,节假日,元旦,国办2\n2027-01-01,holiday,元旦,国办2\n"            \
	     "2027-01-02,holiday,元旦,国办2\n2027-01-03,workday,元旦,国办2\n"              \
	     "2027-02-08,holiday,春节,国办2\n2027-02-09,holiday,春节,国办2\n"              \
	     "2027-02-10,holiday,春节,国办2\n2027-02-11,holiday,春节,国办2\n"

static void days_that_a_later_notice_no_longer_names_are_named_and_kept(void **state)
{
	_cleanup_(calendar_freep) struct calendar *c = NULL;
	struct timport *t = *state;
	struct tfile f = {
	    .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR, .csv = SHORTER, .dry_run = true};

	assert_int_equal(timport(t, CALENDAR, NOTICE), 0);
	assert_int_equal(timport_done(t)->absent_count, 0);
	for (int i = 0; i < 2; i++, f.dry_run = false) {
		assert_int_equal(timport_file(t, &f), 0);
		assert_int_equal(timport_done(t)->absent_count, 2);
		assert_string_equal(timport_done(t)->absent[0], "2027-02-06");
		assert_string_equal(timport_done(t)->absent[1], "2027-02-07");
	}
	c = days(t);
	assert_false(calendar_workday(c, date_of(2027, 2, 6)));
	/* two days are a correction of the notice, not another one */
	assert_int_equal(timport(t, CALENDAR, HEAD "2027-02-06,workday,,\n"), 0);
	assert_int_equal(timport_done(t)->absent_count, 0);
}

static void a_notice_that_replaces_is_the_truth_of_its_year(void **state)
{
	_cleanup_(calendar_freep) struct calendar *before = NULL, *c = NULL;
	struct timport *t = *state;
	struct tfile f = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR,
			  .csv = HEAD "2027-03-01,holiday,防汛,\n",
			  .city_override = true};

	/* the day of a notice of another year stays, and so does the city's own day */
	assert_int_equal(timport(t, CALENDAR, NOTICE), 0);
	assert_int_equal(timport_file(t, &f), 0);
	f = (struct tfile){.kind = f.kind, .csv = HEAD "2027-12-31,holiday,元旦,\n", .year = 2028};
	assert_int_equal(timport_file(t, &f), 0);
	before = days(t);
	assert_false(calendar_workday(before, date_of(2027, 2, 8)));
	f = (struct tfile){
	    .kind = f.kind, .csv = HEAD "2027-01-01,holiday,元旦,\n", .replace = true};
	assert_int_equal(timport_file(t, &f), 0);
	assert_true(t->ask.event[0]->calendar_published->calendar->replaces);
	assert_int_equal(timport_done(t)->absent_count, 7);
	c = days(t);
	assert_false(calendar_workday(c, date_of(2027, 1, 1)));
	assert_true(calendar_workday(c, date_of(2027, 2, 8)));
	assert_true(calendar_workday(c, date_of(2026, 12, 31)));
	assert_false(calendar_workday(c, date_of(2027, 3, 1)));
	assert_false(calendar_workday(c, date_of(2027, 12, 31)));
	/* once it is the truth, the same file says nothing new */
	assert_int_equal(timport_file(t, &f), 0);
	assert_int_equal(t->ask.n_event, 0);
	f.city_override = true;
	assert_int_equal(timport_file(t, &f), STATUS_INVALID);
	assert_true(timport_problem(t, "calendar.replace_override", 0, "replace"));
}

static void bad_days_are_named(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, CALENDAR,
				 HEAD "2027-02-30,holiday,,\n2027-02-01,,,\n2027-02-02,party,,\n"
				      "2027-02-03,休,,\n2027-02-03,休,,\n,休,,\n"),
			 STATUS_INVALID);
	assert_true(timport_problem(t, "cell.bad_date", 2, "date"));
	assert_true(timport_problem(t, "cell.empty", 3, "kind"));
	assert_true(timport_problem(t, "calendar.unknown_kind", 4, "kind"));
	assert_true(timport_problem(t, "key.twice", 6, "date"));
	assert_true(timport_problem(t, "cell.empty", 7, "date"));
	assert_int_equal(t->reply.n_problem, 5);
}

static void the_shipped_file_becomes_one_version_a_year(void **state)
{
	_cleanup_free_ char *csv = NULL;
	_cleanup_(calendar_freep) struct calendar *c = NULL;
	struct timport *t = *state;
	size_t size;

	csv = ttemp_read(SOURCE_DIR "/daemon/data/calendar-cn.csv", &size);
	assert_int_equal(timport(t, CALENDAR, csv), 0);
	assert_int_equal(t->ask.n_event, 2026 - 2007 + 2);
	c = days(t);
	for (int y = 2007; y <= 2026; y++)
		assert_false(calendar_provisional(c, date_of(y, 7, 1)));
	assert_int_equal(calendar_count(c, date_of(2019, 12, 31), date_of(2020, 12, 31)), 249);
	assert_int_equal(calendar_count(c, date_of(2023, 12, 31), date_of(2024, 12, 31)), 251);
}

static void a_version_never_passes_what_a_value_holds(void **state)
{
	_cleanup_free_ char *csv = NULL;
	struct timport *t = *state;
	size_t size, days_in = 0;
	FILE *out = open_memstream(&csv, &size);

	(void)fputs(HEAD, out);
	for (int m = 1; m <= 12; m++)
		for (int d = 1; d <= 28; d++)
			(void)fprintf(out, "2027-%02d-%02d,休,%s%s,\n", m, d,
				      "一个很长很长很长很长很长很长很长很长很长很长的节日名称",
				      "一个很长很长很长很长很长很长很长很长很长很长的节日名称");
	(void)fclose(out);
	assert_int_equal(timport(t, CALENDAR, csv), 0);
	assert_true(t->ask.n_event > 3);
	for (size_t i = 0; i + 1 < t->ask.n_event; i++)
		days_in += t->ask.event[i]->calendar_published->calendar->n_day;
	assert_int_equal(days_in, 12 * 28);
	assert_true(t->reply.import->n_change < 400);
}

#define T(f) cmocka_unit_test_setup_teardown(f, timport_setup, timport_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_notice_settles_its_year_and_reaches_into_the_december_before),
	    T(what_is_known_makes_no_new_version),
	    T(a_city_override_settles_no_year_and_can_be_taken_back),
	    T(days_that_a_later_notice_no_longer_names_are_named_and_kept),
	    T(a_notice_that_replaces_is_the_truth_of_its_year),
	    T(bad_days_are_named),
	    T(the_shipped_file_becomes_one_version_a_year),
	    T(a_version_never_passes_what_a_value_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
