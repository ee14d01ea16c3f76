#include "client/cli/workbook/columns/number.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/number.h"
#include "text/words.h"

#define FIGURE_DIGITS 6

static size_t figure(const char *s, uint32_t *ret)
{
	size_t n = strspn(s, "0123456789");
	if (n == 0 || n > FIGURE_DIGITS)
		return 0;
	*ret = (uint32_t)strtoul(s, NULL, 10);
	return *ret > 0 ? n : 0;
}

/* ①-⑳, ⑴-⒇ and ⒈-⒛ are U+2460 to U+249B, twenty of each. */
static struct workbook_number enclosed(const char *s)
{
	static const enum workbook_form form[] = {WORKBOOK_RING, WORKBOOK_PAREN, WORKBOOK_FIGURE};
	const unsigned char *b = (const unsigned char *)s;
	struct workbook_number ret = {};
	if (b[0] != 0xE2 || (b[1] != 0x91 && b[1] != 0x92) || b[2] < 0x80)
		return ret;
	unsigned at = (b[1] - 0x91u) * 64 + (b[2] - 0x80u);
	if (at < 32 || at >= 32 + 60)
		return ret;
	ret.form = form[(at - 32) / 20];
	ret.figure[ret.n++] = (at - 32) % 20 + 1;
	return ret;
}

static struct workbook_number bracketed(const char *s, size_t *ret_length)
{
	struct workbook_number ret = {};
	size_t open = *s == '(' || *s == '[';
	size_t spelled = open ? number_spelled(s + 1, &ret.figure[0]) : 0;
	size_t n = spelled ? spelled : figure(s + open, &ret.figure[0]);
	if (n == 0 || (s[open + n] != ')' && s[open + n] != ']'))
		return ret;
	ret.form = spelled ? WORKBOOK_SPELLED : WORKBOOK_PAREN;
	ret.n = 1;
	*ret_length = open + n + 1;
	return ret;
}

/* 1, 1.1, 1-1, 1—1-2. 1.0 is 1: a spreadsheet made it a number. */
static struct workbook_number dotted(const char *s, size_t *ret_length)
{
	struct workbook_number ret = {};
	size_t at = text_starts(s, "第") ? strlen("第") : 0, n, mark = 0;
	while (ret.n < WORKBOOK_NUMBER_DEEP &&
	       (n = figure(s + at + mark, &ret.figure[ret.n])) > 0) {
		ret.n++;
		at += mark + n;
		mark = text_starts_any(s + at, ".|-|—|–|－|﹣|·|_");
	}
	if (ret.n > 1 && ret.figure[0] >= 1900) /* 2024-01-01, made of 1-1 */
		ret.n = 0;
	if (ret.n == 1 && mark && s[at + mark] == '0')
		at += mark + strspn(s + at + mark, "0");
	ret.form = ret.n > 0 ? WORKBOOK_FIGURE : WORKBOOK_UNNUMBERED;
	*ret_length = at;
	return ret;
}

struct workbook_number workbook_number(const char *plain, bool label)
{
	static const char marks[] = "、|.|．|,|:|)|]";
	size_t length = strlen("①"), mark;
	struct workbook_number ret = enclosed(plain);
	if (ret.n == 0)
		ret = bracketed(plain, &length);
	if (ret.n == 0)
		ret = dotted(plain, &length);
	if (ret.n == 0)
		return ret;
	mark = text_starts_any(plain + length, marks);
	const char *rest = plain + length + mark;
	/* 100万吨水泥 and 2024年项目 are names; so is 1.5兆瓦电站, but it follows no 1.4. */
	bool bare = ret.form == WORKBOOK_FIGURE && ret.n == 1 && !mark && plain[0] != '\xE2';
	bool fine = label ? *rest && !isdigit((unsigned char)*rest) && !bare : !*rest;
	return fine ? ret : (struct workbook_number){};
}

void workbook_number_restore(struct workbook_number *n, const struct workbook_number *last)
{
	uint32_t next = last->n == n->n && n->n > 1 ? last->figure[n->n - 1] + 1 : 0;
	if (next > 0 && next % 10 == 0 && n->figure[n->n - 1] == next / 10)
		n->figure[n->n - 1] = next;
}

static bool below(const struct workbook_number *n, const struct workbook_number *above)
{
	return n->form == above->form && n->n > above->n &&
	       memcmp(n->figure, above->figure, above->n * sizeof *n->figure) == 0;
}

bool workbook_number_follows(const struct workbook_number *n, const struct workbook_number *above,
			     const struct workbook_number *last)
{
	bool dots = below(n, above) && n->n == above->n + 1;
	bool next_form = n->n == 1 && n->form > above->form;
	if (!dots && !next_form)
		return false;
	if (last == above)
		return n->figure[n->n - 1] == 1;
	return n->form == last->form && n->n == last->n &&
	       n->figure[n->n - 1] == last->figure[last->n - 1] + 1;
}

bool workbook_number_deeper(const struct workbook_number *n, const struct workbook_number *than)
{
	return n->form > than->form || below(n, than);
}
