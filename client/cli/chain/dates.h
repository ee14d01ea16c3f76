/* `chain new --dates FILE`: dates of links for many projects, a row a date: project, no, date. */
#pragma once

#include <stddef.h>

#include "proto/api.pb-c.h"

struct cli;
struct csvfile;

enum { CHAIN_DATES_MAX = 1200 }; /* in one request */

struct chain_dates {
	Duban__ProjectLinkDate *one; /* by code */
	Duban__ProjectLinkDate **list;
	size_t n;
	struct csvfile *file; /* the codes are its cells */
};

/* Reads a CSV file or the first sheet of a workbook. 0, or a verdict that has been reported. */
int chain_dates_read(struct cli *c, const char *path, struct chain_dates *ret);
void chain_dates_done(struct chain_dates *d);

/* How many of the dates from `first` on belong into one request: those of whole projects, at most
 * CHAIN_DATES_MAX. *ret_until: the last project's code, "" if no dates are left after it. */
size_t chain_dates_part(const struct chain_dates *d, size_t first, const char **ret_until);
