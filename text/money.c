#include "text/money.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/array.h"
#include "proto/limits.h"
#include "text/room.h"
#include "text/utf8.h"
#include "text/words.h"

_Static_assert(MONEY_TEXT_MAX <= TEXT_ROOM, "an amount needs more room");

#define CELL_MAX 512 /* bytes; a longer text is never an amount */

/* A longer word must come before its prefix: 万元 before 万. The first row of a unit has its name.
 */
static const struct unit_row {
	const char *word;
	enum money_unit unit;
} unit_rows[] = {
    {"亿元", MONEY_UNIT_YI}, {"万元", MONEY_UNIT_WAN},	{"千元", MONEY_UNIT_QIAN},
    {"元", MONEY_UNIT_YUAN}, {"圆", MONEY_UNIT_YUAN},	{"亿", MONEY_UNIT_YI},
    {"万", MONEY_UNIT_WAN},  {"yuan", MONEY_UNIT_YUAN}, {"wan", MONEY_UNIT_WAN},
    {"yi", MONEY_UNIT_YI},
};

/* The number of decimals at which the unit reaches one fen. */
static const int unit_decimals[] = {
    [MONEY_UNIT_NONE] = 2, [MONEY_UNIT_YUAN] = 2, [MONEY_UNIT_QIAN] = 5,
    [MONEY_UNIT_WAN] = 6,  [MONEY_UNIT_YI] = 10,
};

static const char *const fault_codes[MONEY_FAULT_MAX_] = {
    [MONEY_FINE] = "money.fine",
    [MONEY_EMPTY] = "money.not_a_number",
    [MONEY_NOT_A_NUMBER] = "money.not_a_number",
    [MONEY_SEPARATOR] = "money.separator",
    [MONEY_QUANTITY] = "money.quantity",
    [MONEY_NEGATIVE] = "money.negative",
    [MONEY_TOO_FINE] = "money.too_fine",
    [MONEY_TOO_LARGE] = "money.too_large",
    [MONEY_NO_UNIT] = "money.no_unit",
};

static const char dashes[] = "-|—|–|―|−|─|━";

const char *money_fault_code(enum money_fault f)
{
	assert((unsigned)f < MONEY_FAULT_MAX_);
	return fault_codes[f];
}

enum money_unit money_unit_of(const char *s)
{
	for (size_t i = 0; i < COUNT(unit_rows); i++)
		if (strcasecmp(s, unit_rows[i].word) == 0)
			return unit_rows[i].unit;
	return MONEY_UNIT_NONE;
}

