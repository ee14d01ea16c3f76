#include "client/cli/import/csvfile.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <strings.h>

#include <csv.h>

#include "proto/array.h"
#include "proto/limits.h"
#include "proto/status.h"
#include "proto/wire.h"

/* By how much libcsv enlarges its buffer for a cell, each time with a copy: its own 128 bytes make
 * a cell of two megabytes (a quotation mark forgotten) take minutes. */
enum { CELL_BLOCK = 64 * 1024 };

struct csv_reading {
	struct csvfile *f;
	uint32_t line;	   /* of the next byte */
	uint32_t row_line; /* where the current row began */
	uint32_t row_cells;
	uint32_t folded; /* number of line breaks inside cells so far */
	bool fresh;	 /* the current row is still empty */
	bool no_memory;
};

/* The length of a blank at `s`, including the full-width one (U+3000) and U+00A0; 0: none. */
static size_t blank_at(const char *s, size_t n)
{
	if (n >= 1 && (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n'))
		return 1;
	if (n >= 2 && memcmp(s, "\xC2\xA0", 2) == 0)
		return 2;
	if (n >= 3 && memcmp(s, "\xE3\x80\x80", 3) == 0)
		return 3;
	return 0;
}

static void trim(const char **s, size_t *n)
{
	for (size_t k; (k = blank_at(*s, *n)) > 0; *s += k, *n -= k)
		;
	for (;;) {
		size_t k = 0;
		for (size_t w = 1; w <= 3 && k == 0; w++)
			if (*n >= w && blank_at(*s + *n - w, w) == w)
				k = w;
		if (k == 0)
			return;
		*n -= k;
	}
}

static int put_cell(struct csvfile *f, const char *s, size_t n)
{
	if (array_grow(&f->pool, &f->pool_room, f->pool_size + n + 1, 1) < 0 ||
	    array_grow(&f->cell, &f->cells_room, f->n_cells + 1, sizeof *f->cell) < 0)
		return -ENOMEM;
	memcpy(f->pool + f->pool_size, s, n);
	f->pool[f->pool_size + n] = '\0';
	f->cell[f->n_cells++] = f->pool_size;
	f->pool_size += n + 1;
	return 0;
}

static void on_cell(void *data, size_t size, void *user)
{
	struct csv_reading *r = user;
	const char *s = data ? data : "";
	size_t n = data ? size : 0;
	trim(&s, &n);
	if (put_cell(r->f, s, n) < 0)
		r->no_memory = true;
	r->row_cells++;
}

static void on_row(int terminator, void *user)
{
	(void)terminator;
	struct csv_reading *r = user;
	struct csvfile *f = r->f;
	if (array_grow(&f->row, &f->rows_room, f->n_rows + 1, sizeof *f->row) < 0) {
		r->no_memory = true;
		return;
	}
	f->row[f->n_rows++] = (struct csvrow){
	    .line = r->row_line,
	    .number = r->row_line - r->folded,
	    .n = r->row_cells,
	    .first = f->n_cells - r->row_cells,
	};
	r->folded += r->line - r->row_line;
	r->row_cells = 0;
	r->fresh = true;
}

static int parse(struct csv_parser *p, struct bytes text, struct csv_reading *r)
{
	const char *s = text.data;
	for (size_t i = 0; i < text.size; i++) {
		bool end = s[i] == '\n' || s[i] == '\r';
		if (r->fresh && !end) {
			r->row_line = r->line;
			r->fresh = false;
		}
		/* Byte by byte: only then the line in which a quoted cell ends is known. */
		if (csv_parse(p, s + i, 1, on_cell, on_row, r) != 1)
			return csv_error(p) == CSV_EPARSE ? STATUS_INVALID : -ENOMEM;
		if (r->no_memory)
			return -ENOMEM;
		if (s[i] == '\n' || (s[i] == '\r' && (i + 1 == text.size || s[i + 1] != '\n')))
			r->line++;
	}
	if (csv_fini(p, on_cell, on_row, r) != 0)
		return csv_error(p) == CSV_EPARSE ? STATUS_INVALID : -ENOMEM;
	return r->no_memory ? -ENOMEM : 0;
}

int csv_read(struct bytes text, struct csvfile *ret, struct csvfault *fault)
{
	struct csvfile f = {};
	struct csv_reading r = {.f = &f, .line = 1, .fresh = true};
	struct csv_parser p;
	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return -ENOMEM;
	csv_set_blk_size(&p, CELL_BLOCK);
	int rc = parse(&p, text, &r);
	csv_free(&p);
	if (rc == STATUS_INVALID)
		*fault = (struct csvfault){
		    .code = "csv.quotes", .line = r.row_line, .column = r.row_cells + 1};
	if (rc != 0) {
		csv_done(&f);
		return rc;
	}
	*ret = f;
	return 0;
}

int csv_add_row(struct csvfile *f, uint32_t number)
{
	if (array_grow(&f->row, &f->rows_room, f->n_rows + 1, sizeof *f->row) < 0)
		return -ENOMEM;
	f->row[f->n_rows++] =
	    (struct csvrow){.line = number, .number = number, .first = f->n_cells};
	return 0;
}

int csv_add_cell(struct csvfile *f, uint32_t cell, const char *text)
{
	struct csvrow *row = &f->row[f->n_rows - 1];
	size_t n = strlen(text);
	for (; row->n < cell; row->n++)
		if (put_cell(f, "", 0) < 0)
			return -ENOMEM;
	trim(&text, &n);
	row->n++;
	return put_cell(f, text, n);
}

int csv_add_unread(struct csvfile *f, const char *code, const char *at)
{
	const struct csvrow *row = &f->row[f->n_rows - 1];
	if (array_grow(&f->unread, &f->unread_room, f->n_unread + 1, sizeof *f->unread) < 0)
		return -ENOMEM;
	struct csvunread *u = &f->unread[f->n_unread++];
	*u = (struct csvunread){.number = row->number, .cell = row->n - 1, .code = code};
	(void)snprintf(u->at, sizeof u->at, "%.11s", at);
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct csvunread *x = a, *y = b;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->cell < y->cell ? -1 : x->cell > y->cell;
}

const struct csvunread *csv_unread(const struct csvfile *f, size_t row, size_t cell)
{
	struct csvunread key = {.number = f->row[row].number, .cell = (uint32_t)cell};
	return f->n_unread == 0 ? NULL
				: bsearch(&key, f->unread, f->n_unread, sizeof key, by_place);
}

int csv_square(struct csvfile *f)
{
	for (size_t i = 1; i < f->n_rows; i++) {
		struct csvrow *r = &f->row[i];
		size_t was = r->first, n = r->n, first = f->n_cells;
		if (n >= f->row[0].n)
			continue;
		/* A row's cells must be adjacent, so they are moved to the end of the array. */
		if (array_grow(&f->cell, &f->cells_room, first + n, sizeof *f->cell) < 0)
			return -ENOMEM;
		memcpy(f->cell + first, f->cell + was, n * sizeof *f->cell);
		f->n_cells += n;
		for (; n < f->row[0].n; n++)
			if (put_cell(f, "", 0) < 0)
				return -ENOMEM;
		r->first = first;
		r->n = (uint32_t)n;
	}
	return 0;
}

int csv_set(struct csvfile *f, size_t row, size_t cell, const char *text)
{
	if (put_cell(f, text, strlen(text)) < 0)
		return -ENOMEM;
	f->cell[f->row[row].first + cell] = f->cell[--f->n_cells];
	return 0;
}

const char *csv_cell(const struct csvfile *f, size_t row, size_t cell)
{
	const struct csvrow *r = &f->row[row];
	return cell < r->n ? f->pool + f->cell[r->first + cell] : "";
}

bool csv_row_empty(const struct csvfile *f, size_t row)
{
	for (size_t k = 0; k < f->row[row].n; k++)
		if (*csv_cell(f, row, k))
			return false;
	return true;
}

void csv_done(struct csvfile *f)
{
	free(f->pool);
	free(f->cell);
	free(f->row);
	free(f->unread);
	*f = (struct csvfile){};
}

static uint32_t line_of(const char *s, size_t until)
{
	uint32_t line = 1;
	for (size_t i = 0; i < until; i++)
		if (s[i] == '\n')
			line++;
	return line;
}

/* The first line that is not valid UTF-8; 0 = none. Control characters are not checked here. */
static uint32_t not_utf8(struct bytes b)
{
	const char *s = b.data;
	for (size_t i = 0, begin = 0; i <= b.size; i++) {
		if (i < b.size && s[i] != '\r' && s[i] != '\n' && s[i] != '\t')
			continue;
		if (i > begin && wire_check_text(BYTES(s + begin, i - begin)) == WIRE_BAD_UTF8)
			return line_of(s, begin);
		begin = i + 1;
	}
	return 0;
}

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static int from_gb18030(struct bytes raw, char **ret_text, size_t *ret_size, struct csvfault *fault)
{
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	if (cd == (iconv_t)-1)
		return -errno;
	/* Two bytes of GB18030 become at most three bytes of UTF-8. */
	size_t room = raw.size * 2 + 4, left = room, in_left = raw.size;
	_cleanup_free_ char *text = malloc(room + 1);
	if (!text) {
		(void)iconv_close(cd);
		return -ENOMEM;
	}
	char *in = (char *)(uintptr_t)raw.data, *out = text;
	size_t r = iconv(cd, &in, &in_left, &out, &left);
	(void)iconv_close(cd);
	if (r == (size_t)-1) {
		*fault = (struct csvfault){.code = "csv.encoding",
					   .line = line_of(raw.data, raw.size - in_left)};
		return STATUS_INVALID;
	}
	size_t size = room - left;
	if (size >= 3 && memcmp(text, byte_order_mark, 3) == 0)
		memmove(text, text + 3, size -= 3);
	text[size] = '\0';
	*ret_size = size;
	*ret_text = TAKE_PTR(text);
	return 0;
}

static int copy_text(struct bytes raw, char **ret_text, size_t *ret_size)
{
	char *text = malloc(raw.size + 1);
	if (!text)
		return -ENOMEM;
	memcpy(text, raw.data, raw.size);
	text[raw.size] = '\0';
	*ret_text = text;
	*ret_size = raw.size;
	return 0;
}

/* Files that offices hand over in place of CSV, by their first bytes. */
static const struct {
	const char *magic;
	size_t size;
	const char *code;
} not_csv[] = {
    {"PK\x03\x04", 4, "csv.workbook"}, {"\xD0\xCF\x11\xE0", 4, "csv.workbook"},
    {"%PDF", 4, "csv.workbook"},       {"\xFF\xFE", 2, "csv.utf16"},
    {"\xFE\xFF", 2, "csv.utf16"},
};

int csv_decode(struct bytes raw, const char *encoding, char **ret_text, size_t *ret_size,
	       struct csvfault *fault)
{
	const char *s = raw.data;
	for (size_t i = 0; i < sizeof not_csv / sizeof *not_csv; i++)
		if (raw.size >= not_csv[i].size &&
		    memcmp(s, not_csv[i].magic, not_csv[i].size) == 0) {
			*fault = (struct csvfault){.code = not_csv[i].code, .line = 1};
			return STATUS_INVALID;
		}
	const char *nul = raw.size ? memchr(s, '\0', raw.size) : NULL;
	if (nul) {
		*fault =
		    (struct csvfault){.code = "csv.nul", .line = line_of(s, (size_t)(nul - s))};
		return STATUS_INVALID;
	}
	if (strcasecmp(encoding, "gb18030") == 0 || strcasecmp(encoding, "gbk") == 0)
		return from_gb18030(raw, ret_text, ret_size, fault);
	bool marked = raw.size >= 3 && memcmp(s, byte_order_mark, 3) == 0;
	if (marked)
		raw = BYTES(s + 3, raw.size - 3);
	uint32_t line = not_utf8(raw);
	if (line == 0)
		return copy_text(raw, ret_text, ret_size);
	/* A file with the byte order mark of UTF-8 but invalid UTF-8 is damaged; reading it as
	 * GB18030 would give wrong characters. */
	bool found_out = strcasecmp(encoding, "auto") == 0;
	if (found_out && !marked)
		return from_gb18030(raw, ret_text, ret_size, fault);
	*fault =
	    (struct csvfault){.code = found_out ? "csv.encoding" : "csv.not_utf8", .line = line};
	return STATUS_INVALID;
}

const struct csvfile *csv_shipped(struct csvfile *once, struct bytes text)
{
	struct csvfault fault;
	if (once->n_rows == 0)
		(void)csv_read(text, once, &fault);
	return once;
}
