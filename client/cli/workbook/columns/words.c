/* The words that tell the kinds of rows of an office's list apart. */
#include "client/cli/workbook/columns/words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/columns/names.h"
#include "client/cli/workbook/columns/reading.h"
#include "text/utf8.h"
#include "text/words.h"

#define DIGITS "0123456789"

static const char cn_digits[] = "一|二|三|四|五|六|七|八|九|十|百|〇|零";

static size_t cn_number(const char *s)
{
	size_t n = 0;
	for (size_t k; (k = text_starts_any(s + n, cn_digits)) > 0;)
		n += k;
	return n;
}

/* Ⅰ-Ⅻ and ⅰ-ⅻ are U+2160-217B; ①-⑳ U+2460-2473. */
static bool between(const char *s, const char *first, const char *last)
{
	return memcmp(s, first, 2) == 0 && (unsigned char)s[2] >= (unsigned char)first[2] &&
	       (unsigned char)s[2] <= (unsigned char)last[2];
}

static enum workbook_style bracketed(const char *s, size_t *ret_n)
{
	size_t n = cn_number(s + 1), digits = strspn(s + 1, DIGITS);
	if (n > 0 && s[1 + n] == ')') {
		*ret_n = n + 2;
		return WORKBOOK_CN_BRACKET;
	}
	if (digits > 0 && digits <= 3 && s[1 + digits] == ')') {
		*ret_n = digits + 2;
		return WORKBOOK_DIGIT_BRACKET;
	}
	return WORKBOOK_PLAIN;
}

enum workbook_style workbook_style(const char *s, size_t *ret_n)
{
	static const char roman[] = "viii|vii|iii|iv|vi|ix|ii|i|v|x";
	size_t n = cn_number(s), after;
	*ret_n = 0;
	if (*s == '(')
		return bracketed(s, ret_n);
	if (n > 0 && (after = text_starts_any(s + n, "、|.|,|:|．")) > 0) {
		*ret_n = n + after;
		return WORKBOOK_CN;
	}
	if (text_starts(s, "第") && (n = cn_number(s + 3)) > 0 &&
	    (after = text_starts_any(s + 3 + n, "部分|类|章|批|篇|大类")) > 0) {
		*ret_n = 3 + n + after;
		return WORKBOOK_CHAPTER;
	}
	if (strlen(s) >= 3 && (between(s, "Ⅰ", "ⅻ") || between(s, "①", "⑳"))) {
		*ret_n = 3 + text_starts_any(s + 3, "、|.|,|:|．");
		return between(s, "①", "⑳") ? WORKBOOK_CIRCLE : WORKBOOK_ROMAN;
	}
	if ((n = text_starts_any(s, roman)) > 0 && (after = text_starts_any(s + n, "、|.")) > 0) {
		*ret_n = n + after;
		return WORKBOOK_ROMAN;
	}
	if ((n = text_starts_any(s, "——|--|――|──|—")) > 0) {
		*ret_n = n;
		return WORKBOOK_DASH;
	}
	n = strspn(s, DIGITS);
	if (n > 0 && n <= 3 && (after = text_starts_any(s + n, "、|.|．")) > 0 &&
	    !isdigit((unsigned char)s[n + after])) {
		*ret_n = n + after;
		return WORKBOOK_DIGIT;
	}
	return WORKBOOK_PLAIN;
}

bool workbook_strong(enum workbook_style s)
{
	return s == WORKBOOK_CHAPTER || s == WORKBOOK_CN || s == WORKBOOK_CN_BRACKET ||
	       s == WORKBOOK_ROMAN || s == WORKBOOK_DASH;
}

int64_t workbook_count_said(const char *plain, bool title)
{
	for (const char *s = plain; *s; s++) {
		size_t n = strspn(s, DIGITS);
		if (n == 0)
			continue;
		bool bracket = s > plain && s[-1] == '(';
		bool all = s >= plain + 3 && memcmp(s - 3, "共", 3) == 0;
		bool all_of = (s >= plain + 3 && memcmp(s - 3, "计", 3) == 0) ||
			      (s >= plain + 3 && memcmp(s - 3, "有", 3) == 0);
		bool counted = text_starts_any(s + n, "个|项") > 0 && !text_starts(s + n, "个亿") &&
			       !text_starts(s + n, "个月");
		bool bare = bracket && s[n] == ')' && s[n + 1] == '\0' && n <= 3 && !title;
		if (n <= 6 && (bare || (counted && (!title || bracket || all || all_of))))
			return strtoll(s, NULL, 10);
		s += n - 1;
	}
	return -1;
}

