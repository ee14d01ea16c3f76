/* Keys whose byte order is the order of their parts: integers big-endian, text without a length and
 * ended by a 0 byte. Parts are appended to one buffer. A part that does not fit makes the key empty
 * for good: nothing is found under it, and txn_put asserts (each part of a stored key has a limit).
 * Example: link (project 17, year 2020, no 3) = 00 00 00 11 00 00 07 e4 00 00 00 03 */
#pragma once

#include "base/clock.h"
#include "proto/bytes.h"
#include "proto/limits.h"

struct key {
	uint8_t data[KEY_MAX];
	size_t size;
	bool overflow;
};

struct key *key_u8(struct key *k, uint8_t v);
struct key *key_u32(struct key *k, uint32_t v);
struct key *key_u64(struct key *k, uint64_t v);
struct key *key_time(struct key *k, usec_t t); /* t >= 0 */
struct key *key_text(struct key *k, const char *s);
struct key *key_raw(struct key *k, struct bytes b);

/* Reads the parts of a stored key. Begin with .ok = true. If the key is too short, ok turns false
 * and the reads return 0 or "". */
struct key_reader {
	struct bytes rest;
	bool ok;
};
uint8_t key_read_u8(struct key_reader *r);
uint32_t key_read_u32(struct key_reader *r);
uint64_t key_read_u64(struct key_reader *r);
usec_t key_read_time(struct key_reader *r);
const char *key_read_text(struct key_reader *r); /* points into the key */

static inline struct bytes key_bytes(const struct key *k)
{
	return BYTES(k->data, k->size);
}
#define KEY() (&(struct key){.size = 0})
