#include "client/cli/chart/page.h"

#include "client/cli/print/table.h"
#include "text/width.h"

/* Hundredths of a millimetre. */
enum { WIDTH = 42000, HEIGHT = 29700, MARGIN = 1000, ROW_MAX = 640, COLUMNS_MAX = 64 };

void page_text(const char *utf8, FILE *out)
{
	for (const char *p = utf8; *p; p++) {
		if (*p == '&')
			(void)fputs("&amp;", out);
		else if (*p == '<')
			(void)fputs("&lt;", out);
		else if (*p == '>')
			(void)fputs("&gt;", out);
		else if (*p == '"')
			(void)fputs("&quot;", out);
		else
			(void)fputc(*p, out);
	}
}

void page_html_begin(const char *title, FILE *out)
{
	(void)fputs("<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\"><title>",
		    out);
	page_text(title, out);
	/* A chart fills the page that @page makes, and no more: a size of its own would not fit
	 * between the margins, and its last millimetres would be a page, as would an element behind
	 * it. */
	(void)fputs("</title>\n<style>\n@page { size: A3 landscape; margin: 8mm }\n"
		    "body { font-family: \"Noto Sans CJK SC\", \"Source Han Sans SC\", \"Microsoft "
		    "YaHei\", "
		    "SimSun, sans-serif; margin: 0; font-size: 10pt }\n"
		    "h1 { font-size: 16pt; margin: 4mm 0 }\n"
		    "svg { display: block; width: 100%; height: auto; max-height: 100vh }\n"
		    "svg + svg { break-before: page }\n"
		    "table { border-collapse: collapse; width: 100% }\n"
		    "th, td { border: 0.3mm solid #888; padding: 1mm 1.5mm; text-align: left }\n"
		    "td.n { text-align: right; white-space: nowrap }\n"
		    "td.red { background: #c8102e; color: #fff }\n"
		    "td.yellow { background: #ffcd00 }\ntd.green { background: #c6e5c3 }\n"
		    "* { print-color-adjust: exact; -webkit-print-color-adjust: exact }\n"
		    "thead { display: table-header-group }\ntr { break-inside: avoid }\n"
		    "</style></head><body>\n",
		    out);
}

void page_html_title(const char *title, FILE *out)
{
	(void)fputs("<h1>", out);
	page_text(title, out);
	(void)fputs("</h1>\n", out);
}

void page_html_end(FILE *out)
{
	(void)fputs("</body></html>\n", out);
}

static void html_cell(const struct table_cell *cell, bool right, FILE *out)
{
	static const char *const classes[] = {
	    [TABLE_RED] = "red", [TABLE_YELLOW] = "yellow", [TABLE_GREEN] = "green"};

	if (classes[cell->colour])
		(void)fprintf(out, "<td class=\"%s\">", classes[cell->colour]);
	else
		(void)fputs(right ? "<td class=\"n\">" : "<td>", out);
	page_text(cell->text, out);
	(void)fputs("</td>", out);
}

void page_table_html(const struct print_table *t, FILE *out)
{
	bool right;

	(void)fputs("<table><thead><tr>", out);
	for (size_t k = 0; k < table_columns(t); k++) {
		if (!table_shown(t, k))
			continue;
		(void)fputs("<th>", out);
		page_text(table_head_text(t, k, &right), out);
		(void)fputs("</th>", out);
	}
	(void)fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t i = 0; i < table_rows(t); i++) {
		(void)fputs("<tr>", out);
		for (size_t k = 0; k < table_columns(t); k++) {
			if (!table_shown(t, k))
				continue;
			(void)table_head_text(t, k, &right);
			html_cell(table_at(t, i, k), right, out);
		}
		(void)fputs("</tr>\n", out);
	}
	(void)fputs("</tbody></table>\n", out);
}

/* ---- a table as SVG */

static size_t width_of(const struct print_table *t, size_t column)
{
	bool right;
	size_t most = text_width(table_head_text(t, column, &right));

	for (size_t i = 0; i < table_rows(t); i++) {
		size_t n = text_width(table_at(t, i, column)->text);

		most = n > most ? n : most;
	}
	return most + 2;
}

void page_svg_begin(FILE *out)
{
	(void)fprintf(out,
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"420mm\" height=\"297mm\" "
		      "viewBox=\"0 0 %d %d\" font-family=\"Noto Sans CJK SC, Source Han Sans SC, "
		      "Microsoft YaHei, SimSun, sans-serif\">\n"
		      "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
		      WIDTH, HEIGHT, WIDTH, HEIGHT);
}

struct page_picture {
	const struct print_table *table;
	size_t width[COLUMNS_MAX]; /* in places: half the width of a Chinese character */
	long unit;		   /* width of a place */
	FILE *out;
};

/* Draws row `row` at `y`; -1 is the header row. */
static void svg_row(const struct page_picture *p, long row, long y)
{
	long x = MARGIN;
	bool right;

	for (size_t k = 0; k < table_columns(p->table) && k < COLUMNS_MAX; k++) {
		if (!table_shown(p->table, k))
			continue;
		(void)fprintf(p->out, "<text x=\"%ld\" y=\"%ld\" font-size=\"%ld\"%s>", x, y,
			      p->unit * 9 / 5, row < 0 ? " font-weight=\"bold\"" : "");
		page_text(row < 0 ? table_head_text(p->table, k, &right)
				  : table_at(p->table, (size_t)row, k)->text,
			  p->out);
		(void)fputs("</text>\n", p->out);
		x += (long)p->width[k] * p->unit;
	}
}

void page_table_svg(const struct print_table *t, FILE *out)
{
	struct page_picture p = {.table = t, .out = out};
	long places = 1, rows = (long)table_rows(t) + 1, step = (HEIGHT - 2 * MARGIN) / rows;

	for (size_t k = 0; k < table_columns(t) && k < COLUMNS_MAX; k++)
		if (table_shown(t, k))
			places += (long)(p.width[k] = width_of(t, k));
	step = step > ROW_MAX ? ROW_MAX : step;
	p.unit = (WIDTH - 2 * MARGIN) / places;
	p.unit = p.unit > step * 5 / 12 ? step * 5 / 12 : p.unit;
	page_svg_begin(out);
	for (long i = 0; i < rows; i++) {
		long y = MARGIN + step * (i + 1);

		svg_row(&p, i - 1, y - step * 3 / 10);
		(void)fprintf(out,
			      "<line x1=\"%d\" y1=\"%ld\" x2=\"%d\" y2=\"%ld\" stroke=\"#999\" "
			      "stroke-width=\"15\"/>\n",
			      MARGIN, y, WIDTH - MARGIN, y);
	}
	(void)fputs("</svg>\n", out);
}
