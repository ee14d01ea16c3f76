#include "client/cli/print/table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/frame/messages.h"
#include "text/date.h"
#include "text/money.h"
#include "text/room.h"
#include "text/width.h"

#define COLUMN_GAP 2

struct print_table {
	char **heads; /* allocated */
	size_t n_heads;
	const char **own_head;		      /* replaces the message of the head, or NULL */
	char *title;			      /* or NULL */
	char *document_title, *document_lead; /* or NULL */
	size_t drop_from; /* columns from here on are left out if empty; SIZE_MAX: none is */
	struct table_cell *cell;
	size_t n, room;
	bool failed;
};

struct print_table *table_new(const char *const *heads)
{
	struct print_table *t = calloc(1, sizeof *t);
	size_t n = 0;
	if (!t)
		return NULL;
	t->drop_from = SIZE_MAX;
	while (heads[n])
		n++;
	t->own_head = calloc(n + 1, sizeof *t->own_head);
	t->heads = calloc(n + 1, sizeof *t->heads);
	if (!t->own_head || !t->heads)
		return table_free(t);
	for (; t->n_heads < n; t->n_heads++) {
		t->heads[t->n_heads] = strdup(heads[t->n_heads]);
		if (!t->heads[t->n_heads])
			return table_free(t);
	}
	return t;
}

struct print_table *table_free(struct print_table *t)
{
	if (!t)
		return NULL;
	for (size_t i = 0; i < t->n; i++)
		free(t->cell[i].text);
	for (size_t i = 0; i < t->n_heads; i++)
		free(t->heads[i]);
	free(t->cell);
	free(t->own_head);
	free(t->heads);
	free(t->title);
	free(t->document_title);
	free(t->document_lead);
	free(t);
	return NULL;
}

static void put_text(struct print_table *t, char **to, const char *text)
{
	free(*to);
	*to = strdup(text);
	t->failed |= !*to;
}

void table_title(struct print_table *t, const char *title)
{
	put_text(t, &t->title, title);
}

void table_document(struct print_table *t, const char *title, const char *lead)
{
	put_text(t, &t->document_title, title);
	put_text(t, &t->document_lead, lead);
}

const char *table_document_title(const struct print_table *t)
{
	return t->document_title;
}

const char *table_document_lead(const struct print_table *t)
{
	return t->document_lead;
}

const char *table_title_text(const struct print_table *t)
{
	return t->title;
}

void table_head(struct print_table *t, size_t column, const char *text)
{
	if (column < t->n_heads)
		t->own_head[column] = text;
}

void table_drop_empty(struct print_table *t)
{
	table_drop_empty_from(t, 0);
}

void table_drop_empty_from(struct print_table *t, size_t column)
{
	t->drop_from = column;
}

/* Adds a cell; takes over cell->text. */
static void put(struct print_table *t, struct table_cell cell)
{
	if (!cell.text)
		t->failed = true;
	if (!t->failed && t->n == t->room) {
		size_t room = t->room ? t->room * 2 : 64;
		struct table_cell *more = reallocarray(t->cell, room, sizeof *more);
		if (more)
			t->cell = more;
		t->failed = !more;
		t->room = more ? room : t->room;
	}
	if (t->failed) {
		free(cell.text);
		return;
	}
	t->cell[t->n++] = cell;
}

void table_cell(struct print_table *t, const char *text)
{
	put(t, (struct table_cell){.text = strdup(text ? text : "")});
}

void table_cellf(struct print_table *t, const char *format, ...)
{
	char *text = NULL;
	va_list ap;
	va_start(ap, format);
	int n = vasprintf(&text, format, ap);
	va_end(ap);
	put(t, (struct table_cell){.text = n < 0 ? NULL : text});
}

void table_number(struct print_table *t, int64_t n)
{
	char *text = NULL;
	if (asprintf(&text, "%lld", (long long)n) < 0)
		text = NULL;
	put(t, (struct table_cell){.text = text, .kind = TABLE_NUMBER, .value = n});
}

static void put_day(struct print_table *t, uint32_t day, const char *text,
		    enum print_table_kind kind)
{
	put(t, (struct table_cell){
		   .text = strdup(text), .kind = day ? kind : TABLE_TEXT, .value = day});
}

void table_date(struct print_table *t, uint32_t date)
{
	char buf[TEXT_ROOM];
	put_day(t, date, ymd_text(date, buf), TABLE_DATE);
}

void table_month(struct print_table *t, uint32_t month)
{
	char buf[TEXT_ROOM];
	put_day(t, month, month_text(month, buf), TABLE_MONTH);
}

void table_money(struct print_table *t, const int64_t *fen, const char *unit)
{
	char number[TEXT_ROOM], *text = NULL;
	if (!fen) {
		put(t, (struct table_cell){.text = strdup(""), .unit = unit});
		return;
	}
	if (asprintf(&text, "%s%s", money_text_shown(*fen, money_unit_of(unit), number), unit) < 0)
		text = NULL;
	put(t, (struct table_cell){.text = text, .kind = TABLE_MONEY, .value = *fen, .unit = unit});
}

