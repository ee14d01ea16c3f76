#include "client/cli/workbook/book.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/frame/args.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/workbook/child.h"
#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/xlsx/cell.h"
#include "proto/array.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/status.h"

#define SELF "/proc/self/exe"
#define CELLS_MAX (2 * WORKBOOK_CELLS_MAX) /* of all sheets, with the empty ones between */

/* ---- what is no workbook */

static bool inside(struct bytes raw, const char *word, size_t n)
{
	return memmem(raw.data, raw.size, word, n) != NULL;
}

static bool says(struct bytes raw, const char *word)
{
	return inside(raw, word, strlen(word));
}

static bool begins(struct bytes raw, const char *magic)
{
	return raw.size >= strlen(magic) && memcmp(raw.data, magic, strlen(magic)) == 0;
}

/* The old container of all office programs: the names of its streams, in UTF-16, tell what it is.
 */
static const char *old_container(const char *path, struct bytes raw)
{
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	static const char word[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t";
	const char *dot = strrchr(path, '.');
	if (inside(raw, encrypted, sizeof encrypted - 1))
		return "sheet.encrypted";
	if (inside(raw, word, sizeof word - 1))
		return "sheet.word";
	return dot && strcasecmp(dot, ".et") == 0 ? "sheet.et" : "sheet.old_workbook";
}

static const char *foreign(const char *path, struct bytes raw)
{
	struct bytes head = BYTES(raw.data, raw.size < 1024 ? raw.size : 1024);
	if (begins(raw, "\xD0\xCF\x11\xE0"))
		return old_container(path, raw);
	if (begins(raw, "%PDF"))
		return "sheet.pdf";
	if (says(head, "<html") || says(head, "<HTML") || says(head, "<table") ||
	    says(head, "<?xml"))
		return "sheet.web_page";
	return NULL;
}

int workbook_recognise(struct cli *c, const char *path, struct bytes raw, bool *ret_workbook)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	*ret_workbook = begins(raw, "PK\x03\x04") || begins(raw, "PK\x05\x06");
	if (strncmp(name, "~$", 2) == 0)
		return cli_fail(c, STATUS_INVALID, "sheet.lock_file", name + 2, NULL);
	const char *code = *ret_workbook ? NULL : foreign(name, raw);
	return code ? cli_fail(c, STATUS_INVALID, code, NULL) : 0;
}

/* ---- the answer */

static struct workbook_sheet *last(struct workbook_answer *a)
{
	return a->to->n > 0 ? &a->to->sheet[a->to->n - 1] : NULL;
}

static int on_book(struct workbook_answer *a, const struct answer *h, const char *text)
{
	(void)text;
	a->to->from_1904 = h->a != 0;
	return 0;
}

static int on_sheet(struct workbook_answer *a, const struct answer *h, const char *text)
{
	if (a->to->n >= SHEETS_MAX)
		return -EFBIG;
	struct workbook_sheet *more = reallocarray(a->to->sheet, a->to->n + 1, sizeof *more);
	if (!more)
		return -ENOMEM;
	a->to->sheet = more;
	struct workbook_sheet *s = &a->to->sheet[a->to->n++];
	*s = (struct workbook_sheet){.name = strdup(text), .hidden = h->a != 0};
	return s->name ? 0 : -ENOMEM;
}

/* "AB" of 28 */
static void column_letters(uint32_t column, char buf[8])
{
	char back[8];
	size_t n = 0;
	for (; column > 0 && n < sizeof back - 1; column = (column - 1) / 26)
		back[n++] = (char)('A' + (column - 1) % 26);
	for (size_t i = 0; i < n; i++)
		buf[i] = back[n - 1 - i];
	buf[n] = '\0';
}

static int on_column(struct workbook_answer *a, const struct answer *h, const char *text)
{
	(void)text;
	struct workbook_sheet *s = last(a);
	char letters[8], *all;
	column_letters(h->a, letters);
	if (++a->cells > CELLS_MAX)
		return -EFBIG;
	if (asprintf(&all, "%s%s%s", s->hidden_columns ? s->hidden_columns : "",
		     s->hidden_columns ? ", " : "", letters) < 0)
		return -ENOMEM;
	free(s->hidden_columns);
	s->hidden_columns = all;
	return 0;
}

static int on_row(struct workbook_answer *a, const struct answer *h, const char *text)
{
	(void)text;
	struct workbook_sheet *s = last(a);
	uint32_t above = s->grid.n_rows > 0 ? s->grid.row[s->grid.n_rows - 1].number : 0;
	if (++a->cells > CELLS_MAX)
		return -EFBIG;
	if (!h->b)
		return h->a > above ? csv_add_row(&s->grid, h->a) : -EPROTO;
	uint32_t *more = reallocarray(s->hidden_row, s->n_hidden_rows + 1, sizeof *more);
	if (!more)
		return -ENOMEM;
	s->hidden_row = more;
	s->hidden_row[s->n_hidden_rows++] = h->a;
	return 0;
}

static void doubt(struct workbook_sheet *s, const char *code, uint32_t row, const char *at)
{
	size_t i = 0;
	while (i < s->n_doubts && strcmp(s->doubt[i].code, code) != 0)
		i++;
	if (i == WORKBOOK_DOUBTS)
		return;
	if (i == s->n_doubts) {
		s->doubt[s->n_doubts++] = (struct workbook_doubt){.code = code, .row = row};
		(void)snprintf(s->doubt[i].at, sizeof s->doubt[i].at, "%.11s", at);
	}
	s->doubt[i].n++;
}

