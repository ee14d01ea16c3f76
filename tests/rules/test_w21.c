#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/param/defs.h"
#include "proto/model.pb-c.h"
#include "rules/kind/standing_view.h"
#include "rules/rule.h"
#include "rules/rules.h"

enum { ZONE = 480, LINES_MAX = 5, MISSED = 1, TOP = 2 };

/* The latest month first; rank 4 of 9 and at the rate if a row says nothing else. */
struct case_row {
	const char *why;
	struct {
		uint32_t month, from_last;
		unsigned is;
	} line[LINES_MAX];
	const char *bottom, *exempt; /* parameters; NULL: the shipped one */
	int level;		     /* of Duban__Level */
	const char *since;	     /* of the level */
};

#define YELLOW DUBAN__LEVEL__LEVEL_YELLOW
#define RED DUBAN__LEVEL__LEVEL_RED

static const struct case_row cases[] = {
    {"nothing is published", {{0, 0, 0}}, .level = 0},
    {"all right", {{202003, 4, 0}}, .level = 0},
    {"R1 W21: the target missed", {{202003, 4, MISSED}}, .level = YELLOW, .since = "2020-04-10"},
    {"R1 W21: among the last three", {{202003, 3, 0}}, .level = YELLOW, .since = "2020-04-10"},
    {"R1 W21: the fourth from the last is not", {{202003, 4, 0}}, .level = 0},
    {"a small board: the first three are not the last", {{202003, 2, TOP}}, .level = 0},
    {"but they can miss the target",
     {{202003, 2, MISSED | TOP}},
     .level = YELLOW,
     .since = "2020-04-10"},
    {"R1 W21: two months in a row",
     {{202003, 1, 0}, {202002, 4, MISSED}},
     .level = RED,
     .since = "2020-04-10"},
    {"R1 W21: a third changes nothing",
     {{202003, 1, 0}, {202002, 1, 0}, {202001, 1, 0}},
     .level = RED,
     .since = "2020-03-10"},
    {"a month that was not published is none",
     {{202003, 1, 0}, {202001, 1, 0}},
     .level = RED,
     .since = "2020-04-10"},
    {"R1 W21: the next month all right clears",
     {{202003, 5, 0}, {202002, 1, 0}, {202001, 1, 0}},
     .level = 0},
    {"after it the row begins anew",
     {{202003, 1, 0}, {202002, 5, 0}, {202001, 1, 0}},
     .level = YELLOW,
     .since = "2020-04-10"},
    {"two lists: one is enough",
     {{202003, 9, 0}, {202003, 1, 0}},
     .level = YELLOW,
     .since = "2020-04-10"},
    {"two lists are one month",
     {{202003, 1, 0}, {202003, 1, 0}},
     .level = YELLOW,
     .since = "2020-04-10"},
    {"W21.bottom 1", {{202003, 2, 0}}, .bottom = "1", .level = 0},
    {"W21.bottom 0: nobody for the place alone", {{202003, 1, 0}}, .bottom = "0", .level = 0},
    {"W21.exempt_if_target_met", {{202003, 1, 0}}, .exempt = "yes", .level = 0},
    {"W21.exempt_if_target_met: it did not",
     {{202003, 1, MISSED}},
     .exempt = "yes",
     .level = YELLOW,
     .since = "2020-04-10"},
};

static void value_of(const char *key, const char *text, int64_t *ret)
{
	const struct parameter_def *d = parameter_def(key);

	assert_non_null(d);
	assert_true(parameter_value(d, text ? text : d->value, ret));
}

/* Each month is published on the 10th of the next. */
static size_t lines_of(const struct case_row *c, struct standing_line *ret)
{
	size_t n = 0;

	for (; n < LINES_MAX && c->line[n].month; n++)
		ret[n] = (struct standing_line){
		    .list = "甲",
		    .month = c->line[n].month,
		    .rank = c->line[n].is & TOP ? 1 : 4,
		    .from_last = c->line[n].from_last,
		    .missed = c->line[n].is & MISSED,
		    .top = c->line[n].is & TOP,
		    .published = date_from_ymd((c->line[n].month + 1) * 100 + 10),
		};
	return n;
}

static void check(const struct rule *rule, const struct case_row *c)
{
	struct standing_line line[LINES_MAX];
	struct standing_view v = {.line = line, .zone_minutes = ZONE};
	int64_t param[RULE_PARAMS_MAX] = {0};
	char day[DATE_TEXT_MAX];
	struct outcome o;
	usec_t now;

	v.n = lines_of(c, line);
	value_of("W21.y_months", NULL, &param[0]);
	value_of("W21.r_months", NULL, &param[1]);
	value_of("W21.bottom", c->bottom, &param[2]);
	value_of("W21.exempt_if_target_met", c->exempt, &param[3]);
	assert_true(instant_parse("2020-04-10T09:00", ZONE, &now));
	rule->evaluate(&v, param, now, &o);
	if (o.level != c->level)
		fail_msg("%s: level %d", c->why, o.level);
	if (c->since && strcmp(date_text(date_at(o.level_since, ZONE), day), c->since) != 0)
		fail_msg("%s: since %s", c->why, day);
	assert_true(o.next == USEC_NEVER); /* only a publication changes it */
}

static void the_rule_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(rule_by_num(21), &cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_rule_table)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
