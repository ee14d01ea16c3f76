/* Characters of UTF-8 text. Nothing here reads beyond the final NUL, whatever the bytes are;
 * wire_check_text() tells whether they are UTF-8 at all. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character that s begins with; 0 at the end. */
size_t utf8_step(const char *s);

/* Characters. */
size_t utf8_length(const char *s);

/* The bytes of s that fit into `max` without a character torn apart. */
size_t utf8_cut(const char *s, size_t max);

/* U+FF01 to U+FF5E are the ASCII marks in full width: that mark, 0 for any other character. */
char utf8_half_width(const char *s);

/* Bytes of the blank that s begins with: ASCII white space, U+00A0, U+2002 to U+200B, U+202F,
 * U+3000, U+FEFF. 0: no blank. */
size_t utf8_blank(const char *s);
