#include "client/cli/workbook/columns/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POOL_PART 65536

struct pool_part {
	struct pool_part *next;
	size_t used, room;
	_Alignas(16) char bytes[];
};

void *pool_take(struct pool *p, size_t size)
{
	size_t need = (size + 15) / 16 * 16;
	if (!p->first || p->first->room - p->first->used < need) {
		size_t room = need > POOL_PART ? need : POOL_PART;
		struct pool_part *part = calloc(1, sizeof *part + room);
		if (!part) {
			p->failed = true;
			return NULL;
		}
		part->next = p->first;
		part->room = room;
		p->first = part;
	}
	void *ret = p->first->bytes + p->first->used;
	p->first->used += need;
	return ret;
}

const char *pool_text(struct pool *p, const char *s, size_t n)
{
	char *ret = pool_take(p, n + 1);
	if (!ret)
		return "";
	memcpy(ret, s, n);
	return ret;
}

const char *pool_format(struct pool *p, const char *format, ...)
{
	va_list ap;
	char *text = NULL;
	va_start(ap, format);
	int n = vasprintf(&text, format, ap);
	va_end(ap);
	if (n < 0) {
		p->failed = true;
		return "";
	}
	const char *ret = pool_text(p, text, (size_t)n);
	free(text);
	return ret;
}

void *pool_grow(struct pool *p, void *array, size_t n, size_t size)
{
	/* Room is made at 0, 8, 16, 32 ...: what was left behind stays until the end. */
	bool full = n == 0 || (n >= 8 && (n & (n - 1)) == 0);
	if (!full)
		return array;
	void *more = pool_take(p, (n < 8 ? 8 : n * 2) * size);
	if (more && n > 0)
		memcpy(more, array, n * size);
	return more;
}

void pool_done(struct pool *p)
{
	for (struct pool_part *next; p->first; p->first = next) {
		next = p->first->next;
		free(p->first);
	}
	*p = (struct pool){};
}

size_t text_step(const char *s)
{
	unsigned char b = (unsigned char)*s;
	size_t n = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
	for (size_t i = 0; i < n; i++)
		if (!s[i])
			return i;
	return n;
}

size_t text_length(const char *s)
{
	size_t n = 0;
	for (; *s; s += text_step(s))
		n++;
	return n;
}

/* U+FF01-FF5E are the ASCII marks in full width; 0: s begins with another character. */
static char half_width(const char *s)
{
	unsigned char b[3] = {(unsigned char)s[0], 0, 0};
	if (b[0] != 0xEF)
		return 0;
	b[1] = (unsigned char)s[1];
	b[2] = b[1] ? (unsigned char)s[2] : 0;
	unsigned v = ((unsigned)b[1] & 0x3F) << 6 | (b[2] & 0x3F);
	if (b[1] < 0xBC || b[1] > 0xBD || v < 0xF01 || v > 0xF5E)
		return 0;
	return (char)(v - 0xF01 + '!');
}

/* Blanks that are no ASCII: U+00A0, U+2002-200B, U+3000, U+FEFF. */
static bool wide_blank(const char *s)
{
	return strncmp(s, "\u00a0", 2) == 0 || strncmp(s, "\u3000", 3) == 0 ||
	       strncmp(s, "\ufeff", 3) == 0 ||
	       (strncmp(s, "\xE2\x80", 2) == 0 && (unsigned char)s[2] >= 0x82 &&
		(unsigned char)s[2] <= 0x8B);
}

const char *workbook_plain(struct pool *p, const char *s)
{
	char *ret = pool_take(p, strlen(s) + 1), *to = ret;
	if (!ret)
		return "";
	for (size_t n; *s; s += n) {
		char half = half_width(s);
		n = text_step(s);
		if (half) {
			*to++ = (char)tolower((unsigned char)half);
		} else if (n == 1) {
			if ((unsigned char)*s > ' ' && *s != 0x7F)
				*to++ = (char)tolower((unsigned char)*s);
		} else if (!wide_blank(s)) {
			memcpy(to, s, n);
			to += n;
		}
	}
	*to = '\0';
	return ret;
}

static bool chinese(const char *s)
{
	return (unsigned char)*s >= 0xE3 && !wide_blank(s);
}

const char *workbook_tidy(struct pool *p, const char *s)
{
	char *ret = pool_take(p, strlen(s) + 1), *to = ret;
	const char *last = NULL;
	bool blank = false;
	if (!ret)
		return "";
	for (size_t n; *s; s += n) {
		n = text_step(s);
		if ((n == 1 && ((unsigned char)*s <= ' ' || *s == 0x7F)) || wide_blank(s)) {
			blank = true;
			continue;
		}
		if (blank && last && !chinese(last) && !chinese(s))
			*to++ = ' ';
		blank = false;
		last = s;
		memcpy(to, s, n);
		to += n;
	}
	*to = '\0';
	return ret;
}

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
