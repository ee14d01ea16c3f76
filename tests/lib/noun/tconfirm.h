/* Persons of a world, and what they propose and confirm. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

struct world;

/* Adds a principal, by the caller of the moment. */
Duban__Request *hand_new(const char *name, Duban__Role role, const char *unit, const char *owner);
/* The world's caller is that principal from now on; NULL: the admin socket. */
void hand_of(struct world *w, const char *name);
/* The office of two persons, `li` and `wang`, the officers `shen` and `ding`, the auditor `audit`;
 * a second person is needed from now on, for imports above `rows` rows. The caller is `li`. */
void hands_of_office(struct world *w, const char *rows);

/* Valid until the next call. */
Duban__Request *param_set(const char *key, const char *value);
Duban__Request *confirming(uint32_t pending);
Duban__Request *refusing(uint32_t pending, const char *reason);
/* Asserts that the last reply says that the command waits; its number. */
uint32_t waits(struct world *w);
/* `confirm show`, `confirm list`: the caller must be allowed to. */
Duban__PendingReply *shown(struct world *w, uint32_t pending);
Duban__ConfirmListReply *listed(struct world *w, bool all);
