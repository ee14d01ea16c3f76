/* Reads construction periods as offices write them, as months. */
#include "client/cli/workbook/columns/months.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/columns/text.h"
#include "text/date.h"
#include "text/room.h"
#include "text/words.h"

static const char between[] = "---|--|-|~|至|到|—|–|―|－|─|〜|∼|～|/";

#define FIRST_SERIAL 20000 /* 1954: below it is a number, not an Excel date */
#define LAST_SERIAL 73050  /* 2099-12-31 */
#define EPOCH_1904 1462	   /* days from 1899-12-30 to 1904-01-01 */

/* A year and the months meant: 2024年 is 1-12, 2024年上半年 is 1-6. */
struct moment {
	uint32_t year, first, last;
};

static void month(struct moment *m, uint32_t first, uint32_t last)
{
	m->first = first;
	m->last = last;
}

/* Reads 上半年, 第三季度, 底 after a year. Returns the end. */
static const char *part_of_year(const char *s, struct moment *m)
{
	static const struct {
		const char *words;
		uint32_t first, last;
	} parts[] = {
	    {"上半年", 1, 6},
	    {"下半年", 7, 12},
	    {"第一季度|一季度|1季度|第1季度|q1", 1, 3},
	    {"第二季度|二季度|2季度|第2季度|q2", 4, 6},
	    {"第三季度|三季度|3季度|第3季度|q3", 7, 9},
	    {"第四季度|四季度|4季度|第4季度|q4", 10, 12},
	    {"年初|初", 1, 1},
	    {"年中|中", 6, 6},
	    {"年底|年末|底|末", 12, 12},
	    {"年内|内", 1, 12},
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		size_t n = text_starts_any(s, parts[i].words);
		if (n == 0)
			continue;
		month(m, parts[i].first, parts[i].last);
		return s + n;
	}
	return s;
}

/* Skips a day, 上旬 or 底 after a month: only the month is kept. */
static const char *behind_month(const char *s)
{
	size_t n = text_starts_any(s, "上旬|中旬|下旬|底|初|末|中");
	if (n > 0)
		return s + n;
	const char *t = s + (*s == '.' || *s == '/' || *s == '-');
	n = strspn(t, "0123456789");
	bool run_on = t == s && s[-1] >= '0' && s[-1] <= '9';
	if (n >= 1 && n <= 2 && !run_on && !text_starts(t + n, "月"))
		s = t + n;
	return s + text_starts_any(s, "日|号");
}

/* Reads a year, or year and month. Returns the end, or NULL. */
static const char *moment(const char *s, struct moment *ret)
{
	size_t n = strspn(s, "0123456789");
	*ret = (struct moment){.first = 1, .last = 12};
	if (n != 4 && n != 6 && n != 8)
		return NULL;
	for (int i = 0; i < 4; i++)
		ret->year = ret->year * 10 + (uint32_t)(*s++ - '0');
	if (ret->year < 1900 || ret->year > 2099)
		return NULL;
	if (n > 4) {
		uint32_t m = (uint32_t)((s[0] - '0') * 10 + (s[1] - '0'));
		month(ret, m, m);
		return m >= 1 && m <= 12 ? s + n - 4 : NULL;
	}
	bool word = text_starts(s, "年");
	const char *t = word ? s + strlen("年") : s;
	if (word && text_starts(t, "度"))
		t += strlen("度");
	const char *part = part_of_year(t, ret);
	if (part != t)
		return part;
	if (!word && *t != '.' && *t != '/' && *t != '-')
		return s;
	t += !word;
	n = strspn(t, "0123456789");
	uint32_t m = (uint32_t)strtoul(t, NULL, 10);
	if (n < 1 || n > 2 || m > 12)
		return word ? t : s;
	if (m == 0)
		return NULL;
	month(ret, m, m);
	return behind_month(t + n + text_starts_any(t + n, "月份|月"));
}

/* Reads 2024-03-01 00:00:00 or 2024/3/1T8:00 and ignores the time. Blanks have been removed, so the
 * day and the hour can be adjacent digits. */
static bool with_clock(const char *s, struct moment *ret)
{
	size_t n = strspn(s, "0123456789");
	if (!strchr(s, ':') || n != 4 || (s[4] != '-' && s[4] != '/' && s[4] != '.'))
		return false;
	const char *t = s + 5;
	n = strspn(t, "0123456789");
	uint32_t m = (uint32_t)strtoul(t, NULL, 10);
	if (n < 1 || n > 2 || t[n] != s[4] || m < 1 || m > 12 ||
	    t[strspn(t, "0123456789-/.:tz+")] != '\0')
		return false;
	ret->year = (uint32_t)strtoul(s, NULL, 10);
	month(ret, m, m);
	return ret->year >= 1900 && ret->year <= 2099;
}

/* An Excel date serial is days since 1899-12-30, or since 1904-01-01 where the workbook says so. */
bool workbook_day(const char *s, bool from_1904, char *buf)
{
	size_t n = strspn(s, "0123456789");
	if (n != 5 || (s[n] && !(s[n] == '.' && s[n + 1 + strspn(s + n + 1, "0123456789")] == 0)))
		return false;
	unsigned long v = strtoul(s, NULL, 10) + (from_1904 ? EPOCH_1904 : 0);
	if (v < FIRST_SERIAL || v > LAST_SERIAL)
		return false;
	/* 25569 is the serial number of 1970-01-01. */
	(void)instant_text_exact(((int64_t)v - 25569) * 86400 * 1000000, 0, buf);
	buf[strlen("2024-11-01")] = '\0';
	return true;
}

