#include "client/cli/workbook/columns/parts.h"

#include <string.h>

#include "client/cli/workbook/columns/column.h"
#include "client/cli/workbook/columns/value.h"
#include "client/cli/workbook/columns/words.h"
#include "text/words.h"

/* The rows below a row, and what they come to. */
struct part_group {
	size_t parent, first, end; /* lines; `end` is the one behind */
	size_t rows, texts;	   /* rows that are summed, those of the next level; with texts */
	struct workbook_amounts amounts;
};

static void add(struct part_group *g, const struct workbook_line *l)
{
	g->rows++;
	g->texts += l->words > 0;
	workbook_amounts_add(&g->amounts, l->money, l->fen);
}

static bool has_money(const struct workbook_line *l)
{
	return l->money[0] == WORKBOOK_FINE || l->money[1] == WORKBOOK_FINE;
}

/* Can the sums be compared with the row's amounts, and are they equal? */
static bool fits(const struct workbook_line *l, const struct part_group *g)
{
	bool compared = false;
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
		if (l->money[m] != WORKBOOK_FINE || !g->amounts.any[m])
			continue;
		if (l->fen[m] != g->amounts.sum[m])
			return false;
		compared = true;
	}
	return compared;
}

static bool open(const struct workbook_reading *r, size_t i)
{
	return i < r->n && r->line[i].kind == WORKBOOK_LINE_PROJECT;
}

static bool is_numbered(const struct workbook_line *l)
{
	return l->numbering.form != WORKBOOK_UNNUMBERED && l->numbering.form != WORKBOOK_SPELLED;
}

static bool unnumbered(const struct workbook_reading *r, size_t i)
{
	return open(r, i) && !r->line[i].has_sequence && !is_numbered(&r->line[i]);
}

/* A row of a project's funds, without a name: it is not looked at here. */
static bool of_funds(const struct workbook_reading *r, size_t i)
{
	const struct workbook_line *l = &r->line[i];
	return !l->has_sequence && !l->named && l->label_at >= r->h.at[WORKBOOK_NAME];
}

/* A note or a header repeated on the next page stands between rows that belong together. */
static bool between(const struct workbook_reading *r, size_t i)
{
	return r->line[i].kind == WORKBOOK_LINE_NOTE || r->line[i].kind == WORKBOOK_LINE_HEADER;
}

/* A section of its own: the numbered rows below it come to it, in money or in number. */
static bool has_own_rows(const struct workbook_reading *r, size_t i)
{
	struct part_group g = {};
	for (size_t k = i + 1; open(r, k) && !unnumbered(r, k); k++) {
		if (r->line[k].numbering.form == r->line[i].numbering.form)
			break;
		add(&g, &r->line[k]);
	}
	return g.rows > 0 && (fits(&r->line[i], &g) || r->line[i].count == (int64_t)g.rows);
}

/* 其中：续建; also with 其中 in the column of numbers. A project may be in the village 其中村. */
static bool of_which(const struct workbook_reading *r, size_t i)
{
	const struct workbook_line *l = &r->line[i];
	if (!unnumbered(r, i) || of_funds(r, i))
		return false;
	const char *s = text_starts(l->sequence, "其中") ? l->sequence : l->label;
	if (!text_starts(s, "其中"))
		return false;
	s += strlen("其中");
	return !*s || strchr(":,;(", *s) || text_starts(s, "、") || l->words == 0;
}

/* ---- what was found */

static void keep(struct workbook_reading *r, const struct part_group *g, enum workbook_kind kind,
		 const char *ask)
{
	struct workbook_package *more =
	    pool_grow(&r->s->pool, r->package, r->n_packages, sizeof *more);
	if (!more)
		return;
	r->package = more;
	r->package[r->n_packages++] = (struct workbook_package){
	    .parent = g->parent,
	    .first = g->first,
	    .last = g->end - 1,
	    .rows = g->rows,
	    .parts = kind == WORKBOOK_LINE_PART,
	    .amounts = g->amounts,
	    .ask = ask,
	};
	for (size_t i = g->first; i < g->end; i++)
		if (open(r, i)) {
			r->line[i].kind = kind;
			r->line[i].of = g->parent;
		}
}

/* The row above is a section, and the rows below are projects of their own. */
static void own(struct workbook_reading *r, const struct part_group *g)
{
	r->line[g->parent].kind = WORKBOOK_LINE_SECTION;
	r->line[g->parent].style = WORKBOOK_PACKAGE;
	for (size_t i = g->first; i < g->end; i++)
		r->line[i].has_sequence |= open(r, i) && !of_funds(r, i);
	if (g->end < r->n)
		r->line[g->end].closes = true;
}

