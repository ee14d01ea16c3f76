#include "client/cli/workbook/xlsx/number.h"

#include <ctype.h>
#include <string.h>

#define NUMBER_EXPONENT_MAX 400 /* a double's is 308 */
#define DECIMALS_MAX 30
#define DAYS_MAX 10000000 /* a spreadsheet ends at 2958465, 9999-12-31 */

static const char blanks[] = " \t\r\n";

static uint64_t power(unsigned n)
{
	uint64_t v = 1;
	while (n-- > 0)
		v *= 10;
	return v;
}

/* Takes the digits and the point. The 16th digit decides whether the 15th goes up. */
static const char *take_digits(const char *s, struct xlsx_number *d, bool *ret_any)
{
	unsigned n = 0;
	bool point = false, up = false;
	for (; isdigit((unsigned char)*s) || (*s == '.' && !point); s++) {
		if (*s == '.') {
			point = true;
			continue;
		}
		*ret_any = true;
		if (n < NUMBER_DIGITS) {
			d->digits = d->digits * 10 + (uint64_t)(*s - '0');
			n += d->digits > 0;
			d->exponent -= point;
			continue;
		}
		up |= n == NUMBER_DIGITS && *s >= '5';
		n = NUMBER_DIGITS + 1;
		d->exponent += !point;
		if (d->exponent > NUMBER_EXPONENT_MAX)
			break;
	}
	d->digits += up;
	return s;
}

static const char *take_exponent(const char *s, struct xlsx_number *d)
{
	int v = 0;
	if (*s != 'e' && *s != 'E')
		return s;
	bool negative = s[1] == '-';
	const char *t = s + 1 + (s[1] == '-' || s[1] == '+');
	if (!isdigit((unsigned char)*t))
		return s;
	for (; isdigit((unsigned char)*t); t++)
		v = v < NUMBER_EXPONENT_MAX * 10 ? v * 10 + (*t - '0') : v;
	d->exponent += negative ? -v : v;
	return t;
}

/* How many digits stand before the point; negative for 0.00…. */
static int magnitude(const struct xlsx_number *d)
{
	int n = 0;
	for (uint64_t v = d->digits; v > 0; v /= 10)
		n++;
	return n + d->exponent;
}

bool decimal_read(const char *s, struct xlsx_number *ret)
{
	struct xlsx_number d = {};
	bool any = false;
	s += strspn(s, blanks);
	d.negative = *s == '-';
	s += *s == '-' || *s == '+';
	s = take_digits(s, &d, &any);
	if (!any)
		return false;
	s = take_exponent(s, &d);
	if (s[strspn(s, blanks)] != '\0')
		return false;
	for (; d.digits > 0 && d.digits % 10 == 0; d.digits /= 10)
		d.exponent++;
	if (d.digits == 0 || magnitude(&d) <= -NUMBER_DIGITS)
		d = (struct xlsx_number){};
	if (d.exponent > NUMBER_EXPONENT_MAX)
		return false;
	*ret = d;
	return true;
}

bool decimal_too_long(const struct xlsx_number *d)
{
	return magnitude(d) > NUMBER_DIGITS;
}

void decimal_text(const struct xlsx_number *d, unsigned whole, unsigned decimals, char *buf)
{
	char digit[NUMBER_DIGITS + 1];
	int n = 0, point, end;
	for (uint64_t v = d->digits; v > 0; v /= 10)
		n++;
	for (int i = n; i-- > 0;)
		digit[i] = (char)('0' + d->digits / power((unsigned)(n - 1 - i)) % 10);
	point = n + d->exponent;
	end = n > point ? n : point;
	if (end < point + (int)decimals)
		end = point + (int)decimals;
	int first = point < (int)whole ? point - (int)whole : 0;
	first = first < point - 1 || point > 0 ? first : point - 1;
	if (d->negative)
		*buf++ = '-';
	for (int i = first; i < end; i++) {
		if (i == point)
			*buf++ = '.';
		*buf++ = i >= 0 && i < n ? digit[i] : '0';
	}
	*buf = '\0';
}

bool decimal_seconds(const struct xlsx_number *d, int64_t *ret)
{
	if (d->negative || magnitude(d) > 7)
		return false;
	__int128 v = (__int128)d->digits * 86400, part = 1;
	for (int i = 0; i < d->exponent; i++)
		v *= 10;
	for (int i = 0; i > d->exponent && part <= v * 2; i--)
		part *= 10;
	*ret = (int64_t)((v * 2 + part) / (part * 2));
	return *ret < (int64_t)DAYS_MAX * 86400;
}
