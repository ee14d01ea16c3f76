#include "base/siphash.h"

#include <sodium.h>

_Static_assert(SIPHASH_SIZE == crypto_shorthash_siphashx24_BYTES, "the result's size");
_Static_assert(SIPHASH_SIZE == crypto_shorthash_siphashx24_KEYBYTES, "the key's size");

void siphash(const uint8_t key[SIPHASH_SIZE], struct bytes b, uint8_t ret[SIPHASH_SIZE])
{
	(void)crypto_shorthash_siphashx24(ret, b.data, b.size, key);
}
