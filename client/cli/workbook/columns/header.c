#include "client/cli/workbook/columns/header.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/names.h"
#include "client/cli/workbook/columns/text.h"
#include "client/cli/workbook/columns/value.h"
#include "client/cli/workbook/limits.h"
#include "proto/limits.h"
#include "text/utf8.h"
#include "text/words.h"

#define HEIGHT_MAX 4
#define YEARS_SEEN 8

struct head_finding {
	struct pool *p;
	const struct csvfile *f;
	const struct workbook_asked *asked;
	size_t n; /* columns */
};

/* A cell that may belong to a header: a longer text is ignored. */
static const char *head_cell(const struct head_finding *s, size_t row, size_t k)
{
	const char *cell = row < s->f->n_rows ? csv_cell(s->f, row, k) : "";
	return strnlen(cell, WORKBOOK_HEADER_BYTES + 1) > WORKBOOK_HEADER_BYTES ? "" : cell;
}

static bool blank(const struct head_finding *s, size_t row, size_t k)
{
	return !*head_cell(s, row, k);
}

/* The cell of level `l` above column k: its own, or the merged parent cell to its left. */
static const char *over(const struct head_finding *s, size_t row, size_t height, size_t l, size_t k)
{
	if (!blank(s, row + l, k))
		return head_cell(s, row + l, k);
	bool below = false;
	for (size_t i = l + 1; i < height; i++)
		below |= !blank(s, row + i, k);
	for (size_t c = k; below && c-- > 0;) {
		bool child = false;
		for (size_t i = l + 1; i < height; i++)
			child |= !blank(s, row + i, c);
		if (!child)
			return "";
		if (!blank(s, row + l, c))
			return head_cell(s, row + l, c);
	}
	return "";
}

/* A parent such as 投资情况（亿元） over 总投资 and 计划投资 adds only the unit. */
static bool says_nothing(const struct head_finding *s, const char *text, const char **ret_unit)
{
	struct workbook_head h;
	const char *plain = workbook_plain(s->p, text);
	size_t n = strcspn(plain, "([");
	if (!text_ends_any(pool_text(s->p, plain, n), "情况|信息|概况|资料") ||
	    text_contains_any(plain, "完成|进展|进度|累计|形象|到位|上年|问题|资金|开工|推进|落实|"
				     "截至|截止|前期|用地|手续"))
		return false;
	workbook_head_read(s->p, s->asked, text, &h);
	if (h.year)
		return false;
	*ret_unit = h.unit ? h.unit : *ret_unit;
	return true;
}

static bool last_level(const struct head_finding *s, const struct workbook_header *h, size_t l,
		       size_t k)
{
	for (size_t i = l + 1; i < h->height; i++)
		if (!blank(s, h->first + i, k))
			return false;
	return true;
}

static void read_head(const struct head_finding *s, const struct workbook_header *h, size_t k,
		      struct workbook_head *ret)
{
	const char *full = "", *own = "", *last = "", *parent = "", *unit = NULL;
	for (size_t l = 0; l < h->height; l++) {
		const char *cell = head_cell(s, h->first + l, k);
		const char *up = over(s, h->first, h->height, l, k);
		if (*up && !last_level(s, h, l, k) && says_nothing(s, up, &unit))
			continue;
		full = pool_format(s->p, "%s%s", full, up);
		parent = last_level(s, h, l, k) ? parent : full;
		own = pool_format(s->p, "%s%s", own, cell);
		last = *cell ? cell : last;
	}
	struct workbook_head whole, part;
	workbook_head_read(s->p, s->asked, full, &whole);
	*ret = whole;
	const char *other[] = {own, last};
	for (size_t i = 0; i < 2 && ret->column == WORKBOOK_NOTHING && h->height > 1; i++) {
		workbook_head_read(s->p, s->asked, other[i], &part);
		/* For example 省级以上补助 below 2024年计划投资: a part of the plan, known by its
		 * own cell. */
		if (part.column != WORKBOOK_NOTHING) {
			*ret = part;
			ret->text = whole.text;
			ret->plain = whole.plain;
			ret->unit = part.unit ? part.unit : whole.unit;
			ret->year = part.year ? part.year : whole.year;
		}
	}
	ret->unit = ret->unit ? ret->unit : unit;
	/* a part of what its parent says: 上级补助 below 2024年计划投资 */
	workbook_head_read(s->p, s->asked, parent, &part);
	if (part.column != WORKBOOK_NOTHING && ret->column == WORKBOOK_NOTHING)
		ret->unknown = false;
}

