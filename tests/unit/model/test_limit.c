#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "model/calendar/calendar.h"
#include "model/chain/limit.h"
#include "model/chain/schedule.h"
#include "proto/limits.h"
#include "proto/model.pb-c.h"

#define WD DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS
#define CD DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS
#define MO DUBAN__LIMIT_KIND__LIMIT_KIND_MONTHS
#define FIX DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED

static struct calendar *cal;

static date_t at(uint32_t ymd)
{
	return date_from_ymd(ymd);
}

static void due_counts_from_the_day_after(void **state)
{
	static const struct {
		uint32_t s;
		int kind;
		uint32_t n, fixed, shift;
		enum schedule_roll roll;
		uint32_t due;
	} rows[] = {
	    /* working days: R1's wd, across make-up days and 2020's moved holidays */
	    {20240208, WD, 5, 0, 0, 0, 20240221},
	    {20200123, WD, 1, 0, 0, 0, 20200203},
	    {20200118, WD, 5, 0, 0, 0, 20200123},
	    {20200118, WD, 6, 0, 0, 0, 20200203},
	    {20260213, WD, 1, 0, 0, 0, 20260214},
	    {20201231, WD, 1, 0, 0, 0, 20210104},
	    {20200117, WD, 3, 0, 2, 0, 20200123},
	    /* calendar days, months, zero */
	    {20200120, CD, 10, 0, 0, 0, 20200130},
	    {20200120, CD, 10, 0, 0, 1, 20200203},
	    {20200120, CD, 10, 0, 3, 0, 20200202},
	    {20200131, MO, 1, 0, 0, 0, 20200229},
	    {20200131, MO, 1, 0, 0, 1, 20200302},
	    {20210131, MO, 1, 0, 0, 0, 20210228},
	    {20200131, MO, 1, 0, 2, 0, 20200302},
	    {20201130, MO, 3, 0, 0, 0, 20210228},
	    {20200201, CD, 0, 0, 0, 0, 20200201},
	    {20200201, CD, 0, 0, 0, 1, 20200201},
	    {20200207, CD, 0, 0, 1, 1, 20200208}, /* a point in time, also when it moved */
	    {20200201, WD, 0, 0, 0, 0, 20200201},
	    {20200201, MO, 0, 0, 0, 0, 20200201},
	    /* fixed dates */
	    {20200110, FIX, 0, 20200125, 0, 0, 20200125},
	    {20200110, FIX, 0, 20200125, 0, 1, 20200125},
	    {20200210, FIX, 0, 20200125, 0, 0, 20200210},
	    {20200110, FIX, 0, 20200125, 4, 0, 20200129},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct schedule_link l = {.limit_kind = rows[i].kind,
					  .limit_n = rows[i].n,
					  .fixed = at(rows[i].fixed),
					  .shift = rows[i].shift};
		date_t d = schedule_due(&l, at(rows[i].s), cal, rows[i].roll);

		if (d != at(rows[i].due))
			fail_msg("row %zu: %u, expected %u", i, date_ymd(d), rows[i].due);
		assert_int_equal(schedule_has_duration(&l), rows[i].kind != FIX && rows[i].n > 0);
	}
}

