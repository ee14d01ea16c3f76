#include "client/cli/workbook/columns/guess.h"

#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/words.h"
#include "text/words.h"

/* In some lists (Guilin's) stage and category are in two columns without a header. */
static void nameless_columns(struct pool *p, struct workbook_reading *r)
{
	for (size_t k = 0; k < r->h.n; k++) {
		size_t texts = 0, stages = 0, bytes = 0;
		if (*r->h.head[k].plain)
			continue;
		for (size_t i = r->h.first + r->h.height; i < r->f->n_rows; i++) {
			const char *s = csv_cell(r->f, i, k);
			texts += *s != '\0';
			stages += *s && strlen(s) < WORKBOOK_TRADE_BYTES &&
				  workbook_stage(workbook_plain(p, s));
			bytes += strlen(s);
		}
		enum workbook_column c =
		    stages * 5 >= texts * 4 ? WORKBOOK_STAGE : WORKBOOK_CATEGORY;
		bool trade = k > r->h.at[WORKBOOK_NAME] && bytes / (texts + 1) <= 24 && texts >= 2;
		if (texts < 2 || r->h.at[c] != SIZE_MAX || (c == WORKBOOK_CATEGORY && !trade))
			continue;
		r->h.at[c] = k;
		r->h.head[k].column = c;
	}
}

/* 新建, 改建, 扩建 in one column are the nature of the works: none of them is a stage. */
static size_t nature_column(struct pool *p, struct workbook_reading *r)
{
	size_t k = r->h.at[WORKBOOK_STAGE];
	bool nature = false;
	for (size_t i = r->h.first + r->h.height; k != SIZE_MAX && i < r->f->n_rows; i++) {
		const char *s = workbook_plain(p, csv_cell(r->f, i, k));
		nature |= text_among("改建|扩建|改扩建|技改|技术改造|迁建|改造|新建改建|新改扩建",
				     s, strlen(s));
	}
	if (!nature)
		return SIZE_MAX;
	r->h.at[WORKBOOK_STAGE] = SIZE_MAX;
	r->h.head[k].column = WORKBOOK_SKIP;
	return k;
}

size_t workbook_guess_columns(struct pool *p, struct workbook_reading *r)
{
	nameless_columns(p, r);
	return nature_column(p, r);
}
