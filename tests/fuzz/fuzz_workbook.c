/* An office's workbook: any bytes as CSV, as an archive, as the recipe of one (lib/tzip.h), and as
 * the answer of the process that reads workbooks. Whatever is read from it must be complete: each
 * project has a name, an amount and a year within its limits. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/book.h"
#include "client/cli/workbook/columns/header.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/read.h"
#include "client/cli/workbook/workbook.h"
#include "client/cli/workbook/xlsx/xlsx.h"
#include "fuzz/fuzz.h"
#include "lib/tzip.h"

static void check(struct workbook *s)
{
	if (workbook_end(s) < 0)
		return;
	uint32_t rows = 0;
	for (size_t i = 0; i < s->n_projects; i++) {
		const struct workbook_project *p = &s->project[i];
		for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++)
			if (p->has[m] && p->fen[m] < 0)
				abort();
		if ((!p->has[0] && !p->has[1]) || p->sheet >= s->sheets || p->row == 0)
			abort();
		rows++;
	}
	if (rows > s->rows_read)
		abort();
	for (size_t i = 0; i < s->skipped.n; i++)
		if (!s->skipped.note[i].code || s->skipped.note[i].row == 0)
			abort();
}

static void read_grid(struct workbook *s, const struct csvfile *f, const char *name)
{
	static const struct workbook_asked asked = {.map = {{"甲", "name"}, {"乙", "total"}},
						    .n_map = 2,
						    .file = "2024.csv",
						    .unit = "万元"};
	workbook_add(s, f, &asked, name);
}

static void as_csv(struct bytes raw)
{
	struct workbook s = {};
	struct csvfile f = {};
	struct csvfault fault;
	char *text = NULL;
	size_t size;
	if (csv_decode(raw, "auto", &text, &size, &fault) != 0)
		return;
	if (csv_read(BYTES(text, size), &f, &fault) == 0) {
		read_grid(&s, &f, "");
		check(&s);
	}
	csv_done(&f);
	workbook_done(&s);
	free(text);
}

static int take(void *user, struct bytes piece)
{
	return workbook_answer_take(user, piece);
}

/* An answer of the process that reads workbooks, which a workbook may have taken over. */
static int as_answer(struct bytes raw)
{
	struct workbook s = {};
	struct workbook_file b = {};
	struct workbook_answer a = {.to = &b};
	int r = take(&a, raw);
	r = r == 0 && !a.frames.ended ? -EPROTO : r;
	for (size_t i = 0; i < b.n; i++)
		if (b.sheet[i].grid.n_rows > 0)
			read_grid(&s, &b.sheet[i].grid, b.sheet[i].name);
	check(&s);
	workbook_answer_done(&a);
	workbook_file_done(&b);
	workbook_done(&s);
	return r;
}

/* What this process makes of an archive is always a whole answer. */
static void as_archive(struct bytes raw)
{
	for (int hidden = 0; hidden < 2; hidden++) {
		char *answer = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&answer, &size);
		if (!out || xlsx_read(raw, hidden, out) != 0 || fclose(out) != 0)
			abort();
		int r = as_answer(BYTES(answer, size));
		if (r != 0 && r != -EFBIG)
			abort();
		free(answer);
	}
}

static void as_recipe(struct bytes raw)
{
	size_t size = 0;
	void *archive = tzip_make(raw.data, raw.size, &size);
	if (archive)
		as_archive(BYTES(archive, size));
	free(archive);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes raw = BYTES(data, size);
	if (size > 65536)
		return 0;
	if (size > 4 && memcmp(data, "=== ", 4) == 0)
		as_recipe(raw);
	else if (size > 2 && memcmp(data, "PK", 2) == 0)
		as_archive(raw);
	else if (size > 24 && data[0] < ANSWER_KIND_MAX_ && data[1] == 0)
		(void)as_answer(raw);
	else
		as_csv(raw);
	return 0;
}
