#include "proto/varint.h"

enum varint varint_take(const uint8_t **at, const uint8_t *end, unsigned bits, uint64_t *ret)
{
	uint64_t value = 0;

	for (unsigned shift = 0; shift < bits; shift += 7) {
		if (*at == end)
			return VARINT_TRUNCATED;
		uint8_t byte = *(*at)++;
		if (bits - shift < 7 && (byte & 0x7f) >> (bits - shift) != 0)
			return VARINT_TOO_LONG;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			*ret = value;
			return VARINT_FINE;
		}
	}
	return VARINT_TOO_LONG;
}

size_t varint_put(uint8_t *to, uint64_t value)
{
	size_t n = 0;

	for (; value >= 0x80; value >>= 7)
		to[n++] = (uint8_t)(value | 0x80);
	to[n++] = (uint8_t)value;
	return n;
}
