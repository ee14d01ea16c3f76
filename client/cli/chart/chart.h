/* The yearly chart of links (年度链条图) on a page: one row per link, with bar, deadline and
 * critical path. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "proto/api.pb-c.h"

struct chart {
	const char *project, *name, *unit; /* for the heading */
	uint32_t year, start_date, finish_date, today_date;
	Duban__LinkRow *const *link;
	size_t n;
};

/* Writes one <svg> of a whole page. */
void page_chart(const struct chart *c, FILE *out);
