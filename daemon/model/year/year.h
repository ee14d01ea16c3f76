/* Years of the list, open or closed. Two years stay open together: plans,
 * targets and candidates of Y+1 stand while projects are in Y. Readers return records in the
 * arena, NULL when there is none; check txn_error at the end. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* NULL: nothing is known of that year, so it is open. */
Duban__Year *year_get(struct txn *t, struct arena *a, uint32_t year);
bool year_closed(struct txn *t, struct arena *a, uint32_t year);
