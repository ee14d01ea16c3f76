/* The months of a construction period, in the ways offices write them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct workbook_months {
	uint32_t start, finish; /* yyyymm, 0 = not said */
	bool range;
};
/* 45597 as "2024-11-01" in `buf` of TEXT_ROOM. */
bool workbook_day(const char *plain, bool from_1904, char *buf);
/* "2023-2025", "2024年10月", 45597 (`from_1904`: a day of a workbook that counts them from there).
 * False: not readable as such. */
bool workbook_months(const char *plain, bool from_1904, struct workbook_months *ret);
