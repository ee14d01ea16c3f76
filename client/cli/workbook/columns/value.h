/* One cell of an office's sheet as a value: money in any of its spellings, the months of a
 * building time, sequence numbers. Integers only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;

enum workbook_value {
	WORKBOOK_EMPTY, /* nothing, "-", 待定 */
	WORKBOOK_FINE,
	WORKBOOK_UNREADABLE,
};

/* `plain` as workbook_plain() makes it. */
bool workbook_is_empty(const char *plain);
/* #REF! and its kin. */
bool workbook_is_error(const char *plain);
/* A bare number, grouped or not. */
bool workbook_is_number(const char *plain);
/* A whole number above 0, also 1.0, （1）, 1、, 第1: false = none. */
bool workbook_sequence(const char *plain, uint32_t *ret);

/* The cell as it stands. `unit` 元, 万元, 亿元, or NULL when nothing says it. *ret_why is a code
 * of messages.csv. */
enum workbook_value workbook_money(struct pool *p, const char *text, const char *unit,
				   int64_t *ret_fen, const char **ret_why);
