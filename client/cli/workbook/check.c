#include "client/cli/workbook/check.h"

#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/value.h"
#include "client/cli/workbook/columns/words.h"
#include "client/cli/workbook/end.h"
#include "text/money.h"
#include "text/utf8.h"
#include "text/words.h"

static void add_figure(struct workbook_checks *c, const struct workbook_group *g,
		       const struct workbook_check *said)
{
	static const char *const what[] = {"", " 总投资", " 计划投资"};
	struct workbook *s = c->s;
	struct workbook_check *more = pool_grow(&s->pool, s->check, s->n_checks, sizeof *s->check);
	if (!more)
		return;
	s->check = more;
	struct workbook_check *to = &s->check[s->n_checks++];
	*to = *said;
	to->row = g->row;
	to->sheet = c->sheet;
	to->group = pool_format(&s->pool, "%s%s", g->label, what[said->figure]);
}

/* An amount in words such as "38.18亿元" is rounded to its last digit (`step`); an amount in a cell
 * is exact. */
static bool money_fits(int64_t declared, int64_t step, int64_t found)
{
	return step <= 1 ? declared == found : (found + step / 2) / step == declared / step;
}

static bool fits(const struct workbook_group *says, const struct workbook_group *found)
{
	bool ok = says->declared_count < 0 || says->declared_count == found->count;
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++)
		if (says->has[m] && found->amounts.any[m])
			ok = money_fits(says->declared[m], says->step[m], found->amounts.sum[m]) &&
			     ok;
	return ok;
}

static void compare(struct workbook_checks *c, const struct workbook_group *says,
		    const struct workbook_group *found)
{
	if (says->declared_count >= 0)
		add_figure(c, says,
			   &(struct workbook_check){.figure = WORKBOOK_COUNT,
						    .declared = says->declared_count,
						    .found = found->count,
						    .ok = says->declared_count == found->count});
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
		if (!says->has[m] || !found->amounts.any[m])
			continue;
		struct workbook_check k = {.figure =
					       m == 0 ? WORKBOOK_SUM_TOTAL : WORKBOOK_SUM_PLAN,
					   .declared = says->declared[m],
					   .found = found->amounts.sum[m]};
		k.ok = money_fits(k.declared, says->step[m], k.found);
		add_figure(c, says, &k);
	}
}

/* Reads amounts in a text: 总投资120亿元，年度计划完成投资3.06万元 */
static void read_words(struct workbook_group *g, const char *plain)
{
	static const char *const before[WORKBOOK_MONEY_MAX_] = {
	    "总投资|总投资额|概算投资",
	    "计划完成投资|年度计划投资|年计划投资|年度投资计划|计划投资|年度投资|年度计划"};
	for (const char *s = plain; *s; s += utf8_step(s))
		for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
			size_t n = g->has[m] ? 0 : text_starts_any(s, before[m]);
			const char *after = s + n + (n && s[n] == ':');
			size_t k = n ? money_prefix(after, &g->declared[m], &g->step[m]) : 0;
			/* 总投资10亿元以上项目 is a condition, not a sum. */
			if (k > 0 && !text_starts_any(after + k, "以上|及以上|以下|(含|至|-|~"))
				g->has[m] = true;
		}
}

static struct workbook_group declared(struct workbook_checks *c, const struct workbook_line *l,
				      const char *label)
{
	struct workbook_group g = {.label = label,
				   .words = workbook_section_name(&c->s->pool, l->label),
				   .style = l->style,
				   .row = l->number,
				   .declared_count = l->count};
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++)
		if (l->money[m] == WORKBOOK_FINE) {
			g.has[m] = true;
			g.declared[m] = l->fen[m];
			g.step[m] = 1;
		}
	/* A package of projects with a unit of its own is no trade of theirs. */
	if (l->style == WORKBOOK_PACKAGE && l->words > 0)
		g.words = "";
	read_words(&g, l->label);
	return g;
}

void workbook_checks_title(struct workbook_checks *c, uint32_t row, const char *text)
{
	const char *plain = workbook_plain(&c->s->pool, text);
	struct workbook_group g = {.row = row, .declared_count = workbook_count_said(plain, true)};
	read_words(&g, plain);
	if ((g.declared_count < 0 && !g.has[0] && !g.has[1]) ||
	    c->n_titles == sizeof c->titles / sizeof *c->titles)
		return;
	g.label = workbook_tidy(&c->s->pool, text);
	c->titles[c->n_titles++] = g;
}

