/* Persons. Readers return records in the arena, NULL when there is none; numbers are 0 for none. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* Likewise */
Duban__Person *person_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t person_by_id(struct txn *t, const char *id);
uint32_t person_find(struct txn *t, struct arena *a, const char *id_or_name);