const char *money_unit_name(enum money_unit unit)
{
	for (size_t i = 0; i < COUNT(unit_rows); i++)
		if (unit_rows[i].unit == unit)
			return unit_rows[i].word;
	return NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A blank between two such characters must be kept: "1 5" is not 15. */
static bool in_number(char c)
{
	return is_digit(c) || c == '.' || c == ',';
}

/* Normalises the text: ASCII in place of full-width characters, lower case, no blanks except
 * between digits. False: it is too long for an amount. */
static bool fold(const char *s, char to[CELL_MAX])
{
	size_t n = 0, step;
	bool gap = false;

	for (; *s; s += step) {
		char c = utf8_half_width(s);

		step = utf8_blank(s);
		if (step > 0) {
			gap = true;
			continue;
		}
		step = utf8_step(s);
		if (n + step + 2 > CELL_MAX)
			return false;
		c = step == 1 ? *s : c;
		if (gap && n > 0 && in_number(to[n - 1]) && in_number(c))
			to[n++] = ' ';
		gap = false;
		if (c) {
			to[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		} else {
			memcpy(to + n, s, step);
			n += step;
		}
	}
	to[n] = 0;
	return true;
}

bool money_says_none(const char *s)
{
	static const char marks[] = "-|—|–|―|−|─|━|/|\\|~|、|_";
	static const char words[] = "无|待定|暂无|未定|待核定|待明确|暂定|不详|n/a|null|none|nil";

	if (text_among(words, s, strlen(s)))
		return true;
	for (size_t n; *s; s += n) {
		n = text_starts_any(s, marks);
		if (n == 0)
			return false;
	}
	return true;
}

/* The digits of a number, before its unit is known. */
struct number {
	const char *whole, *fraction; /* fraction NULL: none */
	const char *end;
};

/* Advances *s behind the digits before the point and their separators. */
static enum money_fault scan_whole(const char **s)
{
	const char *p = *s;
	char parted = 0;       /* the separator in use, comma or blank; 0: none yet. Not both. */
	bool zero = *p == '0'; /* 0,500 is a decimal comma */
	bool fine = true;
	int group = 0;

	for (; is_digit(*p) || *p == ',' || *p == ' '; p++) {
		if (is_digit(*p)) {
			group++;
			continue;
		}
		fine &= parted ? group == 3 && *p == parted : group >= 1 && group <= 3 && !zero;
		parted = *p;
		group = 0;
	}
	*s = p;
	return fine && (!parted || group == 3) ? MONEY_FINE : MONEY_SEPARATOR;
}

static enum money_fault scan(const char *s, struct number *ret)
{
	const char *p = s;
	enum money_fault fault = scan_whole(&p);

	*ret = (struct number){.whole = s};
	if (*p == '.' && is_digit(p[1]))
		for (ret->fraction = ++p; is_digit(*p); p++)
			;
	ret->end = p;
	for (; s < p; s++)
		if (is_digit(*s))
			return fault;
	return MONEY_NOT_A_NUMBER;
}

/* The unit at the start of s, and its length in bytes. */
static enum money_unit unit_at(const char *s, size_t *ret_n)
{
	static const char currency[] = "人民币";
	size_t skipped = text_starts(s, currency) ? strlen(currency) : 0;

	for (size_t i = 0; i < COUNT(unit_rows); i++)
		if (text_starts(s + skipped, unit_rows[i].word)) {
			*ret_n = skipped + strlen(unit_rows[i].word);
			return unit_rows[i].unit;
		}
	*ret_n = 0;
	return MONEY_UNIT_NONE;
}

static bool only_remark(const char *s)
{
	size_t n = strlen(s);

	return n == 0 || (*s == '(' && s[n - 1] == ')') || (*s == '[' && s[n - 1] == ']');
}

/* Reads what follows the number: a unit, or nothing, which leaves *io_unit as it is. */
static enum money_fault suffix(const char *s, enum money_unit *io_unit)
{
	size_t n;
	enum money_unit unit = unit_at(s, &n);

	if (only_remark(s + n)) {
		*io_unit = unit ? unit : *io_unit;
		return MONEY_FINE;
	}
	if (*s == ',' || *s == ' ')
		return MONEY_SEPARATOR;
	return unit || ((*s & 0x80) && text_starts_any(s, dashes) == 0) ? MONEY_QUANTITY
									: MONEY_NOT_A_NUMBER;
}

/* Appends a digit. A value above MONEY_FEN_MAX is left as it is, so that it cannot overflow. */
static int64_t push(int64_t fen, int d)
{
	return fen > MONEY_FEN_MAX ? fen : fen * 10 + d;
}

static enum money_fault evaluate(const struct number *n, enum money_unit unit, int64_t *ret_fen)
{
	const char *p = n->whole, *whole_end = n->fraction ? n->fraction - 1 : n->end;
	int places = unit_decimals[unit];
	bool fine = true;
	int64_t fen = 0;

	for (; p < whole_end; p++)
		if (is_digit(*p))
			fen = push(fen, *p - '0');
	for (p = n->fraction; p && p < n->end; p++) {
		if (places > 0) {
			fen = push(fen, *p - '0');
			places--;
		} else if (*p > '0') {
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

static const char *before_number(const char *s)
{
	static const char before[] = "约|¥|￥|人民币|共|计|为|达|达到";

	for (size_t n; (n = text_starts_any(s, before)) > 0;)
		s += n;
	return s;
}

/* True for a negative amount: "-5", "−5" or, as accountants write it, "(5)". Advances *s behind
 * the sign. */
static bool skip_sign(const char **s)
{
	size_t n = text_starts_any(*s, dashes);
	struct number number;

	if (n == 0 && **s == '(' && scan(*s + 1, &number) == MONEY_FINE &&
	    strcmp(number.end, ")") == 0)
		n = 1;
	*s += n;
	return n > 0;
}

enum money_fault money_parse(const char *text, enum money_unit column, int64_t *ret_fen)
{
	char folded[CELL_MAX];
	const char *s = folded;
	enum money_unit unit = column;
	enum money_fault fault;
	struct number n;
	bool negative, bracket;
	int64_t fen;

	if (!fold(text, folded))
		return MONEY_NOT_A_NUMBER;
	if (money_says_none(s))
		return MONEY_EMPTY;
	s = before_number(s);
	bracket = *s == '(';
	negative = skip_sign(&s);
	fault = scan(s, &n);
	if (fault == MONEY_FINE)
		fault = suffix(n.end + (negative && bracket), &unit);
	if (fault != MONEY_FINE)
		return fault;
	fault = evaluate(&n, unit ? unit : MONEY_UNIT_YI, &fen);
	if (unit == MONEY_UNIT_NONE && (fault != MONEY_FINE || fen != 0))
		return MONEY_NO_UNIT;
	if (negative && (fault != MONEY_FINE || fen > 0))
		return MONEY_NEGATIVE;
	if (fault == MONEY_FINE)
		*ret_fen = fen;
	return fault;
}

size_t money_prefix(const char *text, int64_t *ret_fen, int64_t *ret_step)
{
	const char *s = before_number(text);
	enum money_unit unit;
	struct number n;
	int64_t fen, step = 1;
	size_t k;

	if (scan(s, &n) != MONEY_FINE)
		return 0;
	unit = unit_at(n.end, &k);
	if (unit == MONEY_UNIT_NONE || evaluate(&n, unit, &fen) != MONEY_FINE)
		return 0;
	for (long e = unit_decimals[unit] - (n.fraction ? n.end - n.fraction : 0); e > 0; e--)
		step *= 10;
	*ret_fen = fen;
	*ret_step = step;
	return (size_t)(n.end - text) + k;
}

size_t money_number_length(const char *s)
{
	struct number n;

	return scan(s, &n) == MONEY_FINE ? (size_t)(n.end - s) : 0;
}

/* Writes the amount with all its digits, and with at least `least` decimals. */
static char *write(int64_t fen, enum money_unit unit, int least, char *buf)
{
	int places = unit_decimals[unit];
	uint64_t size = fen < 0 ? -(uint64_t)fen : (uint64_t)fen, one = 1;
	size_t n;

	for (int i = 0; i < places; i++)
		one *= 10;
	n = (size_t)snprintf(buf, MONEY_TEXT_MAX, "%s%llu.%0*llu", fen < 0 ? "-" : "",
			     (unsigned long long)(size / one), places,
			     (unsigned long long)(size % one));
	for (; places > least && buf[n - 1] == '0'; places--)
		buf[--n] = '\0';
	if (places == 0)
		buf[--n] = '\0';
	return buf;
}

char *money_text(int64_t fen, char *buf)
{
	return write(fen, MONEY_UNIT_YUAN, 0, buf);
}

char *money_text_shown(int64_t fen, enum money_unit unit, char *buf)
{
	return write(fen, unit, unit == MONEY_UNIT_YUAN ? 0 : 2, buf);
}

char *money_text_exact(int64_t fen, enum money_unit unit, char *buf)
{
	return write(fen, unit, 0, buf);
}
