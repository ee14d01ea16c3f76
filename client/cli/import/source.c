#include "client/cli/import/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "client/cli/frame/args.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/file.h"
#include "client/cli/frame/messages.h"
#include "client/cli/import/columns.h"
#include "client/cli/print/mark.h"
#include "client/cli/workbook/book.h"
#include "client/cli/workbook/import.h"
#include "client/cli/workbook/strict.h"
#include "client/cli/workbook/workbook.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

/* A workbook of projects with other headers than ours is an office's own list. */
static int read_book(struct cli *c, const char *path, struct bytes raw, struct import_source *s)
{
	struct workbook_file b = {};
	const struct workbook_strict to = {s->kind, s->grid, s->told, s->problems};
	bool own = false;
	int r = workbook_file_read(c, path, raw, &b);
	s->hides = r == 0 && workbook_hides(&b);
	if (r == 0 && s->own_list && strcmp(s->kind, "projects") == 0)
		r = workbook_import_book(c, path, &b, &own);
	if (r == 0 && !own)
		r = workbook_strict(c, &b, &to);
	if (s->own_list)
		*s->own_list = own;
	workbook_file_done(&b);
	return r;
}

static int check_encoding(struct cli *c, const char **ret)
{
	const char *encoding = cli_option(c, "encoding");
	encoding = encoding ? message_word("place", encoding) : "auto";
	if (strcasecmp(encoding, "auto") != 0 && strcasecmp(encoding, "utf-8") != 0 &&
	    strcasecmp(encoding, "gb18030") != 0 && strcasecmp(encoding, "gbk") != 0)
		return cli_fail(c, CLI_USAGE, "usage.encoding", encoding, NULL);
	*ret = encoding;
	return 0;
}

static int read_csv(struct bytes raw, const char *encoding, struct import_source *s)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	struct csvfault f = {};
	char column[16] = "";
	int r = csv_decode(raw, encoding, &text, &size, &f);
	if (r == 0)
		r = csv_read(BYTES(text, size), s->grid, &f);
	if (r != STATUS_INVALID)
		return r;
	if (f.column)
		(void)snprintf(column, sizeof column, "%u", f.column);
	PROBLEM(s->problems, .code = f.code, .line = f.line, .column = column);
	return r;
}

static int check_size(struct import_source *s)
{
	if (s->grid->n_rows == 0)
		PROBLEM(s->problems, .code = "import.empty", .line = 1);
	else if (s->grid->n_rows > IMPORT_ROWS_MAX + 1)
		PROBLEM(s->problems, .code = "import.too_many_rows");
	else
		return 0;
	return STATUS_INVALID;
}

static int take_marks_off(struct csvfile *f)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < f->n_rows; i++)
		for (size_t k = 0; r == 0 && k < f->row[i].n; k++)
			if (mark_is_on(csv_cell(f, i, k)))
				r = csv_set(f, i, k, csv_cell(f, i, k) + MARK_SIZE);
	return r;
}

int import_source_read(struct cli *c, const char *path, struct import_source *s)
{
	const char *encoding = NULL;
	_cleanup_free_ char *raw = NULL;
	size_t size = 0;
	bool workbook = false;
	int r = check_encoding(c, &encoding);
	if (r == 0)
		r = cli_read_file(c, path, &raw, &size);
	if (r == 0)
		r = workbook_recognise(c, path, BYTES(raw, size), &workbook);
	if (r == 0)
		r = workbook ? read_book(c, path, BYTES(raw, size), s)
			     : read_csv(BYTES(raw, size), encoding, s);
	if (r != 0 || (s->own_list && *s->own_list))
		return r;
	r = check_size(s);
	if (r == 0)
		r = take_marks_off(s->grid);
	if (r != 0 || workbook || !s->own_list || strcmp(s->kind, "projects") != 0 ||
	    import_is_strict(s->grid))
		return r;
	*s->own_list = true;
	return workbook_import_csv(c, path, s->grid);
}
