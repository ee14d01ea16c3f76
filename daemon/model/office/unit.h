/* Units and their tree. Readers return records in the arena, NULL when there is none; a number of 0
 * means none. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Unit *unit_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t unit_by_id(struct txn *t, const char *id); /* 0 = none */
/* By id, else by exact name (0 = none, UINT32_MAX = several units have the name). */
uint32_t unit_find(struct txn *t, struct arena *a, const char *id_or_name);
/* The first unit of the kind: the office's, the supervision office's; 0 = none. */
uint32_t unit_by_kind(struct txn *t, struct arena *a, Duban__UnitKind kind);
/* The unit and all below it, the unit first. -ENOMEM. */
struct unit_list {
	uint32_t *unit;
	size_t n;
};
int units_below(struct txn *t, struct arena *a, uint32_t unit, struct unit_list *ret);
bool unit_within(struct txn *t, struct arena *a, uint32_t num, uint32_t top); /* top 0: yes */
