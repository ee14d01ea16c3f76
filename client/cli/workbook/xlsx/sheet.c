#include "client/cli/workbook/xlsx/sheet.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/workbook/xlsx/archive.h"
#include "client/cli/workbook/xlsx/strings.h"
#include "client/cli/workbook/xlsx/styles.h"
#include "client/cli/workbook/xlsx/xml.h"
#include "proto/array.h"
#include "proto/status.h"
#include "text/number.h"

struct sheet_part {
	const struct sheet_source *from;
	struct grid *grid;
	uint32_t row, column; /* the last that began */
	bool in_cell, in_text, has_value, has_formula;
	char type[16];
	uint32_t style;
	struct runs runs;
};

static int damaged(const struct xml *x)
{
	return archive_refuse(x->archive, "sheet.book_damaged");
}

static int held(const struct xml *x, int r)
{
	return r == -EFBIG ? archive_refuse(x->archive, "sheet.book_too_large") : r;
}

/* "AB12", up to the end of the text or a colon. */
static const char *address(const char *s, uint32_t *ret_row, uint32_t *ret_column)
{
	uint32_t row = 0, column = 0;
	const char *first = s;
	for (; isalpha((unsigned char)*s) && s - first < 3; s++)
		column = column * 26 + (uint32_t)(toupper((unsigned char)*s) - 'A' + 1);
	for (; isdigit((unsigned char)*s) && row <= WORKBOOK_SHEET_ROWS; s++)
		row = row * 10 + (uint32_t)(*s - '0');
	if (row < 1 || row > WORKBOOK_SHEET_ROWS || column < 1 || column > WORKBOOK_SHEET_COLUMNS)
		return NULL;
	*ret_row = row;
	*ret_column = column;
	return *s == '\0' || *s == ':' ? s : NULL;
}

static bool is_zero(const struct xml *x, const char *name)
{
	struct xlsx_number d;
	const char *s = xml_attribute(x, name);
	return s && decimal_read(s, &d) && d.digits == 0;
}

static int start_columns(struct xml *x)
{
	struct sheet_part *r = x->user;
	uint32_t first, last;
	if (!xml_flag(x, "hidden", false) && !is_zero(x, "width"))
		return 0;
	if (!xml_number(x, "min", &first) || !xml_number(x, "max", &last) || first < 1)
		return damaged(x);
	for (; first <= last && first <= WORKBOOK_SHEET_COLUMNS; first++)
		r->grid->hidden_column[first] = true;
	return 0;
}

/* Without a number it is the row below the last one. */
static int start_row(struct xml *x)
{
	struct sheet_part *r = x->user;
	uint32_t row = r->row + 1;
	if (xml_attribute(x, "r") && !xml_number(x, "r", &row))
		return damaged(x);
	if (row <= r->row || row > WORKBOOK_SHEET_ROWS)
		return damaged(x);
	r->row = row;
	r->column = 0;
	bool hidden = xml_flag(x, "hidden", false) || is_zero(x, "ht");
	return hidden ? grid_hide_row(r->grid, row) : 0;
}

static int start_cell(struct xml *x)
{
	struct sheet_part *r = x->user;
	const char *at = xml_attribute(x, "r"), *type = xml_attribute(x, "t");
	uint32_t row = r->row, column = r->column + 1;
	if (r->in_cell || row == 0 || (at && !address(at, &row, &column)))
		return damaged(x);
	r->style = 0;
	if (row != r->row || column <= r->column || column > WORKBOOK_SHEET_COLUMNS ||
	    (xml_attribute(x, "s") && !xml_number(x, "s", &r->style)))
		return damaged(x);
	r->column = column;
	r->in_cell = true;
	r->in_text = r->has_value = r->has_formula = false;
	r->runs = (struct runs){};
	(void)snprintf(r->type, sizeof r->type, "%s", type ? type : "n");
	xml_begin_text(x);
	x->keep = false;
	return 0;
}

static int start_merge(struct xml *x)
{
	struct sheet_part *r = x->user;
	const char *s = xml_attribute(x, "ref");
	struct grid_range range;
	s = s ? address(s, &range.row, &range.column) : NULL;
	if (s && *s == '\0')
		return 0;
	if (!s || !address(s + 1, &range.last_row, &range.last_column) ||
	    range.last_row < range.row || range.last_column < range.column)
		return damaged(x);
	return held(x, grid_merge(r->grid, &range));
}

static int start_value(struct xml *x)
{
	struct sheet_part *r = x->user;
	r->has_value = true;
	xml_begin_text(x);
	return 0;
}

static int start_formula(struct xml *x)
{
	struct sheet_part *r = x->user;
	r->has_formula = true;
	return 0;
}

static int start_text(struct xml *x)
{
	struct sheet_part *r = x->user;
	r->in_text = r->has_value = true;
	xml_begin_text(x);
	x->keep = false;
	return 0;
}

static const struct {
	const char *name;
	bool inside; /* of a cell */
	int (*start)(struct xml *x);
} elements[] = {
    {"c", false, start_cell},	       {"v", true, start_value}, {"row", false, start_row},
    {"f", true, start_formula},	       {"is", true, start_text}, {"col", false, start_columns},
    {"mergeCell", false, start_merge},
};

static int on_start(struct xml *x, const char *name)
{
	struct sheet_part *r = x->user;
	if (r->in_text) {
		runs_start(x, &r->runs, name);
		return 0;
	}
	for (size_t i = 0; i < COUNT(elements); i++)
		if (strcmp(name, elements[i].name) == 0 && (r->in_cell || !elements[i].inside))
			return elements[i].start(x);
	return 0;
}

/* The text that a cell names by its number. */
static int look_up(struct xml *x, const struct sheet_part *r, struct cell_stored *io)
{
	uint32_t i;
	if (strcmp(r->type, "s") != 0)
		return 0;
	io->has_value = *io->text;
	if (!*io->text)
		return 0;
	io->text = number_parse(io->text, UINT32_MAX, &i) ? strings_at(r->from->strings, i) : NULL;
	return io->text ? 0 : damaged(x);
}

static int end_cell(struct xml *x)
{
	struct sheet_part *r = x->user;
	struct cell_stored stored = {r->type, x->text, r->has_value, r->has_formula};
	struct xlsx_cell cell;
	const struct format *f = styles_at(r->from->styles, r->style);
	r->in_cell = false;
	if (strcmp(r->type, "str") == 0)
		x->size = strings_unescape(x->text, x->size);
	int rc = look_up(x, r, &stored);
	if (rc != 0)
		return rc;
	if (!f || !cell_read(&stored, f, &r->from->rules, &cell))
		return damaged(x);
	return *cell.text ? held(x, grid_add(r->grid, r->row, r->column, &cell)) : 0;
}

static int on_end(struct xml *x, const char *name)
{
	struct sheet_part *r = x->user;
	if (r->in_text)
		runs_end(x, &r->runs, name);
	if (strcmp(name, "is") == 0)
		r->in_text = false;
	if (strcmp(name, "v") == 0)
		x->keep = false;
	return strcmp(name, "c") == 0 && r->in_cell ? end_cell(x) : 0;
}

int sheet_read(const struct sheet_source *from, const char *part, struct grid *ret)
{
	struct sheet_part r = {.from = from, .grid = ret};
	return xml_read(from->archive, part, &(struct xml_reader){XML_SHEET, on_start, on_end, &r});
}