static void a_suspension_shifts_by_the_limits_own_days(void **state)
{
	static const struct {
		int kind;
		uint32_t from, to, shift;
	} rows[] = {
	    {WD, 20200120, 20200204, 5}, /* 21, 22, 23 January, 3, 4 February */
	    {CD, 20200120, 20200204, 15},  {MO, 20200120, 20200204, 15},
	    {FIX, 20200120, 20200204, 15}, {WD, 20200124, 20200202, 0},
	    {WD, 20200204, 20200204, 0},   {CD, 20200204, 20200120, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct schedule_link l = {
		    .limit_kind = rows[i].kind, .start = at(20200101), .prerequisites_done = true};

		if (schedule_shift(&l, at(rows[i].from), at(rows[i].to), cal) != rows[i].shift)
			fail_msg("row %zu", i);
	}
}

static void a_suspension_adds_only_the_days_on_which_the_clock_ran(void **state)
{
	static const struct {
		uint32_t start;
		bool done;
		int kind;
		uint32_t from, to, shift;
	} rows[] = {
	    {20200316, true, WD, 20200302, 20200320, 4}, /* from S on */
	    {20200316, true, CD, 20200302, 20200320, 4},
	    {20200316, true, FIX, 20200302, 20200320, 4},
	    {20200316, true, WD, 20200302, 20200316, 0},  /* over before S */
	    {20200316, false, WD, 20200302, 20200330, 0}, /* prerequisites open */
	    {20200316, false, FIX, 20200302, 20200330, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct schedule_link l = {.limit_kind = rows[i].kind,
					  .start = at(rows[i].start),
					  .prerequisites_done = rows[i].done};

		if (schedule_shift(&l, at(rows[i].from), at(rows[i].to), cal) != rows[i].shift)
			fail_msg("row %zu", i);
	}
}

static const struct {
	const char *text;
	int kind;
	uint32_t n, ymd;
	const char *back;
} written[] = {
    {"5wd", WD, 5, 0, "5wd"},
    {"10cd", CD, 10, 0, "10cd"},
    {"2m", MO, 2, 0, "2m"},
    {"0", CD, 0, 0, "0"},
    {"0wd", CD, 0, 0, "0"},
    {"0m", CD, 0, 0, "0"},
    {"2020-02-29", FIX, 0, 20200229, "2020-02-29"},
    {"3660wd", WD, 3660, 0, "3660wd"},
    {"120m", MO, 120, 0, "120m"},
    /* as people write them */
    {"5个工作日", WD, 5, 0, "5wd"},
    {"5工作日", WD, 5, 0, "5wd"},
    {"５ 个 工作日", WD, 5, 0, "5wd"},
    {"5 wd", WD, 5, 0, "5wd"},
    {" 5wd", WD, 5, 0, "5wd"},
    {"二十五个工作日内", WD, 25, 0, "25wd"},
    {"30日", CD, 30, 0, "30cd"},
    {"30天以内", CD, 30, 0, "30cd"},
    {"30个自然日", CD, 30, 0, "30cd"},
    {"2周", CD, 14, 0, "14cd"},
    {"4个月", MO, 4, 0, "4m"},
    {"两个月", MO, 2, 0, "2m"},
    {"半年", MO, 6, 0, "6m"},
    {"1年", MO, 12, 0, "12m"},
    {"10年", MO, 120, 0, "120m"},
    {"0天", CD, 0, 0, "0"},
};
static const char *const no_limit[] = {
    "",
    "5",
    "wd",
    "5w",
    "-5wd",
    "5wdx",
    "3661wd",
    "3661cd",
    "121m",
    "2020-02-30",
    "99999wd",
    "5WD",
    "00000",
    "1989-12-31",
    "2.5wd",
    "5wd5cd",
    "11年",
    "4月",
    "五",
    "个工作日",
    "内",
    "5日至10日",
    "长期",
    "3661天",
    "4294967301wd",
    "5个工作日5个工作日5个工作日5个工作日5个工作日5个工作日",
};

static void limits_are_read_and_written_in_one_form(void **state)
{
	char buf[LIMIT_TEXT_MAX];
	uint32_t n = 7, ymd = 7;
	int kind = 7;

	(void)state;
	for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
		assert_true(limit_parse(written[i].text, &kind, &n, &ymd));
		assert_int_equal(kind, written[i].kind);
		assert_int_equal(n, written[i].n);
		assert_int_equal(ymd, written[i].ymd);
		assert_string_equal(limit_text(kind, n, ymd, buf), written[i].back);
	}
	kind = 7;
	n = ymd = 7;
	for (size_t i = 0; i < sizeof no_limit / sizeof *no_limit; i++)
		if (limit_parse(no_limit[i], &kind, &n, &ymd) || kind != 7 || n != 7 || ymd != 7)
			fail_msg("'%s' was taken", no_limit[i]);
	assert_string_equal(limit_text(0, 5, 0, buf), "");
}

static int setup(void **state)
{
	(void)state;
	cal = tcalendar_shipped();
	return cal ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	calendar_free(cal);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(due_counts_from_the_day_after),
	    cmocka_unit_test(a_suspension_shifts_by_the_limits_own_days),
	    cmocka_unit_test(a_suspension_adds_only_the_days_on_which_the_clock_ran),
	    cmocka_unit_test(limits_are_read_and_written_in_one_form),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