static void read_heads(const struct head_finding *s, struct workbook_header *h)
{
	h->head = pool_take(s->p, (s->n + 1) * sizeof *h->head);
	h->n = h->head ? s->n : 0;
	for (size_t k = 0; k < h->n; k++)
		read_head(s, h, k, &h->head[k]);
}

static bool has(const struct workbook_header *h, enum workbook_column c)
{
	for (size_t k = 0; k < h->n; k++)
		if (h->head[k].column == c)
			return true;
	return false;
}

static bool complete(const struct workbook_header *h)
{
	return has(h, WORKBOOK_NAME) && (has(h, WORKBOOK_TOTAL) || has(h, WORKBOOK_PLAN));
}

static unsigned score(const struct workbook_header *h)
{
	unsigned ret = complete(h) ? 1000 : 0;
	for (size_t k = 0; k < h->n; k++)
		ret += h->head[k].column == WORKBOOK_NOTHING ? 0
		       : h->head[k].column == WORKBOOK_SKIP  ? 1
							     : 2;
	return ret;
}

/* A header has no numbers, except years: 2024 below 计划投资. */
static bool numbers(const struct head_finding *s, size_t row)
{
	for (size_t k = 0; k < s->n; k++) {
		const char *plain = workbook_plain(s->p, head_cell(s, row, k));
		uint32_t year[1];
		if (*plain && (workbook_is_number(plain) || workbook_is_error(plain)) &&
		    !(strlen(plain) == 4 && workbook_years(plain, year, 1) == 1))
			return true;
	}
	return false;
}

static size_t filled(const struct head_finding *s, size_t row)
{
	size_t n = 0;
	for (size_t k = 0; k < s->n; k++)
		n += !blank(s, row, k);
	return n;
}

/* A row such as 2024年重点项目计划表 and 单位：万元 directly above the header is not part of it. */
static bool is_title(const struct head_finding *s, size_t row)
{
	bool title = false;
	for (size_t k = 0; k < s->n; k++) {
		struct workbook_head h;
		if (blank(s, row, k))
			continue;
		workbook_head_read(s->p, s->asked, head_cell(s, row, k), &h);
		if (h.column > WORKBOOK_SKIP)
			return false;
		const char *bare = pool_text(s->p, h.plain, strcspn(h.plain, "(["));
		title |= text_starts_any(h.plain, "附件|附表|编制|填报|填表|制表|日期:|统计时间") ||
			 (text_starts(h.plain, "单位") && workbook_unit_said(h.plain)) ||
			 (strstr(bare, "项目") && utf8_length(bare) >= 8 &&
			  text_ends_any(bare, "表|清单|名单|计划|安排|汇总|台账|项目"));
	}
	return title;
}

static void try(const struct head_finding *s, size_t row, struct workbook_header *best,
		unsigned *most)
{
	struct workbook_header h = {.first = row};
	if (filled(s, row) < 2 || is_title(s, row))
		return;
	for (h.height = 1; h.height < HEIGHT_MAX && row + h.height <= s->f->n_rows; h.height++) {
		if (h.height > 1 && numbers(s, row + h.height - 1))
			return;
		read_heads(s, &h);
		unsigned now = score(&h);
		if (now > *most) {
			*most = now;
			*best = h;
		}
	}
}

/* A row below merged parents that adds no known column but tells the parent's columns apart. */
static bool is_children(const struct head_finding *s, const struct workbook_header *h, size_t row)
{
	bool under_parent = false;
	if (row >= s->f->n_rows || filled(s, row) < 2 || numbers(s, row))
		return false;
	for (size_t k = 0; k < h->n; k++) {
		if (blank(s, row, k))
			continue;
		if (h->head[k].column == WORKBOOK_NAME || h->head[k].column == WORKBOOK_SEQ)
			return false;
		under_parent |= !*h->head[k].plain;
	}
	return under_parent;
}

