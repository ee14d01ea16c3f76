#include "client/cli/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/sheet_check.h"
#include "client/cli/sheet_names.h"

#define TRADE_BYTES 60 /* a longer section's title is no trade */

static const char marks[] = "★|☆|▲|△|●|○|■|□|◆|◇|※|*|＊|✱|#|＃";

struct walk {
	struct sheet_reading r;
	struct sheet_checks checks;
	struct sheet *s;
	const char *name;	     /* the sheet's */
	struct sheet_project *above; /* for rows with only funds */
	bool told_no_unit[SHEET_MONEY_MAX_], told_no_year, year_given;
};

static const char *raw(const struct walk *w, const struct sheet_line *l, enum sheet_column c)
{
	size_t k = w->r.h.at[c];
	return k == SIZE_MAX ? "" : csv_cell(w->r.f, l->at, k);
}

static const char *header_text(const struct walk *w, enum sheet_column c)
{
	size_t k = w->r.h.at[c];
	return k == SIZE_MAX ? sheet_column_name(c) : sheet_tidy(&w->s->pool, w->r.h.head[k].text);
}

static void wrong(struct walk *w, const struct sheet_line *l, enum sheet_column c, const char *why)
{
	SHEET_NOTE(w->s, errors, .row = l->number, .sheet = w->r.sheet, .column = header_text(w, c),
		   .value = raw(w, l, c), .code = why);
}

/* A text of a project: #REF! in it is an error, "-" is nothing. */
static const char *text_of(struct walk *w, const struct sheet_line *l, enum sheet_column c)
{
	const char *s = raw(w, l, c);
	if (!*s)
		return "";
	const char *plain = sheet_plain(&w->s->pool, s);
	if (sheet_is_error(plain)) {
		wrong(w, l, c, "sheet.excel_error");
		return "";
	}
	return sheet_is_empty(plain) ? "" : sheet_tidy(&w->s->pool, s);
}

/* Takes marks off both ends of a name. */
static const char *without_marks(struct pool *p, const char *name, const char **ret_mark)
{
	const char *found = "";
	size_t n;
	for (; (n = text_starts_any(name, marks)) > 0; name += n)
		found = pool_format(p, "%s%.*s", found, (int)n, name);
	size_t size = strlen(name);
	while ((n = text_ends_any(pool_text(p, name, size), marks)) > 0 && n < size) {
		size -= n;
		found = pool_format(p, "%s%.*s", found, (int)n, name + size);
	}
	*ret_mark = found;
	return sheet_tidy(p, pool_text(p, name, size));
}

/* Several units in one cell, by 、 or a line each: "A;B". */
static const char *units_of(struct walk *w, const struct sheet_line *l, enum sheet_column c)
{
	static const char between[] = "、|;|；|，|,|/|\n|\r";
	struct pool *p = &w->s->pool;
	if (!*text_of(w, l, c))
		return "";
	const char *s = raw(w, l, c), *ret = "";
	while (*s) {
		size_t n = 0, mark = 0;
		while (s[n] && (mark = text_starts_any(s + n, between)) == 0)
			n += text_step(s + n);
		const char *part = sheet_tidy(p, pool_text(p, s, n));
		if (*part)
			ret = pool_format(p, "%s%s%s", ret, *ret ? ";" : "", part);
		s += n + mark;
	}
	return ret;
}

static bool of_stage(const struct sheet_group *g)
{
	return sheet_stage(g->words) != NULL;
}

static bool of_owner(const struct sheet_group *g)
{
	return g->style == SHEET_OWNER;
}

static bool of_trade(const struct sheet_group *g)
{
	return *g->words && g->style != SHEET_OWNER && !sheet_stage(g->words) &&
	       strlen(g->words) <= TRADE_BYTES;
}

/* Excel's own names say nothing: Sheet1, Table 1, 工作表1. */
static const char *sheet_trade(struct pool *p, const char *name)
{
	const char *plain = sheet_plain(p, name);
	size_t n = text_starts_any(plain, "sheet|table|工作表|表|附件|附表");
	uint32_t year[1];
	if (n > 0 && strspn(plain + n, "0123456789-_.()") == strlen(plain + n))
		return "";
	if (sheet_years(plain, year, 1) > 0 ||
	    text_contains_any(plain, "汇总|名单|清单|总表|计划表"))
		return "";
	const char *words = sheet_section_name(p, plain);
	return sheet_stage(words) || strlen(words) > TRADE_BYTES ? "" : words;
}

