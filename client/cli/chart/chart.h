/* The yearly chart of links (年度链条图) on a page: one row per link, with bar, deadline and
 * critical path. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "proto/api.pb-c.h"

struct chart {
	const char *project, *name, *unit; /* of the heading */
	uint32_t year, start_date, finish_date, today_date;
	Duban__LinkRow *const *link;
	size_t n;
};

/* One <svg> of a whole page, each link a row: who answers, and its time along the months. */
void page_chart(const struct chart *c, FILE *out);
