/* Import of ladders (升级阶梯), a row a step. A step that nobody has changed yet starts from the
 * shipped one. The ladder must make sense as a whole: what no lamp could ever reach, or only at the
 * time of another step, is named and refused. */
#include <string.h>

#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "model/ladder/ladder.h"
#include "proto/enums.h"
#include "rules/rule.h"
#include "rules/rules.h"

struct ladder_row {
	Duban__LadderStep step;
	uint32_t line;
};

struct ladder_rows {
	struct ladder_row **row;
	size_t n;
};

static bool derive_step(struct record_row *r)
{
	Duban__LadderStep *now = r->now;
	const Duban__LadderStep *shipped;

	if (!row_once(r) || !row_find(r))
		return false;
	if (strcmp(now->ladder, LADDER_NONE) == 0)
		return cell_refuse(row_cell(r, "ladder"), "ladder.reserved", NULL);
	shipped = r->was ? NULL : ladder_shipped_step(now->ladder, now->step);
	if (shipped)
		*now = *shipped;
	return true;
}

/* ---- one step */

static bool by_level(const Duban__LadderStep *s)
{
	return s->lit_wd || s->evaluations;
}

static bool by_red(const Duban__LadderStep *s)
{
	return s->reds || s->red_wd;
}

static bool conditional(const Duban__LadderStep *s)
{
	return by_level(s) || by_red(s) || s->after_wd || s->order_wd;
}

static bool check_rules(struct record_row *r, const Duban__LadderStep *s)
{
	const struct cell *c = row_cell(r, "rules");

	for (size_t i = 0; i < s->n_rule; i++) {
		const struct rule *rule = rule_by_id(s->rule[i]);

		if (!rule)
			return cell_refuse(c, "ladder.unknown_rule", s->rule[i]);
		if (rule->reminds)
			return cell_refuse(c, "ladder.only_reminds", s->rule[i]);
		if (s->evaluations && !rule->nth && !s->lit_wd && !by_red(s) && !s->after_wd &&
		    !s->order_wd)
			return cell_refuse(row_cell(r, "evaluations"), "ladder.no_evaluations",
					   s->rule[i]);
	}
	return true;
}

static struct ladder_rows *of_import(struct import *im)
{
	if (!im->own)
		im->own = arena_alloc(im->in.rq->arena, sizeof(struct ladder_rows));
	im->in.full = im->in.full || !im->own;
	return im->own;
}

/* Keeps the step until all rows are read; what is in the scratch arena does not last so long. */
static bool keep(struct import *im, const Duban__LadderStep *s)
{
	struct arena *a = im->in.rq->arena;
	struct ladder_rows *all = of_import(im);
	struct ladder_row *one = arena_alloc(a, sizeof *one), **grown;

	grown = all ? arena_grow(a, all->row, all->n, sizeof *grown) : NULL;
	if (!grown || !one) {
		im->in.full = true;
		return false;
	}
	one->step = *s;
	one->step.ladder = arena_str(a, s->ladder);
	one->step.to = NULL;
	one->step.n_to = 0;
	one->step.rule = arena_alloc(a, (s->n_rule + 1) * sizeof *s->rule);
	one->line = im->row->line;
	im->in.full = im->in.full || !one->step.ladder || !one->step.rule;
	for (size_t i = 0; i < s->n_rule && !im->in.full; i++) {
		one->step.rule[i] = arena_str(a, s->rule[i]);
		im->in.full = !one->step.rule[i];
	}
	all->row = grown;
	all->row[all->n++] = one;
	return !im->in.full;
}

static bool check_step(struct record_row *r)
{
	const Duban__LadderStep *s = r->now;

	if (!*s->tier)
		return cell_refuse(row_cell(r, "tier"), "cell.empty", NULL);
	if (!s->n_to)
		return cell_refuse(row_cell(r, "to"), "cell.empty", NULL);
	if (s->step == 1 && conditional(s))
		return cell_refuse(row_cell(r, "step"), "ladder.first_waits", NULL);
	if (s->step > 1 && !conditional(s))
		return cell_refuse(row_cell(r, "step"), "ladder.no_condition", NULL);
	return check_rules(r, s) && keep(r->im, s);
}

