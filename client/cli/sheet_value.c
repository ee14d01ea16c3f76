#include "client/cli/sheet_value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/text.h"
#include "proto/limits.h"

#define DIGITS_MAX 30
#define FIRST_SERIAL 20000 /* 1954: below it is a number, not an Excel date */
#define LAST_SERIAL 73050  /* 2099-12-31 */

bool sheet_is_empty(const char *s)
{
	static const char dash[] = "-|/|\\|—|–|―|－|／|─|━|~|、|.|_";
	static const char words[] = "无|待定|暂无|未定|待核定|待明确|暂定|不详|n/a|null|none|nil";
	if (text_among(words, s, strlen(s)))
		return true;
	for (size_t n; *s; s += n) {
		n = text_step(s);
		if (!text_among(dash, s, n))
			return false;
	}
	return true;
}

bool sheet_is_error(const char *s)
{
	static const char errors[] = "#ref!|#n/a|#value!|#div/0!|#name?|#num!|#null!|#spill!|"
				     "#getting_data|#calc!";
	/* Columns too narrow print as a row of # in what was saved from a screen. */
	return text_among(errors, s, strlen(s)) || (strlen(s) >= 3 && s[strspn(s, "#")] == '\0');
}

struct number {
	unsigned __int128 digits;
	int decimals;	 /* digits stand for digits / 10^decimals */
	const char *end; /* behind it */
};

static bool grouped_right(const char *s, size_t n)
{
	/* 1,584,946: groups of three behind the first comma. */
	size_t run = 0, commas = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] != ',') {
			run++;
			continue;
		}
		if (run == 0 || run > 3 || (commas > 0 && run != 3))
			return false;
		commas++;
		run = 0;
	}
	return commas == 0 || run == 3;
}

static bool number(const char *s, struct number *ret)
{
	struct number n = {};
	size_t whole = strspn(s, "0123456789,"), count = 0;
	if (whole == 0 || *s == ',' || !grouped_right(s, whole))
		return false;
	for (size_t i = 0; i < whole; i++)
		if (s[i] != ',') {
			n.digits = n.digits * 10 + (unsigned)(s[i] - '0');
			if (n.digits > 0 && ++count > DIGITS_MAX / 2)
				return false;
		}
	s += whole;
	if (*s == '.' && isdigit((unsigned char)s[1]))
		for (s++; isdigit((unsigned char)*s); s++)
			if (n.decimals < DIGITS_MAX / 2) { /* the rest is noise of doubles */
				n.digits = n.digits * 10 + (unsigned)(*s - '0');
				n.decimals++;
			}
	if (*s == 'e' && (isdigit((unsigned char)s[1]) ||
			  ((s[1] == '+' || s[1] == '-') && isdigit((unsigned char)s[2])))) {
		char *end;
		long e = strtol(s + 1, &end, 10);
		if (e > DIGITS_MAX || e < -DIGITS_MAX)
			return false;
		n.decimals -= (int)e;
		s = end;
	}
	n.end = s;
	*ret = n;
	return true;
}

/* The power of ten of 分 in a unit's word; its length in *ret_n. -1: no unit here. */
static int unit_power(const char *s, size_t *ret_n)
{
	static const struct {
		const char *word;
		int power;
	} units[] = {{"亿元", 10}, {"万元", 6}, {"千元", 5}, {"元", 2}, {"亿", 10}, {"万", 6}};
	text_starts(s, "人民币") ? s += strlen("人民币") : s;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (text_starts(s, units[i].word)) {
			*ret_n = strlen(units[i].word);
			return units[i].power;
		}
	return -1;
}

/* digits × 10^(power − decimals) 分, half up: what is finer than a cent is noise. */
static bool in_fen(const struct number *n, int power, int64_t *ret)
{
	unsigned __int128 v = n->digits;
	int e = power - n->decimals;
	for (; e > 0 && v > 0; e--) {
		v *= 10;
		if (v > MONEY_FEN_MAX)
			return false;
	}
	unsigned __int128 half = 0;
	for (; e < 0 && v > 0; e++) {
		half = e == -1 ? v % 10 >= 5 : 0;
		v /= 10;
	}
	v += half;
	if (v > MONEY_FEN_MAX)
		return false;
	*ret = (int64_t)v;
	return true;
}

