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
bool target_key_fits(const char *indicator);
