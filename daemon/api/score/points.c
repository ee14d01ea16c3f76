/* A unit's points, each with what it was counted from and the ids of the rows whose sum it is. */
#include <errno.h>

#include "api/core/request.h"
#include "api/score/scoring.h"
#include "base/arena.h"
#include "proto/enums.h"

#define ALL_PROJECTS "all" /* in the place of a list */
enum { FEN_PER_YUAN = 100 };

static char *points_text(struct scoring *x, int64_t points)
{
	char text[SCORE_TEXT_MAX];

	return arena_str(x->rq->arena, score_text(points, text));
}

/* Amounts in yuan, with the fen if there are any. */
static char *amounts(struct scoring *x, int64_t part, int64_t whole)
{
	if (part % FEN_PER_YUAN == 0 && whole % FEN_PER_YUAN == 0)
		return arena_printf(x->rq->arena, "%lld/%lld", (long long)part / FEN_PER_YUAN,
				    (long long)whole / FEN_PER_YUAN);
	return arena_printf(x->rq->arena, "%lld.%02lld/%lld.%02lld", (long long)part / FEN_PER_YUAN,
			    (long long)part % FEN_PER_YUAN, (long long)whole / FEN_PER_YUAN,
			    (long long)whole % FEN_PER_YUAN);
}

static char *numbers(struct scoring *x, int64_t part, int64_t whole)
{
	return arena_printf(x->rq->arena, "%lld/%lld", (long long)part, (long long)whole);
}

static char *times(struct scoring *x, int64_t n, int64_t each)
{
	char text[SCORE_TEXT_MAX];

	return arena_printf(x->rq->arena, "%lld×%s", (long long)n, score_text(each, text));
}

/* a + b; without b if it is empty. */
static char *joined(struct scoring *x, char *a, const char *mark, char *b)
{
	return a && b ? arena_printf(x->rq->arena, "%s%s%s", a, mark, b) : NULL;
}

static char *circulars(struct scoring *x, int64_t n, int64_t each, int64_t points)
{
	if (n && points)
		return joined(x, times(x, n, each), "+", points_text(x, points));
	return n ? times(x, n, each) : points_text(x, points);
}

static char *counted(struct scoring *x, const struct scored *u, size_t at)
{
	const Duban__ScoreItem *i = x->profile.item[at];
	const struct score_counts *c = &u->counts;

	switch (i->basis) {
	case SCORE_BASIS(INVESTMENT):
	case SCORE_BASIS(EXCESS):
		return amounts(x, c->completed, c->plan);
	case SCORE_BASIS(STARTS):
		return numbers(x, c->started, c->planned_to_date);
	case SCORE_BASIS(LIBRARY):
		return numbers(x, c->library, c->starts_before);
	case SCORE_BASIS(LINKS):
		return numbers(x, c->links_on_time, c->links_due);
	case SCORE_BASIS(PROBLEMS):
		return numbers(x, c->problems_in_time, c->problems_due);
	case SCORE_BASIS(QUALITY):
		return joined(x, times(x, c->late, i->each), "+",
			      times(x, c->corrections, i->beyond));
	case SCORE_BASIS(GROWTH):
		return joined(x, amounts(x, c->completed, c->last_completed), ";",
			      numbers(x, c->projects, c->last_projects));
	case SCORE_BASIS(YELLOW):
		return times(x, c->yellow_twice, i->each);
	case SCORE_BASIS(RED):
		return times(x, c->red, i->each);
	case SCORE_BASIS(CIRCULARS):
		return i->part == SCORE_PART(BONUS)
			   ? circulars(x, c->rewards, i->each, c->awarded)
			   : circulars(x, c->criticisms, i->each, c->deducted);
	default: /* ENTRIES */
		return points_text(x, u->entered[at].points);
	}
}

/* An entry of an item that is counted changes its points. */
static char *counted_with_entries(struct scoring *x, const struct scored *u, size_t at)
{
	char *text = counted(x, u, at);

	if (!u->entered[at].n || x->profile.item[at]->basis == SCORE_BASIS(ENTRIES))
		return text;
	if (u->entered[at].no_evidence)
		return joined(x, text, "×", arena_str(x->rq->arena, "0"));
	return joined(x, text, u->entered[at].points < 0 ? "" : "+",
		      points_text(x, u->entered[at].points));
}

/* ---- grounds */

static int push(struct scoring *x, Duban__ScorePoint *p, char *id)
{
	return id ? REQUEST_PUSH(x->rq, p->ground, p->n_ground, id) : -ENOMEM;
}

