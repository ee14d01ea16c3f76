/* Varints, the encoding of numbers in protobuf: seven bits per byte, least significant first; the
 * top bit is set on all bytes but the last. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define VARINT_MAX 10 /* bytes of a 64-bit number */

enum varint {
	VARINT_FINE = 0,
	VARINT_TRUNCATED, /* the input ends within the number */
	VARINT_TOO_LONG,  /* more than `bits` bits, or more bytes than that many bits can need */
};

/* Reads a number of at most `bits` bits at *at and advances *at, at most to `end`. */
enum varint varint_take(const uint8_t **at, const uint8_t *end, unsigned bits, uint64_t *ret);

/* Writes `value` to `to`, which has room for VARINT_MAX. Returns the number of bytes. */
size_t varint_put(uint8_t *to, uint64_t value);