/* ---- the whole ladder */

static bool shares_rule(const Duban__LadderStep *a, const Duban__LadderStep *b)
{
	for (size_t i = 0; i < a->n_rule; i++)
		if (ladder_step_of(b, a->rule[i]))
			return true;
	return a->n_rule == 0;
}

/* A wait that is shorter than that of an earlier step: it would never come due at its own time. */
static const char *shorter(const Duban__LadderStep *s, const Duban__LadderStep *earlier)
{
	if (s->lit_wd && earlier->lit_wd > s->lit_wd)
		return "lit_wd";
	if (s->evaluations && earlier->evaluations > s->evaluations)
		return "evaluations";
	if (s->reds && earlier->reds > s->reds)
		return "reds";
	return s->red_wd && earlier->red_wd > s->red_wd ? "red_wd" : NULL;
}

static bool only_red(const Duban__LadderStep *s)
{
	return by_red(s) && !by_level(s) && !s->after_wd && !s->order_wd;
}

static bool only_level(const Duban__LadderStep *s)
{
	return by_level(s) && !by_red(s) && !s->after_wd && !s->order_wd;
}

static bool only_order(const Duban__LadderStep *s)
{
	return s->order_wd && !s->after_wd && !by_level(s) && !by_red(s);
}

/* Refuses the step at place `i`, if it cannot be reached. */
static bool reachable(const struct ladder *l, size_t i, struct cell *c)
{
	const Duban__LadderStep *s = l->step[i];
	struct arena *a = c->in->scratch;
	bool ordered = false;

	if (s->step != i + 1)
		return cell_refuse(c, "ladder.gap", arena_printf(a, "%zu", i + 1));
	for (size_t k = 0; k < i; k++) {
		const Duban__LadderStep *before = l->step[k];
		const char *column = shares_rule(s, before) ? shorter(s, before) : NULL;

		ordered = ordered || before->action == STEP_ACTION(ORDER);
		if (column) {
			c->column = column;
			return cell_refuse(c, "ladder.shorter",
					   arena_printf(a, "%u", before->step));
		}
		if (only_level(s) && only_red(before) && shares_rule(s, before))
			return cell_refuse(c, "ladder.yellow_after_red",
					   arena_printf(a, "%u", before->step));
	}
	c->column = "order_wd";
	return !only_order(s) || ordered || cell_refuse(c, "ladder.no_order", NULL);
}

/* The line of the file that set the step; of a step that it leaves alone, that of the first row. */
static uint32_t line_of(const struct ladder_rows *all, const Duban__LadderStep *s)
{
	uint32_t first = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (strcmp(all->row[i]->step.ladder, s->ladder) != 0)
			continue;
		if (all->row[i]->step.step == s->step)
			return all->row[i]->line;
		first = first ? first : all->row[i]->line;
	}
	return first;
}

static void check_ladder(struct import *im, const struct ladder_rows *all, const char *name)
{
	struct ladder l;
	int r = ladder_load(im->in.rq->txn, im->in.scratch, name, &l);

	for (size_t i = 0; i < all->n && !r; i++)
		if (strcmp(all->row[i]->step.ladder, name) == 0)
			r = ladder_place(im->in.scratch, &l, &all->row[i]->step);
	im->in.full = im->in.full || r < 0;
	for (size_t i = 0; i < l.n && !r; i++) {
		struct cell c = {.in = &im->in,
				 .line = line_of(all, l.step[i]),
				 .column = "step",
				 .text = arena_printf(im->in.scratch, "%u", l.step[i]->step)};

		if (!c.text || !reachable(&l, i, &c))
			return;
	}
}

static void after_ladders(struct import *im)
{
	const struct ladder_rows *all = im->own;

	for (size_t i = 0; all && i < all->n && !im->in.full; i++) {
		bool seen = false;

		for (size_t k = 0; k < i; k++)
			seen =
			    seen || strcmp(all->row[k]->step.ladder, all->row[i]->step.ladder) == 0;
		if (!seen)
			check_ladder(im, all, all->row[i]->step.ladder);
		arena_reset(im->in.scratch);
	}
}

RECORD_KIND(LADDERS, .derive = derive_step, .check = check_step, .after = after_ladders);
