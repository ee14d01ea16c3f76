#include "text/width.h"

#include <stdint.h>

#include <uniwidth.h>

size_t text_width(const char *utf8)
{
	/* The encoding only says how wide an ambiguous mark is: one in UTF-8, two in GBK. */
	int n = u8_strwidth((const uint8_t *)utf8, "UTF-8");

	return n < 0 ? 0 : (size_t)n;
}