/* The text outside brackets, without digits and the counting words 个 and 项. */
static const char *bare_words(struct pool *p, const char *s)
{
	char *ret = pool_take(p, strlen(s) + 1), *to = ret;
	bool in = false;
	if (!ret)
		return "";
	for (size_t n; *s; s += n) {
		n = utf8_step(s);
		in |= *s == '(' || *s == '[';
		if (!in && (text_starts(s, "个") || text_starts(s, "项")) && s[n] == '\0')
			continue;
		if (!in && !isdigit((unsigned char)*s) && !strchr(":.-", *s)) {
			memcpy(to, s, n);
			to += n;
		}
		in &= *s != ')' && *s != ']';
	}
	*to = '\0';
	return ret;
}

bool workbook_is_total(struct pool *p, const char *plain)
{
	static const char totals[] = "合计|总计|小计|共计|总合计|累计|总数";
	if (strlen(plain) > 240)
		return false;
	size_t starts = text_starts_any(plain, totals);
	const char *then = plain + starts;
	if (starts > 0 && (!*then || strchr("(:[", *then) || isdigit((unsigned char)*then) ||
			   text_starts(then, "共") || text_starts(then, "项目")))
		return true;
	return text_ends_any(bare_words(p, plain), totals) > 0;
}

const char *workbook_stage(const char *plain)
{
	static const struct {
		const char *words, *stage;
	} stages[] = {
	    {"谋划储备|谋划|储备|预备|储备类|谋划类|预备类|策划|谋划储备类", "谋划储备"},
	    {"前期|前期工作|前期谋划|前期推进|前期类|前期工作类|前期预备|预备(前期)|推进前期",
	     "前期"},
	    {"计划新开工|拟新开工|计划开工|新开工|拟开工|新建|新开工类|新建类|新开|开工|计划新建|"
	     "本年新开工|年内新开工|新开工建设|当年新开工",
	     "计划新开工"},
	    {"在建|续建|续建类|在建类|结转|结转续建|续建(在建)|竣工投产|计划竣工|计划竣工投产|"
	     "计划建成|建成投产|竣工收尾|收尾|竣工投产类|拟竣工|计划投产|竣工类|年内竣工|计划完工|"
	     "续建(竣工)|竣工(投产)|竣工|在建(续建)|续建在建",
	     "在建"},
	    {"停工|停建|停缓建|缓建", "停工"},
	    {"完工|已完工", "完工"},
	    {"已竣工|竣工验收|已竣工验收", "竣工"},
	    {"投产|已投产|投用|已投用|建成投用|已建成", "投产"},
	    {"达效|达产达效|达产", "达效"},
	    {"退出|调出", "退出"},
	};
	size_t year = strspn(plain, DIGITS);
	if (year == 4 && text_starts(plain + year, "年"))
		plain += year + 3 + (text_starts(plain + year + 3, "度") ? 3 : 0);
	size_t n = strlen(plain);
	n -= text_ends_any(plain, "类项目|项目|阶段");
	for (size_t i = 0; n > 0 && i < sizeof stages / sizeof *stages; i++)
		if (text_among(stages[i].words, plain, n))
			return stages[i].stage;
	return NULL;
}

/* The stage that a word at s names; *ret_n is its length. */
static const char *stage_word(const char *s, size_t *ret_n)
{
	static const struct {
		const char *words, *stage;
	} said[] = {
	    {"退出|调出", "退出"},
	    {"停工|停建|停缓建|缓建", "停工"},
	    {"前期谋划|前期推进|前期工作|前期", "前期"},
	    {"谋划储备|谋划项目|谋划类|储备项目|储备类|预备项目|预备类", "谋划储备"},
	    {"计划新开工|拟新开工|新开工|拟开工|计划开工|新建项目|集中开工|开工项目", "计划新开工"},
	    {"续建|在建|结转|计划竣工|拟竣工|年内竣工|计划完工|拟完工|计划投产|拟投产|竣工投产|"
	     "收尾",
	     "在建"},
	    {"已竣工|竣工验收", "竣工"},
	    {"已完工|完工项目", "完工"},
	    {"已投产|已投用|已建成", "投产"},
	    {"竣工项目|投产项目", "在建"},
	    {"达产达效|达效|达产", "达效"},
	};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if ((*ret_n = text_starts_any(s, said[i].words)) > 0)
			return said[i].stage;
	*ret_n = utf8_step(s);
	return NULL;
}

