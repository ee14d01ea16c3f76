/* Persons. Readers return records in the arena, NULL when there is none; a number of 0 means
 * none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Person *person_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t person_by_id(struct txn *t, const char *id);
/* The number of the only person of that exact name; 0: none, UINT32_MAX: several have it. */
uint32_t person_named(struct txn *t, const char *name);
uint32_t person_find(struct txn *t, struct arena *a, const char *id_or_name);
/* Do both name the same, or nobody? */
bool who_same(const Duban__Who *a, const Duban__Who *b);
