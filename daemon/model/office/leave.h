/* Leave (请假) of persons: from the first to the last day a substitute (代理人) is told instead. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* The leave that a person has on that day; the one that began last, if several have been recorded.
 * NULL: none. */
Duban__Leave *leave_on(struct txn *t, struct arena *a, uint32_t person, uint32_t ymd);
