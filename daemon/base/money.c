#include "base/money.h"

#include <stdio.h>
#include <string.h>

#include "proto/limits.h"

static const struct unit_row {
	const char *text[2];
	enum money_unit unit;
} unit_rows[] = {
    {{"元", "yuan"}, MONEY_UNIT_YUAN},
    {{"万元", "wan"}, MONEY_UNIT_WAN},
    {{"亿元", "yi"}, MONEY_UNIT_YI},
};

/* How many decimals of the unit make one fen. */
static const int unit_decimals[] = {
    [MONEY_UNIT_NONE] = 2,
    [MONEY_UNIT_YUAN] = 2,
    [MONEY_UNIT_WAN] = 6,
    [MONEY_UNIT_YI] = 10,
};

/* What stands in a cell for "no figure yet". */
static const char *const blanks[] = {"", "/", "／", "待定"};
static const char *const dashes[] = {"-", "－", "—", "–", "−", "―"};
static const char *const spaces[] = {" ", "\t", "\r", "\n", "\u3000", "\u00a0"};
static const char *const points[] = {".", "．"};
static const char *const separators[] = {",", "，"};

#define COUNT(a) (sizeof a / sizeof *(a))

/* Steps over one of the marks at *s; false when there is none. */
static bool skip(const char **s, const char *const *marks, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(marks[i]);

		if (strncmp(*s, marks[i], len) == 0) {
			*s += len;
			return true;
		}
	}
	return false;
}

#define SKIP(s, marks) skip((s), (marks), COUNT(marks))

static void skip_spaces(const char **s)
{
	while (SKIP(s, spaces))
		;
}

/* Is nothing but space left? */
static bool at_end(const char *s)
{
	skip_spaces(&s);
	return !*s;
}

/* A digit, ASCII or full-width (U+FF10-FF19 = EF BC 90-99); -1 for anything else. */
static int digit(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;

	if (p[0] >= '0' && p[0] <= '9') {
		(*s)++;
		return p[0] - '0';
	}
	if (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x90 && p[2] <= 0x99) {
		*s += 3;
		return p[2] - 0x90;
	}
	return -1;
}

static bool is_blank(const char *s)
{
	const char *p = s;
	bool dash = false;

	while (SKIP(&p, dashes))
		dash = true;
	if (dash && at_end(p))
		return true;
	for (size_t i = 0; i < COUNT(blanks); i++) {
		size_t len = strlen(blanks[i]);

		if (strncmp(s, blanks[i], len) == 0 && at_end(s + len))
			return true;
	}
	return false;
}

enum money_unit money_unit_of(const char *s)
{
	for (size_t i = 0; i < COUNT(unit_rows); i++)
		for (size_t k = 0; k < 2; k++)
			if (strcmp(s, unit_rows[i].text[k]) == 0)
				return unit_rows[i].unit;
	return MONEY_UNIT_NONE;
}

/* What follows the number: a unit, or nothing (then `*unit` stays). */
static bool suffix(const char *s, enum money_unit *unit)
{
	skip_spaces(&s);
	if (!*s)
		return true;
	for (size_t i = 0; i < COUNT(unit_rows); i++)
		for (size_t k = 0; k < 2; k++) {
			const char *p = s;

			if (skip(&p, &unit_rows[i].text[k], 1) && at_end(p)) {
				*unit = unit_rows[i].unit;
				return true;
			}
		}
	return false;
}

/* The digits of a number, taken in before its unit is known. */
struct number {
	const char *whole, *fraction; /* fraction NULL: none */
	const char *end;
};

/* Thousands separators stand before groups of exactly three digits: "1,5" could mean one and
 * a half, so it is no number. */
static bool scan_whole(const char **s)
{
	int group = 0;
	bool grouped = false;

	for (;;) {
		if (digit(s) >= 0) {
			if (++group > 3 && grouped)
				return false;
			continue;
		}
		if (!SKIP(s, separators))
			return !grouped || group == 3;
		if (group == 0 || group > 3 || (grouped && group != 3))
			return false;
		grouped = true;
		group = 0;
	}
}

