/* Numbers of a workbook. They are stored as text with up to 17 digits and are read as decimals of
 * 15 digits, which is what a spreadsheet shows: 0.30000000000000004 is 0.3. No floating point. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NUMBER_DIGITS 15
#define NUMBER_ROOM 80 /* bytes for a number as text, and its unit */
#define NUMBER_BYTES 60

/* The value is digits * 10^exponent. Digits do not end in 0; of 0 the exponent is 0. */
struct xlsx_number {
	bool negative;
	uint64_t digits; /* at most NUMBER_DIGITS of them */
	int exponent;
};

/* Reads "12.5", "1.5286E6", with white space around. A number nearer to 0 than 1e-15 is what is
 * left of a calculation that should give 0, and is 0. False: no number, or beyond all use. */
bool decimal_read(const char *s, struct xlsx_number *ret);
/* Has its whole part more digits than can be trusted? Such a number is a code that lost its end. */
bool decimal_too_long(const struct xlsx_number *d);
/* Writes it without exponent, with at least so many digits before and behind the point (15), to
 * `buf` of NUMBER_BYTES. It must not be too long. */
void decimal_text(const struct xlsx_number *d, unsigned whole, unsigned decimals, char *buf);
/* As days: the nearest second, counted from the day 0. False: negative, or too far. */
bool decimal_seconds(const struct xlsx_number *d, int64_t *ret);
