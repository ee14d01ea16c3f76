#include "text/hex.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

char *hex_text(struct bytes b, char *buf)
{
	const uint8_t *byte = b.data;

	for (size_t i = 0; i < b.size; i++) {
		buf[2 * i] = digits[byte[i] >> 4];
		buf[2 * i + 1] = digits[byte[i] & 15];
	}
	buf[2 * b.size] = 0;
	return buf;
}

void hex_print(struct bytes b, FILE *out)
{
	const uint8_t *byte = b.data;
	char pair[3];

	for (size_t i = 0; i < b.size; i++)
		(void)fputs(hex_text(BYTES(byte + i, 1), pair), out);
}

bool hex_parse(const char *s, uint8_t *ret, size_t size)
{
	if (strlen(s) != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++) {
		int high = hex_digit(s[2 * i]), low = hex_digit(s[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		ret[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
