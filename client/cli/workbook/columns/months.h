/* The months of a construction period, in the ways offices write them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct workbook_months {
	uint32_t start, finish; /* yyyymm, 0 = unknown */
	bool range;
};
/* Converts a serial number such as 45597 to "2024-11-01" in `buf` of TEXT_ROOM bytes. */
bool workbook_day(const char *plain, bool from_1904, char *buf);
/* Reads "2023-2025", "2024年10月", 45597 (`from_1904`: how the workbook counts days). False: not a
 * period. */
bool workbook_months(const char *plain, bool from_1904, struct workbook_months *ret);
