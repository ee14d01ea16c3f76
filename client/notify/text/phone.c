#include "client/notify/text/phone.h"

#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

enum { DIGITS_MAX = 32, MOBILE_DIGITS = 11, COUNTRY_DIGITS = 13 };

/* What people put between digits, besides blanks. */
static size_t gap(const char *s)
{
	static const char *const gaps[] = {"-", "(", ")", ".", "－", "—", "（", "）"};

	for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
		if (strncmp(s, gaps[i], strlen(gaps[i])) == 0)
			return strlen(gaps[i]);
	return utf8_blank(s);
}

/* Only the digits; the plus of a country's code becomes 00. False: there is something else. */
static bool digits_of(const char *s, char ret[DIGITS_MAX + 1])
{
	size_t n = 0;

	for (size_t step; (step = utf8_step(s)); s += step) {
		char c = step == 1 ? *s : utf8_half_width(s);
		size_t blank = gap(s);

		if (blank) {
			step = blank;
			continue;
		}
		if (c == '+' && n == 0) {
			ret[n++] = '0';
			c = '0';
		}
		if (c < '0' || c > '9' || n == DIGITS_MAX)
			return false;
		ret[n++] = c;
	}
	ret[n] = '\0';
	return true;
}

const char *phone_written(const char *written, char ret[ADDRESS_BYTES])
{
	char digits[DIGITS_MAX + 1];
	const char *number = digits;

	if (!digits_of(written, digits))
		return "not a telephone number";
	if (!*digits)
		return "no telephone number";
	if (strncmp(number, "0086", 4) == 0)
		number += 4;
	else if (strlen(number) == COUNTRY_DIGITS && strncmp(number, "86", 2) == 0)
		number += 2;
	else if (strncmp(number, "00", 2) == 0)
		return "a foreign telephone number";
	if (strlen(number) != MOBILE_DIGITS || number[0] != '1')
		return "not a mobile telephone number";
	(void)snprintf(ret, ADDRESS_BYTES, "%s", number);
	return NULL;
}

const char *phone_normalise(const char *written, char ret[ADDRESS_BYTES])
{
	char number[ADDRESS_BYTES];
	const char *fault = phone_written(written, number);

	if (fault)
		return fault;
	if (number[1] < '3')
		return "not a mobile telephone number";
	(void)snprintf(ret, ADDRESS_BYTES, "%s", number);
	return NULL;
}

void phone_blot(const char *number, char ret[ADDRESS_BYTES])
{
	size_t n = strlen(number);

	if (n < 8)
		(void)snprintf(ret, ADDRESS_BYTES, "****");
	else
		(void)snprintf(ret, ADDRESS_BYTES, "%.3s****%s", number, number + n - 4);
}
