/* Targets (目标) of the city and its units for a year: text in the measure of their kind, exact. */
#include "api/plan/import_targets.h"

#include <stdio.h>
#include <string.h>

#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/plan/target.h"
#include "model/year/year.h"
#include "proto/limits.h"
#include "store/db/db.h"

enum { QUARTERS = 4, PERCENT_MAX = 10000 * 100, COUNT_MAX = 1000000000 };
enum {
	TARGET_YEAR,
	TARGET_INDICATOR,
	TARGET_UNIT,
	TARGET_KIND,
	TARGET_PREVIOUS,
	TARGET_VALUE,
	TARGET_Q1,
	TARGET_SOURCE = TARGET_Q1 + QUARTERS,
};
static const struct import_column target_columns[] = {
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"indicator", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"kind", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"previous", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"value", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"q1", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"q2", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"q3", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"q4", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"source", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {NULL, 0},
};

#define KIND(k) DUBAN__TARGET_KIND__TARGET_KIND_##k
static const struct cell_word kind_word[] = {
    {"金额", KIND(AMOUNT)}, {"投资额", KIND(AMOUNT)}, {"数量", KIND(COUNT)}, {"个数", KIND(COUNT)},
    {"增速", KIND(GROWTH)}, {"增长率", KIND(GROWTH)}, {"占比", KIND(SHARE)}, {"比例", KIND(SHARE)},
};
static const struct cell_words kind_words = {.names = &duban__target_kind__descriptor,
					     .code = "target.unknown_kind",
					     .word = kind_word,
					     .n = sizeof kind_word / sizeof *kind_word};

