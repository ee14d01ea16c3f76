/* SM3 (by libcrypto; chain, digests) and CRC-32C (frames, values). */
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
/* Of what was added so far; more may follow. */
int sm3_peek(const struct sm3 *s, uint8_t ret[HASH_SIZE]);

/* One shot over up to two pieces. */
int sm3_of(struct bytes a, struct bytes b, uint8_t ret[HASH_SIZE]);
