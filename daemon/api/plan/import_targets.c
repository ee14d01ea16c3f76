/* Import of yearly targets (目标) of the city and its units: the value as text in the unit of its
 * kind, without rounding. */
#include "api/plan/import_targets.h"

#include <stdio.h>
#include <string.h>

#include "api/cell/cell_value.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/year/year.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "text/number.h"

enum { QUARTERS = 4, PERCENT_MAX = 10000 * 100, COUNT_MAX = 1000000000 };
enum { TARGET_PREVIOUS = 4, TARGET_VALUE, TARGET_Q1 };

/* Percent with at most two decimals, in units of 0.01 %: "10", "-3.5%", "10.25％". */
static bool percent(const char *s, bool may_fall, int64_t *ret)
{
	int64_t v;
	size_t n = number_hundredths(s, PERCENT_MAX, &v);

	if (!n || (v < 0 && !may_fall) ||
	    !(s[n] == '\0' || strcmp(s + n, "%") == 0 || strcmp(s + n, "％") == 0))
		return false;
	*ret = v;
	return true;
}

static bool count(const char *s, int64_t *ret)
{
	int64_t v = 0;

	if (!*s)
		return false;
	for (; *s >= '0' && *s <= '9'; s++) {
		v = 10 * v + (*s - '0');
		if (v > COUNT_MAX)
			return false;
	}
	if (!(*s == '\0' || strcmp(s, "个") == 0))
		return false;
	*ret = v;
	return true;
}

/* *ret_given: the cell holds a figure. */
static bool read_figure(const struct cell *c, Duban__TargetKind kind, int64_t *ret, bool *ret_given)
{
	/* The column also holds numbers and shares, so a file cannot give it a unit: there it is
	 * 元. A single record has to say it. */
	enum money_unit unit = c->unit || c->in->clears ? c->unit : MONEY_UNIT_YUAN;
	enum money_fault fault;

	*ret_given = false;
	if (cell_empty(c))
		return true;
	*ret_given = true;
	switch (kind) {
	case TARGET_KIND(AMOUNT):
		fault = money_parse(c->text, unit, ret);
		return fault == MONEY_FINE || cell_refuse_money(c, fault);
	case TARGET_KIND(COUNT):
		return count(c->text, ret) || cell_refuse(c, "cell.bad_number", NULL);
	case TARGET_KIND(GROWTH):
	case TARGET_KIND(SHARE):
		return percent(c->text, kind == TARGET_KIND(GROWTH), ret) ||
		       cell_refuse(c, "target.bad_percent", NULL);
	default:
		return false;
	}
}

char *target_figure_text(struct arena *a, Duban__TargetKind kind, int64_t v)
{
	char money[MONEY_TEXT_MAX];
	int64_t size = v < 0 ? -v : v;

	if (kind == TARGET_KIND(AMOUNT))
		return arena_str(a, money_text(v, money));
	if (kind == TARGET_KIND(COUNT))
		return arena_printf(a, "%lld", (long long)v);
	return arena_printf(a, "%s%lld.%02lld%%", v < 0 ? "-" : "", (long long)(size / 100),
			    (long long)(size % 100));
}

/* Four quarters or none. Amounts and numbers may only increase to the year's figure; shares and
 * growth rates may vary. */