bool sheet_is_number(const char *s)
{
	struct number n;
	if (*s == '-' && s[1])
		s++;
	return number(s, &n) && (*n.end == '\0' || strcmp(n.end, "%") == 0);
}

bool sheet_sequence(const char *s, uint32_t *ret)
{
	uint32_t v = 0;
	bool bracket = *s == '(' || *s == '[';
	s += bracket;
	if (text_starts(s, "第"))
		s += strlen("第");
	if (!isdigit((unsigned char)*s))
		return false;
	for (; isdigit((unsigned char)*s); s++) {
		if (v > 100000000)
			return false;
		v = v * 10 + (uint32_t)(*s - '0');
	}
	if (text_starts(s, ".0") && s[2 + strspn(s + 2, "0")] == '\0')
		s += strlen(s);
	if (*s == ')' || *s == ']' || *s == '.')
		s++;
	else if (text_starts(s, "、") || text_starts(s, "．"))
		s += 3;
	*ret = v;
	return *s == '\0' && v > 0;
}

static const char *before_number(const char *s)
{
	static const char before[] = "约|¥|￥|人民币|共|计|为|达|达到";
	for (size_t n; (n = text_starts_any(s, before)) > 0;)
		s += n;
	return s;
}

static bool only_remark(const char *s)
{
	size_t n = strlen(s);
	return n == 0 || (*s == '(' && s[n - 1] == ')') || (*s == '[' && s[n - 1] == ']');
}

enum sheet_value sheet_money(const char *s, const char *unit, int64_t *ret_fen,
			     const char **ret_why)
{
	struct number n;
	size_t k = 0;
	*ret_why = "sheet.not_money";
	if (sheet_is_empty(s))
		return SHEET_EMPTY;
	if (sheet_is_error(s)) {
		*ret_why = "sheet.excel_error";
		return SHEET_UNREADABLE;
	}
	s = before_number(s);
	if ((*s == '-' && isdigit((unsigned char)s[1])) || text_starts(s, "−") ||
	    (*s == '(' && number(s + 1, &n) && strcmp(n.end, ")") == 0)) {
		*ret_why = "sheet.negative";
		return SHEET_UNREADABLE;
	}
	if (!number(s, &n))
		return SHEET_UNREADABLE;
	int power = unit_power(n.end, &k);
	if (power >= 0 && !only_remark(n.end + k)) {
		*ret_why = "sheet.quantity"; /* 2000万件 */
		return SHEET_UNREADABLE;
	}
	if (power < 0 && !only_remark(n.end)) {
		bool words = *n.end && (unsigned char)*n.end >= 0x80;
		*ret_why = words ? "sheet.quantity" : "sheet.not_money";
		return SHEET_UNREADABLE;
	}
	if (power < 0 && n.digits != 0) {
		power = unit ? unit_power(unit, &k) : -1;
		if (power < 0) {
			*ret_why = "sheet.no_unit";
			return SHEET_UNREADABLE;
		}
	}
	*ret_why = "sheet.too_large";
	return in_fen(&n, power < 0 ? 0 : power, ret_fen) ? SHEET_FINE : SHEET_UNREADABLE;
}

size_t sheet_money_in_text(const char *text, int64_t *ret_fen, int64_t *ret_step)
{
	struct number n;
	size_t k = 0;
	const char *s = before_number(text);
	if (!number(s, &n))
		return 0;
	int power = unit_power(n.end, &k);
	if (power < 0 || !in_fen(&n, power, ret_fen))
		return 0;
	*ret_step = 1;
	for (int e = power - n.decimals; e > 0; e--)
		*ret_step *= 10;
	return (size_t)(n.end - text) + k;
}

/* ---- months */

