/* Amounts of money. In memory and on disk they are an int64 of fen (分), never a floating-point
 * number; people and files use 元, 万元 and 亿元.
 *
 * Cells of a file, options of the command line and workbooks all have the same grammar:
 *
 *	[约 ¥ 人民币 共 …] digits [. digits] [元 千元 万元 亿元 万 亿 yuan wan yi] [(remark)]
 *
 * Full-width characters count as their ASCII counterparts. A comma or a blank between digits must
 * separate groups of three in front of the point: "1,500.5" is 1500.5, while "1,5", "1,00,000" and
 * "0,500" are refused, because it cannot be known whether a decimal comma or a typing error is
 *meant. An amount with a fraction of a fen is refused, never rounded. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MONEY_TEXT_MAX 32

enum money_unit {
	MONEY_UNIT_NONE = 0,
	MONEY_UNIT_YUAN,
	MONEY_UNIT_QIAN, /* 千元 */
	MONEY_UNIT_WAN,	 /* 万元 */
	MONEY_UNIT_YI,	 /* 亿元 */
	MONEY_UNIT_MAX_,
};

enum money_fault {
	MONEY_FINE = 0,
	MONEY_EMPTY, /* no figure yet: empty, dashes or 待定 */
	MONEY_NOT_A_NUMBER,
	MONEY_SEPARATOR, /* a comma or blank that does not separate groups of three */
	MONEY_QUANTITY,	 /* a number of things, not of money: 2000万件 */
	MONEY_NEGATIVE,
	MONEY_TOO_FINE, /* has a fraction of a fen */
	MONEY_TOO_LARGE,
	MONEY_NO_UNIT,
	MONEY_FAULT_MAX_,
};

/* The code of the Problem for a fault, such as "money.separator"; its text is in messages.csv.
 * MONEY_EMPTY has the code of MONEY_NOT_A_NUMBER, for places where an amount is required. */
const char *money_fault_code(enum money_fault f);

/* The unit that a word means: 元, 万元, 万, wan …; MONEY_UNIT_NONE for anything else. */
enum money_unit money_unit_of(const char *s);
/* "万元"; NULL for MONEY_UNIT_NONE. */
const char *money_unit_name(enum money_unit unit);

/* `column` is the unit of an amount without a unit of its own; the amount 0 needs no unit. *ret_fen
 * is set only when the result is MONEY_FINE. */
enum money_fault money_parse(const char *s, enum money_unit column, int64_t *ret_fen);

/* The next two expect normalised text: no blanks, ASCII in place of full-width characters, lower
 * case. */

/* Reads the amount with a unit at the start of `s`: "3.06亿元，其中…". Returns its length in bytes,
 * 0 if there is none. *ret_step: the value of 1 in its last digit (here 0.01 亿元), in fen. */
size_t money_prefix(const char *s, int64_t *ret_fen, int64_t *ret_step);
/* Length in bytes of the number at the start of `s`, with valid commas; 0 if there is none. */
size_t money_number_length(const char *s);
/* True: the text says that there is no figure: dashes, 无, 待定, n/a … */
bool money_says_none(const char *s);

/* Amounts are always written with all their digits, so that they can be checked: 39,500万元 is
 * 3.95亿元, never 4.0. Each returns buf. */

/* In 元, without trailing zeros: "1234.5". */
char *money_text(int64_t fen, char *buf);
/* In `unit`, as columns of a table show it: at least two decimals, but in 元 only those it has. */
char *money_text_shown(int64_t fen, enum money_unit unit, char *buf);
/* In `unit`, without trailing zeros. */
char *money_text_exact(int64_t fen, enum money_unit unit, char *buf);
