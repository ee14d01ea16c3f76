/* Units and their tree. Readers return records in the arena, NULL when there is none; a number of 0
 * means none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Unit *unit_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t unit_by_id(struct txn *t, const char *id); /* 0 = none */
/* By id, else by exact name (0 = none, UINT32_MAX = several units have the name). */
uint32_t unit_find(struct txn *t, struct arena *a, const char *id_or_name);
bool unit_within(struct txn *t, struct arena *a, uint32_t num, uint32_t top); /* top 0: yes */
