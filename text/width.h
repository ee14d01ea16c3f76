/* The number of terminal columns that a text takes, for aligning the columns of tables. */
#pragma once

#include <stddef.h>

/* Chinese and full-width characters take two columns, combining marks none. Characters of ambiguous
 * width (— … · ×) count as one column, as terminals draw them in a UTF-8 locale. */
size_t text_width(const char *utf8);
