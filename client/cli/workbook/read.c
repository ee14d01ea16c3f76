#include "client/cli/workbook/read.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/check.h"
#include "client/cli/workbook/columns/guess.h"
#include "client/cli/workbook/columns/line.h"
#include "client/cli/workbook/columns/months.h"
#include "client/cli/workbook/columns/names.h"
#include "client/cli/workbook/columns/table.h"
#include "client/cli/workbook/columns/words.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/group.h"
#include "client/cli/workbook/heads.h"
#include "client/cli/workbook/limits.h"
#include "text/words.h"

enum { WORDS_TOLD = 40 };
struct reading {
	struct workbook_reading r;
	struct workbook_checks checks;
	struct workbook *s;
	const char *name;		/* name of the sheet */
	const char *title_stage;	/* of all its rows, by the title; NULL: it says none */
	struct workbook_project *above; /* the project that further rows of funds belong to */
	bool told_no_unit[WORKBOOK_MONEY_MAX_], told_no_year, year_given;
	const char *told[WORDS_TOLD];	     /* words reported as not being a stage */
	const char *last[WORKBOOK_COLUMNS_]; /* text in the rows above, up to a section or total */
	size_t n_told;
};

static const char *raw(const struct reading *w, const struct workbook_line *l,
		       enum workbook_column c)
{
	size_t k = w->r.h.at[c];
	return k == SIZE_MAX ? "" : csv_cell(w->r.f, l->at, k);
}

static const char *header_text(const struct reading *w, enum workbook_column c)
{
	size_t k = w->r.h.at[c];
	return k == SIZE_MAX ? workbook_column_name(c)
			     : workbook_tidy(&w->s->pool, w->r.h.head[k].text);
}

/* Why the workbook's reader could not read the cell; NULL: it could. */
static const struct csvunread *unread(const struct reading *w, const struct workbook_line *l,
				      enum workbook_column c)
{
	size_t k = w->r.h.at[c];
	return k == SIZE_MAX ? NULL : csv_unread(w->r.f, l->at, k);
}

static void wrong(struct reading *w, const struct workbook_line *l, enum workbook_column c,
		  const char *why)
{
	const struct csvunread *u = unread(w, l, c);
	WORKBOOK_NOTE(w->s, errors, .row = l->number, .sheet = w->r.sheet,
		      .column = header_text(w, c), .value = raw(w, l, c), .code = u ? u->code : why,
		      .arg = u ? pool_text(&w->s->pool, u->at, strlen(u->at)) : "");
}

static void left_out(struct reading *w, const struct workbook_line *l, enum workbook_column c,
		     const char *code)
{
	WORKBOOK_NOTE(w->s, remarks, .row = l->number, .sheet = w->r.sheet,
		      .column = header_text(w, c), .value = raw(w, l, c),
		      .code = unread(w, l, c) ? "sheet.error_left_out" : code);
}

/* A descriptive text: #REF! and other error values in it are left out. */
static const char *described(struct reading *w, const struct workbook_line *l,
			     enum workbook_column c)
{
	const char *s = raw(w, l, c);
	if (!*s)
		return "";
	const char *plain = workbook_plain(&w->s->pool, s);
	if (workbook_is_error(plain))
		left_out(w, l, c, "sheet.error_left_out");
	return workbook_is_empty(plain) || workbook_is_error(plain) ? ""
								    : workbook_tidy(&w->s->pool, s);
}

/* A text that names the project or a unit. #REF! in it is an error, "-" is empty. */
static const char *text_of(struct reading *w, const struct workbook_line *l, enum workbook_column c)
{
	const char *s = raw(w, l, c);
	if (!*s)
		return "";
	const char *plain = workbook_plain(&w->s->pool, s);
	if (workbook_is_error(plain)) {
		wrong(w, l, c, "sheet.excel_error");
		return "";
	}
	return workbook_is_empty(plain) ? "" : workbook_tidy(&w->s->pool, s);
}

static const char *units_of(struct reading *w, const struct workbook_line *l,
			    enum workbook_column c)
{
	return *text_of(w, l, c) ? workbook_each(&w->s->pool, raw(w, l, c)) : "";
}

/* Words such as 改扩建 are not a stage; each is reported once. */
static bool told_word(struct reading *w, const char *word)
{
	for (size_t i = 0; i < w->n_told; i++)
		if (strcmp(w->told[i], word) == 0)
			return true;
	if (w->n_told < WORDS_TOLD)
		w->told[w->n_told++] = word;
	return false;
}

