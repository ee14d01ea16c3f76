/* A view of bytes that are owned elsewhere. arena_dup() makes a copy. A view returned by a
 * transaction is valid until the transaction's next put. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const void *data;
	size_t size;
};

#define BYTES(p, n) ((struct bytes){.data = (p), .size = (n)})
#define BYTES_STR(s) ((struct bytes){.data = (s), .size = strlen(s)})

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}
