/* When a duty of the cadence is due, as its row writes it, words parted by blanks:
 *
 *	PERIOD DUE [HH:MM] [confirm+Nwd]
 *
 * PERIOD: day (each working day), week, half-month, month, quarter, half-year, year; "+1" behind it
 * means that DUE is said of the period after it ("month+1 3wd": the third working day of the next
 * month). DUE: none for a day; mon ... sun; end, the last day; lastwd, the last working day; Nwd,
 * the n-th working day; N, the n-th day (of a month that lacks it the last); +Ncd, so many calendar
 * days after the end. Without a time it is due at 24:00. A day that is off moves to the first
 * working day after it. A week without a working day has no duty.
 * confirm+Nwd: not before so many working days after the confirmation of the month's data.
 * The single word "collection": the last day of the collection that is open. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "text/date.h"

struct calendar;

enum when_period {
	WHEN_DAY,
	WHEN_WEEK,
	WHEN_HALF_MONTH,
	WHEN_MONTH,
	WHEN_QUARTER,
	WHEN_HALF_YEAR,
	WHEN_YEAR,
	WHEN_COLLECTION,
	WHEN_PERIOD_MAX_,
};

struct when {
	enum when_period period;
	bool next; /* DUE is said of the period after */
	enum {
		WHEN_SAME_DAY,
		WHEN_WEEKDAY,
		WHEN_END,
		WHEN_LAST_WD,
		WHEN_NTH_WD,
		WHEN_NTH,
		WHEN_PLUS
	} due;
	int n;
	int minutes;	/* of the day; 1440: its end */
	int confirm_wd; /* -1: does not wait for the confirmation */
};

/* False: it is not written so. */
bool when_parse(const char *text, struct when *ret);
/* The first day of the period that contains a day, of the one after a period, and its last day. */
date_t when_start(enum when_period p, date_t day);
date_t when_after(enum when_period p, date_t start);
date_t when_end(enum when_period p, date_t start);
/* Is there anything to do in the period: has it a working day? */
bool when_holds(const struct when *w, const struct calendar *cal, date_t start);
/* The instant until which it is to be done. `confirmed`: the day of the confirmation, DATE_NONE if
 * the row does not wait for it. */
usec_t when_due(const struct when *w, const struct calendar *cal, date_t start, date_t confirmed,
		int zone_minutes);
/* The day to which an instant that is due belongs: 24:00 is the end of the day before. */
date_t when_day_of(usec_t due, int zone_minutes);

/* "2020-10-09", "2020-10-05" (of a week its Monday), "2020-10-1" (half a month), "2020-10",
 * "2020Q4", "2020H2", "2020"; and back. */
#define WHEN_TEXT_MAX 16
char *when_period_text(enum when_period p, date_t start, char buf[WHEN_TEXT_MAX]);
bool when_period_parse(enum when_period p, const char *text, date_t *ret);
