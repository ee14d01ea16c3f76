/* Groups of people (领导小组, 工作专班). Readers return records in the arena, NULL when there is
 * none. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Group *group_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t group_by_id(struct txn *t, const char *id); /* 0 = none */