static bool read_steps(struct record_row *r, Duban__Target *now)
{
	struct import *im = r->im;
	int64_t *step = arena_alloc(im->in.scratch, QUARTERS * sizeof *step);
	bool adds = now->kind == TARGET_KIND(AMOUNT) || now->kind == TARGET_KIND(COUNT), given,
	     clear = false;
	size_t n = 0;
	const struct cell *c = NULL;

	im->in.full |= !step;
	for (size_t i = 0; step && i < QUARTERS; i++) {
		c = &r->cell[TARGET_Q1 + i];
		clear |= c->clear;
		if (!read_figure(c, now->kind, &step[i], &given))
			return false;
		n += given;
		if (adds && given && i && n == i + 1 && step[i] < step[i - 1])
			return cell_refuse(c, "target.steps_fall", NULL);
	}
	if (n == 0 && clear)
		now->n_quarter = 0;
	if (!step || (n == 0 && !now->n_quarter))
		return step;
	if (n != 0 && n != QUARTERS)
		return cell_refuse(c, "target.steps", NULL);
	if (n) {
		now->quarter = step;
		now->n_quarter = QUARTERS;
	}
	return !adds || now->quarter[QUARTERS - 1] == now->value ||
	       cell_refuse(c, "target.steps_end",
			   target_figure_text(im->in.scratch, now->kind, now->value));
}

static bool read_figures(struct record_row *r, Duban__Target *now)
{
	const struct cell *value = &r->cell[TARGET_VALUE], *previous = &r->cell[TARGET_PREVIOUS];
	int64_t v = 0;
	bool given;

	if (!cell_needed(value, !r->was) || !read_figure(value, now->kind, &v, &given))
		return false;
	if (given)
		now->value = v;
	if (!read_figure(previous, now->kind, &v, &given))
		return false;
	if (given || previous->clear) {
		now->previous = given ? v : 0;
		now->has_previous = given;
	}
	return read_steps(r, now);
}

bool target_measured_so(Duban__TargetKind kind, Duban__TargetMeasure measure)
{
#define MEASURE(name) (1u << DUBAN__TARGET_MEASURE__TARGET_MEASURE_##name)
	static const unsigned amounts = MEASURE(TOTAL) | MEASURE(PLAN) | MEASURE(COMPLETED);
	static const unsigned counts = MEASURE(PROJECTS) | MEASURE(NEW_PROJECTS) | MEASURE(STARTS) |
				       MEASURE(LIBRARY) | MEASURE(RESERVE);
	static const unsigned shares =
	    MEASURE(RATE) | MEASURE(START_RATE) | MEASURE(INDUSTRY_SHARE) | MEASURE(SUPPORT);
#undef MEASURE
	const unsigned fits[] = {
	    [TARGET_KIND(AMOUNT)] = amounts,
	    [TARGET_KIND(COUNT)] = counts,
	    [TARGET_KIND(GROWTH)] = amounts | counts,
	    [TARGET_KIND(SHARE)] = shares,
	};

	return !measure ||
	       ((size_t)kind < sizeof fits / sizeof *fits && (fits[kind] >> (unsigned)measure & 1));
}

static bool check_target(struct record_row *r)
{
	const Duban__Target *was = r->was;
	Duban__Target *now = r->now;

	/* figures of one kind have no meaning in another */
	if (was && now->kind != was->kind)
		return cell_refuse(row_cell(r, "kind"), "target.other_kind", NULL);
	if (!target_measured_so(now->kind, now->measure))
		return cell_refuse(row_cell(r, "measure"), "target.measure_of_kind", NULL);
	if (!read_figures(r, now))
		return false;
	return !year_closed(r->im->in.rq->txn, r->im->in.scratch, now->year) ||
	       cell_refuse(row_cell(r, "year"), "year.closed", NULL);
}

static void write_target(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Target *g = out_record(s, value, &duban__target__descriptor);

	(void)key;
	if (!g || !out_shown(s, g))
		return;
	out_row(s);
	out_fields(s, g);
	if (g->has_previous)
		out_text(s, TARGET_PREVIOUS, target_figure_text(s->scratch, g->kind, g->previous));
	out_text(s, TARGET_VALUE, target_figure_text(s->scratch, g->kind, g->value));
	for (size_t i = 0; i < g->n_quarter; i++)
		out_text(s, TARGET_Q1 + i, target_figure_text(s->scratch, g->kind, g->quarter[i]));
}

RECORD_KIND(TARGETS, .check = check_target, .write = write_target);