static void read_stage(struct walk *w, const struct sheet_line *l, struct sheet_project *one)
{
	struct pool *p = &w->s->pool;
	const char *stage = sheet_stage(sheet_plain(p, raw(w, l, SHEET_STAGE)));
	const struct sheet_group *g = sheet_checks_within(&w->checks, of_stage);
	if (!stage && g)
		stage = sheet_stage(g->words);
	if (!stage)
		stage = sheet_stage(sheet_section_name(p, sheet_plain(p, w->name)));
	one->stage = stage ? stage : "";
}

static void read_unit(struct walk *w, const struct sheet_line *l, struct sheet_project *one)
{
	one->unit = units_of(w, l, SHEET_UNIT);
	const struct sheet_group *g = *one->unit ? NULL : sheet_checks_within(&w->checks, of_owner);
	if (g)
		one->unit = g->words;
	const char *sector = units_of(w, l, SHEET_SECTOR);
	one->sector = pool_text(&w->s->pool, sector, strcspn(sector, ";"));
}

static void read_category(struct walk *w, const struct sheet_line *l, struct sheet_project *one)
{
	one->category = text_of(w, l, SHEET_CATEGORY);
	if (*one->category)
		return;
	const struct sheet_group *g = sheet_checks_within(&w->checks, of_trade);
	one->category = g ? g->words : sheet_trade(&w->s->pool, w->name);
}

static bool months(struct walk *w, const struct sheet_line *l, enum sheet_column c,
		   struct sheet_months *ret)
{
	const char *s = raw(w, l, c);
	const char *plain = sheet_plain(&w->s->pool, s);
	if (sheet_is_empty(plain))
		return false;
	if (sheet_is_error(plain)) {
		wrong(w, l, c, "sheet.excel_error");
		return false;
	}
	if (sheet_months(plain, ret))
		return true;
	SHEET_NOTE(w->s, remarks, .row = l->number, .sheet = w->r.sheet,
		   .column = header_text(w, c), .value = s, .code = "sheet.months_left_out");
	return false;
}

static void read_times(struct walk *w, const struct sheet_line *l, struct sheet_project *one)
{
	struct sheet_months v = {};
	if (months(w, l, SHEET_YEARS, &v)) {
		one->start = v.start;
		one->finish = v.finish;
	}
	if (months(w, l, SHEET_START, &v)) {
		one->start = v.start;
		one->finish = v.range ? v.finish : one->finish;
	}
	if (months(w, l, SHEET_FINISH, &v))
		one->finish = v.finish;
	bool wrong_way = one->start && one->finish && one->finish < one->start;
	one->start = wrong_way || one->start < DATE_MIN / 100 ? 0 : one->start;
	one->finish = wrong_way || one->finish < DATE_MIN / 100 ? 0 : one->finish;
	if (wrong_way)
		SHEET_NOTE(w->s, remarks, .row = l->number, .sheet = w->r.sheet,
			   .column = header_text(w, SHEET_FINISH), .value = raw(w, l, SHEET_FINISH),
			   .code = "sheet.months_left_out");
}

/* What cannot be read of an imported row's money is an error; that a whole column has no unit
 * is said once. */
static bool money_errors(struct walk *w, const struct sheet_line *l)
{
	static const enum sheet_column columns[] = {SHEET_TOTAL, SHEET_PLAN};
	bool any = false;
	for (int m = 0; m < SHEET_MONEY_MAX_; m++) {
		if (l->money[m] != SHEET_UNREADABLE)
			continue;
		any = true;
		if (strcmp(l->why[m], "sheet.no_unit") == 0) {
			if (w->told_no_unit[m])
				continue;
			w->told_no_unit[m] = true;
		}
		wrong(w, l, columns[m], l->why[m]);
	}
	return any;
}

static struct sheet_project *new_project(struct sheet *s)
{
	struct sheet_project *more =
	    pool_grow(&s->pool, s->project, s->n_projects, sizeof(*s->project));
	if (!more)
		return NULL;
	s->project = more;
	s->project[s->n_projects] = (struct sheet_project){};
	return &s->project[s->n_projects++];
}

/* The row's own, unless --year says it; else the sheet's. That nothing says it is said once. */
static void read_year(struct walk *w, const struct sheet_line *l, struct sheet_project *one)
{
	uint32_t years[1];
	if (w->r.h.at[SHEET_YEAR] != SIZE_MAX && !w->year_given &&
	    sheet_years(sheet_plain(&w->s->pool, raw(w, l, SHEET_YEAR)), years, 1) == 1)
		one->year = years[0];
	if (!one->year && !w->told_no_year)
		SHEET_NOTE(w->s, errors, .row = w->r.f->row[w->r.h.first].number,
			   .sheet = w->r.sheet, .column = "year", .code = "sheet.no_year");
	w->told_no_year |= !one->year;
}

