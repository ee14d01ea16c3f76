/* Working days: an immutable table for one calendar version (all notices and overrides up to that
 * version, applied in order). Pure arithmetic, O(1) or O(log n). Outside the published years
 * Mon-Fri is assumed and the result is marked provisional (日历未定). Covers DATE_MIN..DATE_MAX. */
#pragma once

#include "base/err.h"
#include "text/date.h"

struct calendar;

/* An empty calendar: Mon-Fri, no year published. */
int calendar_new(struct calendar **ret);
struct calendar *calendar_free(struct calendar *c);
DEFINE_CLEANUP(struct calendar *, calendar_free)

/* Building a calendar: set days (kind = Duban__DayKind), mark years as published, then seal once. A
 * later call overrides an earlier one. Sealing counts the working days; queries before that fail an
 * assertion. */
void calendar_set_day(struct calendar *c, date_t d, int kind);
void calendar_publish_year(struct calendar *c, int year);
void calendar_set_version(struct calendar *c, uint32_t version);
void calendar_seal(struct calendar *c);

uint32_t calendar_version(const struct calendar *c);
bool calendar_workday(const struct calendar *c, date_t d);
/* True if no notice covers the year of d. */
bool calendar_provisional(const struct calendar *c, date_t d);
/* True if that holds for any day in (a, b]. */
bool calendar_span_provisional(const struct calendar *c, date_t a, date_t b);
/* n > 0: the n-th working day strictly after d; n < 0: the |n|-th strictly before d; 0: d
 * itself. */
date_t calendar_add(const struct calendar *c, date_t d, int n);
/* Working days in (a, b]; 0 when b <= a. */
int calendar_count(const struct calendar *c, date_t a, date_t b);
