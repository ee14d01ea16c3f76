#include "lib/noun/tcity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/enums.h"

enum { CELLS = 13 };
#define SMALLEST INT64_C(5000000) /* yuan */

static int month_of(const char *text)
{
	int year, month;

	return sscanf(text, "%d-%d", &year, &month) == 2 ? (year - 2020) * 12 + month - 1 : NEVER;
}

uint32_t tcity_yyyymm(int month)
{
	return (uint32_t)(2020 + month / 12) * 100 + (uint32_t)(month % 12) + 1;
}

static Duban__Stage stage_of(const char *word)
{
	static const struct {
		const char *word;
		Duban__Stage stage;
	} known[] = {
	    {"谋划储备", STAGE(RESERVE)},	  {"前期", STAGE(PRELIMINARY)},
	    {"计划新开工", STAGE(PLANNED_START)}, {"在建", STAGE(BUILDING)},
	    {"完工", STAGE(COMPLETED)},		  {"竣工", STAGE(ACCEPTED)},
	    {"退出", STAGE(WITHDRAWN)},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].word, word) == 0)
			return known[i].stage;
	fail_msg("stage %s", word);
	return 0;
}

/* By the project's number: 100, 70, 50, 0 or 120 % of the month's share of the plan; in some months
 * nothing, and once the whole year's plan. */
static int64_t invested(const struct tcity *p, size_t i, int month)
{
	static const int64_t percent[] = {100, 70, 50, 0, 120};

	if ((i + (size_t)month) % 7 == 0)
		return 0;
	if ((i % 13 == 5 || i % 13 == 10) && month == 5)
		return p->plan;
	return p->plan / 12 * percent[i % 5] / 100;
}

/* Decides what happens to the project, by its number. */
static void fate(struct tcity *p, size_t i)
{
	if (p->stage == STAGE(BUILDING))
		p->begun = -1;
	if (p->stage == STAGE(PLANNED_START) && p->start != NEVER && i % 5 != 4)
		p->begun = p->start + (int)(i % 5);
	if (i % 7 == 6 && (p->begun < 0 || p->begun > ARRIVE))
		p->known = ARRIVE;
	if (p->stage == STAGE(PLANNED_START) && i % 7 == 3 && p->begun > LEAVE) {
		p->left = LEAVE;
		p->begun = NEVER;
	}
	p->stops = p->begun < STOP && i % 11 == 3;
	if (p->begun < 0 && i % 12 == 7)
		p->done = DONE;
	if (i % 3 == 0 && p->begun < MONTHS)
		p->library = (p->begun > p->known ? p->begun : p->known) + (int)(i % 4);
	for (int m = p->known; m < MONTHS; m++)
		if (p->begun <= m && m < p->done)
			p->fig[m] = invested(p, i, m);
	p->fell = i % 17 == 2 && p->fig[3] && p->fig[4];
	p->corrected = p->fell && i % 34 == 2;
}

void tcity_take(struct tcity *p, char *line, size_t i)
{
	char *cell[CELLS], *rest = line;

	*p = (struct tcity){.begun = NEVER, .library = NEVER, .done = NEVER, .left = NEVER};
	(void)snprintf(p->line, sizeof p->line, "%s", line);
	for (size_t k = 0; k < CELLS; k++)
		cell[k] = strsep(&rest, ",");
	p->stage = stage_of(cell[5]);
	p->start = month_of(cell[9]);
	p->finish = month_of(cell[10]);
	p->chain = i % 2;
	p->gap = i % 6 == 1;
	p->explained = i % 26 == 5;
	p->again = i % 4 == 1;
	p->replanned = i % 2 == 0;
	p->total = strtoll(cell[6], NULL, 10);
	p->plan = strtoll(cell[7], NULL, 10) * 100;
	(void)snprintf(p->code, sizeof p->code, "%s", cell[0]);
	fate(p, i);
}

/* ---- computing the lamps */

#define CITY_YELLOW DUBAN__LEVEL__LEVEL_YELLOW
#define CITY_RED DUBAN__LEVEL__LEVEL_RED

static int after(int now, int yellow, int red)
{
	if (now >= red)
		return CITY_RED;
	return now >= yellow ? CITY_YELLOW : 0;
}

static bool is_stopped(const struct tcity *p, int now)
{
	return p->stops && now >= STOP && now < RESUME;
}

static bool is_begun(const struct tcity *p, int now)
{
	return p->begun <= now;
}

/* The month by which it had begun; if the start has no date, the month of its entry. */
static int begun_by(const struct tcity *p)
{
	return p->begun > p->known && p->begun != NEVER ? p->begun : p->known;
}

static int planned(const struct tcity *p, int now, int first, int next_year)
{
	if (p->replanned && now >= NEXT_YEAR)
		return next_year;
	return p->again && now >= AGAIN ? 11 : first;
}

static int w04(const struct tcity *p, int now)
{
	int start = planned(p, now, p->start, 17);

	if (p->stage > STAGE(PLANNED_START) || is_begun(p, now) || start == NEVER)
		return 0;
	return after(now, start + 1, start + 3);
}

/* Whose start nobody dated is not asked, nor who is too small for the statistics. */
static int w05(const struct tcity *p, int now)
{
	if (p->begun < 0 || !is_begun(p, now) || now >= p->library || p->total < SMALLEST)
		return 0;
	return after(now, begun_by(p) + 1, begun_by(p) + 2);
}

static int w06(const struct tcity *p, int now)
{
	int finish = planned(p, now, p->finish, 23);

	if (p->stage == STAGE(ACCEPTED) || now > p->done || finish == NEVER)
		return 0;
	return after(now, finish + 1, finish + 3);
}

