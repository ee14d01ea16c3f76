#include "client/cli/print/out_docx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/document/document.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "text/width.h"

/* More columns than this need a landscape page. A column's share is that of its widest text with
 * the cell's edges, up to a bound: a long text is broken, a short one is not. */
enum { UPRIGHT_COLUMNS = 6, SHARE_EDGES = 4, SHARE_MOST = 20 };

struct writing {
	const struct print_table *t;
	struct document *d;
	size_t first; /* the column that the tables begin with */
	size_t n;     /* of the columns that are shown from there on: */
	size_t *column, *share;
	char **head;
	struct document_cell *cell;
};

static size_t share_of(const struct print_table *t, size_t column, const char *head)
{
	size_t w = text_width(head);
	for (size_t i = 0; i < table_rows(t); i++) {
		size_t k = text_width(table_at(t, i, column)->text);
		w = k > w ? k : w;
	}
	w += SHARE_EDGES;
	return w > SHARE_MOST ? SHARE_MOST : w;
}

static int take_columns(struct writing *w)
{
	size_t n = table_columns(w->t) + 1;
	w->column = calloc(n, sizeof *w->column);
	w->share = calloc(n, sizeof *w->share);
	w->head = calloc(n, sizeof(*w->head));
	w->cell = calloc(n, sizeof *w->cell);
	if (!w->column || !w->share || !w->head || !w->cell)
		return -ENOMEM;
	for (size_t k = w->first; k < table_columns(w->t); k++) {
		if (!table_shown(w->t, k))
			continue;
		w->head[w->n] = table_headline(w->t, k);
		if (!w->head[w->n])
			return -ENOMEM;
		w->share[w->n] = share_of(w->t, k, w->head[w->n]);
		w->column[w->n++] = k;
	}
	return 0;
}

static void put_row(struct writing *w, size_t row)
{
	static const char *const fills[] = {
	    [TABLE_RED] = "C8102E", [TABLE_YELLOW] = "FFCD00", [TABLE_GREEN] = "C6E5C3"};
	for (size_t k = 0; k < w->n; k++) {
		const struct table_cell *from = table_at(w->t, row, w->column[k]);
		w->cell[k] = (struct document_cell){.text = from->text,
						    .fill = fills[from->colour],
						    .white = from->colour == TABLE_RED};
		(void)table_head_text(w->t, w->column[k], &w->cell[k].right);
	}
	document_row(w->d, w->cell, w->n);
}

static void put_rows(struct writing *w, size_t from, size_t until)
{
	document_table(w->d, (const char *const *)w->head, w->share, w->n);
	for (size_t i = from; i < until; i++)
		put_row(w, i);
	document_table_end(w->d);
}

/* "二、在亮（12）" */
static int put_heading(struct writing *w, size_t no, const char *name, size_t rows)
{
	char number[24], code[48], n[24];
	(void)snprintf(n, sizeof n, "%zu", rows);
	(void)snprintf(code, sizeof code, "numeral.%zu", no);
	(void)snprintf(number, sizeof number, "%zu", no);
	const char *numeral = message_find(code);
	const char *const arg[] = {numeral ? numeral : number, name, n};
	_cleanup_free_ char *text = message_text("document.heading", arg, 3);
	if (!text)
		return -ENOMEM;
	document_heading(w->d, text);
	return 0;
}

static int put_groups(struct writing *w)
{
	size_t n = table_rows(w->t), no = 0, next;
	int r = 0;
	for (size_t i = 0; r == 0 && i < n; i = next) {
		const char *name = table_at(w->t, i, 0)->text;
		for (next = i + 1; next < n; next++)
			if (strcmp(table_at(w->t, next, 0)->text, name) != 0)
				break;
		r = put_heading(w, ++no, name, next - i);
		put_rows(w, i, next);
	}
	return r;
}

static int put_all(struct writing *w, const char *title)
{
	const char *own = table_document_title(w->t), *line = table_title_text(w->t);
	document_title(w->d, own ? own : line ? line : title);
	if (own)
		document_paragraph(w->d, table_document_lead(w->t));
	if (own)
		return put_groups(w);
	put_rows(w, 0, table_rows(w->t));
	return 0;
}

int out_docx(const char *path, const struct print_table *t, const char *title)
{
	struct writing w = {.t = t, .first = table_document_title(t) ? 1 : 0};
	int r = take_columns(&w);
	if (r == 0) {
		w.d = document_new(w.n > UPRIGHT_COLUMNS);
		r = w.d ? put_all(&w, title) : -ENOMEM;
	}
	if (r == 0)
		r = document_write(w.d, path);
	for (size_t k = 0; w.head && k < w.n; k++)
		free(w.head[k]);
	free(w.column);
	free(w.share);
	free(w.head);
	free(w.cell);
	document_free(w.d);
	return r;
}
