/* When the clock drafts publications: the weekly brief on Monday 17:00 (a Monday off: on the first
 * working day after it), the bulletin on the first working day after the month is locked, the
 * quarter's pack fifteen days after it, the daily line at 18:00 of each working day. It drafts
 * only; review and release are people's (docs/nouns/publication.md). */
#pragma once

#include "proto/model.pb-c.h"
#include "rules/subject.h"
#include "text/date.h"

/* One drafting: the instant, and the days of which it tells. */
struct drafting_due {
	usec_t at;
	date_t from, until; /* from DATE_NONE: since the last issue */
};

struct drafting_series {
	Duban__PublicationSeries series;
	const char *param; /* yes or no */
	/* The first one whose day is not before `day`. */
	int (*due)(struct subject_scan *s, date_t day, struct drafting_due *ret);
};
extern const struct drafting_series drafting_table[];
extern const size_t drafting_table_count;
