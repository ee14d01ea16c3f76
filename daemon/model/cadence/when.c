#include "model/cadence/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/calendar/calendar.h"

enum { DAY_MINUTES = 24 * 60, WORDS_MAX = 5, WORD_MAX = 24, N_MAX = 366 };

/* ---- reading */

static const char *const period_names[WHEN_PERIOD_MAX_] = {
    "day", "week", "half-month", "month", "quarter", "half-year", "year", "collection"};
static const char *const day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static bool read_period(const char *s, struct when *io)
{
	size_t n = strcspn(s, "+");

	for (int i = 0; i < WHEN_PERIOD_MAX_; i++)
		if (strlen(period_names[i]) == n && strncmp(s, period_names[i], n) == 0) {
			io->period = (enum when_period)i;
			io->next = s[n] != '\0';
			return !s[n] || strcmp(s + n, "+1") == 0;
		}
	return false;
}

/* A number from 1 on, followed by exactly `unit`. */
static bool read_number(const char *s, const char *unit, int *ret)
{
	char *end;
	long n = strtol(s, &end, 10);

	if (*s < '0' || *s > '9' || n < 1 || n > N_MAX || strcmp(end, unit) != 0)
		return false;
	*ret = (int)n;
	return true;
}

static bool read_due(const char *s, struct when *io)
{
	for (int i = 0; i < 7; i++)
		if (strcmp(s, day_names[i]) == 0) {
			io->due = WHEN_WEEKDAY;
			io->n = i;
			return io->period == WHEN_WEEK;
		}
	if (strcmp(s, "end") == 0)
		io->due = WHEN_END;
	else if (strcmp(s, "lastwd") == 0)
		io->due = WHEN_LAST_WD;
	else if (*s == '+' && read_number(s + 1, "cd", &io->n))
		io->due = WHEN_PLUS;
	else if (read_number(s, "wd", &io->n))
		io->due = WHEN_NTH_WD;
	else if (read_number(s, "", &io->n))
		io->due = WHEN_NTH;
	else
		return false;
	return true;
}

static bool read_time(const char *s, int *ret)
{
	unsigned hour, minute;
	int end = 0;

	if (sscanf(s, "%2u:%2u%n", &hour, &minute, &end) != 2 || end != 5 || s[end] || hour > 23 ||
	    minute > 59)
		return false;
	*ret = (int)(hour * 60 + minute);
	return true;
}

static bool read_confirm(const char *s, struct when *io)
{
	static const char word[] = "confirm+";

	return io->period == WHEN_MONTH && strncmp(s, word, sizeof word - 1) == 0 &&
	       read_number(s + sizeof word - 1, "wd", &io->confirm_wd);
}

/* A number of days that the period cannot have is a slip of the pen. */
static bool sound(const struct when *w)
{
	static const int days[WHEN_PERIOD_MAX_] = {1, 7, 16, 31, 92, 184, 366, 0};

	if (w->due == WHEN_NTH || w->due == WHEN_NTH_WD)
		return w->n <= days[w->period];
	return !(w->next && w->due == WHEN_PLUS);
}

bool when_parse(const char *text, struct when *ret)
{
	char copy[WORDS_MAX * WORD_MAX], *rest = copy, *word;
	struct when w = {.minutes = DAY_MINUTES, .confirm_wd = -1};
	bool timed = false, has_due = false;

	if (strlen(text) >= sizeof copy)
		return false;
	(void)snprintf(copy, sizeof copy, "%s", text);
	word = strsep(&rest, " ");
	if (!read_period(word, &w))
		return false;
	while ((word = strsep(&rest, " "))) {
		if (!timed && read_time(word, &w.minutes))
			timed = true;
		else if (!has_due && w.period != WHEN_DAY && read_due(word, &w))
			has_due = true;
		else if (w.confirm_wd >= 0 || !has_due || !read_confirm(word, &w))
			return false;
	}
	if (w.period == WHEN_COLLECTION || w.period == WHEN_DAY)
		has_due = !has_due && !w.next && (w.period == WHEN_DAY || !timed);
	*ret = w;
	return has_due && sound(&w);
}

/* ---- periods */

static const int months[WHEN_PERIOD_MAX_] = {
    [WHEN_MONTH] = 1, [WHEN_QUARTER] = 3, [WHEN_HALF_YEAR] = 6, [WHEN_YEAR] = 12};

date_t when_start(enum when_period p, date_t day)
{
	int y, m, d;

	date_split(day, &y, &m, &d);
	switch (p) {
	case WHEN_WEEK:
		return day - date_weekday(day);
	case WHEN_HALF_MONTH:
		return date_of(y, m, d < 16 ? 1 : 16);
	case WHEN_MONTH:
	case WHEN_QUARTER:
	case WHEN_HALF_YEAR:
	case WHEN_YEAR:
		return date_of(y, m - (m - 1) % months[p], 1);
	default:
		return day;
	}
}