static void read_stage(struct reading *w, const struct workbook_line *l,
		       struct workbook_project *one)
{
	struct pool *p = &w->s->pool;
	const char *said = workbook_plain(p, raw(w, l, WORKBOOK_STAGE));
	const char *stage = workbook_stage(said);
	if (!stage && !workbook_is_empty(said) && !told_word(w, said))
		left_out(w, l, WORKBOOK_STAGE, "sheet.stage_left_out");
	const struct workbook_group *g =
	    workbook_checks_within(&w->checks, workbook_group_of_stage);
	if (!stage && g)
		stage = workbook_stage(g->words);
	if (!stage)
		stage = workbook_stage(workbook_section_name(p, workbook_plain(p, w->name)));
	if (!stage)
		stage = workbook_title_stage(workbook_plain(p, w->name));
	if (!stage)
		stage = w->title_stage;
	one->stage = stage ? stage : "";
}

/* If a cell left of the name is merged over several projects, only the first row has its text. */
static const char *from_above(struct reading *w, const struct workbook_line *l,
			      enum workbook_column c, const char *text)
{
	const char **above = &w->last[c];
	if (*text)
		*above = text;
	bool merged = !*raw(w, l, c) && w->r.h.at[c] < w->r.h.at[WORKBOOK_NAME];
	if (*text || !merged || !*above)
		return text;
	WORKBOOK_NOTE(w->s, remarks, .row = l->number, .sheet = w->r.sheet,
		      .column = header_text(w, c), .value = *above, .code = "sheet.from_above");
	return *above;
}

static void read_unit(struct reading *w, const struct workbook_line *l,
		      struct workbook_project *one)
{
	one->unit = from_above(w, l, WORKBOOK_UNIT, units_of(w, l, WORKBOOK_UNIT));
	const struct workbook_group *g =
	    *one->unit ? NULL : workbook_checks_within(&w->checks, workbook_group_of_owner);
	if (g)
		one->unit = g->words;
	const char *sector = from_above(w, l, WORKBOOK_SECTOR, units_of(w, l, WORKBOOK_SECTOR));
	one->sector = pool_text(&w->s->pool, sector, strcspn(sector, ";"));
}

static void read_category(struct reading *w, const struct workbook_line *l,
			  struct workbook_project *one)
{
	one->category = from_above(w, l, WORKBOOK_CATEGORY, described(w, l, WORKBOOK_CATEGORY));
	if (*one->category)
		return;
	const struct workbook_group *g =
	    workbook_checks_within(&w->checks, workbook_group_of_trade);
	one->category = g ? g->words : workbook_trade(&w->s->pool, w->name);
}

/* `year` is the row's own, for a month without one. */
static bool months(struct reading *w, const struct workbook_line *l, enum workbook_column c,
		   uint32_t year, struct workbook_months *ret)
{
	const char *s = raw(w, l, c);
	const char *plain = workbook_plain(&w->s->pool, s);
	if (workbook_is_empty(plain))
		return false;
	const struct workbook_when when = {w->r.asked->from_1904, year};
	if (workbook_months(plain, &when, ret))
		return true;
	left_out(w, l, c, workbook_duration(plain) ? "sheet.duration" : "sheet.months_left_out");
	return false;
}

/* 已开工 in place of a time: it is under construction, and nobody said since when. 2024年1月已开工
 * says it. */
static bool says_begun(const char *plain, bool *ret_since)
{
	*ret_since = text_contains_any(plain, "已开工|已动工") && isdigit((unsigned char)*plain);
	if (*ret_since)
		return true;
	return text_among("已开工|已动工|已开工建设|开工在建|在建|续建", plain, strlen(plain));
}

static void read_times(struct reading *w, const struct workbook_line *l,
		       struct workbook_project *one)
{
	struct workbook_months v = {};
	bool since;
	bool begun = says_begun(workbook_plain(&w->s->pool, raw(w, l, WORKBOOK_START)), &since);
	if (months(w, l, WORKBOOK_YEARS, one->year, &v)) {
		one->start = v.start;
		one->start_open = v.start_open;
		one->finish = v.finish;
	}
	if (begun)
		one->stage = *one->stage ? one->stage : "在建";
	if (begun && !since) {
		one->start = 0;
	} else if (months(w, l, WORKBOOK_START, one->year, &v)) {
		one->start = v.start;
		one->start_open = v.start_open;
		one->finish = v.range && v.finish ? v.finish : one->finish;
	}
	if (months(w, l, WORKBOOK_FINISH, one->year, &v))
		one->finish = v.finish;
	bool wrong_way = one->start && one->finish && one->finish < one->start;
	one->start = wrong_way || one->start < DATE_MIN / 100 ? 0 : one->start;
	one->finish = wrong_way || one->finish < DATE_MIN / 100 ? 0 : one->finish;
	one->start_open &= one->start != 0;
	if (wrong_way)
		left_out(w, l, WORKBOOK_FINISH, "sheet.months_wrong_way");
}

