/* Money: int64 fen (分), never a double. People and files speak 元, 万元, 亿元. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define MONEY_TEXT_MAX 32

enum money_unit {
	MONEY_UNIT_NONE = 0,
	MONEY_UNIT_YUAN,
	MONEY_UNIT_WAN, /* 万元 */
	MONEY_UNIT_YI,	/* 亿元 */
};

enum money_fault {
	MONEY_FINE = 0,
	MONEY_EMPTY,
	MONEY_NOT_A_NUMBER,
	MONEY_NEGATIVE,
	MONEY_TOO_FINE, /* would need a fraction of a fen */
	MONEY_TOO_LARGE,
	MONEY_NO_UNIT,
};

/* "元|万元|亿元" or "yuan|wan|yi"; MONEY_UNIT_NONE for anything else. */
enum money_unit money_unit_of(const char *s);

/* One cell: digits with optional point, thousands separators (, and ，), full-width digits,
 * surrounding space, optional unit of its own ("120.5亿元"). `column` is the unit of the
 * column; a cell's own unit wins. */
enum money_fault money_parse(const char *s, enum money_unit column, int64_t *ret_fen);

/* 元 as a plain number, at most two decimals, none when whole: "1234.5". Returns buf. */
char *money_text(int64_t fen, char *buf);

/* In `unit`, half-up with `decimals` (0-8), trailing zeros kept unless `trim`. */
char *money_text_in(int64_t fen, enum money_unit unit, int decimals, bool trim, char *buf);
