/* Working days: an immutable table of one calendar version (all notices and overrides up to
 * it laid over each other). Pure arithmetic, O(1) or O(log n). Outside the published years
 * Mon-Fri is assumed and marked provisional (日历未定). Covers DATE_MIN..DATE_MAX. */
#pragma once

#include "base/err.h"
#include "text/date.h"

struct calendar;

/* All Mon-Fri, nothing published. */
int calendar_new(struct calendar **ret);
struct calendar *calendar_free(struct calendar *c);
DEFINE_CLEANUP(struct calendar *, calendar_free)

/* Building: lay days over it (kind = Duban__DayKind), mark years published, then seal once.
 * A later call wins. Sealing counts; asking before it is a programmer's error. */
void calendar_set_day(struct calendar *c, date_t d, int kind);
void calendar_publish_year(struct calendar *c, int year);
void calendar_set_version(struct calendar *c, uint32_t version);
void calendar_seal(struct calendar *c);

uint32_t calendar_version(const struct calendar *c);
bool calendar_workday(const struct calendar *c, date_t d);
/* True when d lies in a year no notice has settled. */
bool calendar_provisional(const struct calendar *c, date_t d);
/* True when any day in (a, b] does. */
bool calendar_span_provisional(const struct calendar *c, date_t a, date_t b);
/* n > 0: the n-th working day strictly after d; n < 0: the |n|-th strictly before; 0: d. */
date_t calendar_add(const struct calendar *c, date_t d, int n);
/* Working days in (a, b]; 0 when b <= a. */
int calendar_count(const struct calendar *c, date_t a, date_t b);