static int64_t plan_of(const struct tcity *p, int month)
{
	if (month < NEXT_YEAR)
		return p->again && month >= AGAIN ? p->plan / 2 : p->plan;
	return p->replanned ? p->plan / 2 : 0;
}

/* The month's booked figure. May is halved by a correction, which is booked in the month in which
 * it is made. */
static int64_t booked(const struct tcity *p, int month)
{
	if (p->corrected && month == CORRECT)
		return p->fig[month] - (p->fig[4] - p->fig[4] / 2);
	return p->fig[month];
}

static bool starts_in_the_year(const struct tcity *p, int month)
{
	int start = planned(p, month, p->start, 17), january = month / 12 * 12;

	return start >= january && start < january + 12;
}

/* The months over which the plan of the year is even. */
static int spread(const struct tcity *p, int month)
{
	return starts_in_the_year(p, month) ? 12 - planned(p, month, p->start, 17) % 12 : 12;
}

/* What the months' reports come to, counted from the month of entry or January, against a plan that
 * is even from the planned month of start on, if that is in the year, else from January. */
static int behind(const struct tcity *p, int month)
{
	int january = month / 12 * 12, from = january < p->known ? p->known : january;
	bool here = starts_in_the_year(p, month);
	int first = here ? planned(p, month, p->start, 17) : january;
	int begin = from > first ? from : first;
	int64_t sum = 0, share = plan_of(p, month) * (month - begin + 1);

	if (month < first + here || !share)
		return 0;
	for (int m = from; m <= month; m++)
		sum += booked(p, m);
	if (sum * spread(p, month) * 10 < share * 6)
		return CITY_RED;
	return sum * spread(p, month) * 10 < share * 8 ? CITY_YELLOW : 0;
}

/* Only reported months are judged, from March on; the others change nothing. */
static int w07(const struct tcity *p, int now)
{
	int month = now - 1, level = 0;

	if (month < p->known || !is_begun(p, month) || now >= p->done)
		return 0;
	for (int m = month / 12 * 12 + 2; m <= month; m++)
		if (m >= p->known && is_begun(p, m) && p->fig[m])
			level = behind(p, m);
	return level;
}

/* The number of consecutive months without investment up to the last one, and the first of them. */
static int idle(const struct tcity *p, int now, int *ret_first)
{
	int first = begun_by(p) + 1, m = now - 1;

	if (p->stops && now >= RESUME)
		first = RESUME + 1;
	while (m >= first && !p->fig[m])
		m--;
	*ret_first = m + 1;
	return now - 1 - m;
}

static int w08(const struct tcity *p, int now)
{
	int first;

	if (!is_begun(p, now) || is_stopped(p, now) || now >= p->done)
		return 0;
	return after(idle(p, now, &first), 1, 2);
}

static int days(int month)
{
	static const int of[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 1 ? 29 : of[(month + 120) % 12];
}

/* The last month of the six months after the start: with `whole` the last that ends within them,
 * else the last whose 16th is within them. The start is the 16th, the last day of the planned
 * month, or, for a start without a date, 2 January or 16 June. */
static int window(const struct tcity *p, bool whole)
{
	if (p->begun >= 0)
		return p->begun + (whole ? 5 : 6);
	if (p->start < p->known)
		return p->start + (whole && days(p->start) < days(p->start + 6) ? 5 : 6);
	return p->known + (whole || p->known == 0 ? 5 : 6);
}

static int w09(const struct tcity *p, int now)
{
	int first, months;

	if (!is_begun(p, now) || now >= p->done)
		return 0;
	if (is_stopped(p, now))
		return STOP <= window(p, false) ? CITY_RED : 0;
	months = idle(p, now, &first);
	return first <= window(p, true) ? after(months, 1, 2) : 0;
}

/* `passed`: the last month whose 16th has passed. */
static bool is_odd(const struct tcity *p, int m, int passed)
{
	if (plan_of(p, m) && p->fig[m] * spread(p, m) > 3 * plan_of(p, m) &&
	    !(p->explained && passed >= EXPLAIN))
		return true;
	return p->fell && m == 4 && !(p->corrected && passed >= CORRECT);
}

/* On the 20th. */
static int w17(const struct tcity *p, int now)
{
	for (int m = 0; m < now && m < MONTHS; m++)
		if (is_odd(p, m, now))
			return CITY_RED;
	return 0;
}

/* On the 2nd a lamp about a report that was confirmed the day before is still yellow. */
int tcity_w17_at_once(const struct tcity *p, int now)
{
	for (int m = 0; m < now && m < MONTHS; m++)
		if (is_odd(p, m, now - 1))
			return m < now - 1 ? CITY_RED : CITY_YELLOW;
	return 0;
}

static int w22(const struct tcity *p, int now)
{
	if (p->stage < STAGE(PRELIMINARY) || p->stage > STAGE(COMPLETED) || now > p->done)
		return 0;
	if (p->chain)
		return p->gap && now > GAP && now < MEND ? CITY_RED : 0;
	if (now == p->known)
		return p->known == 0 ? CITY_YELLOW : 0;
	return CITY_RED;
}

bool tcity_is_there(const struct tcity *p, int now)
{
	return p->stage != STAGE(WITHDRAWN) && now >= p->known && now < p->left;
}

int tcity_level(uint32_t rule, const struct tcity *p, int now)
{
	static int (*const reckoned[RULES])(const struct tcity *p, int now) = {
	    [4] = w04, [5] = w05, [6] = w06,  [7] = w07,
	    [8] = w08, [9] = w09, [17] = w17, [22] = w22,
	};

	if (!reckoned[rule])
		return -1;
	return tcity_is_there(p, now) ? reckoned[rule](p, now) : 0;
}