static void on_project(struct walk *w, const struct sheet_line *l)
{
	w->above = NULL;
	bool bad = money_errors(w, l);
	sheet_checks_add(&w->checks, l, 1);
	if (!bad && l->money[0] != SHEET_FINE && l->money[1] != SHEET_FINE) {
		SHEET_NOTE(w->s, skipped, .row = l->number, .sheet = w->r.sheet,
			   .code = "sheet.no_amount",
			   .arg = sheet_tidy(&w->s->pool, raw(w, l, SHEET_NAME)));
		return;
	}
	struct sheet_project one = {.row = l->number, .sheet = w->r.sheet, .year = w->r.h.year};
	read_year(w, l, &one);
	size_t before = w->s->errors.n;
	one.name = without_marks(&w->s->pool, text_of(w, l, SHEET_NAME), &one.mark);
	one.code = text_of(w, l, SHEET_CODE);
	one.place = text_of(w, l, SHEET_PLACE);
	one.content = text_of(w, l, SHEET_CONTENT);
	one.list = text_of(w, l, SHEET_LIST);
	one.batch = text_of(w, l, SHEET_BATCH);
	read_unit(w, l, &one);
	read_category(w, l, &one);
	read_stage(w, l, &one);
	read_times(w, l, &one);
	for (int m = 0; m < SHEET_MONEY_MAX_; m++) {
		one.has[m] = l->money[m] == SHEET_FINE;
		one.fen[m] = l->fen[m];
	}
	if (bad || w->s->errors.n > before)
		return;
	w->above = new_project(w->s);
	if (w->above)
		*w->above = one;
}

/* 资金来源 and an amount below a project: what stands in the columns taken is added, unless it
 * is only a part of what was said (其中). */
static void on_more(struct walk *w, const struct sheet_line *l)
{
	bool added = false, part = strstr(l->label, "其中") != NULL;
	for (int m = 0; m < SHEET_MONEY_MAX_ && !part; m++)
		if (w->above && l->money[m] == SHEET_FINE) {
			added = true;
			w->above->has[m] = true;
			if (__builtin_add_overflow(w->above->fen[m], l->fen[m], &w->above->fen[m]))
				w->above->fen[m] = INT64_MAX;
		}
	if (added)
		sheet_checks_add(&w->checks, l, 0);
	SHEET_NOTE(w->s, skipped, .row = l->number, .sheet = w->r.sheet,
		   .code = added ? "sheet.more_added" : "sheet.more",
		   .arg = w->above ? w->above->name : "");
}

static const char *label_of(struct walk *w, const struct sheet_line *l)
{
	const char *cell = csv_cell(w->r.f, l->at, l->label_at);
	const char *seq =
	    l->has_sequence || l->label_at == w->r.h.at[SHEET_SEQ] ? "" : raw(w, l, SHEET_SEQ);
	return sheet_tidy(&w->s->pool,
			  *cell ? pool_format(&w->s->pool, "%s%s%s", seq, *seq ? " " : "", cell)
				: l->label);
}

static void skip(struct walk *w, const struct sheet_line *l, const char *code)
{
	SHEET_NOTE(w->s, skipped, .row = l->number, .sheet = w->r.sheet, .code = code,
		   .arg = label_of(w, l));
}

static void on_line(struct walk *w, const struct sheet_line *l)
{
	switch (l->kind) {
	case SHEET_LINE_EMPTY:
		return;
	case SHEET_LINE_PROJECT:
		on_project(w, l);
		return;
	case SHEET_LINE_MORE:
		on_more(w, l);
		return;
	case SHEET_LINE_SECTION:
		sheet_checks_section(&w->checks, l, label_of(w, l));
		skip(w, l, "sheet.section");
		return;
	case SHEET_LINE_TOTAL:
		sheet_checks_total(&w->checks, l, label_of(w, l));
		skip(w, l, "sheet.total");
		return;
	case SHEET_LINE_NOTE:
		skip(w, l, "sheet.note");
		return;
	case SHEET_LINE_HEADER:
		skip(w, l, "sheet.header_again");
		return;
	case SHEET_LINE_NAMELESS:
		skip(w, l, "sheet.no_name");
	}
}

