#include "client/cli/workbook/columns/value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/columns/text.h"
#include "proto/array.h"
#include "text/money.h"
#include "text/utf8.h"
#include "text/words.h"

#define VALUE_DIGITS_SHOWN 15 /* digits of a number that a spreadsheet shows */
#define DIGITS_MAX 64
#define EXPONENT_MAX 30
#define REST_MAX 200 /* bytes after a number: its unit, a remark */

bool workbook_is_empty(const char *s)
{
	return money_says_none(s) || s[strspn(s, "._")] == '\0';
}

bool workbook_is_error(const char *s)
{
	static const char errors[] = "#ref!|#n/a|#value!|#div/0!|#name?|#num!|#null!|#spill!|"
				     "#getting_data|#calc!";
	/* A column that was too narrow appears as a row of # in a file saved from the screen. */
	return text_among(errors, s, strlen(s)) || (strlen(s) >= 3 && s[strspn(s, "#")] == '\0');
}

/* The length of an exponent such as "e6" after a number; 0: none. */
static size_t exponent(const char *s, long *ret)
{
	char *end;
	if ((*s != 'e' && *s != 'E') ||
	    !isdigit((unsigned char)s[1 + (s[1] == '+' || s[1] == '-')]))
		return 0;
	*ret = strtol(s + 1, &end, 10);
	return (size_t)(end - s);
}

bool workbook_is_number(const char *s)
{
	long e;
	if (*s == '-' && s[1])
		s++;
	size_t n = money_number_length(s);
	n += n > 0 ? exponent(s + n, &e) : 0;
	return n > 0 && (s[n] == '\0' || strcmp(s + n, "%") == 0);
}

/* The digits of a decimal number, and the number of digits before the point. */
struct decimal {
	char digit[DIGITS_MAX + 1];
	size_t n;
	long point;
};

/* Rounds to `n` digits, half up. */
static void round_to(struct decimal *d, size_t n)
{
	if (d->n <= n)
		return;
	bool up = d->digit[n] >= '5';
	d->n = n;
	for (size_t i = n; up && i-- > 0;) {
		up = d->digit[i] == '9';
		d->digit[i] = up ? '0' : (char)(d->digit[i] + 1);
	}
	if (!up)
		return;
	memmove(d->digit + 1, d->digit, d->n);
	d->digit[0] = '1';
	d->point++;
}

/* Reads a number without commas, and its exponent; 0: none, or out of range. */
static size_t take_decimal(const char *s, struct decimal *ret)
{
	size_t length = money_number_length(s), whole = strcspn(s, ".");
	long e = 0;
	*ret = (struct decimal){.point = (long)(whole < length ? whole : length)};
	if (length > DIGITS_MAX || strspn(s, "0123456789.") < length)
		return 0;
	for (size_t i = 0; i < length; i++) {
		if (s[i] == '.')
			continue;
		if (s[i] == '0' && ret->n == 0)
			ret->point--;
		else
			ret->digit[ret->n++] = s[i];
	}
	length += length > 0 ? exponent(s + length, &e) : 0;
	if (e > EXPONENT_MAX || e < -EXPONENT_MAX)
		return 0;
	ret->point = ret->n > 0 ? ret->point + e : 0;
	return length;
}

static size_t put_decimal(const struct decimal *d, char *buf)
{
	char *to = buf;
	long n = (long)d->n;
	while (n > 0 && d->digit[n - 1] == '0')
		n--;
	if (d->point <= 0)
		*to++ = '0';
	for (long i = d->point < 0 ? d->point : 0; i < n || i < d->point; i++) {
		if (i == d->point)
			*to++ = '.';
		*to++ = i >= 0 && i < n ? d->digit[i] : '0';
	}
	return (size_t)(to - buf);
}

/* A bare number was calculated by the spreadsheet (=1000/3 in 万元): it is rounded to the fen. */
static enum money_fault to_the_fen(const struct decimal *d, enum money_unit unit, int64_t *ret_fen)
{
	static const long decimals[] = {10, 6, 5, 2}; /* of 亿元, 万元, 千元, 元 down to the fen */
	char buf[DIGITS_MAX + 2 * EXPONENT_MAX + 4];
	enum money_fault fault = MONEY_TOO_FINE;
	int64_t fen = 0;
	for (size_t i = 0; i < COUNT(decimals) && fault == MONEY_TOO_FINE; i++) {
		struct decimal cut = *d;
		long n = d->point + decimals[i];
		if (n >= 0)
			round_to(&cut, (size_t)n);
		buf[put_decimal(&cut, buf)] = '\0';
		fault = n < 0 ? MONEY_TOO_FINE : money_parse(buf, unit, &fen);
		if (fault == MONEY_FINE && fen == 0)
			fault = MONEY_TOO_FINE; /* a small amount must not become 0 */
	}
	if (fault == MONEY_FINE)
		*ret_fen = fen;
	return fault;
}

/* A spreadsheet calculates in binary and stores results such as 177000.00000000003 or 1.5286E6, but
 * shows 15 digits. The number shown is meant. money_parse() accepts neither form. */
static enum money_fault as_shown(const char *s, enum money_unit unit, int64_t *ret_fen)
{
	char buf[DIGITS_MAX + 2 * EXPONENT_MAX + REST_MAX + 4];
	struct decimal d;
	size_t n;
	while ((n = utf8_blank(s)) > 0)
		s += n;
	n = take_decimal(s, &d);
	if (n == 0 || strlen(s + n) > REST_MAX)
		return MONEY_NOT_A_NUMBER;
	round_to(&d, VALUE_DIGITS_SHOWN);
	if (s[n] == '\0')
		return to_the_fen(&d, unit, ret_fen);
	size_t k = put_decimal(&d, buf);
	memcpy(buf + k, s + n, strlen(s + n) + 1);
	return money_parse(buf, unit, ret_fen);
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

enum workbook_value workbook_money(struct pool *p, const char *text, const char *unit,
				   int64_t *ret_fen, const char **ret_why)
{
	const char *plain = workbook_plain(p, text);
	enum money_unit column = unit ? money_unit_of(unit) : MONEY_UNIT_NONE;
	enum money_fault fault, shown;
	if (workbook_is_empty(plain))
		return WORKBOOK_EMPTY;
	if (workbook_is_error(plain)) {
		*ret_why = "sheet.excel_error";
		return WORKBOOK_UNREADABLE;
	}
	fault = money_parse(text, column, ret_fen);
	if (fault == MONEY_TOO_FINE || fault == MONEY_NOT_A_NUMBER) {
		shown = as_shown(text, column, ret_fen);
		fault = shown == MONEY_NOT_A_NUMBER ? fault : shown;
	}
	*ret_why = money_fault_code(fault);
	return fault == MONEY_FINE ? WORKBOOK_FINE : WORKBOOK_UNREADABLE;
}

void workbook_amounts_add(struct workbook_amounts *a,
			  const enum workbook_value money[WORKBOOK_MONEY_MAX_],
			  const int64_t fen[WORKBOOK_MONEY_MAX_])
{
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
		if (money[m] != WORKBOOK_FINE)
			continue;
		a->any[m] = true;
		if (__builtin_add_overflow(a->sum[m], fen[m], &a->sum[m]))
			a->sum[m] = INT64_MAX;
	}
}
