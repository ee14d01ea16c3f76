/* A text as a .docx file, which word processors and the offices' systems take: title, paragraphs,
 * headings and tables, laid out as official papers are (GB/T 9704: margins, type sizes, 28-point
 * lines, page numbers). The parts of the file are templates (client/cli/data/document_*.xml), which
 * are filled in and packed here. Dates are text: nothing in the file changes when it is opened. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"

struct document;

/* NULL: no memory. A landscape page has about 1.6 times the columns' room. */
struct document *document_new(bool landscape);
struct document *document_free(struct document *d);

/* The title stands first and is the file's title, too. Texts are UTF-8 and copied; a newline breaks
 * the line and a tab is one; any other control character makes document_write() fail. */
void document_title(struct document *d, const char *text);
void document_heading(struct document *d, const char *text);
void document_paragraph(struct document *d, const char *text);

struct document_size {
	uint32_t width, height; /* in pixels, at least 1 */
};
/* A picture as wide as the page, or less if it would be higher than half of it. Its bytes must live
 * until document_write(); `ending`: jpeg or png. */
void document_picture(struct document *d, struct bytes picture, const char *ending,
		      const struct document_size *size);

/* Lines of an official paper outside its text: the red head, the number above a red rule, whom it
 * is to, signature and date. */
enum document_place { DOCUMENT_HEAD, DOCUMENT_NUMBER, DOCUMENT_LEFT, DOCUMENT_RIGHT };
void document_line(struct document *d, enum document_place place, const char *text);

struct document_cell {
	const char *text;
	const char *fill; /* RRGGBB behind the text; NULL: none */
	bool white;	  /* the text is white */
	bool right;	  /* set to the right: a number */
};
/* A table over the page's width; `share` says how wide each of the n columns is beside the others.
 * The head repeats on each page. Rows follow; then document_table_end(). */
void document_table(struct document *d, const char *const *heads, const size_t *share, size_t n);
void document_row(struct document *d, const struct document_cell *cell, size_t n);
void document_table_end(struct document *d);

/* Writes the file; on failure it may be incomplete. 0, -EILSEQ: a text has a control character,
 * -ENOKEY: no title, -ENOMEM, or another -errno. */
int document_write(struct document *d, const char *path);
