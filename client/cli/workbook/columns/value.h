/* One cell of an office's sheet as a value: money in all its spellings, construction periods,
 * sequence numbers. Integers only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/workbook.h"

struct pool;

enum workbook_value {
	WORKBOOK_EMPTY, /* empty, "-", 待定 */
	WORKBOOK_FINE,
	WORKBOOK_UNREADABLE,
};

/* `plain` is the result of workbook_plain(). */
bool workbook_is_empty(const char *plain);
/* A spreadsheet error such as #REF!. */
bool workbook_is_error(const char *plain);
/* A number without a unit, with or without commas. */
bool workbook_is_number(const char *plain);
/* A whole number above 0, also written 1.0, （1）, 1、, 第1; false = none. */
bool workbook_sequence(const char *plain, uint32_t *ret);

/* `text` is the cell as it is in the file. `unit` is 元, 万元, 亿元, or NULL if nothing names it.
 * *ret_why is a code of messages.csv. */
enum workbook_value workbook_money(struct pool *p, const char *text, const char *unit,
				   int64_t *ret_fen, const char **ret_why);

/* What rows come to, in fen. A zeroed one is empty. */
struct workbook_amounts {
	bool any[WORKBOOK_MONEY_MAX_]; /* some row has this amount */
	int64_t sum[WORKBOOK_MONEY_MAX_];
};

/* Adds a row's amounts; those that are not WORKBOOK_FINE are ignored. A sum stops at INT64_MAX. */
void workbook_amounts_add(struct workbook_amounts *a,
			  const enum workbook_value money[WORKBOOK_MONEY_MAX_],
			  const int64_t fen[WORKBOOK_MONEY_MAX_]);
