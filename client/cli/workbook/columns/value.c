#include "client/cli/workbook/columns/value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/text.h"
#include "client/cli/workbook/columns/text.h"
#include "proto/limits.h"

#define DIGITS_MAX 30

bool workbook_is_empty(const char *s)
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

bool workbook_is_error(const char *s)
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
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
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

bool workbook_is_number(const char *s)
{
	struct number n;
	if (*s == '-' && s[1])
		s++;
	return number(s, &n) && (*n.end == '\0' || strcmp(n.end, "%") == 0);
}

bool workbook_sequence(const char *s, uint32_t *ret)
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

enum workbook_value workbook_money(const char *s, const char *unit, int64_t *ret_fen,
				   const char **ret_why)
{
	struct number n;
	size_t k = 0;
	*ret_why = "sheet.not_money";
	if (workbook_is_empty(s))
		return WORKBOOK_EMPTY;
	if (workbook_is_error(s)) {
		*ret_why = "sheet.excel_error";
		return WORKBOOK_UNREADABLE;
	}
	s = before_number(s);
	if ((*s == '-' && isdigit((unsigned char)s[1])) || text_starts(s, "−") ||
	    (*s == '(' && number(s + 1, &n) && strcmp(n.end, ")") == 0)) {
		*ret_why = "sheet.negative";
		return WORKBOOK_UNREADABLE;
	}
	if (!number(s, &n))
		return WORKBOOK_UNREADABLE;
	int power = unit_power(n.end, &k);
	if (power >= 0 && !only_remark(n.end + k)) {
		*ret_why = "sheet.quantity"; /* 2000万件 */
		return WORKBOOK_UNREADABLE;
	}
	if (power < 0 && !only_remark(n.end)) {
		bool words = *n.end && (unsigned char)*n.end >= 0x80;
		*ret_why = words ? "sheet.quantity" : "sheet.not_money";
		return WORKBOOK_UNREADABLE;
	}
	if (power < 0 && n.digits != 0) {
		power = unit ? unit_power(unit, &k) : -1;
		if (power < 0) {
			*ret_why = "sheet.no_unit";
			return WORKBOOK_UNREADABLE;
		}
	}
	*ret_why = "sheet.too_large";
	return in_fen(&n, power < 0 ? 0 : power, ret_fen) ? WORKBOOK_FINE : WORKBOOK_UNREADABLE;
}

size_t workbook_money_in_text(const char *text, int64_t *ret_fen, int64_t *ret_step)
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
