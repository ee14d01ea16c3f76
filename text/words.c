#include "text/words.h"

#include <string.h>

bool text_starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

bool text_ends(const char *s, const char *with)
{
	size_t n = strlen(s), k = strlen(with);
	return n >= k && memcmp(s + n - k, with, k) == 0;
}

bool text_among(const char *words, const char *s, size_t n)
{
	for (const char *w = words; *w; w += strcspn(w, "|"), w += *w == '|')
		if (strcspn(w, "|") == n && memcmp(w, s, n) == 0)
			return true;
	return false;
}

size_t text_starts_any(const char *s, const char *words)
{
	for (const char *w = words; *w; w += strcspn(w, "|"), w += *w == '|') {
		size_t n = strcspn(w, "|");
		if (strncmp(s, w, n) == 0)
			return n;
	}
	return 0;
}

size_t text_ends_any(const char *s, const char *words)
{
	size_t size = strlen(s);
	for (const char *w = words; *w; w += strcspn(w, "|"), w += *w == '|') {
		size_t n = strcspn(w, "|");
		if (size >= n && memcmp(s + size - n, w, n) == 0)
			return n;
	}
	return 0;
}

bool text_contains_any(const char *s, const char *words)
{
	size_t size = strlen(s);
	for (const char *w = words; *w; w += strcspn(w, "|"), w += *w == '|') {
		size_t n = strcspn(w, "|");
		if (n <= size && memmem(s, size, w, n))
			return true;
	}
	return false;
}
