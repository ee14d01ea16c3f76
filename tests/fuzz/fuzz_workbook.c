/* An office's sheet: any bytes as CSV, and as what xlsx2csv may have written. Whatever comes of it
 * is whole: every project has a name, an amount and a year that fits. */
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/book.h"
#include "client/cli/workbook/columns/header.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/read.h"
#include "client/cli/workbook/workbook.h"
#include "fuzz/fuzz.h"

#define MARK "duban-0011223344556677"

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

static void as_book(struct bytes raw)
{
	struct workbook s = {};
	struct workbook_file b = {};
	struct csvfault fault;
	char *text = NULL;
	size_t size;
	bool workbook;
	(void)workbook_foreign(raw, &workbook);
	if (csv_decode(raw, "utf-8", &text, &size, &fault) != 0)
		return;
	if (workbook_file_split(BYTES(text, size), MARK, &b, &fault) == 0) {
		for (size_t i = 0; i < b.n; i++)
			read_grid(&s, &b.sheet[i].grid, b.sheet[i].name);
		check(&s);
	}
	workbook_file_done(&b);
	workbook_done(&s);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 65536)
		return 0;
	as_csv(BYTES(data, size));
	as_book(BYTES(data, size));
	return 0;
}
