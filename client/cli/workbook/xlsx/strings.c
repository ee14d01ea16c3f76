#include "client/cli/workbook/xlsx/strings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/xlsx/archive.h"
#include "client/cli/workbook/xlsx/xml.h"
#include "proto/array.h"
#include "proto/status.h"
#include "text/hex.h"

#define ESCAPE_SIZE 7 /* _xHHHH_ */

/* ---- escapes */

/* The UTF-16 unit that an escape at `s` stands for; 0: none. */
static uint32_t unit_at(const char *s, size_t n)
{
	uint32_t v = 0;
	if (n < ESCAPE_SIZE || s[0] != '_' || s[1] != 'x' || s[6] != '_')
		return 0;
	for (size_t i = 2; i < 6; i++) {
		int digit = hex_digit(s[i]);
		if (digit < 0)
			return 0;
		v = v << 4 | (uint32_t)digit;
	}
	return v;
}

static size_t put_utf8(uint32_t c, char *to)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const uint32_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = n; i-- > 1; c >>= 6)
		to[i] = (char)(0x80 | (c & 0x3F));
	to[0] = (char)(lead[n] | c);
	return n;
}

size_t strings_unescape(char *s, size_t n)
{
	size_t to = 0;
	for (size_t i = 0; i < n;) {
		uint32_t c = unit_at(s + i, n - i);
		size_t used = ESCAPE_SIZE;
		if (c >= 0xD800 && c <= 0xDBFF) {
			uint32_t low = unit_at(s + i + used, n - i - used);
			c = low >= 0xDC00 && low <= 0xDFFF
				? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00)
				: 0;
			used += ESCAPE_SIZE;
		} else if (c >= 0xDC00 && c <= 0xDFFF) {
			c = 0;
		}
		if (c == 0) {
			s[to++] = s[i++];
			continue;
		}
		to += put_utf8(c, s + to);
		i += used;
	}
	s[to] = '\0';
	return to;
}

/* ---- runs */

void runs_start(struct xml *x, struct runs *r, const char *name)
{
	if (strcmp(name, "rPh") == 0)
		r->reading = true;
	if (strcmp(name, "t") == 0 && !r->reading) {
		x->keep = true;
		r->from = x->size;
	}
}

/* Each run is unescaped on its own: two runs never make up an escape together. */
void runs_end(struct xml *x, struct runs *r, const char *name)
{
	if (strcmp(name, "rPh") == 0)
		r->reading = false;
	if (strcmp(name, "t") != 0 || r->reading)
		return;
	x->keep = false;
	x->size = r->from + strings_unescape(x->text + r->from, x->size - r->from);
}

/* ---- the shared table */

struct strings_reading {
	struct strings *s;
	struct runs runs;
	bool inside;
};

static int add(struct strings *s, const char *text, size_t n)
{
	if (array_grow(&s->pool, &s->room, s->size + n + 1, 1) < 0 ||
	    array_grow(&s->at, &s->at_room, s->n + 1, sizeof *s->at) < 0)
		return -ENOMEM;
	s->at[s->n++] = s->size;
	memcpy(s->pool + s->size, text, n);
	s->size += n;
	s->pool[s->size++] = '\0';
	return 0;
}

static int on_start(struct xml *x, const char *name)
{
	struct strings_reading *r = x->user;
	if (strcmp(name, "si") == 0) {
		r->inside = true;
		r->runs = (struct runs){};
		xml_begin_text(x);
		x->keep = false;
	} else if (r->inside) {
		runs_start(x, &r->runs, name);
	}
	return 0;
}

static int on_end(struct xml *x, const char *name)
{
	struct strings_reading *r = x->user;
	if (r->inside)
		runs_end(x, &r->runs, name);
	if (strcmp(name, "si") != 0)
		return 0;
	r->inside = false;
	return add(r->s, x->text, x->size);
}

int strings_read(struct archive *a, const char *part, struct strings *ret)
{
	struct strings_reading r = {.s = ret};
	return xml_read(a, part, &(struct xml_reader){XML_SHEET, on_start, on_end, &r});
}

const char *strings_at(const struct strings *s, uint32_t i)
{
	return i < s->n ? s->pool + s->at[i] : NULL;
}

void strings_done(struct strings *s)
{
	free(s->pool);
	free(s->at);
	*s = (struct strings){};
}
