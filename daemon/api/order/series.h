/* Series of 文号. Its text has {n} once, and {year} before it at most once: "督办〔{year}〕{n}号".
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

/* Is it a text that numbers can be made of? */
bool series_text_valid(const char *text);
/* The number of a year; NULL: no memory. */
char *series_number(struct request *rq, const Duban__OrderSeries *s, uint32_t year, uint32_t n);

/* Which numbers of a year are given: by orders, by voids, and in the open draft. */
struct series_year {
	const Duban__OrderSeries *series;
	uint32_t year;
	uint32_t last;	/* the highest n; 0: none */
	uint32_t used;	/* by orders */
	uint8_t *given; /* by n, up to `last`: SERIES_ORDER, SERIES_VOID, 0 */
};
enum { SERIES_ORDER = 1, SERIES_VOID };
int series_load(struct request *rq, const Duban__OrderSeries *s, uint32_t year,
		struct series_year *ret);
/* The n that the next order of the year draws. */
uint32_t series_next(const struct series_year *y);

#define SERIES_SKIP_MAX 50 /* numbers that one order may skip */

/* The next number of the series that serves the kind; refused if there is no such series. */
int series_draw(struct request *rq, Duban__OrderKind kind, uint32_t year, char **ret);
/* `number` was typed in. If it belongs to a series and leaves out numbers, these become void for
 * the reason `skipped`, without which it is refused. */
int series_take(struct request *rq, const char *number, const char *skipped);