/* Percent with at most two decimals, to 0.01 %: "10", "-3.5%", "10.25％". */
static bool percent(const char *s, bool may_fall, int64_t *ret)
{
	bool minus = may_fall && *s == '-';
	int64_t v = 0;
	int decimals = -1;

	s += minus;
	if (*s < '0' || *s > '9')
		return false;
	for (; (*s >= '0' && *s <= '9') || (*s == '.' && decimals < 0); s++) {
		if (*s == '.') {
			decimals = 0;
			continue;
		}
		if (decimals >= 0)
			decimals++;
		v = 10 * v + (*s - '0');
		if (decimals > 2 || v > (int64_t)PERCENT_MAX * 100)
			return false;
	}
	for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
		v *= 10;
	if (decimals == 0 || v > PERCENT_MAX ||
	    !(*s == '\0' || strcmp(s, "%") == 0 || strcmp(s, "％") == 0))
		return false;
	*ret = minus ? -v : v;
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

/* *ret_given: there is a figure. */
static bool read_figure(const struct cell *c, Duban__TargetKind kind, int64_t *ret, bool *ret_given)
{
	enum money_unit unit = c->unit == MONEY_UNIT_NONE ? MONEY_UNIT_YUAN : c->unit;
	enum money_fault fault;

	*ret_given = false;
	if (cell_empty(c))
		return true;
	*ret_given = true;
	switch (kind) {
	case KIND(AMOUNT):
		fault = money_parse(c->text, unit, ret);
		return fault == MONEY_FINE || cell_refuse(c, money_fault_code(fault), NULL);
	case KIND(COUNT):
		return count(c->text, ret) || cell_refuse(c, "cell.bad_number", NULL);
	case KIND(GROWTH):
	case KIND(SHARE):
		return percent(c->text, kind == KIND(GROWTH), ret) ||
		       cell_refuse(c, "target.bad_percent", NULL);
	default:
		return false;
	}
}

char *target_figure_text(struct arena *a, Duban__TargetKind kind, int64_t v)
{
	char money[MONEY_TEXT_MAX];
	int64_t size = v < 0 ? -v : v;

	if (kind == KIND(AMOUNT))
		return arena_str(a, money_text(v, money));
	if (kind == KIND(COUNT))
		return arena_printf(a, "%lld", (long long)v);
	return arena_printf(a, "%s%lld.%02lld%%", v < 0 ? "-" : "", (long long)(size / 100),
			    (long long)(size % 100));
}

/* Four steps or none; amounts and numbers add up to the year's, shares and growth may turn. */
static bool read_steps(struct import *im, Duban__Target *now)
{
	int64_t *step = arena_alloc(im->in.scratch, QUARTERS * sizeof *step);
	bool adds = now->kind == KIND(AMOUNT) || now->kind == KIND(COUNT), given, clear = false;
	size_t n = 0;
	struct cell c;

	im->in.full |= !step;
	for (size_t i = 0; step && i < QUARTERS; i++) {
		c = import_cell(im, TARGET_Q1 + i);
		clear |= c.clear;
		if (!read_figure(&c, now->kind, &step[i], &given))
			return false;
		n += given;
		if (adds && given && i && n == i + 1 && step[i] < step[i - 1])
			return cell_refuse(&c, "target.steps_fall", NULL);
	}
	if (n == 0 && clear)
		now->n_quarter = 0;
	if (!step || (n == 0 && !now->n_quarter))
		return step;
	if (n != 0 && n != QUARTERS)
		return cell_refuse(&c, "target.steps", NULL);
	if (n) {
		now->quarter = step;
		now->n_quarter = QUARTERS;
	}
	return !adds || now->quarter[QUARTERS - 1] == now->value ||
	       cell_refuse(&c, "target.steps_end",
			   target_figure_text(im->in.scratch, now->kind, now->value));
}

static bool read_figures(struct import *im, Duban__Target *now, bool is_new)
{
	struct cell value = import_cell(im, TARGET_VALUE);
	struct cell previous = import_cell(im, TARGET_PREVIOUS);
	int64_t v = 0;
	bool given;

	if (!cell_needed(&value, is_new) || !read_figure(&value, now->kind, &v, &given))
		return false;
	if (given)
		now->value = v;
	if (!read_figure(&previous, now->kind, &v, &given))
		return false;
	if (given || previous.clear) {
		now->previous = given ? v : 0;
		now->has_previous = given;
	}
	return read_steps(im, now);
}

/* Whose, when, of what: false = refused. */
static bool read_place(struct import *im, struct import_map *seen, Duban__Target *key)
{
	struct cell year = import_cell(im, TARGET_YEAR), unit = import_cell(im, TARGET_UNIT);
	struct cell indicator = import_cell(im, TARGET_INDICATOR);
	char *name;

	if (!cell_required(&year) | !cell_required(&indicator))
		return false;
	if (!cell_year(&year, &key->year) | !cell_unit(&unit, &key->unit) |
	    !cell_text(&indicator, NAME_MAX_BYTES, &key->indicator))
		return false;
	name = arena_printf(im->in.rq->arena, "%u/%u/%s", key->year, key->unit, key->indicator);
	im->in.full |= !name;
	return name && import_key(im, seen, &indicator, name);
}

static void read_target(struct import *im, struct import_map *seen)
{
	struct cell kind_cell = import_cell(im, TARGET_KIND);
	struct cell source = import_cell(im, TARGET_SOURCE), year = import_cell(im, TARGET_YEAR);
	Duban__Target now = DUBAN__TARGET__INIT, *was;
	struct txn *t = im->in.rq->txn;
	int kind;

	if (!read_place(im, seen, &now))
		return;
	was = target_get(t, im->in.scratch, now.unit, now.year, now.indicator);
	if (was)
		now = *was;
	kind = (int)now.kind;
	if (!cell_needed(&kind_cell, !was) || !cell_enum(&kind_cell, &kind_words, &kind))
		return;
	/* Figures of one measure mean nothing in another. */
	if (was && kind != (int)was->kind) {
		(void)cell_refuse(&kind_cell, "target.other_kind", NULL);
		return;
	}
	now.kind = (Duban__TargetKind)kind;
	if (!read_figures(im, &now, !was) | !cell_text(&source, REASON_MAX, &now.source))
		return;
	if (year_closed(t, im->in.scratch, now.year)) {
		(void)cell_refuse(&year, "year.closed", NULL);
		return;
	}
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_TARGET_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

static int read_targets(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_target(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_target(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Target *g = out_record(s, value, &duban__target__descriptor);

	(void)key;
	if (!g || !out_city(s, g->unit, g->year))
		return;
	out_row(s);
	out_number(s, TARGET_YEAR, g->year);
	out_text(s, TARGET_INDICATOR, g->indicator);
	out_unit(s, TARGET_UNIT, g->unit);
	out_enum(s, TARGET_KIND, &duban__target_kind__descriptor, (int)g->kind);
	if (g->has_previous)
		out_text(s, TARGET_PREVIOUS, target_figure_text(s->scratch, g->kind, g->previous));
	out_text(s, TARGET_VALUE, target_figure_text(s->scratch, g->kind, g->value));
	for (size_t i = 0; i < g->n_quarter; i++)
		out_text(s, TARGET_Q1 + i, target_figure_text(s->scratch, g->kind, g->quarter[i]));
	out_text(s, TARGET_SOURCE, g->source);
}

IMPORT_KIND(targets, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_TARGETS, .column = target_columns,
	    .n_key = 2, .roles = IMPORT_BY_OFFICE, .read = read_targets, .table = TABLE_target,
	    .write = write_target);
