#include "store/db/sums.h"

#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/crc32c.h"
#include "proto/limits.h"

int sums_fresh(struct table_sums *s)
{
	*s = (struct table_sums){};
	return getrandom(s->salt, sizeof s->salt, 0) == sizeof s->salt ? 0 : -EIO;
}

static uint32_t crc_of(struct bytes body)
{
	return crc32c(crc32c(0, BYTES(SUMS_KEY, sizeof SUMS_KEY - 1)), body);
}

static uint8_t *put(uint8_t *at, const void *data, size_t size)
{
	memcpy(at, data, size);
	return at + size;
}

void sums_pack(const struct table_sums *s, uint8_t ret[SUMS_SIZE])
{
	uint32_t schema = htole32(DB_SCHEMA), crc;
	uint8_t *at = put(ret, s->salt, sizeof s->salt);

	at = put(at, &schema, sizeof schema);
	for (size_t i = 0; i < TABLE_MAX_; i++) {
		uint64_t pair[2] = {htole64(s->of[i].a), htole64(s->of[i].b)};

		at = put(at, pair, sizeof pair);
	}
	crc = htole32(crc_of(BYTES(ret, (size_t)(at - ret))));
	(void)put(at, &crc, sizeof crc);
}

bool sums_unpack(struct table_sums *s, struct bytes value, uint32_t *ret_schema)
{
	const uint8_t *at = value.data;
	uint32_t crc, schema;

	if (value.size < SIPHASH_SIZE + sizeof schema + sizeof crc)
		return false;
	memcpy(&crc, at + value.size - sizeof crc, sizeof crc);
	if (le32toh(crc) != crc_of(BYTES(at, value.size - sizeof crc)))
		return false;
	memcpy(&schema, at + SIPHASH_SIZE, sizeof schema);
	*ret_schema = le32toh(schema);
	if (*ret_schema != DB_SCHEMA)
		return true;
	if (value.size != SUMS_SIZE)
		return false;
	memcpy(s->salt, at, SIPHASH_SIZE);
	at += SIPHASH_SIZE + sizeof schema;
	for (size_t i = 0; i < TABLE_MAX_; i++) {
		uint64_t pair[2];

		memcpy(pair, at + i * sizeof pair, sizeof pair);
		s->of[i] = (struct table_sum){le64toh(pair[0]), le64toh(pair[1])};
	}
	return true;
}

static struct table_sum part(const uint8_t salt[SIPHASH_SIZE], struct bytes key, uint32_t crc)
{
	uint8_t row[KEY_MAX + sizeof crc], hash[SIPHASH_SIZE];
	size_t n = key.size < KEY_MAX ? key.size : KEY_MAX;
	struct table_sum ret;

	memcpy(row, key.data, n);
	memcpy(row + n, &crc, sizeof crc);
	siphash(salt, BYTES(row, n + sizeof crc), hash);
	memcpy(&ret.a, hash, sizeof ret.a);
	memcpy(&ret.b, hash + sizeof ret.a, sizeof ret.b);
	return (struct table_sum){le64toh(ret.a), le64toh(ret.b)};
}

void sum_add(struct table_sum *s, const uint8_t salt[SIPHASH_SIZE], struct bytes key, uint32_t crc)
{
	struct table_sum p = part(salt, key, crc);

	s->a += p.a;
	s->b += p.b;
}

void sum_take(struct table_sum *s, const uint8_t salt[SIPHASH_SIZE], struct bytes key, uint32_t crc)
{
	struct table_sum p = part(salt, key, crc);

	s->a -= p.a;
	s->b -= p.b;
}
