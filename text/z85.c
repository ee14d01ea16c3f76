#include "text/z85.h"

#include <string.h>

static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     ".-:+=^!/*?&<>()[]{}@%$#";

enum { BASE = 85 };

char *z85_text(const uint8_t *data, size_t size, char *ret)
{
	char *to = ret;

	for (size_t i = 0; i + 4 <= size; i += 4) {
		uint32_t v = (uint32_t)data[i] << 24 | (uint32_t)data[i + 1] << 16 |
			     (uint32_t)data[i + 2] << 8 | data[i + 3];

		for (int k = 4; k >= 0; k--, v /= BASE)
			to[k] = digits[v % BASE];
		to += 5;
	}
	*to = '\0';
	return ret;
}

bool z85_parse(const char *s, uint8_t *ret, size_t size)
{
	if (strlen(s) != size / 4 * 5)
		return false;
	for (size_t i = 0; i < size; i += 4) {
		uint64_t v = 0;

		for (int k = 0; k < 5; k++, s++) {
			const char *at = strchr(digits, *s);

			if (!at)
				return false;
			v = v * BASE + (uint64_t)(at - digits);
		}
		if (v > UINT32_MAX)
			return false;
		for (int k = 3; k >= 0; k--, v >>= 8)
			ret[i + (size_t)k] = (uint8_t)v;
	}
	return true;
}
