/* Reads one header: the column, its unit, its year; and suggests a column for an unknown header. */
#include "client/cli/workbook/columns/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/text.h"
#include "proto/embed.h"
#include "text/utf8.h"
#include "text/words.h"

#define UNIT_WITHIN 40 /* bytes examined after 单位： */

EMBED(workbook_columns_csv, "sheet_columns.csv");

/* A header with one of these words is known but not imported: figures, remarks. Checked last. */
static const char other_words[] =
    "累计|形象进度|进度|目标|进展|问题|电话|备注|资金|情况|手续|审批|批复|用地|面积|产值|税收|利润|"
    "占比|比例|完成率|排名|效益|贷款|债券|补助|负责人|领导|联系|措施|依据|文号|业主|法人|完成投资|"
    "截至|截止|到位|开工率|节点|五年|十三五|十四五|十五五|上年|备案";

static const char *const column_names[WORKBOOK_COLUMNS_] = {
    [WORKBOOK_NOTHING] = "",
    [WORKBOOK_SKIP] = "-",
    [WORKBOOK_SEQ] = "seq",
    [WORKBOOK_CODE] = "code",
    [WORKBOOK_NAME] = "name",
    [WORKBOOK_UNIT] = "unit",
    [WORKBOOK_SECTOR] = "sector",
    [WORKBOOK_CATEGORY] = "category",
    [WORKBOOK_STAGE] = "stage",
    [WORKBOOK_TOTAL] = "total",
    [WORKBOOK_PLAN] = "plan",
    [WORKBOOK_YEAR] = "year",
    [WORKBOOK_START] = "start",
    [WORKBOOK_FINISH] = "finish",
    [WORKBOOK_YEARS] = "years",
    [WORKBOOK_PLACE] = "place",
    [WORKBOOK_CONTENT] = "content",
    [WORKBOOK_LIST] = "list",
    [WORKBOOK_BATCH] = "batch",
    [WORKBOOK_PROJECT_OWNER] = "project_owner",
    [WORKBOOK_LEGAL_ENTITY] = "legal_entity",
    [WORKBOOK_MARK] = "mark",
    [WORKBOOK_HOW_MANY] = "count",
};

static const struct csvfile *table(void)
{
	static struct csvfile once;
	return csv_shipped(&once, EMBEDDED(workbook_columns_csv));
}

const char *workbook_column_name(enum workbook_column c)
{
	return column_names[c];
}

enum workbook_column workbook_column_of(const char *name)
{
	for (int i = WORKBOOK_SKIP; i < WORKBOOK_COLUMNS_; i++)
		if (strcmp(column_names[i], name) == 0)
			return (enum workbook_column)i;
	if (strcmp(name, "planned_start") == 0)
		return WORKBOOK_START;
	return strcmp(name, "planned_finish") == 0 ? WORKBOOK_FINISH : WORKBOOK_NOTHING;
}

static enum workbook_column look_up(struct pool *p, const char *base, bool *ret_weak)
{
	const struct csvfile *t = table();
	size_t n = strlen(base);
	*ret_weak = false;
	for (size_t i = 1; n > 0 && i < t->n_rows; i++) {
		const char *name = csv_cell(t, i, 0);
		if (!text_among(csv_cell(t, i, 1), base, n))
			continue;
		*ret_weak = strchr(name, '?') != NULL;
		return workbook_column_of(pool_text(p, name, strcspn(name, "?")));
	}
	return WORKBOOK_NOTHING;
}

static const char *unit_within(const char *s)
{
	bool wan = strstr(s, "万元") != NULL, yi = strstr(s, "亿元") != NULL;
	if (wan || yi)
		return wan && yi ? NULL : wan ? "万元" : "亿元";
	return text_among("元|:元|单位:元|人民币元|人民币:元|单位元", s, strlen(s)) ? "元" : NULL;
}

/* The money unit in "个、万元"; NULL: none, or two. A unit after a digit belongs to an amount. */
static const char *unit_listed(const char *said)
{
	static const char *const units[] = {"万元", "亿元"};
	const char *ret = NULL, *shut = strstr(said, "】");
	size_t n = strcspn(said, ")]");
	n = shut && (size_t)(shut - said) < n ? (size_t)(shut - said) : n;
	n = n < UNIT_WITHIN ? n : UNIT_WITHIN;
	for (size_t i = 0; i < 2; i++) {
		const char *at = memmem(said, n, units[i], strlen(units[i]));
		if (at && ret)
			return NULL;
		if (at && (at == said || !isdigit((unsigned char)at[-1])))
			ret = units[i];
	}
	return ret;
}

const char *workbook_unit_said(const char *s)
{
	const char *at = s;
	while ((at = strstr(at, "单位"))) {
		at += strlen("单位");
		size_t colon = strspn(at, ":(");
		if (colon == 0)
			continue;
		const char *said = at + colon, *unit = unit_listed(said);
		said += text_starts(said, "人民币") ? strlen("人民币") : 0;
		if (unit)
			return unit;
		if (text_starts(said, "元"))
			return "元";
	}
	return text_among("(万元)|万元", s, strlen(s))	 ? "万元"
	       : text_among("(亿元)|亿元", s, strlen(s)) ? "亿元"
							 : NULL;
}