static bool scan(const char *s, struct number *ret)
{
	const char *p = s;

	*ret = (struct number){.whole = s};
	if (!scan_whole(&p))
		return false;
	if (SKIP(&p, points)) {
		ret->fraction = p;
		if (digit(&p) < 0)
			return false;
		while (digit(&p) >= 0)
			;
	}
	ret->end = p;
	return p > s;
}

/* One more decimal place; stays beyond the limit once it is there. */
static int64_t push(int64_t fen, int d)
{
	return fen > MONEY_FEN_MAX ? fen : fen * 10 + d;
}

static enum money_fault evaluate(const struct number *n, enum money_unit unit, int64_t *ret_fen)
{
	const char *p = n->whole;
	int64_t fen = 0;
	int d, places = unit_decimals[unit];
	bool fine = true;

	do {
		while ((d = digit(&p)) >= 0)
			fen = push(fen, d);
	} while (SKIP(&p, separators));
	p = n->fraction;
	while (p && (d = digit(&p)) >= 0) {
		if (places > 0) {
			fen = push(fen, d);
			places--;
		} else if (d > 0) {
			fine = false;
		}
	}
	while (places-- > 0)
		fen = push(fen, 0);
	*ret_fen = fen;
	if (fen > MONEY_FEN_MAX)
		return MONEY_TOO_LARGE;
	return fine ? MONEY_FINE : MONEY_TOO_FINE;
}

enum money_fault money_parse(const char *s, enum money_unit column, int64_t *ret_fen)
{
	enum money_unit unit = column;
	enum money_fault fault;
	struct number n;
	bool negative;
	int64_t fen;

	skip_spaces(&s);
	if (is_blank(s))
		return MONEY_EMPTY;
	negative = SKIP(&s, dashes);
	if (!scan(s, &n) || !suffix(n.end, &unit))
		return MONEY_NOT_A_NUMBER;
	if (unit == MONEY_UNIT_NONE)
		return MONEY_NO_UNIT;
	fault = evaluate(&n, unit, &fen);
	if (negative && (fault || fen > 0))
		return MONEY_NEGATIVE;
	if (fault)
		return fault;
	*ret_fen = fen;
	return MONEY_FINE;
}

char *money_text(int64_t fen, char *buf)
{
	return money_text_in(fen, MONEY_UNIT_YUAN, 2, true, buf);
}

static __int128 power_of_ten(int n)
{
	__int128 p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* "1234.50" -> "1234.5", "12.00" -> "12" */
static void trim_zeros(char *s)
{
	char *end = s + strlen(s);

	if (!strchr(s, '.'))
		return;
	while (end[-1] == '0')
		end--;
	if (end[-1] == '.')
		end--;
	*end = 0;
}

char *money_text_in(int64_t fen, enum money_unit unit, int decimals, bool trim, char *buf)
{
	__int128 one = power_of_ten(unit_decimals[unit]), scale, v = fen;
	const char *sign;
	int n;

	decimals = decimals < 0 ? 0 : decimals > 8 ? 8 : decimals;
	scale = power_of_ten(decimals);
	/* Half-up on the magnitude: -0.05 and 0.05 look alike but for the sign. */
	v = ((v < 0 ? -v : v) * scale * 2 + one) / (one * 2);
	sign = fen < 0 && v > 0 ? "-" : "";
	n = snprintf(buf, MONEY_TEXT_MAX, "%s%lld", sign, (long long)(v / scale));
	if (decimals > 0)
		(void)snprintf(buf + n, (size_t)(MONEY_TEXT_MAX - n), ".%0*lld", decimals,
			       (long long)(v % scale));
	if (trim)
		trim_zeros(buf);
	return buf;
}
