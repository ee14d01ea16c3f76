#include "client/cli/workbook/heads.h"

#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/months.h"
#include "client/cli/workbook/columns/names.h"
#include "client/cli/workbook/columns/reading.h"
#include "client/cli/workbook/end.h"
#include "text/words.h"

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

/* Money that nobody knows what it is of is never left out unasked where it may be the total or the
 * plan that the list lacks. Any other is told. */
static void unknown_money(const struct workbook_reading *r, const struct workbook_head *h)
{
	const char *text = workbook_tidy(&r->s->pool, h->text);
	uint32_t row = r->f->row[r->h.first].number;
	bool here = !h->year || !r->h.year || h->year == r->h.year;
	bool looks_ahead = h->within_year || text_contains_any(h->plain, "计划|预计|拟|目标|安排");
	bool total = r->h.at[WORKBOOK_TOTAL] == SIZE_MAX && !h->within_year;
	bool plan = r->h.at[WORKBOOK_PLAN] == SIZE_MAX && looks_ahead && here;
	WORKBOOK_NOTE(r->s, unknown, .row = row, .sheet = r->sheet, .column = text,
		      .arg = plan    ? "plan"
			     : total ? "total"
				     : "");
	if (plan || total)
		WORKBOOK_NOTE(r->s, errors, .row = row, .sheet = r->sheet, .column = text,
			      .code = "sheet.unknown_money", .arg = text);
}

void workbook_heads_unknown(const struct workbook_reading *r)
{
	for (size_t k = 0; k < r->h.n; k++) {
		const struct workbook_head *h = &r->h.head[k];
		if (!h->unknown)
			continue;
		if (r->h.found && workbook_head_money(h)) {
			unknown_money(r, h);
			continue;
		}
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

void workbook_heads_note(const struct workbook_reading *r)
{
	const struct workbook_asked *asked = r->asked;
	r->s->money_at[WORKBOOK_MONEY_TOTAL] = r->h.at[WORKBOOK_TOTAL];
	r->s->money_at[WORKBOOK_MONEY_PLAN] = r->h.at[WORKBOOK_PLAN];
	for (size_t k = 0; k < r->h.n; k++)
		for (size_t i = 0; i < asked->n_map; i++)
			r->s->mapped[i] |= strcmp(asked->map[i].head, r->h.head[k].plain) == 0;
}

/* ---- two columns that mean the same */

static bool same_money(const struct workbook_reading *r, size_t row, size_t a, size_t b, int m)
{
	const size_t at[] = {a, b};
	enum workbook_value is[2];
	int64_t fen[2] = {};
	const char *why;
	for (size_t i = 0; i < 2; i++) {
		const char *unit = r->h.head[at[i]].unit;
		is[i] = workbook_money(&r->s->pool, csv_cell(r->f, row, at[i]),
				       unit ? unit : r->unit[m], &fen[i], &why);
	}
	return is[0] == is[1] && is[0] != WORKBOOK_UNREADABLE && fen[0] == fen[1];
}

static bool same_months(const struct workbook_reading *r, const char *a, const char *b)
{
	const struct workbook_when when = {r->asked->from_1904, r->h.year};
	struct workbook_months x, y;
	return workbook_months(a, &when, &x) && workbook_months(b, &when, &y) &&
	       x.start == y.start && x.finish == y.finish;
}

static bool same(const struct workbook_reading *r, size_t row, size_t a, size_t b)
{
	enum workbook_column c = r->h.head[b].rival;
	const char *x = workbook_plain(&r->s->pool, csv_cell(r->f, row, a));
	const char *y = workbook_plain(&r->s->pool, csv_cell(r->f, row, b));
	if (strcmp(x, y) == 0 || (workbook_is_empty(x) && workbook_is_empty(y)))
		return c != WORKBOOK_TOTAL || r->h.head[a].unit == r->h.head[b].unit ||
		       same_money(r, row, a, b, 0);
	if (c == WORKBOOK_TOTAL || c == WORKBOOK_PLAN)
		return same_money(r, row, a, b, c == WORKBOOK_PLAN);
	return (c == WORKBOOK_START || c == WORKBOOK_FINISH || c == WORKBOOK_YEARS) &&
	       same_months(r, x, y);
}

static void compare(const struct workbook_reading *r, size_t a, size_t b)
{
	struct pool *p = &r->s->pool;
	const struct workbook_head *one = &r->h.head[a], *other = &r->h.head[b];
	for (size_t i = 0; i < r->n; i++) {
		const struct workbook_line *l = &r->line[i];
		if (l->kind != WORKBOOK_LINE_PROJECT || same(r, l->at, a, b))
			continue;
		WORKBOOK_NOTE(
		    r->s, errors, .row = l->number, .sheet = r->sheet,
		    .column = workbook_tidy(p, other->text),
		    .value = pool_format(p, "%s | %s", csv_cell(r->f, l->at, b),
					 csv_cell(r->f, l->at, a)),
		    .code = strcmp(one->plain, other->plain) == 0 ? "sheet.columns_alike"
								  : "sheet.columns_differ",
		    .arg = workbook_tidy(p, one->text), .second = workbook_tidy(p, other->text));
		return;
	}
}

void workbook_heads_same(const struct workbook_reading *r)
{
	for (size_t k = 0; k < r->h.n; k++) {
		enum workbook_column c = r->h.head[k].rival;
		if (c != WORKBOOK_NOTHING && r->h.at[c] != SIZE_MAX)
			compare(r, r->h.at[c], k);
	}
}