/* ---- parts of a package */

static struct part_group numbered_below(struct workbook_reading *r, size_t parent)
{
	const struct workbook_number *above = &r->line[parent].numbering, *last = above;
	struct part_group g = {.parent = parent, .first = parent + 1, .end = parent + 1};
	for (size_t i = parent + 1; i < r->n; i++) {
		struct workbook_line *l = &r->line[i];
		if (between(r, i) || (open(r, i) && of_funds(r, i)))
			continue;
		if (last != above)
			workbook_number_restore(&l->numbering, last);
		bool next = workbook_number_follows(&l->numbering, above, last);
		bool deeper = last != above && workbook_number_deeper(&l->numbering, last);
		if (!open(r, i) || (!next && !deeper))
			break;
		if (next) {
			add(&g, l);
			last = &l->numbering;
		}
		g.end = i + 1;
	}
	return g;
}

/* Rows without a number that add up to the numbered row above them, two or more. */
static struct part_group unnumbered_below(const struct workbook_reading *r, size_t parent)
{
	struct part_group g = {.parent = parent, .first = parent + 1, .end = parent + 1};
	for (size_t i = parent + 1; unnumbered(r, i) && has_money(&r->line[i]); i++) {
		if (workbook_strong(r->line[i].style) || !r->line[i].named || of_which(r, i))
			break;
		add(&g, &r->line[i]);
		g.end = i + 1;
	}
	if (g.rows < 2 || !fits(&r->line[parent], &g))
		g.rows = 0;
	return g;
}

static bool bare(const struct workbook_line *l)
{
	return l->words == 0 && l->money[0] == WORKBOOK_EMPTY && l->money[1] == WORKBOOK_EMPTY;
}

/* A row that declares how many projects follow, or that has nothing but a name, is a section. */
static bool is_package(const struct workbook_line *l)
{
	return text_contains_any(l->label, "打捆|打包|捆绑|子项");
}

static bool says_section(const struct workbook_reading *r, size_t i)
{
	const struct workbook_line *l = &r->line[i];
	bool counts = l->words == 0 && workbook_count_said(l->label, false) >= 0 && !is_package(l);
	return bare(l) || counts || workbook_stage(workbook_section_name(&r->s->pool, l->label));
}

/* Are the numbered rows below no parts, but sections, (1)教育 behind the last project of the
 * section before? Then they have rows of their own, or no amount and no second one like them. */
static bool are_sections(const struct workbook_reading *r, const struct part_group *g)
{
	const struct workbook_line *first = &r->line[g->first];
	bool one = bare(first) && (g->rows == 1 || first->count >= 0);
	bool spelled = first->numbering.form == WORKBOOK_SPELLED;
	return !fits(&r->line[g->parent], g) && (one || spelled || has_own_rows(r, g->first));
}

/* What must be asked before the rows can be taken as parts; NULL: nothing. */
static const char *doubt(const struct workbook_line *l, const struct part_group *g)
{
	if ((g->amounts.any[0] || g->amounts.any[1]) && !fits(l, g))
		return has_money(l) ? "sheet.parts_differ" : "sheet.parts_unsummed";
	/* 交通 with nothing but sums, over rows that say whose they are, may be a section */
	bool section = l->words == 0 && g->texts == g->rows && !is_package(l) &&
		       !text_contains_any(l->label, "工程|改造");
	return section ? "sheet.parts_or_section" : NULL;
}

/* Returns the line at which to go on: projects of their own may be packages, too. */
static size_t settle_package(struct workbook_reading *r, const struct part_group *g)
{
	const struct workbook_line *l = &r->line[g->parent];
	enum workbook_parts_asked asked = r->asked->parts;
	if (asked == WORKBOOK_PARTS_OWN ||
	    (asked == WORKBOOK_PARTS_BY_SUMS && says_section(r, g->parent))) {
		own(r, g);
		return g->first;
	}
	keep(r, g, WORKBOOK_LINE_PART, asked == WORKBOOK_PARTS_BY_SUMS ? doubt(l, g) : NULL);
	return g->end;
}

static size_t package(struct workbook_reading *r, size_t i)
{
	struct part_group g = numbered_below(r, i);
	if (g.rows > 0 && are_sections(r, &g))
		return i + 1;
	if (g.rows > 0)
		return settle_package(r, &g);
	if (r->line[i].has_sequence && r->asked->parts != WORKBOOK_PARTS_OWN)
		g = unnumbered_below(r, i);
	if (g.rows > 0)
		keep(r, &g, WORKBOOK_LINE_PART, NULL);
	return i + 1;
}

