#include "client/cli/workbook/workbook.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/check.h"
#include "client/cli/workbook/columns/names.h"
#include "client/cli/workbook/columns/table.h"

#define WORDS_TOLD 40

struct walk {
	struct sheet_reading r;
	struct sheet_checks checks;
	struct sheet *s;
	const char *name;	     /* the sheet's */
	struct sheet_project *above; /* for rows with only funds */
	bool told_no_unit[SHEET_MONEY_MAX_], told_no_year, year_given;
	const char *told[WORDS_TOLD];	  /* that are no stage */
	const char *last[SHEET_COLUMNS_]; /* in the rows above, up to a section or total */
	size_t n_told;
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

static void left_out(struct walk *w, const struct sheet_line *l, enum sheet_column c,
		     const char *code)
{
	SHEET_NOTE(w->s, remarks, .row = l->number, .sheet = w->r.sheet,
		   .column = header_text(w, c), .value = raw(w, l, c), .code = code);
}

/* A text that only describes: #REF! in it is left out. */
static const char *described(struct walk *w, const struct sheet_line *l, enum sheet_column c)
{
	const char *s = raw(w, l, c);
	if (!*s)
		return "";
	const char *plain = sheet_plain(&w->s->pool, s);
	if (sheet_is_error(plain))
		left_out(w, l, c, "sheet.error_left_out");
	return sheet_is_empty(plain) || sheet_is_error(plain) ? "" : sheet_tidy(&w->s->pool, s);
}

/* A text that says who bears a project: #REF! in it is an error, "-" is nothing. */
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

static const char *units_of(struct walk *w, const struct sheet_line *l, enum sheet_column c)
{
	return *text_of(w, l, c) ? sheet_each(&w->s->pool, raw(w, l, c)) : "";
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
	       strlen(g->words) <= SHEET_TRADE_BYTES;
}

/* 改扩建 is no stage: said once for each such word. */
static bool told_word(struct walk *w, const char *word)
{
	for (size_t i = 0; i < w->n_told; i++)
		if (strcmp(w->told[i], word) == 0)
			return true;
	if (w->n_told < WORDS_TOLD)
		w->told[w->n_told++] = word;
	return false;
}

static void read_stage(struct walk *w, const struct sheet_line *l, struct sheet_project *one)
{
	struct pool *p = &w->s->pool;
	const char *said = sheet_plain(p, raw(w, l, SHEET_STAGE));
	const char *stage = sheet_stage(said);
	if (!stage && !sheet_is_empty(said) && !told_word(w, said))
		left_out(w, l, SHEET_STAGE, "sheet.stage_left_out");
	const struct sheet_group *g = sheet_checks_within(&w->checks, of_stage);
	if (!stage && g)
		stage = sheet_stage(g->words);
	if (!stage)
		stage = sheet_stage(sheet_section_name(p, sheet_plain(p, w->name)));
	one->stage = stage ? stage : "";
}

/* Cells left of the name that are merged over several projects hold their text in the first. */
static const char *from_above(struct walk *w, const struct sheet_line *l, enum sheet_column c,
			      const char *text)
{
	const char **above = &w->last[c];
	if (*text)
		*above = text;
	bool merged = !*raw(w, l, c) && w->r.h.at[c] < w->r.h.at[SHEET_NAME];
	if (*text || !merged || !*above)
		return text;
	SHEET_NOTE(w->s, remarks, .row = l->number, .sheet = w->r.sheet,
		   .column = header_text(w, c), .value = *above, .code = "sheet.from_above");
	return *above;
}

static void read_unit(struct walk *w, const struct sheet_line *l, struct sheet_project *one)
{
	one->unit = from_above(w, l, SHEET_UNIT, units_of(w, l, SHEET_UNIT));
	const struct sheet_group *g = *one->unit ? NULL : sheet_checks_within(&w->checks, of_owner);
	if (g)
		one->unit = g->words;
	const char *sector = from_above(w, l, SHEET_SECTOR, units_of(w, l, SHEET_SECTOR));
	one->sector = pool_text(&w->s->pool, sector, strcspn(sector, ";"));
}

static void read_category(struct walk *w, const struct sheet_line *l, struct sheet_project *one)
{
	one->category = from_above(w, l, SHEET_CATEGORY, described(w, l, SHEET_CATEGORY));
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
	if (sheet_months(plain, w->r.asked->from_1904, ret))
		return true;
	left_out(w, l, c, "sheet.months_left_out");
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
		left_out(w, l, SHEET_FINISH, "sheet.months_left_out");
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
	one.name = sheet_unmarked(&w->s->pool, text_of(w, l, SHEET_NAME), &one.mark);
	one.code = text_of(w, l, SHEET_CODE);
	one.mark = *one.mark ? one.mark : described(w, l, SHEET_MARK);
	one.place = described(w, l, SHEET_PLACE);
	one.content = described(w, l, SHEET_CONTENT);
	one.owner = described(w, l, SHEET_PROJECT_OWNER);
	one.legal_entity = described(w, l, SHEET_LEGAL_ENTITY);
	one.list = text_of(w, l, SHEET_LIST);
	one.batch = described(w, l, SHEET_BATCH);
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
	if (w->above && !part && money_errors(w, l))
		return;
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
	cell = sheet_is_error(sheet_plain(&w->s->pool, cell)) ? "" : cell;
	const char *seq =
	    l->has_sequence || l->label_at == w->r.h.at[SHEET_SEQ] ? "" : raw(w, l, SHEET_SEQ);
	return sheet_tidy(&w->s->pool,
			  *cell	 ? pool_format(&w->s->pool, "%s%s%s", seq, *seq ? " " : "", cell)
			  : *seq ? seq
				 : l->label);
}

static void skip(struct walk *w, const struct sheet_line *l, const char *code)
{
	SHEET_NOTE(w->s, skipped, .row = l->number, .sheet = w->r.sheet, .code = code,
		   .arg = label_of(w, l));
}

static void on_line(struct walk *w, const struct sheet_line *l)
{
	if (l->kind == SHEET_LINE_SECTION || l->kind == SHEET_LINE_TOTAL)
		memset(w->last, 0, sizeof(w->last));
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
			stages += *s && strlen(s) < SHEET_TRADE_BYTES &&
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
		if (strcmp(column, "-") == 0 && h->unit && w->r.h.at[SHEET_TOTAL] == SIZE_MAX &&
		    w->r.h.at[SHEET_PLAN] == SIZE_MAX)
			column = "total";
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
		   .code = sheet_not_commas(w->r.f)	  ? "sheet.not_commas"
			   : h->summary			  ? "sheet.only_summary"
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

/* What speaks against the year that is taken, and a plan that is left out for it. */
static void years(struct walk *w)
{
	const struct sheet_header *h = &w->r.h;
	struct pool *p = &w->s->pool;
	const char *taken = pool_format(p, "%u", h->year);
	uint32_t row = w->r.f->row[h->first].number;
	if (h->other_year)
		SHEET_NOTE(w->s, remarks, .row = row, .sheet = w->r.sheet, .column = "year",
			   .value = pool_format(p, "%u", h->other_year), .code = "sheet.other_year",
			   .arg = taken);
	for (size_t k = 0; k < h->n && h->year && h->at[SHEET_PLAN] == SIZE_MAX; k++)
		if (h->head[k].other_plan)
			SHEET_NOTE(w->s, remarks, .row = row, .sheet = w->r.sheet,
				   .column = sheet_tidy(p, h->head[k].text),
				   .code = "sheet.other_plan", .arg = taken);
}

/* Its header's rows are read, and no projects. */
static bool further_table(struct walk *w)
{
	struct sheet_reading *r = &w->r;
	if (r->next == SIZE_MAX)
		return false;
	(void)sheet_next_table(r);
	for (size_t i = 0; i < r->h.height; i++) {
		w->s->rows_read++;
		SHEET_NOTE(w->s, skipped, .row = r->f->row[r->h.first + i].number,
			   .sheet = r->sheet, .code = "sheet.header_again");
	}
	w->above = NULL;
	return true;
}

static void walk(struct walk *w)
{
	struct sheet *s = w->s;
	titles(w);
	do {
		nameless_columns(w);
		unknown_headers(w);
		years(w);
		sheet_lines(&w->r);
		s->rows_read += (uint32_t)w->r.n;
		for (size_t i = 0; i < w->r.n && !s->pool.failed; i++)
			on_line(w, &w->r.line[i]);
	} while (!s->pool.failed && further_table(w));
	sheet_checks_end(&w->checks);
	s->sheets_read++;
}

void sheet_add(struct sheet *s, const struct csvfile *f, const struct sheet_asked *asked,
	       const char *name)
{
	const char *const unit[SHEET_MONEY_MAX_] = {asked->unit, asked->unit};
	struct walk w = {.s = s, .name = name};
	const char **names = pool_grow(&s->pool, s->name, s->sheets, sizeof(*names));
	struct sheet_asked here = *asked;
	if (!names)
		return;
	s->name = names;
	s->name[s->sheets] = pool_text(&s->pool, name, strlen(name));
	w.r = (struct sheet_reading){.s = s, .f = f, .sheet = s->sheets++, .asked = &here};
	w.checks.s = s;
	w.checks.sheet = w.r.sheet;
	w.checks.all.label = w.checks.since.label = "";
	here.sheet = *name ? name : NULL;
	sheet_header(&s->pool, f, &here, &w.r.h);
	if (!w.r.h.found || w.r.h.summary || w.r.h.at[SHEET_NAME] == SIZE_MAX) {
		no_header(&w);
		return;
	}
	sheet_units(&w.r, unit);
	w.year_given = asked->year != 0;
	walk(&w);
}
