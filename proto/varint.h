/* Numbers as protobuf packs them: seven bits a byte, the lowest first, the top bit set on all
 * but the last. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define VARINT_MAX 10 /* bytes of a 64-bit number */

enum varint {
	VARINT_FINE = 0,
	VARINT_TRUNCATED, /* the bytes end before the number does */
	VARINT_TOO_LONG,  /* more than `bits` significant bits, or more bytes than these need */
};

/* Takes a number of at most `bits` bits at *at and steps over it; *at may not pass `end`. */
enum varint varint_take(const uint8_t **at, const uint8_t *end, unsigned bits, uint64_t *ret);

/* Writes `value`; `to` has room for VARINT_MAX. Returns the bytes written. */
size_t varint_put(uint8_t *to, uint64_t value);
