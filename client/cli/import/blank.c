#include "client/cli/import/blank.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "client/cli/form/record.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/import/describe.h"
#include "client/cli/print/json.h"
#include "client/cli/print/out_xlsx.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "text/money.h"
#include "text/width.h"

/* Widths in characters of the workbook's font. */
enum { COLUMN_LEAST = 12, COLUMN_WIDEST = 40 };

enum { WORDS_MOST = 40, CHOICE_BYTES_MAX = 255 };

struct blank {
	const struct record *r;
	const char *unit; /* of money */
	lxw_workbook *book;
	lxw_worksheet *sheet, *about;
	lxw_format *head, *must, *plain, *wrapped;
	int failed; /* -errno */
};

static lxw_format *cells(struct blank *b, const char *number_format)
{
	lxw_format *f = workbook_add_format(b->book);
	if (f)
		format_set_num_format(f, number_format);
	return f;
}

static lxw_format *heading(struct blank *b, lxw_color_t colour)
{
	lxw_format *f = workbook_add_format(b->book);
	if (!f)
		return NULL;
	format_set_bold(f);
	format_set_align(f, LXW_ALIGN_CENTER);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	format_set_border(f, LXW_BORDER_THIN);
	format_set_bg_color(f, colour);
	return f;
}

/* Text stays text: a code such as 1-2 must not become a date. */
static const char *format_of(enum record_type type)
{
	static const char *const of[] = {
	    [RECORD_NUMBER] = "0",	[RECORD_YEAR] = "0",	    [RECORD_DATE] = "yyyy-mm-dd",
	    [RECORD_MONTH] = "yyyy-mm", [RECORD_MONEY] = "General", [RECORD_CODE] = "@",
	};
	return (size_t)type < sizeof of / sizeof *of && of[type] ? of[type] : "@";
}

/* "总投资（万元）". malloc'ed; NULL: no memory. */
static char *head_of(const struct blank *b, const struct record_column *c)
{
	const char *zh = c->zh ? c->zh : c->name;
	char *ret = NULL;
	bool money = c->type == RECORD_MONEY;
	return asprintf(&ret, "%.*s%s%s%s", (int)strcspn(zh, "|"), zh, money ? "（" : "",
			money ? b->unit : "", money ? "）" : "") < 0
		   ? NULL
		   : ret;
}

/* Other words are allowed: an import takes more than one for each. A spreadsheet takes a choice of
 * at most 255 characters, and libxlsxwriter 1.1.4 writes past its buffer from 256 bytes on: a
 * longer one stands only in the explanation. (A choice that is a range of cells would have no such
 * end, but libxlsxwriter loses its memory.) */
static void put_choice(struct blank *b, const struct record_column *c, lxw_col_t col)
{
	char *word[WORDS_MOST + 1] = {NULL};
	size_t bytes = 0;

	for (size_t n = 0; n < WORDS_MOST; n++) {
		word[n] = (char *)(uintptr_t)import_word(b->r, c, n);
		if (!word[n])
			break;
		bytes += strlen(word[n]) + 1; /* the comma */
	}
	if (bytes > CHOICE_BYTES_MAX)
		return;

	lxw_data_validation choice = {.validate = LXW_VALIDATION_TYPE_LIST,
				      .ignore_blank = LXW_VALIDATION_ON,
				      .show_error = LXW_VALIDATION_OFF,
				      .value_list = word};
	(void)worksheet_data_validation_range(b->sheet, 1, col, IMPORT_ROWS_MAX, col, &choice);
}

static void put_column(struct blank *b, const struct record_column *c, lxw_col_t col)
{
	_cleanup_free_ char *head = head_of(b, c), *takes = import_takes(b->r, c, true);
	char code[64];
	const char *must = import_must(c);
	lxw_format *f = cells(b, format_of(c->type));
	if (!head || !takes || !f) {
		b->failed = -ENOMEM;
		return;
	}
	size_t w = text_width(head) + 4;
	w = w < COLUMN_LEAST ? COLUMN_LEAST : w > COLUMN_WIDEST ? COLUMN_WIDEST : w;
	(void)worksheet_set_column(b->sheet, col, col, (uint32_t)w, f);
	(void)worksheet_write_string(b->sheet, 0, col, head, *must ? b->must : b->head);
	(void)snprintf(code, sizeof code, "column_must.%s", must);
	(void)worksheet_write_string(b->about, col + 1U, 0, head, b->plain);
	(void)worksheet_write_string(b->about, col + 1U, 1, *must ? message_in(code, true) : "",
				     b->plain);
	(void)worksheet_write_string(b->about, col + 1U, 2, takes, b->wrapped);
}

