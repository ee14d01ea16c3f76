/* Characters of UTF-8 text. These functions never read beyond the terminating NUL, even if the
 * bytes are not UTF-8; wire_check_text() checks whether they are. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Length in bytes of the character at the start of s; 0 at the end of the text. */
size_t utf8_step(const char *s);

/* The number of characters. */
size_t utf8_length(const char *s);

/* How many bytes of s, at most `max`, can be kept without splitting a character. */
size_t utf8_cut(const char *s, size_t max);

/* The ASCII character of a full-width one (U+FF01 to U+FF5E); 0 for any other character. */
char utf8_half_width(const char *s);

/* Length in bytes of the blank at the start of s; 0 if there is none. Blanks are ASCII white space,
 * U+00A0, U+2002 to U+200B, U+202F, U+3000 and U+FEFF. */
size_t utf8_blank(const char *s);