/* The tallies of the groups that make up the unit: of a month, or of a span of months. */
static int tallies(struct scoring *x, const struct scored *u, Duban__ScorePoint *p,
		   const char *months)
{
	const char *list = *x->q->list ? x->q->list : ALL_PROJECTS;
	int r = months ? 0 : -ENOMEM;

	for (size_t i = 0; i < u->n_group && !r; i++)
		r = push(x, p,
			 arena_printf(x->rq->arena, "tally:%s/%s/%s", list,
				      request_unit_id(x->rq, u->group[i]), months));
	return r;
}

static char *month_of(struct scoring *x, uint32_t yyyymm)
{
	return arena_printf(x->rq->arena, "%u-%02u", yyyymm / 100, yyyymm % 100);
}

static char *span_text(struct scoring *x, uint32_t from, uint32_t to)
{
	return joined(x, month_of(x, from), "..", month_of(x, to));
}

static int last_year(struct scoring *x, const struct scored *u, Duban__ScorePoint *p)
{
	char *month = month_of(x, x->q->month - 100);

	if (!u->last_by_base)
		return u->counts.last_projects || u->counts.last_completed ? tallies(x, u, p, month)
									   : 0;
	if (!month)
		return -ENOMEM;
	return push(x, p,
		    arena_printf(x->rq->arena, "base:%s/%s/%s",
				 *x->q->list ? x->q->list : ALL_PROJECTS,
				 request_unit_id(x->rq, u->unit), month));
}

static int records(struct scoring *x, Duban__ScorePoint *p, const struct score_ground *g)
{
	int r = 0;

	for (size_t i = 0; i < g->n && !r; i++)
		r = push(x, p, g->id[i]);
	if (!r && g->more)
		r = push(x, p, arena_printf(x->rq->arena, "+%zu", g->more));
	return r;
}

static int of_tallies(struct scoring *x, const struct scored *u, size_t at, Duban__ScorePoint *p)
{
	uint32_t month = x->q->month, january = month / 100 * 100 + 1;
	int r;

	switch (x->profile.item[at]->basis) {
	case SCORE_BASIS(LIBRARY):
		return tallies(
		    x, u, p, month % 100 > 1 ? span_text(x, month - 1, month) : month_of(x, month));
	case SCORE_BASIS(QUALITY):
		return tallies(x, u, p, span_text(x, january, month));
	case SCORE_BASIS(GROWTH):
		r = tallies(x, u, p, month_of(x, month));
		return r ? r : last_year(x, u, p);
	default:
		return tallies(x, u, p, month_of(x, month));
	}
}

static int grounds(struct scoring *x, const struct scored *u, size_t at, Duban__ScorePoint *p)
{
	const struct score_ground *g = NULL;
	int r = 0;

	switch (x->profile.item[at]->basis) {
	case SCORE_BASIS(YELLOW):
		g = &u->yellow;
		break;
	case SCORE_BASIS(RED):
		g = &u->red;
		break;
	case SCORE_BASIS(PROBLEMS):
		g = &u->problem;
		break;
	case SCORE_BASIS(CIRCULARS):
		g = p->part == SCORE_PART(BONUS) ? &u->reward : &u->criticism;
		break;
	case SCORE_BASIS(ENTRIES):
		break;
	default:
		r = of_tallies(x, u, at, p);
	}
	if (!r && g)
		r = records(x, p, g);
	return r ? r : records(x, p, &u->entry[at]);
}

int scoring_points(struct scoring *x, const struct scored *u, Duban__ScoreUnit *io)
{
	struct score_result points;
	int r = 0;

	score_count(&x->profile, &u->counts, u->entered, x->bonus_max, &points);
	for (size_t i = 0; i < x->profile.n && !r; i++) {
		const Duban__ScoreItem *item = x->profile.item[i];
		Duban__ScorePoint *p =
		    REQUEST_NEW(x->rq, Duban__ScorePoint, duban__score_point__init);

		if (!p)
			return -ENOMEM;
		p->item = item->item;
		p->name = item->name;
		p->part = item->part;
		p->points = points.points[i];
		p->weight = item->part == SCORE_PART(BASE) ? points.weight[i] : item->weight;
		p->counted = counted_with_entries(x, u, i);
		if (!p->counted)
			return -ENOMEM;
		r = grounds(x, u, i, p);
		if (!r)
			r = REQUEST_PUSH(x->rq, io->point, io->n_point, p);
	}
	io->points = points.total;
	/* 评优资格: not for a unit that was criticised, nor for one that did not pass */
	io->barred = points.total < x->pass || u->criticism.n > 0;
	return r;
}