static void put_columns(struct blank *b)
{
	static const char *const heads[] = {"blank.column", "blank.must", "blank.takes"};
	lxw_col_t col = 0;
	for (lxw_col_t k = 0; k < sizeof heads / sizeof *heads; k++)
		(void)worksheet_write_string(b->about, 0, k, message_in(heads[k], true), b->head);
	for (const struct record_column *c = b->r->column; c->name; c++) {
		if (c->hidden)
			continue;
		put_column(b, c, col);
		if (import_word(b->r, c, 0))
			put_choice(b, c, col);
		col++;
	}
	(void)worksheet_set_column(b->about, 0, 0, COLUMN_LEAST * 2, NULL);
	(void)worksheet_set_column(b->about, 1, 1, COLUMN_LEAST, NULL);
	(void)worksheet_set_column(b->about, 2, 2, COLUMN_WIDEST * 2, NULL);
	worksheet_freeze_panes(b->sheet, 1, 0);
	worksheet_freeze_panes(b->about, 1, 0);
	out_xlsx_paper(b->sheet, 0);
	out_xlsx_paper(b->about, 0);
	worksheet_set_row(b->sheet, 0, 24, NULL);
}

/* The kind's event is called 单位变动: its rows are 单位. */
static lxw_worksheet *first_sheet(struct blank *b)
{
	static const char change[] = "变动";
	char name[64];
	(void)snprintf(name, sizeof name, "%s", record_term(b->r, true));
	size_t n = strlen(name), k = sizeof change - 1;
	if (n > k && strcmp(name + n - k, change) == 0)
		name[n - k] = '\0';
	return workbook_add_worksheet(b->book, name);
}

static int write_book(struct blank *b, const char *path)
{
	/* Tried first: on failure libxlsxwriter prints to stderr and does not return errno. */
	FILE *probe = fopen(path, "wxe");
	if (!probe || fclose(probe) != 0)
		return -errno;
	b->book = workbook_new(path);
	if (!b->book)
		return -ENOMEM;
	b->sheet = first_sheet(b);
	b->about = workbook_add_worksheet(b->book, message_in("blank.about", true));
	b->head = heading(b, 0xE7E6E6);
	b->must = heading(b, 0xFFE699);
	b->plain = cells(b, "@");
	b->wrapped = cells(b, "@");
	if (b->wrapped)
		format_set_text_wrap(b->wrapped);
	if (b->sheet && b->about && b->head && b->must && b->plain && b->wrapped)
		put_columns(b);
	else
		b->failed = -ENOMEM;
	errno = 0;
	if (workbook_close(b->book) != LXW_NO_ERROR && b->failed == 0)
		b->failed = errno ? -errno : -EIO;
	return b->failed;
}

static void told_json(const struct record *r, const char *path)
{
	struct json j = {.out = stdout};
	json_object(&j, NULL);
	json_text(&j, "file", path);
	json_text(&j, "kind", r->name);
	json_end_object(&j);
	(void)fputc('\n', stdout);
}

int import_blank(struct cli *c, const struct record *r, const char *path)
{
	const char *unit = cli_option(c, "unit"), *dot = strrchr(path, '.');
	struct blank b = {.r = r, .unit = unit ? unit : "万元"};
	if (!dot || strcasecmp(dot, ".xlsx") != 0)
		return cli_fail(c, CLI_USAGE, "usage.blank", path, NULL);
	if (money_unit_of(b.unit) == MONEY_UNIT_NONE)
		return cli_fail(c, CLI_USAGE, "usage.money_unit", b.unit, NULL);
	b.unit = money_unit_name(money_unit_of(b.unit));
	int e = write_book(&b, path);
	if (e == -EEXIST)
		return cli_fail(c, CLI_LOCAL, "blank.exists", path, NULL);
	if (e != 0 && b.book)
		(void)unlink(path);
	if (e != 0)
		return cli_fail(c, CLI_LOCAL, "local.unwritable", path, message_errno(-e), NULL);
	cli_say(c, "blank.written", path, r->name, NULL);
	if (c->json)
		told_json(r, path);
	return 0;
}