/* Amounts of an imported row that cannot be read are errors. That a column has no unit is reported
 * once. */
static bool money_errors(struct reading *w, const struct workbook_line *l)
{
	static const enum workbook_column columns[] = {WORKBOOK_TOTAL, WORKBOOK_PLAN};
	bool any = false;
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
		if (l->money[m] != WORKBOOK_UNREADABLE)
			continue;
		any = true;
		if (strcmp(l->why[m], "money.no_unit") == 0) {
			if (w->told_no_unit[m])
				continue;
			w->told_no_unit[m] = true;
		}
		wrong(w, l, columns[m], l->why[m]);
	}
	return any;
}

static struct workbook_project *keep(struct workbook *s, const struct workbook_project *one,
				     bool bad)
{
	struct workbook_project **all = bad ? &s->bad : &s->project;
	size_t *n = bad ? &s->n_bad : &s->n_projects;
	struct workbook_project *more = pool_grow(&s->pool, *all, *n, sizeof *more);
	if (!more)
		return NULL;
	*all = more;
	more[(*n)++] = *one;
	return bad ? NULL : &more[*n - 1];
}

/* --year, else the year of the row, else of the sheet. A missing year is reported once. */
static void read_year(struct reading *w, const struct workbook_line *l,
		      struct workbook_project *one)
{
	uint32_t years[1];
	if (w->r.h.at[WORKBOOK_YEAR] != SIZE_MAX && !w->year_given &&
	    workbook_years(workbook_plain(&w->s->pool, raw(w, l, WORKBOOK_YEAR)), years, 1) == 1)
		one->year = years[0];
	if (!one->year && !w->told_no_year)
		WORKBOOK_NOTE(w->s, errors, .row = w->r.f->row[w->r.h.first].number,
			      .sheet = w->r.sheet, .column = "year", .code = "sheet.no_year");
	w->told_no_year |= !one->year;
}

static void on_project(struct reading *w, const struct workbook_line *l)
{
	w->above = NULL;
	bool bad = money_errors(w, l);
	workbook_checks_add(&w->checks, l, 1);
	if (!bad && l->money[0] != WORKBOOK_FINE && l->money[1] != WORKBOOK_FINE) {
		WORKBOOK_NOTE(w->s, skipped, .row = l->number, .sheet = w->r.sheet,
			      .code = "sheet.no_amount",
			      .arg = workbook_tidy(&w->s->pool, raw(w, l, WORKBOOK_NAME)));
		return;
	}
	struct workbook_project one = {.row = l->number, .sheet = w->r.sheet, .year = w->r.h.year};
	read_year(w, l, &one);
	size_t before = w->s->errors.n;
	one.name = workbook_unmarked(&w->s->pool, text_of(w, l, WORKBOOK_NAME), &one.mark);
	one.code = text_of(w, l, WORKBOOK_CODE);
	one.mark = *one.mark ? one.mark : described(w, l, WORKBOOK_MARK);
	one.place = described(w, l, WORKBOOK_PLACE);
	one.content = described(w, l, WORKBOOK_CONTENT);
	one.owner = described(w, l, WORKBOOK_PROJECT_OWNER);
	one.legal_entity = described(w, l, WORKBOOK_LEGAL_ENTITY);
	one.list = text_of(w, l, WORKBOOK_LIST);
	one.batch = described(w, l, WORKBOOK_BATCH);
	read_unit(w, l, &one);
	read_category(w, l, &one);
	read_stage(w, l, &one);
	read_times(w, l, &one);
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
		one.has[m] = l->money[m] == WORKBOOK_FINE;
		one.fen[m] = l->fen[m];
	}
	w->above = keep(w->s, &one, bad || w->s->errors.n > before);
}

