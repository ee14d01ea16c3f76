#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

size_t utf8_step(const char *s)
{
	unsigned char lead = (unsigned char)*s;
	size_t n = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

	return strnlen(s, n);
}

size_t utf8_length(const char *s)
{
	size_t n = 0;

	for (; *s; s += utf8_step(s))
		n++;
	return n;
}

size_t utf8_cut(const char *s, size_t max)
{
	size_t n = strnlen(s, max + 1);

	if (n <= max)
		return n;
	for (n = max; n > 0 && ((uint8_t)s[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

/* The code point of the three-byte character at the start of s; 0 if there is none. */
static uint32_t three_bytes(const char *s)
{
	uint8_t b[3];

	if (((uint8_t)s[0] & 0xf0) != 0xe0 || strnlen(s, 3) < 3)
		return 0;
	memcpy(b, s, 3);
	return (b[0] & 0xfu) << 12 | (b[1] & 0x3fu) << 6 | (b[2] & 0x3fu);
}

char utf8_half_width(const char *s)
{
	uint32_t c = three_bytes(s);

	return c >= 0xff01 && c <= 0xff5e ? (char)(c - 0xff01 + '!') : 0;
}

size_t utf8_blank(const char *s)
{
	uint32_t c = three_bytes(s);

	if (*s == ' ' || (*s >= '\t' && *s <= '\r'))
		return 1;
	if (strncmp(s, "\u00a0", 2) == 0)
		return 2;
	return (c >= 0x2002 && c <= 0x200b) || c == 0x202f || c == 0x3000 || c == 0xfeff ? 3 : 0;
}
