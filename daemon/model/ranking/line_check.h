/* 核对: what a unit says to its line of a month before the ranking is published. One that names no
 * list holds for each list to whose line the unit said nothing else. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

#define LINE_CHECK(value) DUBAN__LINE_CHECK_STATE__LINE_CHECK_STATE_##value

struct line_name {
	const char *list;
	uint32_t month; /* yyyymm */
	uint32_t unit;
};

/* What was said under that very name; NULL: nothing. */
Duban__LineCheck *line_check_get(struct txn *t, struct arena *a, const struct line_name *n);
/* What holds of that line. */
Duban__LineCheck *line_check_of(struct txn *t, struct arena *a, const struct line_name *n);
