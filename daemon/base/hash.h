/* SM3 by libcrypto, for the hash chain of the journal and for digests. */
#pragma once

#include <stdint.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

struct sm3;

int sm3_new(struct sm3 **ret);
struct sm3 *sm3_free(struct sm3 *s);
DEFINE_CLEANUP(struct sm3 *, sm3_free)
int sm3_start(struct sm3 *s);
int sm3_add(struct sm3 *s, struct bytes b);
int sm3_end(struct sm3 *s, uint8_t ret[HASH_SIZE]);
/* The hash of what was added so far; more can be added afterwards. */
int sm3_peek(const struct sm3 *s, uint8_t ret[HASH_SIZE]);

/* The hash of `a` followed by `b`. */
int sm3_of(struct bytes a, struct bytes b, uint8_t ret[HASH_SIZE]);
