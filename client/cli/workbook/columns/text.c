#include "client/cli/workbook/columns/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

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
	/* The array grows at 0, 8, 16, 32 ... elements. The old copy is freed with the pool. */
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

/* Blanks of any kind and control characters, which are removed from cells. */
static bool blank_or_control(const char *s)
{
	return (unsigned char)*s <= ' ' || *s == 0x7F || utf8_blank(s) > 0;
}

const char *workbook_plain(struct pool *p, const char *s)
{
	char *ret = pool_take(p, strlen(s) + 1), *to = ret;
	if (!ret)
		return "";
	for (size_t n; *s; s += n) {
		char half = utf8_half_width(s);
		n = utf8_step(s);
		if (blank_or_control(s))
			continue;
		if (half || n == 1) {
			*to++ = (char)tolower((unsigned char)(half ? half : *s));
		} else {
			memcpy(to, s, n);
			to += n;
		}
	}
	*to = '\0';
	return ret;
}

static bool chinese(const char *s)
{
	return (unsigned char)*s >= 0xE3 && utf8_blank(s) == 0;
}

const char *workbook_tidy(struct pool *p, const char *s)
{
	char *ret = pool_take(p, strlen(s) + 1), *to = ret;
	const char *last = NULL;
	bool blank = false;
	if (!ret)
		return "";
	for (size_t n; *s; s += n) {
		n = utf8_step(s);
		if (blank_or_control(s)) {
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
