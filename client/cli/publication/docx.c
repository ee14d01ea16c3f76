#include <errno.h>
#include <stdlib.h>

#include "client/cli/document/document.h"
#include "client/cli/publication/render.h"
#include "client/cli/publication/text.h"
#include "proto/cleanup.h"
#include "text/width.h"

static void head(void *user, const char *series, const char *number)
{
	document_line(user, DOCUMENT_HEAD, series);
	document_line(user, DOCUMENT_NUMBER, number);
}

static void title(void *user, const char *text)
{
	document_title(user, text);
}

static void heading(void *user, const char *text)
{
	document_heading(user, text);
}

static void paragraph(void *user, const char *text)
{
	document_paragraph(user, text);
}

static void foot(void *user, const char *text)
{
	document_line(user, DOCUMENT_LEFT, text);
}

static void signature(void *user, const char *text)
{
	document_line(user, DOCUMENT_RIGHT, text);
}

/* As wide as its widest cell, but a long text takes several lines. */
static size_t share_of(const struct text_table *t, size_t column)
{
	enum { WIDE = 24, LEAST = 5 };
	size_t most = LEAST;
	for (size_t row = 0; row < t->rows; row++) {
		size_t w = text_width(t->cell[row * t->columns + column]);
		/* heads may take two lines */
		w = row == 0 ? w / 2 + 1 : w;
		most = w > most ? w : most;
	}
	return most > WIDE ? WIDE : most;
}

static void table(void *user, const struct text_table *t)
{
	_cleanup_free_ size_t *share = calloc(t->columns, sizeof *share);
	_cleanup_free_ struct document_cell *cell = calloc(t->columns, sizeof *cell);
	if (!share || !cell)
		return;
	for (size_t i = 0; i < t->columns; i++)
		share[i] = share_of(t, i);
	document_table(user, (const char *const *)t->cell, share, t->columns);
	for (size_t row = 1; row < t->rows; row++) {
		for (size_t i = 0; i < t->columns; i++) {
			const char *text = t->cell[row * t->columns + i];
			cell[i] =
			    (struct document_cell){.text = text, .right = text_is_number(text)};
		}
		document_row(user, cell, t->columns);
	}
	document_table_end(user);
}

static void photo(void *user, const struct photo *p)
{
	document_picture(user, BYTES(p->bytes, p->size), p->ending,
			 &(struct document_size){p->width, p->height});
}

int render_docx(const Duban__PublicationShowReply *b, const struct photos *photos, const char *path)
{
	static const struct text_writer w = {.head = head,
					     .title = title,
					     .heading = heading,
					     .paragraph = paragraph,
					     .table = table,
					     .photo = photo,
					     .foot = foot,
					     .signature = signature};
	struct document *d = document_new(false);
	int r = d ? text_walk(b, photos, &w, d) : -ENOMEM;
	if (r == 0)
		r = document_write(d, path);
	document_free(d);
	return r;
}
