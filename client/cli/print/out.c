#include "client/cli/print/out.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/chart/page.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "client/cli/print/mark.h"
#include "client/cli/print/out_docx.h"
#include "client/cli/print/out_xlsx.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "text/money.h"
#include "text/room.h"

bool cli_json(const struct cli *c)
{
	return c->json && !cli_option(c, "out");
}

void out_csv_text(FILE *out, const char *s)
{
	bool quoted = strpbrk(s, ",\"\r\n") || *s == ' ';
	(void)fputs(quoted ? "\"" : "", out);
	(void)fputs(mark_is_needed(s) ? MARK : "", out);
	for (; *s; s++) {
		if (*s == '"')
			(void)fputc('"', out);
		(void)fputc(*s, out);
	}
	(void)fputs(quoted ? "\"" : "", out);
}

static void put_csv_cell(FILE *out, const struct table_cell *cell)
{
	char buf[TEXT_ROOM];
	if (cell->kind == TABLE_MONEY)
		out_csv_text(out, money_text_exact(cell->value, money_unit_of(cell->unit), buf));
	else
		out_csv_text(out, cell->text);
}

int out_csv(const char *path, const struct print_table *t)
{
	FILE *out = fopen(path, "we");
	if (!out)
		return -errno;
	(void)fputs("\xEF\xBB\xBF", out);
	for (size_t row = 0; row <= table_rows(t); row++) {
		const char *comma = "";
		for (size_t i = 0; i < table_columns(t); i++) {
			if (!table_shown(t, i))
				continue;
			_cleanup_free_ char *head = row == 0 ? table_headline(t, i) : NULL;
			(void)fputs(comma, out);
			comma = ",";
			if (row == 0)
				out_csv_text(out, head ? head : "");
			else
				put_csv_cell(out, table_at(t, row - 1, i));
		}
		(void)fputs("\r\n", out);
	}
	bool bad = ferror(out) != 0;
	if (fclose(out) != 0 || bad)
		return errno ? -errno : -EIO;
	return 0;
}

static bool ends(const char *path, const char *with)
{
	size_t n = strlen(path), k = strlen(with);
	return n > k && strcasecmp(path + n - k, with) == 0;
}

bool cli_spreadsheet(const struct cli *c)
{
	const char *path = cli_option(c, "out");
	return path && (ends(path, ".csv") || ends(path, ".xlsx"));
}

static int page_file(const char *path, const struct print_table *t,
		     void (*page)(const struct print_table *t, FILE *out))
{
	FILE *out = fopen(path, "we");
	if (!out)
		return -errno;
	page(t, out);
	bool bad = ferror(out) != 0;
	if (fclose(out) != 0 || bad)
		return errno ? -errno : -EIO;
	return 0;
}

static void html(const struct print_table *t, FILE *out)
{
	const char *title = table_title_text(t);
	page_html_begin(title ? title : "", out);
	if (title)
		page_html_title(title, out);
	page_table_html(t, out);
	page_html_end(out);
}

static int out_html(const char *path, const struct print_table *t)
{
	return page_file(path, t, html);
}

static int out_svg(const char *path, const struct print_table *t)
{
	return page_file(path, t, page_table_svg);
}

/* The title of a table without one is the file's name, which its reader chose: 单位 of 单位.docx.
 */
static int write_docx(const char *path, const struct print_table *t)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	_cleanup_free_ char *title = strndup(name, strcspn(name, "."));
	return title ? out_docx(path, t, title) : -ENOMEM;
}

static const struct writer {
	const char *ending;
	int (*write)(const char *path, const struct print_table *t);
} writers[5] = {
    {".csv", out_csv},	 {".xlsx", out_xlsx}, {".docx", write_docx},
    {".html", out_html}, {".svg", out_svg},
};

static const struct writer *writer_of(const char *path)
{
	for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
		if (ends(path, writers[i].ending))
			return &writers[i];
	return NULL;
}

/* Writes a new file beside the old one and renames it, so that the old file stays until the new one
 * is complete. */
static int write_file(const char *path, const struct print_table *t)
{
	_cleanup_free_ char *part = NULL;
	if (asprintf(&part, "%s.part", path) < 0)
		return -ENOMEM;
	int r = writer_of(path)->write(part, t);
	if (r == 0 && rename(part, path) != 0)
		r = -errno;
	if (r != 0)
		(void)unlink(part);
	return r;
}

int cli_table(struct cli *c, struct print_table *t)
{
	const char *path = cli_option(c, "out");
	char rows[24];
	if (!path)
		return table_print(t, stdout);
	if (!writer_of(path))
		return cli_fail(c, CLI_USAGE, "usage.out", path, writers[0].ending,
				writers[1].ending, writers[2].ending, writers[3].ending,
				writers[4].ending, NULL);
	if (table_failed(t))
		return -ENOMEM;
	int r = write_file(path, t);
	if (r != 0)
		return cli_fail(c, CLI_LOCAL, "local.unwritable", path, message_errno(-r), NULL);
	(void)snprintf(rows, sizeof rows, "%zu", table_rows(t));
	cli_say(c, "out.written", path, rows, NULL);
	if (c->json) {
		struct json j = {.out = stdout};
		json_object(&j, NULL);
		json_text(&j, "file", path);
		json_uint(&j, "rows", table_rows(t));
		json_end_object(&j);
		(void)fputc('\n', stdout);
	}
	return 0;
}
