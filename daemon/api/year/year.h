/* Checks whether a year may still be changed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct request;

/* A closed year cannot be changed: CONFLICT with a problem. */
int request_year_open(struct request *rq, uint32_t year);

/* The number of reports of the year that are not judged yet; with `name`, each is also reported as
 * a problem. */
int year_pending(struct request *rq, uint32_t year, bool name, uint32_t *ret);
