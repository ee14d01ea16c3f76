/* Writes a workbook: typed cells, a frozen header row, columns as wide as their content. */
#include "client/cli/print/out_xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <xlsxwriter.h>

#include "client/cli/print/mark.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "text/money.h"
#include "text/width.h"

#define WIDTH_MIN 6
#define WIDTH_MAX 48
#define ROWS_MAX (LXW_ROW_MAX - 2)

struct book {
	lxw_worksheet *sheet;
	lxw_format *head, *text, *date, *month, *money, *colour[TABLE_GREEN + 1];
	lxw_row_t first; /* the row of the heads; above it the title, if there is one */
};

static int64_t unit_fen(const char *unit)
{
	int64_t one = 100;
	(void)money_parse("1", money_unit_of(unit), &one);
	return one;
}

/* A spreadsheet stores numbers as double. They are exact to 15 digits, which is enough for all our
 * amounts. */
static void put_amount(struct book *b, lxw_row_t row, lxw_col_t col, const struct table_cell *cell)
{
	(void)worksheet_write_number(b->sheet, row, col,
				     (double)cell->value / (double)unit_fen(cell->unit), b->money);
}

static void put_day(struct book *b, lxw_row_t row, lxw_col_t col, const struct table_cell *cell)
{
	bool month = cell->kind == TABLE_MONTH;
	int v = (int)(month ? cell->value * 100 + 1 : cell->value);
	lxw_datetime at = {.year = v / 10000, .month = v / 100 % 100, .day = v % 100};
	(void)worksheet_write_datetime(b->sheet, row, col, &at, month ? b->month : b->date);
}

/* A cell of text is never run. Only a text that would read as a marked one needs the mark. */
static void put_text(struct book *b, lxw_row_t row, lxw_col_t col, const struct table_cell *cell)
{
	_cleanup_free_ char *marked = NULL;
	if (!*cell->text)
		return;
	if (mark_is_on(cell->text) && asprintf(&marked, MARK "%s", cell->text) < 0)
		return;
	(void)worksheet_write_string(b->sheet, row, col, marked ? marked : cell->text,
				     cell->colour ? b->colour[cell->colour] : b->text);
}

static void put_cell(struct book *b, lxw_row_t row, lxw_col_t col, const struct table_cell *cell)
{
	switch (cell->kind) {
	case TABLE_NUMBER:
		(void)worksheet_write_number(b->sheet, row, col, (double)cell->value, NULL);
		return;
	case TABLE_MONEY:
		put_amount(b, row, col, cell);
		return;
	case TABLE_DATE:
	case TABLE_MONTH:
		put_day(b, row, col, cell);
		return;
	default:
		put_text(b, row, col, cell);
		return;
	}
}

static double width(const struct print_table *t, size_t column, const char *head)
{
	size_t w = text_width(head);
	for (size_t i = 0; i < table_rows(t); i++) {
		size_t k = text_width(table_at(t, i, column)->text);
		w = k > w ? k : w;
	}
	w += 2;
	return (double)(w < WIDTH_MIN ? WIDTH_MIN : w > WIDTH_MAX ? WIDTH_MAX : w);
}

static void formats(lxw_workbook *book, struct book *b)
{
	b->head = workbook_add_format(book);
	format_set_bold(b->head);
	format_set_align(b->head, LXW_ALIGN_CENTER);
	b->text = workbook_add_format(book);
	format_set_num_format(b->text, "@");
	b->date = workbook_add_format(book);
	format_set_num_format(b->date, "yyyy-mm-dd");
	b->month = workbook_add_format(book);
	format_set_num_format(b->month, "yyyy-mm");
	b->money = workbook_add_format(book);
	format_set_num_format(b->money, "#,##0.00########");
	for (int k = TABLE_RED; k <= TABLE_GREEN; k++) {
		static const lxw_color_t colours[] = {
		    [TABLE_RED] = 0xC8102E, [TABLE_YELLOW] = 0xFFCD00, [TABLE_GREEN] = 0xC6E5C3};
		b->colour[k] = workbook_add_format(book);
		format_set_bg_color(b->colour[k], colours[k]);
		if (k == TABLE_RED)
			format_set_font_color(b->colour[k], LXW_COLOR_WHITE);
	}
}

static int put_column(struct book *b, const struct print_table *t, size_t column, lxw_col_t col)
{
	_cleanup_free_ char *head = table_headline(t, column);
	if (!head)
		return -ENOMEM;
	(void)worksheet_set_column(b->sheet, col, col, width(t, column, head), NULL);
	(void)worksheet_write_string(b->sheet, b->first, col, head, b->head);
	for (size_t i = 0; i < table_rows(t); i++)
		put_cell(b, (lxw_row_t)(b->first + i + 1), col, table_at(t, i, column));
	return 0;
}

void out_xlsx_paper(lxw_worksheet *sheet, uint32_t heads)
{
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_set_landscape(sheet);
	worksheet_fit_to_pages(sheet, 1, 0);
	(void)worksheet_repeat_rows(sheet, heads, heads);
}

void out_xlsx_number(lxw_worksheet *sheet, uint32_t row, uint16_t col, const char *text)
{
	(void)worksheet_write_number(sheet, row, col, strtod(text, NULL), NULL);
}

void out_xlsx_width(lxw_worksheet *sheet, uint16_t col, size_t characters)
{
	(void)worksheet_set_column(sheet, col, col, (double)characters, NULL);
}

int out_xlsx(const char *path, const struct print_table *t)
{
	struct book b = {};
	lxw_col_t col = 0;
	int r = 0;
	if (table_rows(t) > ROWS_MAX)
		return -EFBIG;
	/* Tried first: on failure libxlsxwriter prints a message to stderr and does not return
	 * errno. */
	FILE *probe = fopen(path, "we");
	if (!probe || fclose(probe) != 0)
		return -errno;
	lxw_workbook *book = workbook_new(path);
	if (!book)
		return -ENOMEM;
	b.sheet = workbook_add_worksheet(book, NULL);
	formats(book, &b);
	b.first = table_title_text(t) ? 1 : 0;
	if (b.first)
		(void)worksheet_write_string(b.sheet, 0, 0, table_title_text(t), NULL);
	for (size_t i = 0; r == 0 && i < table_columns(t); i++)
		if (table_shown(t, i))
			r = put_column(&b, t, i, col++);
	worksheet_freeze_panes(b.sheet, b.first + 1, 0);
	out_xlsx_paper(b.sheet, b.first);
	errno = 0;
	if (workbook_close(book) != LXW_NO_ERROR && r == 0)
		r = errno ? -errno : -EIO;
	return r;
}
