/* Who is another person: principals with the same owner are one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* Principals by number, 0: the admin socket, which is a hand of its own. */
bool person_is_same(struct txn *t, struct arena *a, uint32_t one, uint32_t other);
/* How many persons hold a valid key of that role. */
int persons_of_role(struct txn *t, usec_t now, Duban__Role role, uint32_t *ret);