/* A title that names two stages, 新开工和续建项目, says none of its rows, and one that adds a stage
 * to other projects, 重点建设项目和前期项目, not that of all. */
const char *workbook_title_stage(const char *plain)
{
	static const char joins[] = "和|与|及|暨|含|除|、|/";
	const char *found = NULL;
	bool joined = false, before = false;
	if (!text_contains_any(plain, "项目|清单|名单|表|台账") ||
	    utf8_length(plain) > WORKBOOK_TITLE_CHARACTERS)
		return NULL;
	for (size_t n; *plain; plain += n) {
		const char *stage = stage_word(plain, &n);
		if (stage && found && stage != found && strcmp(stage, found) != 0)
			return NULL;
		joined |= stage && !found && before;
		found = stage ? stage : found;
		before = text_starts_any(plain, joins) > 0;
	}
	return joined ? NULL : found;
}

bool workbook_is_owner(const char *plain)
{
	static const char ends[] = "政府|管委会|管理委员会|局|委|委员会|厅|办|办公室|公司|集团|"
				   "中心|市|县|州|盟|旗|镇|乡|街道|"
				   "开发区|示范区|新区|高新区|城区|自治县|区|单位";
	static const char starts[] =
	    "市直|州直|省直|区直|县直|市本级|省本级|州本级|跨县|跨市|跨区|全市性";
	size_t n = utf8_length(plain);
	if (n < 2 || n > 24)
		return false;
	return text_starts_any(plain, starts) > 0 || text_ends_any(plain, ends) > 0;
}

const char *workbook_section_name(struct pool *p, const char *label)
{
	size_t mark, n;
	(void)workbook_style(label, &mark);
	label += mark;
	if (strspn(label, DIGITS) == 4 &&
	    text_starts(label + 4, "年")) /* 2024年续建项目: skip the year */
		label += text_starts(label + 7, "度") ? 10 : 7;
	const char *name = bare_words(p, label);
	n = strcspn(name, ",;");
	const char *stop = strstr(name, "。");
	if (stop && (size_t)(stop - name) < n)
		n = (size_t)(stop - name);
	name = pool_text(p, name, n);
	n -= text_ends_any(name, "类项目|项目共|项目|共");
	return pool_text(p, name, n);
}

static const char marks[] = "★|☆|▲|△|●|○|■|□|◆|◇|※|*|＊|✱|#|＃";

/* Removes marks from both ends of a name. */
const char *workbook_unmarked(struct pool *p, const char *name, const char **ret_mark)
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
	return workbook_tidy(p, pool_text(p, name, size));
}

/* Default names of spreadsheets are not categories: Sheet1, Table 1, 工作表1. */
const char *workbook_trade(struct pool *p, const char *name)
{
	const char *plain = workbook_plain(p, name);
	size_t n = text_starts_any(plain, "sheet|table|工作表|表|附件|附表");
	uint32_t year[1];
	if (n > 0 && strspn(plain + n, "0123456789-_.()") == strlen(plain + n))
		return "";
	if (workbook_years(plain, year, 1) > 0 ||
	    text_contains_any(plain, "汇总|名单|清单|总表|计划表"))
		return "";
	const char *words = workbook_section_name(p, plain);
	return workbook_stage(words) || strlen(words) > WORKBOOK_TRADE_BYTES ? "" : words;
}

const char *workbook_each(struct pool *p, const char *s)
{
	static const char between[] = "、|;|；|，|,|/|\n|\r";
	const char *ret = "";
	while (*s) {
		size_t n = 0, mark = 0;
		while (s[n] && (mark = text_starts_any(s + n, between)) == 0)
			n += utf8_step(s + n);
		const char *part = workbook_tidy(p, pool_text(p, s, n));
		if (*part)
			ret = pool_format(p, "%s%s%s", ret, *ret ? ";" : "", part);
		s += n + mark;
	}
	return ret;
}