/* Finds the first year in s; *ret_n includes 年 or 年度. */
static uint32_t year_at(const char *s, size_t *ret_at, size_t *ret_n)
{
	for (size_t i = 0; s[i]; i++) {
		size_t digits = strspn(s + i, "0123456789");
		if (digits == 4 && (strncmp(s + i, "19", 2) == 0 || strncmp(s + i, "20", 2) == 0)) {
			*ret_at = i;
			*ret_n = 4;
			*ret_n += text_starts(s + i + *ret_n, "年") ? 3 : 0;
			*ret_n += *ret_n > 4 && text_starts(s + i + *ret_n, "度") ? 3 : 0;
			return (uint32_t)strtoul(s + i, NULL, 10);
		}
		i += digits ? digits - 1 : 0;
	}
	return 0;
}

static const char within_year[] = "本年度|本年|当年度|当年|今年|全年|年度|年内|年";

static bool is_plan(const char *base)
{
	static const char ahead[] = "计划|预计|拟|目标|安排|任务|指标|预期";
	static const char others[] = "完成|投资额|投资|投入|年度|额|数|的|内";
	bool looks_ahead = false;
	base += text_starts_any(base, within_year);
	for (size_t n; *base; base += n) {
		n = text_starts_any(base, ahead);
		looks_ahead |= n > 0;
		n = n ? n : text_starts_any(base, others);
		if (n == 0)
			return false;
	}
	return looks_ahead;
}

/* Returns the text outside brackets without unit and year, which are taken from the whole
 * header. */
static char *base_of(struct pool *p, const char *plain, struct workbook_head *h)
{
	char *base = pool_take(p, strlen(plain) + 1), *inside = pool_take(p, strlen(plain) + 1);
	size_t n = 0, k = 0, at, len;
	bool in = false;
	if (!base || !inside)
		return NULL;
	for (const char *s = plain; *s; s++) {
		bool open = *s == '(' || *s == '[' || text_starts(s, "【");
		bool shut = *s == ')' || *s == ']' || text_starts(s, "】");
		if (open || shut)
			s += (unsigned char)*s >= 0x80 ? 2 : 0;
		else if (in)
			inside[k++] = *s;
		else
			base[n++] = *s;
		in = open || (in && !shut);
	}
	h->unit = unit_within(inside);
	size_t tail = text_ends_any(base, "/万元|/亿元|/元|:万元|:亿元|:元|万元|亿元");
	if (tail > 0 && tail < n) {
		h->unit = strstr(base + n - tail, "万")	  ? "万元"
			  : strstr(base + n - tail, "亿") ? "亿元"
							  : "元";
		base[n - tail] = '\0';
	}
	h->year = year_at(inside, &at, &len);
	uint32_t year = year_at(base, &at, &len);
	h->only_year = year && strlen(base) == len;
	h->within_year = year || text_starts_any(base, within_year) > 0;
	if (year) {
		h->year = year;
		memmove(base + at, base + at + len, strlen(base + at + len) + 1);
	}
	n = strlen(base);
	while (n > 0 && strchr(":*-/", base[n - 1]))
		base[--n] = '\0';
	return base + strspn(base, "*:");
}

static bool foreign_money(const char *plain)
{
	return text_contains_any(plain, "美元|欧元|港元|港币|日元|千元");
}

void workbook_head_read(struct pool *p, const struct workbook_asked *asked, const char *text,
			struct workbook_head *h)
{
	*h = (struct workbook_head){.text = text, .plain = workbook_plain(p, text)};
	const char *base = base_of(p, h->plain, h);
	if (!base || !*h->plain)
		return;
	bool part = text_starts(base, "其中"); /* of the column before it */
	base += part ? strlen("其中") + strspn(base + strlen("其中"), ":,") : 0;
	for (size_t i = 0; i < asked->n_map; i++)
		if (strcmp(asked->map[i].head, h->plain) == 0) {
			h->column = workbook_column_of(asked->map[i].column);
			return;
		}
	h->column = look_up(p, base, &h->weak);
	size_t tail = text_ends_any(base, "小计|合计|总额|总计");
	if (h->column == WORKBOOK_NOTHING && tail > 0 && tail < strlen(base))
		h->column = look_up(p, pool_text(p, base, strlen(base) - tail), &h->weak);
	/* A total within one year is not the project's total investment, and the works of one year
	 * are not what the project consists of. */
	bool of_a_year = h->column == WORKBOOK_TOTAL && h->within_year;
	if (of_a_year)
		h->column = text_among("投资|投资额", base, strlen(base)) ? WORKBOOK_PLAN
									  : WORKBOOK_NOTHING;
	if (h->column == WORKBOOK_CONTENT && h->within_year)
		h->column = WORKBOOK_SKIP;
	h->by_words = h->column == WORKBOOK_NOTHING && !of_a_year && is_plan(base);
	if (h->by_words)
		h->column = WORKBOOK_PLAN;
	if (foreign_money(h->plain))
		h->column = WORKBOOK_NOTHING;
	bool planned = of_a_year || (text_contains_any(base, "计划|预计") && strstr(base, "投资"));
	if (h->column == WORKBOOK_NOTHING && !planned && text_contains_any(base, other_words))
		h->column = WORKBOOK_SKIP;
	if (part && (h->column == WORKBOOK_NOTHING || h->column == WORKBOOK_TOTAL))
		h->column = WORKBOOK_SKIP;
	h->unknown = h->column == WORKBOOK_NOTHING;
}