/* Reads the end of a range: "25" and "25年" are in the same century, "12月" is in the same year. In
 * 2024.3~12 the 12 is a month too, since as a year it would be before the start. */
static const char *short_moment(const char *s, const struct moment *from, struct moment *ret)
{
	size_t n = strspn(s, "0123456789");
	uint32_t v = (uint32_t)strtoul(s, NULL, 10);
	if (n < 1 || n > 2)
		return NULL;
	bool named = text_starts(s + n, "月");
	uint32_t year = from->year / 100 * 100 + v;
	bool a_month = named || (year < from->year && from->first == from->last &&
				 v >= from->last && !text_starts(s + n, "年"));
	if (a_month && (v < 1 || v > 12))
		return NULL;
	*ret = (struct moment){a_month ? from->year : year, a_month ? v : 1, a_month ? v : 12};
	s += n;
	return s + text_starts_any(s, "月|年");
}

/* ---- what offices leave out */

enum { PERIOD_BYTES = 96 }; /* a longer text is no period */

/* The value of 十二 at s; *ret_n bytes. A year is spelled digit by digit: 二〇二五. */
static uint32_t spelled(const char *s, size_t *ret_n)
{
	static const char *const digit[] = {"〇|零|○", "一", "二", "三", "四", "五",
					    "六",      "七", "八", "九", "十"};
	uint32_t v = 0, last = 0;
	size_t at = 0, n = 1;
	while (n > 0) {
		n = 0;
		for (uint32_t d = 0; n == 0 && d < sizeof digit / sizeof *digit; d++)
			if ((n = text_starts_any(s + at, digit[d])) > 0)
				last = d;
		if (n > 0)
			v = last == 10 ? (v ? v * 10 : 10) : v == 10 ? 10 + last : v * 10 + last;
		at += n;
	}
	*ret_n = at;
	return v;
}

/* Writes years and months in digits: 二〇二五年十二月 is 2025年12月. */
static bool in_digits(const char *s, char buf[PERIOD_BYTES])
{
	size_t k = 0, n;
	while (*s && k + 16 < PERIOD_BYTES) {
		uint32_t v = spelled(s, &n);
		if (n > 0 && text_starts_any(s + n, "年|月") > 0) {
			k += (size_t)snprintf(buf + k, PERIOD_BYTES - k, "%u", v);
			s += n;
		} else {
			buf[k++] = *s++;
		}
	}
	buf[k] = '\0';
	return *s == '\0';
}

/* A year of two digits is of this century, and a time without a year is in the sheet's. */
static const char *with_year(const char *s, uint32_t year, char buf[PERIOD_BYTES + 8])
{
	size_t n = strspn(s, "0123456789");
	bool two = n == 2 && text_starts(s + n, "年");
	const char *second = s + n + strcspn(s + n, "0123456789");
	two |= n == 2 && text_starts_any(s + n, between) > 0 && strspn(second, "0123456789") == 2 &&
	       strcmp(second + 2, "年") == 0;
	bool none = year && ((n >= 1 && n <= 2 && text_starts(s + n, "月")) ||
			     text_starts_any(s, "上半年|下半年|年初|年中|年底|年末|年内|第一季度|"
						"第二季度|第三季度|第四季度|一季度|二季度|三季度|"
						"四季度|q1|q2|q3|q4") > 0);
	if (two)
		(void)snprintf(buf, PERIOD_BYTES + 8, "20%s", s);
	else if (none)
		(void)snprintf(buf, PERIOD_BYTES + 8, "%u年%s", year, s);
	return two || none ? buf : s;
}

bool workbook_months(const char *s, const struct workbook_when *when, struct workbook_months *ret)
{
	char digits[PERIOD_BYTES], dated[PERIOD_BYTES + 8];
	struct workbook_months v = {};
	struct moment from, to;
	char day[TEXT_ROOM];
	if (workbook_day(s, when->from_1904, day)) {
		v.start = (uint32_t)(strtoul(day, NULL, 10) * 100 + strtoul(day + 5, NULL, 10));
		v.finish = v.start;
		*ret = v;
		return true;
	}
	if (!in_digits(s, digits))
		return false;
	s = with_year(digits, when->year, dated);
	const char *end = with_clock(s, &from) ? "" : moment(s, &from);
	if (!end)
		return false;
	to = from;
	size_t n;
	if ((n = text_starts_any(end, between)) > 0) {
		for (; n > 0; n = text_starts_any(end, between))
			end += n;
		const char *second = moment(end, &to);
		if (!second)
			second = short_moment(end, &from, &to);
		if (!second)
			return false;
		v.range = true;
		end = second;
	}
	if (*end && !text_among("前|前后|后|开工|竣工|完工|建成|起", end, strlen(end)))
		return false;
	v.start = from.year * 100 + from.last;
	v.start_open = from.first == 1 && from.last == 12;
	v.finish = to.year * 100 + to.last;
	if (v.finish < v.start)
		return false;
	*ret = v;
	return true;
}
