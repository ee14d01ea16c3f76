#include "lib/tcsv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

/* Splits at 0x1f if the line has any, else at commas. */
static char **split(struct arena *a, const char *line, size_t len, size_t *ret_n)
{
	int mark = memchr(line, 0x1f, len) ? 0x1f : ',';
	char **cells = NULL;
	size_t n = 0;

	for (const char *p = line, *end = line + len; p <= end;) {
		const char *comma = memchr(p, mark, (size_t)(end - p));
		size_t size = (size_t)((comma ? comma : end) - p);

		cells = arena_grow(a, cells, n, sizeof *cells);
		cells[n++] = arena_strn(a, p, size);
		p += size + 1;
	}
	*ret_n = n;
	return cells;
}

static void digest_row(struct sm3 *s, const Duban__ImportRow *row)
{
	for (size_t i = 0; i < row->n_cell; i++) {
		assert_int_equal(sm3_add(s, BYTES_STR(row->cell[i])), 0);
		assert_int_equal(sm3_add(s, BYTES("\x1f", 1)), 0);
	}
	assert_int_equal(sm3_add(s, BYTES("\x1e", 1)), 0);
}

static void parse_header(struct arena *a, struct tcsv *c, char **cells, size_t n)
{
	c->column = arena_alloc(a, n * sizeof *c->column);
	c->n_column = n;
	for (size_t i = 0; i < n; i++) {
		bool money = strcmp(cells[i], "total") == 0 || strcmp(cells[i], "plan") == 0;
		char *unit = strstr(cells[i], "(元)");

		if (unit)
			*unit = 0;

		c->column[i] = arena_alloc(a, sizeof *c->column[i]);
		duban__import_column__init(c->column[i]);
		c->column[i]->name = cells[i];
		if (money || unit)
			c->column[i]->unit = (char *)(uintptr_t) "元";
	}
}

void tcsv_parse(struct arena *a, const char *csv, struct tcsv *c)
{
	_cleanup_(sm3_freep) struct sm3 *s = NULL;
	uint32_t line = 0;

	assert_int_equal(sm3_new(&s), 0);
	assert_int_equal(sm3_start(s), 0);
	for (const char *p = csv; *p;) {
		size_t len = strcspn(p, "\n"), n;
		char **cells = split(a, p, len, &n);

		line++;
		p += len + (p[len] == '\n');
		if (line == 1) {
			parse_header(a, c, cells, n);
			continue;
		}
		c->row = arena_grow(a, c->row, c->n_row, sizeof *c->row);
		c->row[c->n_row] = arena_alloc(a, sizeof **c->row);
		duban__import_row__init(c->row[c->n_row]);
		c->row[c->n_row]->line = line;
		c->row[c->n_row]->cell = cells;
		c->row[c->n_row]->n_cell = n;
		digest_row(s, c->row[c->n_row++]);
	}
	assert_int_equal(sm3_end(s, c->digest), 0);
}