/* ---- breakdowns */

/* Is the row a section behind the breakdown? Behind a project's only if it has the words of one. */
static bool is_section(const struct workbook_reading *r, size_t parent, size_t i)
{
	const char *words = workbook_section_name(&r->s->pool, r->line[i].label);
	return has_own_rows(r, i) && (!r->line[parent].has_sequence || workbook_stage(words) ||
				      workbook_is_owner(words) || r->line[i].count >= 0);
}

/* May the row be a further one of the breakdown of `parent` that begins at `first`? */
static bool goes_on(const struct workbook_reading *r, size_t parent, size_t first, size_t i)
{
	const struct workbook_line *l = &r->line[i];
	if (i == first)
		return true;
	if (!unnumbered(r, i) || of_funds(r, i) || of_which(r, i))
		return false;
	/* without numbers, a project has more texts than a row of a breakdown */
	if (!r->sequences && l->words > r->line[first].words)
		return false;
	return !workbook_strong(l->style) && !is_section(r, parent, i);
}

/* Its rows end where they come to the row that they break down; else, in a numbered list, before
 * the next number. */
static struct part_group breakdown_below(const struct workbook_reading *r, size_t parent,
					 size_t first)
{
	struct part_group g = {.parent = parent, .first = first, .end = first}, one = g;
	for (size_t i = first; i < r->n && goes_on(r, parent, first, i); i++) {
		add(&g, &r->line[i]);
		g.end = i + 1;
		if (i == first)
			one = g;
		if (fits(&r->line[parent], &g))
			return g;
	}
	bool texts = false;
	for (size_t i = first; i < r->n; i++)
		texts |= r->line[i].words > r->line[first].words;
	return r->sequences || texts ? g : one;
}

/* The row that a breakdown below it is of; SIZE_MAX: none. */
static size_t row_above(const struct workbook_reading *r, size_t i)
{
	while (i-- > 0)
		if (!between(r, i) && !(open(r, i) && of_funds(r, i)) &&
		    r->line[i].kind != WORKBOOK_LINE_BREAKDOWN)
			return i;
	return SIZE_MAX;
}

static size_t breakdown(struct workbook_reading *r, size_t i)
{
	size_t parent = row_above(r, i);
	if (parent == SIZE_MAX) {
		r->line[i].kind = WORKBOOK_LINE_BREAKDOWN;
		r->line[i].of = i;
		return i + 1;
	}
	struct part_group g = breakdown_below(r, parent, i);
	const struct workbook_line *l = &r->line[parent];
	bool lost = l->has_sequence && !has_money(l) && (g.amounts.any[0] || g.amounts.any[1]);
	keep(r, &g, WORKBOOK_LINE_BREAKDOWN, lost ? "sheet.breakdown_unsummed" : NULL);
	return g.end;
}

/* Below a total, rows without a number or text that come to it: 续建 and 新建, without 其中. */
static size_t after_total(struct workbook_reading *r, size_t i)
{
	struct part_group g = {.parent = i, .first = i + 1, .end = i + 1};
	if (!r->sequences)
		return i + 1;
	for (size_t k = i + 1; unnumbered(r, k) && !of_funds(r, k); k++) {
		if (r->line[k].words > 0 || has_own_rows(r, k))
			break;
		add(&g, &r->line[k]);
		g.end = k + 1;
		if (g.rows < 2 || !fits(&r->line[i], &g))
			continue;
		keep(r, &g, WORKBOOK_LINE_BREAKDOWN, NULL);
		return g.end;
	}
	return i + 1;
}

static void read_numbers(struct workbook_reading *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct workbook_line *l = &r->line[i];
		const char *label = l->label;
		if (text_starts(label, "其中"))
			label += strlen("其中") + (label[strlen("其中")] == ':');
		l->numbering = *l->sequence ? workbook_number(l->sequence, false)
					    : workbook_number(label, true);
	}
}

void workbook_parts(struct workbook_reading *r)
{
	read_numbers(r);
	for (size_t i = 0; i < r->n;) {
		const struct workbook_line *l = &r->line[i];
		if (of_which(r, i))
			i = breakdown(r, i);
		else if (l->kind == WORKBOOK_LINE_TOTAL)
			i = after_total(r, i);
		else if (open(r, i) && is_numbered(l))
			i = package(r, i);
		else
			i++;
	}
}
