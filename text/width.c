#include "text/width.h"

#include <stdint.h>

#include <uniwidth.h>

size_t text_width(const char *utf8)
{
	/* the encoding only decides the width of ambiguous characters: 1 for UTF-8, 2 for GBK */
	int n = u8_strwidth((const uint8_t *)utf8, "UTF-8");

	return n < 0 ? 0 : (size_t)n;
}
