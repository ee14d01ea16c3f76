/* Columns that text takes on a terminal, so that the columns of a table line up. */
#pragma once

#include <stddef.h>

/* Chinese characters and full-width marks take two, combining marks none. Marks whose width
 * is ambiguous (— … · ×) take one, as a terminal under a UTF-8 locale draws them. */
size_t text_width(const char *utf8);