/* A row with 资金来源 and an amount below a project: amounts in the imported columns are added to
 * the project, unless the row is only a part of it (其中). */
static void on_more(struct reading *w, const struct workbook_line *l)
{
	bool added = false, part = strstr(l->label, "其中") != NULL;
	if (w->above && !part && money_errors(w, l))
		return;
	for (int m = 0; m < WORKBOOK_MONEY_MAX_ && !part; m++)
		if (w->above && l->money[m] == WORKBOOK_FINE) {
			added = true;
			w->above->has[m] = true;
			if (__builtin_add_overflow(w->above->fen[m], l->fen[m], &w->above->fen[m]))
				w->above->fen[m] = INT64_MAX;
		}
	if (added)
		workbook_checks_add(&w->checks, l, 0);
	WORKBOOK_NOTE(w->s, skipped, .row = l->number, .sheet = w->r.sheet,
		      .code = added ? "sheet.more_added" : "sheet.more",
		      .arg = w->above ? w->above->name : "");
}

static const char *label_of(struct reading *w, const struct workbook_line *l)
{
	const char *cell = csv_cell(w->r.f, l->at, l->label_at);
	cell = workbook_is_error(workbook_plain(&w->s->pool, cell)) ? "" : cell;
	const char *seq = l->has_sequence || l->label_at == w->r.h.at[WORKBOOK_SEQ]
			      ? ""
			      : raw(w, l, WORKBOOK_SEQ);
	return workbook_tidy(&w->s->pool,
			     *cell  ? pool_format(&w->s->pool, "%s%s%s", seq, *seq ? " " : "", cell)
			     : *seq ? seq
				    : l->label);
}

static void skip(struct reading *w, const struct workbook_line *l, const char *code)
{
	bool of = l->kind == WORKBOOK_LINE_PART || l->kind == WORKBOOK_LINE_BREAKDOWN;
	WORKBOOK_NOTE(w->s, skipped, .row = l->number, .sheet = w->r.sheet, .code = code,
		      .arg = label_of(w, of ? &w->r.line[l->of] : l));
}

/* Why rows that are no projects are skipped. */
static const char *const skipped[WORKBOOK_LINE_KINDS_] = {
    [WORKBOOK_LINE_PART] = "sheet.part",	[WORKBOOK_LINE_BREAKDOWN] = "sheet.breakdown",
    [WORKBOOK_LINE_SECTION] = "sheet.section",	[WORKBOOK_LINE_TOTAL] = "sheet.total",
    [WORKBOOK_LINE_NOTE] = "sheet.note",	[WORKBOOK_LINE_HEADER] = "sheet.header_again",
    [WORKBOOK_LINE_NAMELESS] = "sheet.no_name",
};

static void on_line(struct reading *w, const struct workbook_line *l)
{
	if (l->kind == WORKBOOK_LINE_SECTION || l->kind == WORKBOOK_LINE_TOTAL)
		memset(w->last, 0, sizeof w->last);
	if (l->closes)
		workbook_checks_close(&w->checks);
	if (l->kind == WORKBOOK_LINE_PROJECT)
		on_project(w, l);
	else if (l->kind == WORKBOOK_LINE_MORE)
		on_more(w, l);
	else if (l->kind == WORKBOOK_LINE_SECTION)
		workbook_checks_section(&w->checks, l, label_of(w, l));
	else if (l->kind == WORKBOOK_LINE_TOTAL)
		workbook_checks_total(&w->checks, l, label_of(w, l));
	else if (l->kind == WORKBOOK_LINE_PART)
		w->above = NULL; /* rows of funds are the part's */
	if (skipped[l->kind])
		skip(w, l, skipped[l->kind]);
}

static void no_header(struct reading *w)
{
	const struct workbook_header *h = &w->r.h;
	uint32_t row = w->r.f->n_rows ? w->r.f->row[h->first].number : 1;
	const char *missing = h->summary || h->at[WORKBOOK_NAME] == SIZE_MAX ? "name" : "total";
	if (*w->name && (h->summary || h->at[WORKBOOK_NAME] == SIZE_MAX)) {
		WORKBOOK_NOTE(w->s, remarks, .row = row, .sheet = w->r.sheet, .value = w->name,
			      .code = h->summary ? "sheet.summary" : "sheet.no_projects");
		return;
	}
	workbook_heads_unknown(&w->r);
	WORKBOOK_NOTE(w->s, errors, .row = row, .sheet = w->r.sheet, .column = missing,
		      .code = workbook_not_commas(w->r.f)    ? "sheet.not_commas"
			      : h->summary		     ? "sheet.only_summary"
			      : strcmp(missing, "name") == 0 ? "sheet.no_name_column"
							     : "sheet.no_amount_column");
}

