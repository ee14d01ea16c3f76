#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "client/cli/chart/bars.h"
#include "client/cli/chart/page.h"
#include "client/cli/document/paper.h"
#include "client/cli/frame/messages.h"
#include "client/cli/publication/render.h"
#include "client/cli/publication/text.h"
#include "proto/cleanup.h"

static void put(FILE *out, const char *tag, const char *class, const char *text)
{
	(void)fprintf(out, "<%s%s%s%s>", tag, *class ? " class=\"" : "", class, *class ? "\"" : "");
	page_text(text, out);
	(void)fprintf(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

static void head(void *user, const char *series, const char *number)
{
	put(user, "p", "head", series);
	put(user, "p", "number", number);
}

static void title(void *user, const char *text)
{
	put(user, "h1", "", text);
}

static void heading(void *user, const char *text)
{
	put(user, "h2", "", text);
}

static void paragraph(void *user, const char *text)
{
	put(user, "p", "", text);
}

static void foot(void *user, const char *text)
{
	put(user, "p", "foot", text);
}

static void signature(void *user, const char *text)
{
	put(user, "p", "right", text);
}

/* ---- tables and their charts */

/* "12.3" in tenths: the length of a bar. */
static int64_t length_of(const char *text)
{
	enum { TENTHS = 10 };
	char *end;
	int64_t n = strtoll(text, &end, 10) * TENTHS;
	return *end == '.' && end[1] >= '0' && end[1] <= '9' ? n + end[1] - '0' : n;
}

static bool has_chart(const struct text_table *t)
{
	return t->name && t->name <= t->columns && t->plan && t->plan <= t->columns && t->done &&
	       t->done <= t->columns && t->rows > 1;
}

static void chart(FILE *out, const struct text_table *t)
{
	_cleanup_free_ struct bar *bar = calloc(t->rows, sizeof *bar);
	size_t n = 0;
	for (size_t row = 1; bar && row < t->rows; row++) {
		char *const *cell = t->cell + row * t->columns;
		struct bar b = {.name = cell[t->name - 1],
				.plan_text = cell[t->plan - 1],
				.done_text = cell[t->done - 1]};
		b.plan = length_of(b.plan_text);
		b.done = length_of(b.done_text);
		/* who has no projects has no bars */
		if (b.plan || b.done)
			bar[n++] = b;
	}
	if (!n)
		return;
	put(out, "p", "caption", t->cell[t->plan - 1]);
	put(out, "p", "caption done", t->cell[t->done - 1]);
	bars_svg(bar, n, out);
}

static void table(void *user, const struct text_table *t)
{
	(void)fputs(has_chart(t) ? "<table class=\"bars\">\n" : "<table>\n", user);
	for (size_t row = 0; row < t->rows; row++) {
		(void)fputs(row == 0 ? "<thead><tr>" : "<tr>", user);
		for (size_t i = 0; i < t->columns; i++) {
			const char *text = t->cell[row * t->columns + i];
			bool number = row > 0 && text_is_number(text);
			put(user, row == 0 ? "th" : "td", number ? "n" : "", text);
		}
		(void)fputs(row == 0 ? "</tr></thead>\n" : "</tr>\n", user);
	}
	(void)fputs("</table>\n", user);
	if (has_chart(t))
		chart(user, t);
}

/* The page is one file, which can be sent and kept: its photos are in it. */
static void photo(void *user, const struct photo *p)
{
	enum { CHUNK = 3 * 1024 };
	unsigned char text[CHUNK / 3 * 4 + 1];
	(void)fprintf(user, "<p class=\"photo\"><img alt=\"\" src=\"data:image/%s;base64,",
		      p->ending);
	for (size_t at = 0; at < p->size; at += CHUNK) {
		size_t n = p->size - at < CHUNK ? p->size - at : CHUNK;
		(void)EVP_EncodeBlock(text, (const unsigned char *)p->bytes + at, (int)n);
		(void)fputs((const char *)text, user);
	}
	(void)fputs("\"></p>\n", user);
}

int render_html(const Duban__PublicationShowReply *b, const struct photos *photos, const char *path)
{
	static const struct text_writer w = {.head = head,
					     .title = title,
					     .heading = heading,
					     .paragraph = paragraph,
					     .table = table,
					     .photo = photo,
					     .foot = foot,
					     .signature = signature};
	_cleanup_free_ char *body = NULL;
	size_t size;
	FILE *out = open_memstream(&body, &size);
	int r = out ? text_walk(b, photos, &w, out) : -ENOMEM;
	if (out && fclose(out) != 0 && r == 0)
		r = -ENOMEM;
	return r ? r : paper_save_html(path, b->title, body);
}
