/* Whether a year may still be changed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct request;

/* A year that is closed no longer changes: CONFLICT with a problem. */
int request_year_open(struct request *rq, uint32_t year);

/* How much is reported for the year and not judged yet; `name` makes each a problem. */
int year_pending(struct request *rq, uint32_t year, bool name, uint32_t *ret);
