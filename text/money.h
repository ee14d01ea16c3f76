/* Money: int64 fen (分), never a double. People and files speak 元, 万元, 亿元.
 *
 * One grammar for a cell of a file, an option of the command line and an office's own workbook:
 *
 *	[约 ¥ 人民币 共 …] digits [. digits] [元 千元 万元 亿元 万 亿 yuan wan yi] [(remark)]
 *
 * Full-width characters count as plain ones. A comma or a blank among the digits parts groups of
 * three: "1,500" is 1500, while "1,5" and "12,34" are refused, because a decimal comma and a slip
 * of the hand look alike. An amount is exact to the fen or refused, never rounded. */
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
	MONEY_EMPTY, /* no figure yet: nothing, dashes, 待定 */
	MONEY_NOT_A_NUMBER,
	MONEY_SEPARATOR, /* a comma or blank where no group of three follows */
	MONEY_QUANTITY,	 /* 2000万件 */
	MONEY_NEGATIVE,
	MONEY_TOO_FINE, /* would need a fraction of a fen */
	MONEY_TOO_LARGE,
	MONEY_NO_UNIT,
	MONEY_FAULT_MAX_,
};

/* "money.separator": the stable code of a Problem, and its text in messages.csv. MONEY_EMPTY,
 * where an amount must be given, is no number. */
const char *money_fault_code(enum money_fault f);

/* A unit's word: 元, 万元, 万, wan …; MONEY_UNIT_NONE for anything else. */
enum money_unit money_unit_of(const char *s);
/* "万元"; NULL for MONEY_UNIT_NONE. */
const char *money_unit_name(enum money_unit unit);

/* `column` is the unit of the column; a cell's own unit wins, and 0 needs none. *ret_fen only
 * when MONEY_FINE. */
enum money_fault money_parse(const char *s, enum money_unit column, int64_t *ret_fen);

/* The next two take text that is folded already: no blanks, full-width characters as plain
 * ones, small letters. */

/* The amount with its unit that `s` begins with: "3.06亿元，其中…". Returns its length, 0: none.
 * *ret_step: what one of its last digit is worth. */
size_t money_prefix(const char *s, int64_t *ret_fen, int64_t *ret_step);
/* Bytes of the number that `s` begins with, commas in their places; 0: none. */
size_t money_number_length(const char *s);
/* Does it say that there is no figure: dashes, 无, 待定, n/a …? */
bool money_says_none(const char *s);

/* 元 as a plain number, at most two decimals, none when whole: "1234.5". Returns buf. */
char *money_text(int64_t fen, char *buf);

/* In `unit`, half-up with `decimals` (0-10), trailing zeros kept unless `trim`. */
char *money_text_in(int64_t fen, enum money_unit unit, int decimals, bool trim, char *buf);
/* In `unit` as tables show it: 元 as it is, the others with two decimals. */
char *money_text_shown(int64_t fen, enum money_unit unit, char *buf);
/* In `unit` with all the decimals it has, no more. */
char *money_text_exact(int64_t fen, enum money_unit unit, char *buf);
