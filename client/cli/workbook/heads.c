#include "client/cli/workbook/heads.h"

#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/names.h"
#include "client/cli/workbook/columns/reading.h"
#include "client/cli/workbook/end.h"

bool workbook_name(struct workbook *s, const char *name)
{
	const char **names = pool_grow(&s->pool, s->name, s->sheets, sizeof *names);
	if (!names)
		return false;
	s->name = names;
	s->name[s->sheets++] = pool_text(&s->pool, name, strlen(name));
	return true;
}

void workbook_leave_out(struct workbook *s, const char *name, const char *code)
{
	if (workbook_name(s, name))
		WORKBOOK_NOTE(s, remarks, .sheet = s->sheets - 1, .value = s->name[s->sheets - 1],
			      .code = code);
}

void workbook_heads_unknown(const struct workbook_reading *r)
{
	for (size_t k = 0; k < r->h.n; k++) {
		const struct workbook_head *h = &r->h.head[k];
		if (!h->unknown)
			continue;
		const char *column = workbook_suggest(&r->s->pool, h->plain);
		enum workbook_column c = workbook_column_of(column);
		if (c > WORKBOOK_SKIP && r->h.at[c] != SIZE_MAX)
			column = "-";
		if (strcmp(column, "-") == 0 && h->unit && r->h.at[WORKBOOK_TOTAL] == SIZE_MAX &&
		    r->h.at[WORKBOOK_PLAN] == SIZE_MAX)
			column = "total";
		WORKBOOK_NOTE(r->s, unknown, .row = r->f->row[r->h.first].number, .sheet = r->sheet,
			      .column = workbook_tidy(&r->s->pool, h->text), .arg = column);
	}
}
