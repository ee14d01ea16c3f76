/* Years of the list, open or closed. Two years may be open at once: plans, targets and candidates
 * of the next year are made while projects are in the current one. Readers return records in the
 * arena, NULL when there is none; check txn_error at the end. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* NULL: the year has no record yet, which means that it is open. */
Duban__Year *year_get(struct txn *t, struct arena *a, uint32_t year);
bool year_closed(struct txn *t, struct arena *a, uint32_t year);
