#include "client/cli/table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/messages.h"

#define GAP 2

struct table {
	const char *const *heads;
	size_t n_heads;
	char **cell;
	const char **colour;
	size_t n, room;
	bool failed;
};

/* First and last code point of what takes two places, and of what takes none. */
static const struct range {
	uint32_t first, last;
} wide[] = {{0x1100, 0x115F}, {0x2E80, 0x303E},	  {0x3041, 0xA4CF},  {0xA960, 0xA97C},
	    {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},	  {0xFE30, 0xFE6F},  {0xFF00, 0xFF60},
	    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x20000, 0x3FFFD}},
  none[] = {{0x0300, 0x036F}, {0x200B, 0x200F}, {0xFE00, 0xFE0F}};

static bool within(const struct range *r, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].first && c <= r[i].last)
			return true;
	return false;
}

static uint32_t next_char(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t c = *p;
	int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;
	c = more == 3 ? c & 0x07 : more == 2 ? c & 0x0F : more == 1 ? c & 0x1F : c;
	for (p++; more > 0 && (*p & 0xC0) == 0x80; more--, p++)
		c = c << 6 | (*p & 0x3F);
	*s = (const char *)p;
	return c;
}

size_t text_width(const char *utf8)
{
	size_t w = 0;
	while (*utf8) {
		uint32_t c = next_char(&utf8);
		if (within(wide, sizeof(wide) / sizeof(*wide), c))
			w += 2;
		else if (!within(none, sizeof(none) / sizeof(*none), c))
			w += 1;
	}
	return w;
}

struct table *table_new(const char *const *heads)
{
	struct table *t = calloc(1, sizeof(*t));
	if (!t)
		return NULL;
	t->heads = heads;
	while (heads[t->n_heads])
		t->n_heads++;
	return t;
}

struct table *table_free(struct table *t)
{
	if (!t)
		return NULL;
	for (size_t i = 0; i < t->n; i++)
		free(t->cell[i]);
	free(t->cell);
	free(t->colour);
	free(t);
	return NULL;
}

static void put(struct table *t, char *text, const char *colour)
{
	if (!text)
		t->failed = true;
	if (!t->failed && t->n == t->room) {
		size_t room = t->room ? t->room * 2 : 64;
		char **cell = reallocarray(t->cell, room, sizeof(*cell));
		if (cell)
			t->cell = cell;
		const char **colours = reallocarray(t->colour, room, sizeof(*colours));
		if (colours)
			t->colour = colours;
		t->failed = !cell || !colours;
		t->room = t->failed ? t->room : room;
	}
	if (t->failed) {
		free(text);
		return;
	}
	t->cell[t->n] = text;
	t->colour[t->n++] = colour;
}

void table_cell(struct table *t, const char *text)
{
	put(t, strdup(text ? text : ""), NULL);
}

void table_cellf(struct table *t, const char *format, ...)
{
	char *text = NULL;
	va_list ap;
	va_start(ap, format);
	int n = vasprintf(&text, format, ap);
	va_end(ap);
	put(t, n < 0 ? NULL : text, NULL);
}

void table_lamp(struct table *t, const char *level)
{
	static const struct {
		const char *level, *colour;
	} colours[] = {{"red", "\033[1;31m"}, {"yellow", "\033[33m"}};
	const char *colour = NULL;
	for (size_t i = 0; i < sizeof(colours) / sizeof(*colours); i++)
		if (strcmp(level, colours[i].level) == 0)
			colour = colours[i].colour;
	put(t, strdup(message_term("level", level)), colour);
}

struct look {
	size_t width;
	bool right;
	bool last; /* at the line's end: not filled up */
	const char *colour;
};

static void print_cell(FILE *out, const char *text, struct look k)
{
	int fill = (int)(k.width - text_width(text));
	if (k.right)
		(void)fprintf(out, "%*s", fill, "");
	(void)fprintf(out, "%s%s%s", k.colour ? k.colour : "", text, k.colour ? "\033[0m" : "");
	if (!k.last)
		(void)fprintf(out, "%*s", (k.right ? 0 : fill) + GAP, "");
}

static const char *head(const struct table *t, size_t i, bool *ret_right)
{
	const char *h = t->heads[i];
	*ret_right = *h == '>';
	return message_term("head", h + (*ret_right ? 1 : 0));
}

static void print_rows(const struct table *t, const size_t *width, FILE *out)
{
	bool colours = isatty(fileno(out)) && !getenv("NO_COLOR");
	for (size_t k = 0; k < t->n + t->n_heads; k++) {
		size_t i = k % t->n_heads;
		bool in_head = k < t->n_heads, right;
		const char *name = head(t, i, &right);
		struct look look = {.width = width[i], .right = right, .last = i + 1 == t->n_heads};
		if (!in_head && colours)
			look.colour = t->colour[k - t->n_heads];
		print_cell(out, in_head ? name : t->cell[k - t->n_heads], look);
		if (look.last)
			(void)fputc('\n', out);
	}
}

int table_print(struct table *t, FILE *out)
{
	size_t *width = calloc(t->n_heads, sizeof(*width));
	if (!width || t->failed) {
		free(width);
		return -ENOMEM;
	}
	bool right;
	for (size_t i = 0; i < t->n_heads; i++)
		width[i] = text_width(head(t, i, &right));
	for (size_t k = 0; k < t->n; k++) {
		size_t w = text_width(t->cell[k]);
		if (w > width[k % t->n_heads])
			width[k % t->n_heads] = w;
	}
	print_rows(t, width, out);
	free(width);
	return 0;
}