bool workbook_head_money(const struct workbook_head *h)
{
	return h->unit || h->only_year ||
	       text_contains_any(h->plain, "投资|资金|资本|金额|费用|经费|造价|概算|预算");
}

/* ---- similarity: characters that two headers share, in percent of both */

static unsigned alike(const char *a, const char *b, size_t nb)
{
	size_t shared = 0, na = utf8_length(a), length_b = 0;
	for (const char *s = b; s < b + nb; s += utf8_step(s))
		length_b++;
	for (const char *s = a; *s; s += utf8_step(s)) {
		bool before = false;
		for (const char *t = a; t < s && !before; t += utf8_step(t))
			before = utf8_step(t) == utf8_step(s) && !memcmp(t, s, utf8_step(s));
		shared += !before && memmem(b, nb, s, utf8_step(s)) != NULL;
	}
	return na + length_b ? (unsigned)(200 * shared / (na + length_b)) : 0;
}

const char *workbook_suggest(struct pool *p, const char *plain)
{
	const struct csvfile *t = table();
	const char *best = "-";
	unsigned most = 49;
	struct workbook_head h = {};
	const char *base = base_of(p, plain, &h);
	for (size_t i = 1; base && strlen(base) <= 120 && i < t->n_rows; i++) {
		const char *name = csv_cell(t, i, 0);
		for (const char *w = csv_cell(t, i, 1); *w; w += *w == '|') {
			size_t n = strcspn(w, "|");
			unsigned like = alike(base, w, n);
			if (like > most) {
				most = like;
				best = pool_text(p, name, strcspn(name, "?"));
			}
			w += n;
		}
	}
	return strcmp(best, "seq") == 0 ? "-" : best;
}

/* ---- years in a title or a file's name */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A year in a range (2023-2025年), in a date (2024年3月) or in a document number
 * (桂发改〔2024〕12号) is not the year of the list. */
static bool other_year(const char *s, size_t i)
{
	static const char range[] = "-|~|至|到|—|–|―|－|─";
	const char *behind = s + i + 4;
	const char *word = text_starts(behind, "年") ? behind + 3 : behind;
	size_t n = text_starts_any(word, range);
	if (n > 0 && is_digit(word[n]) && strspn(word + n, "0123456789") == 4)
		return true;
	if (word != behind && is_digit(*word)) {
		size_t digits = strspn(word, "0123456789");
		if (text_starts(word + digits, "月"))
			return true;
	}
	if (i >= 3 && (memcmp(s + i - 3, "〔", 3) == 0 || memcmp(s + i - 3, "【", 3) == 0))
		return true;
	if (i >= 1 && s[i - 1] == '[')
		return true;
	for (size_t k = 1; k <= 6 && k < i; k++) { /* after a range: ...2023-, 2023年至 */
		const char *before = s + i - k;
		n = text_starts_any(before, range);
		if (n == k || (text_starts(before, "年") && n + 3 == k))
			return is_digit(before[-1]) ||
			       (i - k >= 3 && memcmp(before - 3, "年", 3) == 0);
	}
	return false;
}

/* Reads 二〇二四年 at s; *ret_end is its end. */
static uint32_t spelled_year(const char *s, const char **ret_end)
{
	static const char *const digit[] = {"〇|零|○|0", "一", "二", "三", "四",
					    "五",	 "六", "七", "八", "九"};
	uint32_t y = 0;
	for (int i = 0; i < 4; i++) {
		size_t n = 0;
		for (uint32_t d = 0; n == 0 && d < 10; d++)
			if ((n = text_starts_any(s, digit[d])) > 0)
				y = y * 10 + d;
		if (n == 0)
			return 0;
		s += n;
	}
	*ret_end = s;
	return text_starts(s, "年") && y >= 1990 && y <= 2099 ? y : 0;
}

size_t workbook_years(const char *plain, uint32_t *ret, size_t max)
{
	const char *end = plain;
	size_t n = 0;
	for (const char *s = plain; n < max && (s = strstr(s, "二")); s += strlen("二")) {
		uint32_t y = spelled_year(s, &end);
		if (y && (n == 0 || ret[0] != y))
			ret[n++] = y;
	}
	for (size_t i = 0; plain[i]; i++) {
		size_t digits = strspn(plain + i, "0123456789");
		if (digits == 4) {
			uint32_t y = (uint32_t)strtoul(plain + i, NULL, 10);
			bool known = y < 1990 || y > 2099 || other_year(plain, i);
			for (size_t k = 0; k < n; k++)
				known |= ret[k] == y;
			if (!known && n < max)
				ret[n++] = y;
		}
		i += digits ? digits - 1 : 0;
	}
	return n;
}