static int on_cell(struct workbook_answer *a, const struct answer *h, const char *text)
{
	struct workbook_sheet *s = last(a);
	const struct csvrow *row = s->grid.n_rows ? &s->grid.row[s->grid.n_rows - 1] : NULL;
	char at[24], letters[8];
	if (!row || h->a >= WORKBOOK_COLUMNS_MAX || h->a < row->n || h->b >= CELL_STATE_MAX_)
		return -EPROTO;
	a->cells += h->a + 1 - row->n;
	if (a->cells > CELLS_MAX)
		return -EFBIG;
	int r = csv_add_cell(&s->grid, h->a, text);
	if (r < 0 || h->b == CELL_FINE)
		return r;
	column_letters(h->c, letters);
	row = &s->grid.row[s->grid.n_rows - 1];
	(void)snprintf(at, sizeof at, "%s%u", letters, row->number);
	if (cell_is_error(h->b))
		return csv_add_unread(&s->grid, cell_code(h->b), at);
	doubt(s, cell_code(h->b), row->number, at);
	return 0;
}

static int on_merge(struct workbook_answer *a, const struct answer *h, const char *text)
{
	(void)text;
	struct workbook_sheet *s = last(a);
	if (s->n_merges >= WORKBOOK_MERGES_MAX || h->a > h->b || h->c > h->d)
		return -EPROTO;
	struct workbook_merge *more = reallocarray(s->merge, s->n_merges + 1, sizeof *more);
	if (!more)
		return -ENOMEM;
	s->merge = more;
	s->merge[s->n_merges++] = (struct workbook_merge){h->a, h->b, h->c, h->d};
	return 0;
}

static int on_refused(struct workbook_answer *a, const struct answer *h, const char *text)
{
	(void)h;
	(void)snprintf(a->refused, sizeof a->refused, "%s", text);
	return 0;
}

static int on_end(struct workbook_answer *a, const struct answer *h, const char *text)
{
	(void)a, (void)h, (void)text;
	return 0;
}

static const struct {
	int (*take)(struct workbook_answer *a, const struct answer *h, const char *text);
	bool of_sheet;
} frames[ANSWER_KIND_MAX_] = {
    [ANSWER_BOOK] = {on_book, false},	 [ANSWER_SHEET] = {on_sheet, false},
    [ANSWER_COLUMN] = {on_column, true}, [ANSWER_ROW] = {on_row, true},
    [ANSWER_CELL] = {on_cell, true},	 [ANSWER_MERGE] = {on_merge, true},
    [ANSWER_END] = {on_end, false},	 [ANSWER_REFUSED] = {on_refused, false},
};

static int on_frame(void *user, const struct answer *h, const char *text)
{
	struct workbook_answer *a = user;
	if (frames[h->kind].of_sheet && !last(a))
		return -EPROTO;
	return frames[h->kind].take(a, h, text);
}

int workbook_answer_take(struct workbook_answer *a, struct bytes piece)
{
	a->frames.sink = on_frame;
	a->frames.user = a;
	return answer_take(&a->frames, piece);
}

void workbook_answer_done(struct workbook_answer *a)
{
	answer_done(&a->frames);
}

/* ---- reading */

static int on_piece(void *user, struct bytes piece)
{
	return workbook_answer_take(user, piece);
}

static const char *code_of(int r)
{
	return r == -EFBIG	 ? "sheet.book_too_large"
	       : r == -ETIMEDOUT ? "sheet.book_too_slow"
				 : "sheet.book_crashed";
}

int workbook_file_read(struct cli *c, const char *path, struct bytes raw, struct workbook_file *ret)
{
	char self[] = SELF, word[] = CHILD_WORD, hidden[] = "hidden";
	char *argv[] = {self, word, cli_flag(c, "hidden") ? hidden : NULL, NULL};
	struct workbook_answer a = {.to = ret};
	int r = child_run(argv, raw, WORKBOOK_SECONDS_MAX, on_piece, &a);
	if (r == 0 && !a.frames.ended)
		r = -EPROTO;
	workbook_answer_done(&a);
	if (r == -EPROTO || r == -EFBIG || r == -ETIMEDOUT)
		return cli_fail(c, STATUS_INVALID, code_of(r), path, NULL);
	return r == 0 && *a.refused ? cli_fail(c, STATUS_INVALID, a.refused, path, NULL) : r;
}

bool workbook_hides(const struct workbook_file *b)
{
	bool any = false;
	for (size_t i = 0; i < b->n; i++)
		any |= !b->sheet[i].hidden &&
		       (b->sheet[i].n_hidden_rows > 0 || b->sheet[i].hidden_columns);
	return any;
}

static void sheet_done(struct workbook_sheet *s)
{
	free(s->name);
	free(s->merge);
	free(s->hidden_row);
	free(s->hidden_columns);
	csv_done(&s->grid);
}

void workbook_file_done(struct workbook_file *b)
{
	for (size_t i = 0; i < b->n; i++)
		sheet_done(&b->sheet[i]);
	free(b->sheet);
	*b = (struct workbook_file){};
}
