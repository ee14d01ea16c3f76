/* The months of a construction period, in the ways offices write them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Of a start given as a part of a year, the last month counts: by then it must have begun. */
struct workbook_months {
	uint32_t start, finish; /* yyyymm, 0 = unknown */
	bool start_open;	/* only the year of the start is said; `start` is its December */
	bool range;		/* of two times, either of which may be unknown */
};
/* What the cell itself need not say. */
struct workbook_when {
	bool from_1904; /* how the workbook counts days */
	uint32_t year;	/* of the sheet, for "3月底" and "一季度"; 0: none */
};
/* Converts a serial number such as 45597 to "2024-11-01" in `buf` of TEXT_ROOM bytes. */
bool workbook_day(const char *plain, bool from_1904, char *buf);
/* Is it a length of time, 36个月 or 3年, from which neither start nor finish follows? */
bool workbook_duration(const char *plain);
/* Reads "2023-2025", "2024年10月", "24年3月", "3月底", 45597. False: not a period. */
bool workbook_months(const char *plain, const struct workbook_when *when,
		     struct workbook_months *ret);
