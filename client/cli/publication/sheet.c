/* The tables of a publication for a spreadsheet. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <xlsxwriter.h>

#include "client/cli/print/out.h"
#include "client/cli/print/out_xlsx.h"
#include "client/cli/publication/render.h"
#include "client/cli/publication/text.h"
#include "text/width.h"

/* ---- .csv */

static void csv_heading(void *user, const char *text)
{
	out_csv_text(user, text);
	(void)fputs("\r\n", user);
}

static void csv_table(void *user, const struct text_table *t)
{
	for (size_t i = 0; i < t->rows * t->columns; i++) {
		out_csv_text(user, t->cell[i]);
		(void)fputs((i + 1) % t->columns ? "," : "\r\n", user);
	}
}

int render_csv(const Duban__PublicationShowReply *b, const char *path)
{
	static const struct text_writer w = {.heading = csv_heading, .table = csv_table};
	FILE *out = fopen(path, "we");
	if (!out)
		return -errno;
	(void)fputs("\xEF\xBB\xBF", out);
	int r = text_walk(b, NULL, &w, out);
	if (fclose(out) != 0 && r == 0)
		r = errno ? -errno : -EIO;
	return r;
}

/* ---- .xlsx */

struct sheets {
	lxw_workbook *book;
	lxw_format *head;
	lxw_worksheet *sheet; /* of the section; NULL: it has no table yet */
	const char *section;
	lxw_row_t row;
};

static void sheet_heading(void *user, const char *text)
{
	struct sheets *s = user;
	s->section = text;
	s->sheet = NULL;
	s->row = 0;
}

/* A title that is no name of a sheet gives the sheet none. */
static void begin_sheet(struct sheets *s)
{
	bool fine = workbook_validate_sheet_name(s->book, s->section) == LXW_NO_ERROR;
	s->sheet = workbook_add_worksheet(s->book, fine ? s->section : NULL);
	out_xlsx_paper(s->sheet, 0);
}

static void put_cell(struct sheets *s, lxw_col_t col, const char *text, bool head)
{
	if (!head && text_is_number(text))
		out_xlsx_number(s->sheet, s->row, col, text);
	else
		(void)worksheet_write_string(s->sheet, s->row, col, text, head ? s->head : NULL);
}

static void sheet_table(void *user, const struct text_table *t)
{
	struct sheets *s = user;
	if (!s->sheet)
		begin_sheet(s);
	for (size_t row = 0; row < t->rows; row++, s->row++)
		for (size_t i = 0; i < t->columns; i++)
			put_cell(s, (lxw_col_t)i, t->cell[row * t->columns + i], row == 0);
	for (size_t i = 0; i < t->columns; i++)
		out_xlsx_width(s->sheet, (lxw_col_t)i, text_width(t->cell[i]) + 2);
	s->row++; /* a further table stands below */
}

int render_xlsx(const Duban__PublicationShowReply *b, const char *path)
{
	static const struct text_writer w = {.heading = sheet_heading, .table = sheet_table};
	struct sheets s = {.section = ""};
	/* Tried first: see out_xlsx() */
	FILE *probe = fopen(path, "we");
	if (!probe || fclose(probe) != 0)
		return -errno;
	s.book = workbook_new(path);
	if (!s.book)
		return -ENOMEM;
	s.head = workbook_add_format(s.book);
	format_set_bold(s.head);
	int r = text_walk(b, NULL, &w, &s);
	errno = 0;
	if (workbook_close(s.book) != LXW_NO_ERROR && r == 0)
		r = errno ? -errno : -EIO;
	return r;
}