static void shut(struct workbook_checks *c, size_t down_to)
{
	while (c->n > down_to) {
		struct workbook_group *g = &c->open[--c->n];
		compare(c, g, g);
	}
}

void workbook_checks_section(struct workbook_checks *c, const struct workbook_line *l,
			     const char *label)
{
	struct workbook_group g = declared(c, l, label);
	size_t at = c->n;
	for (size_t i = 0; i < c->n; i++)
		if (c->open[i].style == l->style) {
			at = i;
			break;
		}
	if (at == WORKBOOK_GROUPS_DEEP)
		at--;
	shut(c, at);
	c->since = (struct workbook_group){};
	c->open[c->n++] = g;
}

static void add(struct workbook_group *g, const struct workbook_line *l, int count)
{
	g->count += count;
	workbook_amounts_add(&g->amounts, l->money, l->fen);
}

void workbook_checks_add(struct workbook_checks *c, const struct workbook_line *l, int count)
{
	add(&c->all, l, count);
	add(&c->since, l, count);
	for (size_t i = 0; i < c->n; i++)
		add(&c->open[i], l, count);
}

/* Finds the rows that a total row sums: the section whose words are in its label; otherwise the
 * first candidate with equal sums; otherwise the nearest (小计) or all rows (合计). */
static const struct workbook_group *meant(struct workbook_checks *c, const struct workbook_group *g)
{
	const struct workbook_group *may[WORKBOOK_GROUPS_DEEP + 2];
	size_t n = 0;
	bool sub = strstr(g->label, "小") != NULL;
	for (size_t i = c->n; i-- > 0;)
		if (*c->open[i].words && strstr(g->words, c->open[i].words))
			return &c->open[i];
	if (!sub)
		may[n++] = &c->all;
	for (size_t i = c->n; i-- > 0;)
		may[n++] = &c->open[i];
	if (c->since.count > 0)
		may[n++] = &c->since;
	if (sub)
		may[n++] = &c->all;
	for (size_t i = 0; i < n; i++)
		if (fits(g, may[i]))
			return may[i];
	return may[0];
}

void workbook_checks_total(struct workbook_checks *c, const struct workbook_line *l,
			   const char *label)
{
	struct workbook_group g = declared(c, l, label);
	if (c->all.count == 0) {
		if (!c->deferred.label)
			c->deferred = g;
		return;
	}
	compare(c, &g, meant(c, &g));
	c->since = (struct workbook_group){};
}

void workbook_checks_close(struct workbook_checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->open[i].style == WORKBOOK_PACKAGE) {
			shut(c, i);
			return;
		}
}

/* One row of a breakdown may be a part of the whole: 其中：省重点. */
static bool only_a_share(const struct workbook_package *k, const struct workbook_line *l)
{
	bool less = !k->parts && k->rows == 1;
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++)
		less &= l->money[m] != WORKBOOK_FINE || !k->amounts.any[m] ||
			k->amounts.sum[m] < l->fen[m];
	return less;
}

static void check_package(struct workbook_checks *c, const struct workbook_reading *r,
			  const struct workbook_package *k)
{
	struct pool *p = &c->s->pool;
	const struct workbook_line *l = &r->line[k->parent];
	const char *name = workbook_tidy(p, csv_cell(r->f, l->at, l->label_at));
	struct workbook_group says =
	    declared(c, l, pool_format(p, "%s %s", name, k->parts ? "子项" : "其中"));
	struct workbook_group found = {.amounts = k->amounts};
	says.declared_count = -1;
	if (!only_a_share(k, l))
		compare(c, &says, &found);
	if (k->ask)
		WORKBOOK_NOTE(c->s, errors, .row = l->number, .sheet = c->sheet, .value = name,
			      .code = k->ask,
			      .arg =
				  pool_format(p, k->first < k->last ? "%u-%u" : "%u",
					      r->line[k->first].number, r->line[k->last].number));
}

void workbook_checks_packages(struct workbook_checks *c, const struct workbook_reading *r)
{
	for (size_t i = 0; i < r->n_packages; i++)
		check_package(c, r, &r->package[i]);
}

void workbook_checks_end(struct workbook_checks *c)
{
	shut(c, 0);
	if (c->deferred.label)
		compare(c, &c->deferred, &c->all);
	for (size_t i = 0; i < c->n_titles; i++)
		compare(c, &c->titles[i], &c->all);
}

const struct workbook_group *workbook_checks_within(const struct workbook_checks *c,
						    bool (*suits)(const struct workbook_group *g))
{
	for (size_t i = c->n; i-- > 0;)
		if (suits(&c->open[i]))
			return &c->open[i];
	return NULL;
}