static void titles(struct reading *w)
{
	for (size_t i = 0; i < w->r.h.first; i++)
		for (size_t k = 0; k < w->r.h.n && k < w->r.f->row[i].n; k++) {
			const char *s = csv_cell(w->r.f, i, k);
			if (!*s || strlen(s) > WORKBOOK_HEADER_BYTES)
				continue;
			workbook_checks_title(&w->checks, w->r.f->row[i].number, s);
			if (!w->title_stage)
				w->title_stage =
				    workbook_title_stage(workbook_plain(&w->s->pool, s));
		}
}

/* Reports another year named in the title or a name, and plans of other years that are left out. */
static void years(struct reading *w)
{
	const struct workbook_header *h = &w->r.h;
	struct pool *p = &w->s->pool;
	const char *taken = pool_format(p, "%u", h->year);
	uint32_t row = w->r.f->row[h->first].number;
	if (h->other_year)
		WORKBOOK_NOTE(w->s, remarks, .row = row, .sheet = w->r.sheet, .column = "year",
			      .value = pool_format(p, "%u", h->other_year),
			      .code = "sheet.other_year", .arg = taken);
	for (size_t k = 0; k < h->n && h->year && h->at[WORKBOOK_PLAN] == SIZE_MAX; k++)
		if (h->head[k].other_plan)
			WORKBOOK_NOTE(w->s, remarks, .row = row, .sheet = w->r.sheet,
				      .column = workbook_tidy(p, h->head[k].text),
				      .code = "sheet.other_plan", .arg = taken);
}

/* The header of the next table in the sheet: its rows are counted as skipped. */
static bool further_table(struct reading *w)
{
	struct workbook_reading *r = &w->r;
	if (r->next == SIZE_MAX)
		return false;
	(void)workbook_next_table(r);
	for (size_t i = 0; i < r->h.height; i++) {
		w->s->rows_read++;
		WORKBOOK_NOTE(w->s, skipped, .row = r->f->row[r->h.first + i].number,
			      .sheet = r->sheet, .code = "sheet.header_again");
	}
	w->above = NULL;
	return true;
}

static void walk(struct reading *w)
{
	struct workbook *s = w->s;
	titles(w);
	do {
		size_t nature = workbook_guess_columns(&w->s->pool, &w->r);
		workbook_heads_note(&w->r);
		if (nature != SIZE_MAX)
			WORKBOOK_NOTE(s, remarks, .row = w->r.f->row[w->r.h.first].number,
				      .sheet = w->r.sheet,
				      .column = workbook_tidy(&s->pool, w->r.h.head[nature].text),
				      .code = "sheet.nature");
		workbook_heads_unknown(&w->r);
		years(w);
		workbook_lines(&w->r);
		workbook_heads_same(&w->r);
		workbook_checks_packages(&w->checks, &w->r);
		s->rows_read += (uint32_t)w->r.n;
		for (size_t i = 0; i < w->r.n && !s->pool.failed; i++)
			on_line(w, &w->r.line[i]);
	} while (!s->pool.failed && further_table(w));
	workbook_checks_end(&w->checks);
	s->workbooks_read++;
}

void workbook_add(struct workbook *s, const struct csvfile *f, const struct workbook_asked *asked,
		  const char *name)
{
	const char *const unit[WORKBOOK_MONEY_MAX_] = {asked->unit, asked->unit};
	struct reading w = {.s = s, .name = name};
	struct workbook_asked here = *asked;
	if (!workbook_name(s, name))
		return;
	w.r = (struct workbook_reading){.s = s, .f = f, .sheet = s->sheets - 1, .asked = &here};
	w.checks.s = s;
	w.checks.sheet = w.r.sheet;
	w.checks.all.label = w.checks.since.label = "";
	here.sheet = *name ? name : NULL;
	workbook_header(&s->pool, f, &here, &w.r.h);
	if (!w.r.h.found || w.r.h.summary || w.r.h.at[WORKBOOK_NAME] == SIZE_MAX) {
		no_header(&w);
		return;
	}
	workbook_units(&w.r, unit);
	w.year_given = asked->year != 0;
	walk(&w);
}