/* Guilin: the stage and the trade stand in two columns without a header. */
static void nameless_columns(struct walk *w)
{
	struct sheet_reading *r = &w->r;
	for (size_t k = 0; k < r->h.n; k++) {
		size_t texts = 0, stages = 0, bytes = 0;
		if (*r->h.head[k].plain)
			continue;
		for (size_t i = r->h.first + r->h.height; i < r->f->n_rows; i++) {
			const char *s = csv_cell(r->f, i, k);
			texts += *s != '\0';
			stages += *s && strlen(s) < TRADE_BYTES &&
				  sheet_stage(sheet_plain(&w->s->pool, s));
			bytes += strlen(s);
		}
		enum sheet_column c = stages * 5 >= texts * 4 ? SHEET_STAGE : SHEET_CATEGORY;
		bool trade = k > r->h.at[SHEET_NAME] && bytes / (texts + 1) <= 24 && texts >= 2;
		if (texts < 2 || r->h.at[c] != SIZE_MAX || (c == SHEET_CATEGORY && !trade))
			continue;
		r->h.at[c] = k;
		r->h.head[k].column = c;
	}
}

/* A header nobody knows gets a --map; so does one of a sheet that has no header at all. */
static void unknown_headers(struct walk *w)
{
	for (size_t k = 0; k < w->r.h.n; k++) {
		const struct sheet_head *h = &w->r.h.head[k];
		if (!h->unknown)
			continue;
		const char *column = sheet_suggest(&w->s->pool, h->plain);
		enum sheet_column c = sheet_column_of(column);
		if (c > SHEET_SKIP && w->r.h.at[c] != SIZE_MAX)
			column = "-";
		SHEET_NOTE(w->s, unknown, .row = w->r.f->row[w->r.h.first].number,
			   .sheet = w->r.sheet, .column = sheet_tidy(&w->s->pool, h->text),
			   .arg = column);
	}
}

static void no_header(struct walk *w)
{
	const struct sheet_header *h = &w->r.h;
	uint32_t row = w->r.f->n_rows ? w->r.f->row[h->first].number : 1;
	const char *missing = h->summary || h->at[SHEET_NAME] == SIZE_MAX ? "name" : "total";
	if (*w->name && (h->summary || h->at[SHEET_NAME] == SIZE_MAX)) {
		SHEET_NOTE(w->s, remarks, .row = row, .sheet = w->r.sheet, .value = w->name,
			   .code = h->summary ? "sheet.summary" : "sheet.no_projects");
		return;
	}
	unknown_headers(w);
	SHEET_NOTE(w->s, errors, .row = row, .sheet = w->r.sheet, .column = missing,
		   .code = h->summary			  ? "sheet.only_summary"
			   : strcmp(missing, "name") == 0 ? "sheet.no_name_column"
							  : "sheet.no_amount_column");
}

static void titles(struct walk *w)
{
	for (size_t i = 0; i < w->r.h.first; i++)
		for (size_t k = 0; k < w->r.h.n && k < w->r.f->row[i].n; k++) {
			const char *s = csv_cell(w->r.f, i, k);
			if (*s && strlen(s) <= SHEET_HEADER_BYTES)
				sheet_checks_title(&w->checks, w->r.f->row[i].number, s);
		}
}

static void walk(struct walk *w)
{
	struct sheet *s = w->s;
	nameless_columns(w);
	unknown_headers(w);
	titles(w);
	sheet_lines(&w->r);
	for (size_t i = 0; i < w->r.n && !s->pool.failed; i++)
		on_line(w, &w->r.line[i]);
	sheet_checks_end(&w->checks);
	s->rows_read += (uint32_t)w->r.n;
	s->sheets_read++;
}

void sheet_add(struct sheet *s, const struct csvfile *f, const struct sheet_asked *asked,
	       const char *name)
{
	static const enum sheet_column money[] = {SHEET_TOTAL, SHEET_PLAN};
	struct walk w = {.s = s, .name = name};
	const char **names = pool_grow(&s->pool, s->name, s->sheets, sizeof(*names));
	struct sheet_asked here = *asked;
	if (!names)
		return;
	s->name = names;
	s->name[s->sheets] = pool_text(&s->pool, name, strlen(name));
	w.r = (struct sheet_reading){.s = s, .f = f, .sheet = s->sheets++};
	w.checks.s = s;
	w.checks.sheet = w.r.sheet;
	w.checks.all.label = w.checks.since.label = "";
	here.sheet = *name ? name : NULL;
	sheet_header(&s->pool, f, &here, &w.r.h);
	if (!w.r.h.found || w.r.h.summary || w.r.h.at[SHEET_NAME] == SIZE_MAX) {
		no_header(&w);
		return;
	}
	for (int m = 0; m < SHEET_MONEY_MAX_; m++) {
		size_t k = w.r.h.at[money[m]];
		const char *unit = k == SIZE_MAX ? NULL : w.r.h.head[k].unit;
		w.r.unit[m] = unit ? unit : w.r.h.unit ? w.r.h.unit : asked->unit;
	}
	w.year_given = asked->year != 0;
	walk(&w);
}