date_t when_after(enum when_period p, date_t start)
{
	int y, m, d;

	if (p == WHEN_WEEK)
		return start + 7;
	if (months[p])
		return date_add_months(start, months[p]);
	if (p != WHEN_HALF_MONTH)
		return start + 1;
	date_split(start, &y, &m, &d);
	return d == 1 ? start + 15 : date_add_months(date_of(y, m, 1), 1);
}

date_t when_end(enum when_period p, date_t start)
{
	return when_after(p, start) - 1;
}

bool when_holds(const struct when *w, const struct calendar *cal, date_t start)
{
	return calendar_count(cal, start - 1, when_end(w->period, start)) > 0;
}

/* ---- the day */

static date_t first_wd_from(const struct calendar *cal, date_t d)
{
	return calendar_workday(cal, d) ? d : calendar_add(cal, d, 1);
}

static date_t nth(date_t first, date_t last, int n)
{
	return first + n - 1 < last ? first + n - 1 : last;
}

static date_t due_day(const struct when *w, const struct calendar *cal, date_t start)
{
	date_t first = w->next ? when_after(w->period, start) : start;
	date_t last = when_end(w->period, first);

	switch (w->due) {
	case WHEN_WEEKDAY:
		return first_wd_from(cal, first + w->n);
	case WHEN_END:
		return first_wd_from(cal, last);
	case WHEN_LAST_WD:
		return calendar_add(cal, last + 1, -1);
	case WHEN_NTH_WD:
		return calendar_add(cal, first - 1, w->n);
	case WHEN_NTH:
		return first_wd_from(cal, nth(first, last, w->n));
	case WHEN_PLUS:
		return first_wd_from(cal, last + w->n);
	default:
		return first;
	}
}

usec_t when_due(const struct when *w, const struct calendar *cal, date_t start, date_t confirmed,
		int zone_minutes)
{
	date_t day = due_day(w, cal, start);

	if (w->confirm_wd >= 0 && confirmed != DATE_NONE) {
		date_t then = calendar_add(cal, confirmed, w->confirm_wd);

		day = then > day ? then : day;
	}
	return date_start(day, zone_minutes) + w->minutes * 60LL * USEC_PER_SEC;
}

date_t when_day_of(usec_t due, int zone_minutes)
{
	return date_at(due - 1, zone_minutes);
}

/* ---- as text */

char *when_period_text(enum when_period p, date_t start, char buf[WHEN_TEXT_MAX])
{
	int y, m, d;

	date_split(start, &y, &m, &d);
	switch (p) {
	case WHEN_HALF_MONTH:
		(void)snprintf(buf, WHEN_TEXT_MAX, "%04d-%02d-%d", y, m, d == 1 ? 1 : 2);
		return buf;
	case WHEN_MONTH:
		(void)snprintf(buf, WHEN_TEXT_MAX, "%04d-%02d", y, m);
		return buf;
	case WHEN_QUARTER:
		(void)snprintf(buf, WHEN_TEXT_MAX, "%04dQ%d", y, (m + 2) / 3);
		return buf;
	case WHEN_HALF_YEAR:
		(void)snprintf(buf, WHEN_TEXT_MAX, "%04dH%d", y, m < 7 ? 1 : 2);
		return buf;
	case WHEN_YEAR:
		(void)snprintf(buf, WHEN_TEXT_MAX, "%04d", y);
		return buf;
	default:
		return date_text(start, buf);
	}
}

bool when_period_parse(enum when_period p, const char *text, date_t *ret)
{
	char again[WHEN_TEXT_MAX];
	int y = 0, m = 1, n = 1;
	date_t day;

	switch (p) {
	case WHEN_HALF_MONTH:
		(void)sscanf(text, "%4d-%2d-%1d", &y, &m, &n);
		break;
	case WHEN_MONTH:
		(void)sscanf(text, "%4d-%2d", &y, &m);
		break;
	case WHEN_QUARTER:
		(void)sscanf(text, "%4dQ%1d", &y, &n);
		m = n * 3 - 2;
		break;
	case WHEN_HALF_YEAR:
		(void)sscanf(text, "%4dH%1d", &y, &n);
		m = n * 6 - 5;
		break;
	case WHEN_YEAR:
		(void)sscanf(text, "%4d", &y);
		break;
	default:
		(void)sscanf(text, "%4d-%2d-%2d", &y, &m, &n);
		break;
	}
	day = p == WHEN_HALF_MONTH ? date_of(y, m, n == 2 ? 16 : 1)
	      : months[p]	   ? date_of(y, m, 1)
				   : date_of(y, m, n);
	/* only what is written as it would be shown is taken */
	if (day == DATE_NONE || date_from_ymd(date_ymd(day)) == DATE_NONE ||
	    strcmp(when_period_text(p, day, again), text) != 0)
		return false;
	*ret = day;
	return when_start(p, day) == day;
}