/* A row with only the units of the columns: （亿元）, （万元）. */
static bool is_units(const struct head_finding *s, size_t row)
{
	bool money = false;
	for (size_t k = 0; row < s->f->n_rows && k < s->n; k++) {
		const char *plain = workbook_plain(s->p, head_cell(s, row, k));
		bool bracket = *plain == '(' && plain[strlen(plain) - 1] == ')';
		bool unit = text_among("万元|亿元|元|(万元)|(亿元)|(元)", plain, strlen(plain));
		if (*plain && !unit && !(bracket && utf8_length(plain) <= 6))
			return false;
		money |= unit;
	}
	return money;
}

static void extend(const struct head_finding *s, struct workbook_header *h)
{
	while (h->height < HEIGHT_MAX &&
	       (is_children(s, h, h->first + h->height) || is_units(s, h->first + h->height))) {
		struct workbook_header more = {
		    .first = h->first, .height = h->height + 1, .found = true};
		read_heads(s, &more);
		if (!complete(&more))
			return;
		*h = more;
	}
}

/* Reads year and unit from the rows above the header; the unit also from the header's own cells. */
static void read_titles(const struct head_finding *s, struct workbook_header *h)
{
	uint32_t year[YEARS_SEEN], here[YEARS_SEEN];
	size_t n = 0;
	for (size_t i = 0; i < h->first + h->height && i < s->f->n_rows; i++)
		for (size_t k = 0; k < s->f->row[i].n && k < s->n; k++) {
			const char *plain = workbook_plain(s->p, csv_cell(s->f, i, k));
			if (!h->unit)
				h->unit = workbook_unit_said(plain);
			size_t found = i < h->first ? workbook_years(plain, here, YEARS_SEEN) : 0;
			for (size_t j = 0; j < found && n < YEARS_SEEN; j++)
				year[n++] = here[j];
		}
	for (size_t k = 0; k < s->n && !h->unit; k++) {
		const char *plain = workbook_plain(s->p, head_cell(s, h->first + h->height, k));
		if (text_starts(plain, "单位")) /* a row below the header can name it */
			h->unit = workbook_unit_said(plain);
	}
	uint32_t first = n ? year[0] : 0;
	bool one = n > 0;
	for (size_t j = 0; j < n; j++) {
		one &= year[j] == first;
		for (size_t k = 0; k < h->n; k++)
			if (h->head[k].column == WORKBOOK_PLAN && h->head[k].year == year[j])
				h->year = year[j];
	}
	h->year = one ? first : h->year;
}

static uint32_t one_year(struct pool *p, const char *text)
{
	uint32_t year[2];
	return text && workbook_years(workbook_plain(p, text), year, 2) == 1 ? year[0] : 0;
}

/* 2024.10, 2024年10月: what a column of plans does not hold. */
static bool is_time(const char *plain)
{
	uint32_t year[1];
	return strspn(plain, "0123456789") == 4 && workbook_years(plain, year, 1) == 1 &&
	       (text_starts(plain + 4, "年") || (plain[4] && strchr(".-/", plain[4])));
}

static bool holds_money(const struct head_finding *s, const struct workbook_header *h, size_t k)
{
	size_t others = 0, amounts = 0;
	for (size_t i = h->first + h->height; i < s->f->n_rows; i++) {
		int64_t fen;
		const char *why, *cell = head_cell(s, i, k);
		enum workbook_value v = workbook_money(s->p, cell, "元", &fen, &why);
		bool time = v == WORKBOOK_FINE && is_time(workbook_plain(s->p, cell));
		amounts += v == WORKBOOK_FINE;
		others += v == WORKBOOK_UNREADABLE || time;
	}
	return amounts > others;
}

/* 2024年目标任务 may be a text, and 预计完成 a time: a plan known by its words must hold money. One
 * that names no year may also be the total: it is the plan beside a total. */
static void settle_plans(const struct head_finding *s, struct workbook_header *h)
{
	bool total = has(h, WORKBOOK_TOTAL);
	for (size_t k = 0; k < h->n; k++) {
		struct workbook_head *one = &h->head[k];
		one->only_year = one->only_year && holds_money(s, h, k);
		if (one->column != WORKBOOK_PLAN || !one->by_words)
			continue;
		bool money = holds_money(s, h, k);
		one->unknown = money && !one->within_year && !total;
		if (one->unknown)
			one->column = WORKBOOK_NOTHING;
		else if (!money)
			one->column = WORKBOOK_SKIP;
	}
}

