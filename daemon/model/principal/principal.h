/* Principals: keys with an owner, a role and a scope. Readers return records in the arena, NULL
 * when there is none; numbers are 0 for none. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/bytes.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Principal *principal_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t principal_by_key(struct txn *t, const uint8_t key[32]);
uint32_t principal_by_name(struct txn *t, const char *name);
/* Is it neither revoked nor ended, and one of its keys valid? */
bool principal_valid(const Duban__Principal *p, usec_t now);
/* Is it not revoked, the key one of its keys, and `now` between that key's first and last day? */
bool principal_admits(const Duban__Principal *p, const uint8_t key[32], usec_t now);
/* Its key of these bytes; NULL: it has none, or it was revoked. */
const Duban__PrincipalKey *principal_key(const Duban__Principal *p, struct bytes key);
/* Keys that are valid or may become so. */
size_t principal_live_keys(const Duban__Principal *p, usec_t now);
/* The moment from which its key is not valid any more: the key's, or an earlier one of the
 * principal; 0: none is known. */
usec_t principal_key_ends(const Duban__Principal *p, const Duban__PrincipalKey *k);
