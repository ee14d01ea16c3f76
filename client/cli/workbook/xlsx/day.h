/* Days and times of a workbook, which counts them from 1900 or from 1904. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "client/cli/workbook/xlsx/format.h"

/* Writes the instant, in seconds from the workbook's day 0, in the form of the class: 2024-03-01,
 * 2024-03, 08:30. False: this day does not exist. `buf` has NUMBER_ROOM bytes. */
bool day_text(int64_t seconds, bool from_1904, enum format_class class, char *buf);
/* Is the time of day one that a program leaves which wrote midnight of another time zone? */
bool day_is_doubtful(int64_t seconds);
/* A date as text, 2024-03-01T08:30:00Z, in the form of the class; the digits count, not the zone.
 * False: it is none. */
bool day_from_text(const char *s, enum format_class class, char *buf);
