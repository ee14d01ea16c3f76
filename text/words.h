/* Finds words at the start, at the end of and inside a text. `words` is a list separated by |. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

bool text_starts(const char *s, const char *with);
bool text_ends(const char *s, const char *with);
/* True: the first n bytes of s are one of the words. */
bool text_among(const char *words, const char *s, size_t n);
/* The length in bytes of the first of the words that s starts or ends with; 0 if none. */
size_t text_starts_any(const char *s, const char *words);
size_t text_ends_any(const char *s, const char *words);
bool text_contains_any(const char *s, const char *words);
