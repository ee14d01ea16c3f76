/* Yearly targets of the city (unit 0) and of its units. Readers return records in the arena, NULL
 * when there is none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Target *target_get(struct txn *t, struct arena *a, uint32_t unit, uint32_t year,
			  const char *indicator);
/* The amount, in fen, that a unit (0: the city) is to complete in a year on a list, or else on all:
 * the target that is measured by completed investment. 0: there is none. */
int64_t target_completed(struct txn *t, struct arena *a, uint32_t unit, uint32_t year,
			 const char *list);
bool target_key_fits(const char *indicator);
