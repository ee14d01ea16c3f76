/* A sum for each table over all its rows, kept with every put and del and committed with them: a
 * tree that has lost a row, or has an old one, or leads to another place, is told by it, though
 * each row that is found is whole.
 *
 * A row's part is a keyed hash (128 bits, the key is random for each store) of its key and of the
 * checksum that its value carries; the parts are added, so that a row can be taken out again. Of
 * the values themselves 32 bits decide: enough against chance, and a put costs no second pass over
 * its value. Stored in a table of their own, which tables.def does not name. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/siphash.h"
#include "proto/bytes.h"
#include "store/db/tables.h"

#define SUMS_TABLE "sum"
#define SUMS_KEY "all"
/* key of the hash, schema number, two numbers a table, crc32c */
#define SUMS_SIZE (SIPHASH_SIZE + 4 + TABLE_MAX_ * 16 + 4)

struct table_sum {
	uint64_t a, b; /* added apart */
};

struct table_sums {
	uint8_t salt[SIPHASH_SIZE];
	struct table_sum of[TABLE_MAX_];
};

int sums_fresh(struct table_sums *s); /* of a store without rows */
void sums_pack(const struct table_sums *s, uint8_t ret[SUMS_SIZE]);
/* False: damaged. *ret_schema is set for any schema, *s for ours. */
bool sums_unpack(struct table_sums *s, struct bytes value, uint32_t *ret_schema);

/* `crc` is that of the row's value, as stored behind it. */
void sum_add(struct table_sum *s, const uint8_t salt[SIPHASH_SIZE], struct bytes key, uint32_t crc);
void sum_take(struct table_sum *s, const uint8_t salt[SIPHASH_SIZE], struct bytes key,
	      uint32_t crc);