/* Year and month (0: only a year) at s; the place behind, or NULL. */
static const char *moment(const char *s, uint32_t *ret_year, uint32_t *ret_month)
{
	uint32_t y = 0, m = 0;
	size_t n = strspn(s, "0123456789");
	if (n != 4 && n != 6 && n != 8)
		return NULL;
	for (int i = 0; i < 4; i++)
		y = y * 10 + (uint32_t)(*s++ - '0');
	if (y < 1900 || y > 2099)
		return NULL;
	if (n > 4) {
		m = (uint32_t)((s[0] - '0') * 10 + (s[1] - '0'));
		s += n - 4;
	} else {
		bool word = text_starts(s, "年");
		const char *t = word ? s + 3 : s;
		if (word && text_starts(t, "度"))
			t += 3;
		if (!word && (*t == '.' || *t == '/' || *t == '-'))
			t++;
		else if (!word)
			t = "";
		n = strspn(t, "0123456789");
		if (n >= 1 && n <= 2 && strtoul(t, NULL, 10) <= 12) {
			m = (uint32_t)strtoul(t, NULL, 10);
			s = t + n;
			s += text_starts(s, "月") ? 3 : 0;
			/* A day behind it says no more than its month. */
			t = s + (*s == '.' || *s == '/' || *s == '-');
			n = strspn(t, "0123456789");
			if (n >= 1 && n <= 2 && !(t == s && s[-1] >= '0' && s[-1] <= '9'))
				s = t + n;
			s += text_starts(s, "日") ? 3 : 0;
		} else {
			s = word ? t : s;
		}
		if (n == 0 && m == 0 && text_starts(s, "底"))
			m = 12;
		else if (m == 0 && text_starts(s, "初"))
			m = 1;
		s += text_starts_any(s, "底|初|末");
	}
	*ret_year = y;
	*ret_month = m;
	return m <= 12 ? s : NULL;
}

/* An Excel date serial is days since 1899-12-30. */
static bool serial(const char *s, uint32_t *ret_month)
{
	size_t n = strspn(s, "0123456789");
	if (n != 5 || (s[n] && !(s[n] == '.' && s[n + 1 + strspn(s + n + 1, "0123456789")] == 0)))
		return false;
	unsigned long v = strtoul(s, NULL, 10);
	if (v < FIRST_SERIAL || v > LAST_SERIAL)
		return false;
	char buf[TEXT_ROOM];
	/* 25569 is 1970-01-01. */
	(void)text_instant(((int64_t)v - 25569) * 86400 * 1000000, 0, buf);
	*ret_month = (uint32_t)(strtoul(buf, NULL, 10) * 100 + strtoul(buf + 5, NULL, 10));
	return true;
}

/* Behind a range's dash: "25" and "25年" are of the same century, "12月" of the same year. */
static const char *short_moment(const char *s, uint32_t year, uint32_t *ret_year,
				uint32_t *ret_month)
{
	size_t n = strspn(s, "0123456789");
	uint32_t v = (uint32_t)strtoul(s, NULL, 10);
	if (n < 1 || n > 2)
		return NULL;
	bool month = text_starts(s + n, "月");
	if (month && (v < 1 || v > 12))
		return NULL;
	*ret_year = month ? year : year / 100 * 100 + v;
	*ret_month = month ? v : 0;
	s += n;
	return s + (month || text_starts(s, "年") ? 3 : 0);
}

static uint32_t month_or(uint32_t year, uint32_t month, uint32_t other)
{
	return year * 100 + (month ? month : other);
}

bool sheet_months(const char *s, struct sheet_months *ret)
{
	static const char between[] = "---|--|-|~|至|到|—|–|―|－|─|〜|∼|～|/";
	struct sheet_months v = {};
	uint32_t y = 0, m = 0, y2 = 0, m2 = 0;
	if (serial(s, &v.start)) {
		v.finish = v.start;
		*ret = v;
		return true;
	}
	const char *end = moment(s, &y, &m);
	if (!end)
		return false;
	v.start = month_or(y, m, 1);
	v.finish = month_or(y, m, 12);
	size_t n;
	if ((n = text_starts_any(end, between)) > 0) {
		for (; n > 0; n = text_starts_any(end, between))
			end += n;
		const char *second = moment(end, &y2, &m2);
		if (!second)
			second = short_moment(end, y, &y2, &m2);
		if (!second)
			return false;
		v.finish = month_or(y2, m2, 12);
		v.range = true;
		end = second;
	}
	if (*end && !text_among("前|前后|后|开工|竣工|完工|建成|起", end, strlen(end)))
		return false;
	if (v.finish < v.start)
		return false;
	*ret = v;
	return true;
}
