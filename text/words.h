/* Words at the start, at the end and inside of text. `words` are parted by |. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

bool text_starts(const char *s, const char *with);
bool text_ends(const char *s, const char *with);
/* Are the n bytes of s one of the words? */
bool text_among(const char *words, const char *s, size_t n);
/* The first of the words that s begins or ends with, its length; 0: none. */
size_t text_starts_any(const char *s, const char *words);
size_t text_ends_any(const char *s, const char *words);
bool text_contains_any(const char *s, const char *words);
