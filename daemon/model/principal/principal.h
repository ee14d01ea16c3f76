/* Principals: keys with an owner, a role and a scope. Readers return records in the arena, NULL
 * when there is none; numbers are 0 for none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Principal *principal_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t principal_by_key(struct txn *t, const uint8_t key[32]);
uint32_t principal_by_name(struct txn *t, const char *name);
/* Is it known, not revoked, and `now` between its first and last day? */
bool principal_valid(const Duban__Principal *p, usec_t now);
/* The moment from which it is not valid any more; 0: none is known. */
usec_t principal_ends(const Duban__Principal *p);