static void settle_year(const struct head_finding *s, struct workbook_header *h)
{
	uint32_t planned = 0;
	bool several = false;
	for (size_t k = 0; k < h->n; k++)
		if (h->head[k].column == WORKBOOK_PLAN && h->head[k].year) {
			several |= planned && planned != h->head[k].year;
			planned = h->head[k].year;
		}
	const uint32_t said[] = {s->asked->year, h->year, one_year(s->p, s->asked->sheet),
				 one_year(s->p, s->asked->file), several ? 0 : planned};
	h->year = 0;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		h->year = h->year ? h->year : said[i];
	/* A different year elsewhere is reported: the file or --year may be wrong. */
	for (size_t i = 1; i < 4; i++)
		h->other_year = h->other_year || said[i] == h->year ? h->other_year : said[i];
}

/* Two columns mean the same: the first is read, and what it says is compared with the other. A name
 * that fits other things, too, such as 县区 beside 建设地点, gives way without that. */
static void give_way(struct workbook_head *one, const struct workbook_head *to)
{
	if (one->weak == to->weak && one->column != WORKBOOK_SEQ &&
	    one->column != WORKBOOK_HOW_MANY)
		one->rival = one->column;
	one->column = WORKBOOK_SKIP;
}

/* Takes the first column of each kind. A plan of the file's year is preferred to one without a
 * year; a plan of another year is never taken. */
static void settle_columns(struct workbook_header *h)
{
	for (int c = 0; c < WORKBOOK_COLUMNS_; c++)
		h->at[c] = SIZE_MAX;
	for (size_t k = 0; k < h->n; k++) {
		struct workbook_head *one = &h->head[k];
		if (one->column <= WORKBOOK_SKIP)
			continue;
		size_t *at = &h->at[one->column];
		bool others = one->column == WORKBOOK_PLAN && one->year && one->year != h->year;
		bool better = *at == SIZE_MAX ||
			      (one->column == WORKBOOK_PLAN && one->year && !h->head[*at].year) ||
			      (h->head[*at].weak && !one->weak);
		one->other_plan = others;
		if (others) {
			one->column = WORKBOOK_SKIP;
			continue;
		}
		if (!better)
			give_way(one, &h->head[*at]);
		else if (*at != SIZE_MAX)
			give_way(&h->head[*at], one);
		*at = better ? k : *at;
	}
}

static bool is_summary(const struct workbook_header *h)
{
	static const char words[] = "个数|求和项|计数项|行标签|项目数|求和|计数";
	bool counts = false, sums = false;
	for (size_t k = 0; k < h->n; k++) {
		counts |= text_contains_any(h->head[k].plain, words);
		sums |= text_contains_any(h->head[k].plain, "合计|总计");
	}
	size_t name = h->at[WORKBOOK_NAME];
	if (name == SIZE_MAX)
		return counts || sums;
	return counts && h->head[name].weak;
}

/* No header was recognised. The row with the most cells is probably one with unknown words. */
static void guess(const struct head_finding *s, struct workbook_header *h)
{
	size_t most = 0;
	for (size_t i = 0; i < s->f->n_rows && i < WORKBOOK_HEADER_ROWS; i++)
		if (filled(s, i) > most && !numbers(s, i)) {
			most = filled(s, i);
			h->first = i;
		}
	h->height = s->f->n_rows > 0;
	read_heads(s, h);
}

void workbook_header(struct pool *p, const struct csvfile *f, const struct workbook_asked *asked,
		     struct workbook_header *ret)
{
	struct head_finding s = {.p = p, .f = f, .asked = asked};
	struct workbook_header h = {};
	unsigned most = 0;
	for (size_t i = 0; i < f->n_rows; i++)
		s.n = f->row[i].n > s.n ? f->row[i].n : s.n;
	s.n = s.n > WORKBOOK_COLUMNS_MAX ? WORKBOOK_COLUMNS_MAX : s.n;
	/* A better header further down belongs to a second table. */
	for (size_t i = 0; i < f->n_rows && i < WORKBOOK_HEADER_ROWS; i++)
		if (!h.head || !complete(&h) || i < h.first + h.height)
			try(&s, i, &h, &most);
	if (!h.head)
		guess(&s, &h);
	h.found = complete(&h);
	if (h.found)
		extend(&s, &h);
	read_titles(&s, &h);
	settle_plans(&s, &h);
	settle_year(&s, &h);
	settle_columns(&h);
	h.summary = is_summary(&h);
	*ret = h;
}
