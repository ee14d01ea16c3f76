#include "client/notify/outbox/sum.h"

#include <string.h>

static uint32_t add(uint32_t crc, struct bytes b)
{
	const uint8_t *p = b.data;

	for (size_t i = 0; i < b.size; i++) {
		crc ^= p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
	}
	return crc;
}

void outbox_sum_put(struct bytes key, struct bytes row, uint8_t ret[OUTBOX_SUM_SIZE])
{
	uint32_t crc = ~add(add(~0u, key), row);

	for (int i = 0; i < OUTBOX_SUM_SIZE; i++)
		ret[i] = (uint8_t)(crc >> (24 - 8 * i));
}

bool outbox_sum_holds(struct bytes key, struct bytes *row)
{
	uint8_t sum[OUTBOX_SUM_SIZE];

	if (row->size < OUTBOX_SUM_SIZE)
		return false;
	row->size -= OUTBOX_SUM_SIZE;
	outbox_sum_put(key, *row, sum);
	return memcmp(sum, (const uint8_t *)row->data + row->size, OUTBOX_SUM_SIZE) == 0;
}