void table_lamp(struct print_table *t, const char *level)
{
	static const struct {
		const char *level;
		enum print_table_colour colour;
	} colours[] = {{"red", TABLE_RED}, {"yellow", TABLE_YELLOW}};
	enum print_table_colour colour = TABLE_PLAIN;
	for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
		if (strcmp(level, colours[i].level) == 0)
			colour = colours[i].colour;
	put(t, (struct table_cell){.text = strdup(message_term("level", level)), .colour = colour});
}

void table_lamp_out(struct print_table *t, const char *text)
{
	put(t, (struct table_cell){.text = strdup(text), .colour = TABLE_GREEN});
}

bool table_failed(const struct print_table *t)
{
	return t->failed;
}

size_t table_columns(const struct print_table *t)
{
	return t->n_heads;
}

size_t table_rows(const struct print_table *t)
{
	return t->n / t->n_heads;
}

const struct table_cell *table_at(const struct print_table *t, size_t row, size_t column)
{
	return &t->cell[row * t->n_heads + column];
}

/* From drop_from on, a column is hidden if all its cells are empty or 0. */
bool table_shown(const struct print_table *t, size_t column)
{
	if (column < t->drop_from)
		return true;
	for (size_t i = 0; i < table_rows(t); i++) {
		const struct table_cell *cell = table_at(t, i, column);
		if (*cell->text && !(cell->kind == TABLE_NUMBER && cell->value == 0))
			return true;
	}
	return false;
}

const char *table_head_text(const struct print_table *t, size_t column, bool *ret_right)
{
	const char *h = t->heads[column];
	*ret_right = *h == '>';
	if (t->own_head[column])
		return t->own_head[column];
	return message_term("head", h + (*ret_right ? 1 : 0));
}

struct look {
	size_t width;
	bool right;
	bool last; /* at the end of the line: no padding */
	enum print_table_colour colour;
};

static void print_cell(FILE *out, const char *text, struct look k)
{
	static const char *const codes[] = {
	    [TABLE_RED] = "\033[1;31m", [TABLE_YELLOW] = "\033[33m", [TABLE_GREEN] = "\033[32m"};
	const char *code = codes[k.colour];
	int fill = (int)(k.width - text_width(text));
	if (k.right)
		(void)fprintf(out, "%*s", fill, "");
	(void)fprintf(out, "%s%s%s", code ? code : "", text, code ? "\033[0m" : "");
	if (!k.last)
		(void)fprintf(out, "%*s", (k.right ? 0 : fill) + COLUMN_GAP, "");
}

/* `row` SIZE_MAX: the heads. A column of width 0 is hidden. */
static void print_row(const struct print_table *t, size_t row, const size_t *width, FILE *out)
{
	bool colours = isatty(fileno(out)) && !getenv("NO_COLOR");
	size_t last = 0;
	for (size_t i = 0; i < t->n_heads; i++)
		last = width[i] ? i : last;
	for (size_t i = 0; i <= last; i++) {
		struct look look = {.width = width[i], .last = i == last};
		const char *text = table_head_text(t, i, &look.right);
		if (row != SIZE_MAX) {
			text = table_at(t, row, i)->text;
			look.colour = colours ? table_at(t, row, i)->colour : TABLE_PLAIN;
		}
		if (width[i])
			print_cell(out, text, look);
	}
	(void)fputc('\n', out);
}

int table_print(struct print_table *t, FILE *out)
{
	size_t *width = calloc(t->n_heads + 1, sizeof *width);
	bool right;
	if (!width || t->failed) {
		free(width);
		return -ENOMEM;
	}
	for (size_t i = 0; i < t->n_heads; i++) {
		if (!table_shown(t, i))
			continue;
		width[i] = text_width(table_head_text(t, i, &right));
		for (size_t row = 0; row < table_rows(t); row++) {
			size_t w = text_width(table_at(t, row, i)->text);
			width[i] = w > width[i] ? w : width[i];
		}
		width[i] += width[i] == 0; /* keeps a column visible that has no head */
	}
	if (t->title)
		(void)fprintf(out, "%s\n", t->title);
	for (size_t row = 0; row <= table_rows(t); row++)
		print_row(t, row - 1, width, out);
	free(width);
	return 0;
}

static const char *money_unit(const struct print_table *t, size_t column)
{
	for (size_t i = 0; i < table_rows(t); i++)
		if (table_at(t, i, column)->unit)
			return table_at(t, i, column)->unit;
	return NULL;
}

char *table_headline(const struct print_table *t, size_t column)
{
	bool right;
	char *ret = NULL;
	const char *unit = money_unit(t, column), *head = table_head_text(t, column, &right);
	if (asprintf(&ret, "%s%s%s%s", head, unit ? "（" : "", unit ? unit : "", unit ? "）" : "") <
	    0)
		return NULL;
	return ret;
}
