/* Reads construction periods as offices write them, as months. */
#include "client/cli/workbook/columns/months.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/columns/text.h"
#include "proto/array.h"
#include "text/date.h"
#include "text/number.h"
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
static const char *behind_month(const char *s, bool named)
{
	size_t n = text_starts_any(s, "上旬|中旬|下旬|底|初|末|中");
	if (n > 0)
		return s + n;
	const char *t = s + (!named && (*s == '.' || *s == '/' || *s == '-'));
	n = strspn(t, "0123456789");
	bool run_on = t == s && s[-1] >= '0' && s[-1] <= '9';
	if (n >= 1 && n <= 2 && !run_on && !text_starts_any(t + n, "月|年"))
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
	size_t word_n = text_starts_any(t + n, "月份|月");
	return behind_month(t + n + word_n, word_n > 0);
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

enum { PERIOD_BYTES = 120, DATED_BYTES = PERIOD_BYTES + 16 }; /* a longer text is no period */

/* Writes years and months in digits: 二〇二五年十二月 is 2025年12月. */
static bool in_digits(const char *s, char buf[PERIOD_BYTES])
{
	size_t k = 0, n;
	uint32_t v;
	while (*s && k + 16 < PERIOD_BYTES) {
		n = number_spelled(s, &v);
		if (n > 0 && text_starts_any(s + n, "年|月|个月") > 0) {
			k += (size_t)snprintf(buf + k, PERIOD_BYTES - k, "%u", v);
			s += n;
		} else {
			buf[k++] = *s++;
		}
	}
	buf[k] = '\0';
	return *s == '\0';
}

/* The end of a run of words that add nothing to a time: 2024年底前建成. */
static const char *behind_words(const char *s)
{
	static const char words[] =
	    "以前|之前|前后|前|后|及|内|已|开工建设|开工|动工|竣工投产|竣工|完工|"
	    "建成投产|建成|投产|投用|交付|完成|启动|起|止|末|底|初";
	for (size_t n; (n = text_starts_any(s, words)) > 0;)
		s += n;
	return s;
}

/* 24.3-25.10: two years of two digits, each with its month. */
static bool dotted_years(const char *s)
{
	size_t n = strspn(s, "0123456789"), m = s[n] == '.' ? strspn(s + n + 1, "0123456789") : 0;
	const char *second = s + n + 1 + m;
	size_t mark = n == 2 && m > 0 ? text_starts_any(second, between) : 0;
	second += mark;
	return mark > 0 && strspn(second, "0123456789") == 2 && second[2] == '.' &&
	       strspn(second + 3, "0123456789") == strlen(second + 3) && second[3];
}

/* 24年, 24-26年, 24.3-25.10 */
static bool short_year(const char *s)
{
	size_t n = strspn(s, "0123456789");
	const char *second = s + n + strcspn(s + n, "0123456789");
	return dotted_years(s) || (n == 2 && text_starts(s + n, "年")) ||
	       (n == 2 && text_starts_any(s + n, between) > 0 &&
		strspn(second, "0123456789") == 2 && strcmp(second + 2, "年") == 0);
}

/* 3月, 3-11月, 上半年, 一季度 */
static bool without_year(const char *s)
{
	size_t n = strspn(s, "0123456789"), mark = text_starts_any(s + n, between);
	const char *second = s + n + mark;
	size_t m = mark ? strspn(second, "0123456789") : 0;
	return (n >= 1 && n <= 2 && text_starts(s + n, "月")) ||
	       (n >= 1 && n <= 2 && m >= 1 && m <= 2 && text_starts(second + m, "月")) ||
	       text_starts_any(s, "上半年|下半年|年初|年中|年底|年末|年内|第一季度|第二季度|"
				  "第三季度|第四季度|一季度|二季度|三季度|四季度|1季度|2季度|"
				  "3季度|4季度|q1|q2|q3|q4") > 0;
}

/* 明年 is the year after the sheet's. */
static const char *near_year(const char *s, uint32_t year, char buf[DATED_BYTES])
{
	static const char *const near[] = {"去年|上年", "今年|本年度|本年|当年|年内",
					   "明年|次年|下年"};
	for (uint32_t i = 0; year && i < COUNT(near); i++) {
		size_t n = text_starts_any(s, near[i]);
		if (n == 0)
			continue;
		(void)snprintf(buf, DATED_BYTES, "%u年%s", year + i - 1, s + n);
		return buf;
	}
	return s;
}

/* A year of two digits is of this century, and a time without a year is in the sheet's. */
static const char *with_year(const char *s, uint32_t year, char buf[DATED_BYTES])
{
	if (dotted_years(s)) {
		const char *second = s + strspn(s, "0123456789.");
		second += text_starts_any(second, between);
		(void)snprintf(buf, DATED_BYTES, "20%.5s", s);
		size_t n = strspn(buf, "0123456789.");
		(void)snprintf(buf + n, DATED_BYTES - n, "-20%s", second);
	} else if (short_year(s)) {
		(void)snprintf(buf, DATED_BYTES, "20%s", s);
	} else if (year && without_year(s)) {
		(void)snprintf(buf, DATED_BYTES, "%u年%s", year, s);
	} else {
		return near_year(s, year, buf);
	}
	return buf;
}

static const char *behind_between(const char *s)
{
	size_t n = text_starts_any(s, ",|;|、");
	s += n;
	while ((n = text_starts_any(s, between)) > 0)
		s += n;
	return s;
}

/* The second half of a range; without one, 2024年- and 2024年至今, the finish is not known. False:
 * it is no time. */
static bool second_moment(const char *s, uint32_t year, const struct moment *from,
			  struct moment *ret)
{
	char dated[DATED_BYTES];
	*ret = (struct moment){};
	if (!*s || text_among("今|现在|目前", s, strlen(s)))
		return true;
	const char *t = short_year(s) ? with_year(s, 0, dated) : near_year(s, year, dated);
	const char *end = moment(t, ret);
	end = end ? end : short_moment(s, from, ret);
	if (!end) {
		*ret = (struct moment){.year = from->year};
		end = part_of_year(s, ret);
		end = end != s ? end : NULL;
	}
	return end && !*behind_words(end);
}

static bool range(const char *s, const struct workbook_when *when, struct workbook_months *ret)
{
	char dated[DATED_BYTES];
	struct workbook_months v = {};
	struct moment from, to;
	s = with_year(s, when->year, dated);
	const char *end = with_clock(s, &from) ? "" : moment(s, &from);
	if (!end)
		return false;
	end = behind_words(end);
	to = from;
	const char *second = behind_between(end);
	v.range = second != end;
	if (v.range ? !second_moment(second, when->year, &from, &to) : *end)
		return false;
	v.start = from.year * 100 + from.last;
	v.start_open = from.first == 1 && from.last == 12;
	v.finish = to.year * 100 + to.last;
	if (v.finish && v.finish < v.start)
		return false;
	*ret = v;
	return true;
}

/* Only an end: 至2025年. */
static bool until(const char *s, const struct workbook_when *when, struct workbook_months *ret)
{
	const char *end = behind_between(s);
	struct workbook_months v;
	if (end == s || !range(end, when, &v) || v.range)
		return false;
	*ret = (struct workbook_months){.finish = v.finish, .range = true};
	return true;
}

/* Takes a remark in brackets off: 2024.3(暂定), 36个月(2024.3-2027.2). `inner` is what it says. */
static void without_remark(char *s, char inner[PERIOD_BYTES])
{
	char *open = strchr(s, '(');
	size_t n = open ? strcspn(open + 1, ")") : 0;
	inner[0] = '\0';
	if (!open || open[1 + n] != ')')
		return;
	(void)snprintf(inner, PERIOD_BYTES, "%.*s", (int)n, open + 1);
	memmove(open, open + n + 2, strlen(open + n + 2) + 1);
}

/* (延期至2025.06): the finish that holds now. */
static void put_off(const char *inner, const struct workbook_when *when, struct workbook_months *io)
{
	struct workbook_months to;
	size_t n = text_starts_any(inner, "延期至|延长至|延至|推迟至|顺延至|调整至|调整为");
	if (n > 0 && range(inner + n, when, &to) && !to.range && to.finish >= io->start)
		io->finish = to.finish;
}

bool workbook_months(const char *s, const struct workbook_when *when, struct workbook_months *ret)
{
	char digits[PERIOD_BYTES], inner[PERIOD_BYTES], day[TEXT_ROOM];
	if (workbook_day(s, when->from_1904, day)) {
		uint32_t month =
		    (uint32_t)(strtoul(day, NULL, 10) * 100 + strtoul(day + 5, NULL, 10));
		*ret = (struct workbook_months){.start = month, .finish = month};
		return true;
	}
	s += text_starts_any(s, "预计于|预计|计划于|计划|拟于|拟|力争|争取|约|已于|自|从");
	if (!in_digits(s, digits))
		return false;
	without_remark(digits, inner);
	if (range(digits, when, ret)) {
		put_off(inner, when, ret);
		return true;
	}
	return until(digits, when, ret) || (workbook_duration(digits) && range(inner, when, ret));
}

bool workbook_duration(const char *s)
{
	char digits[PERIOD_BYTES];
	if (!in_digits(s + text_starts_any(s, "约|工期"), digits))
		return false;
	size_t n = strspn(digits, "0123456789.");
	const char *unit = digits + n;
	return n > 0 && n <= 4 && strspn(digits, "0123456789") < 4 &&
	       text_among("个月|个半月|年|年半|个日历天|日历天|天|日|周", unit, strlen(unit));
}
