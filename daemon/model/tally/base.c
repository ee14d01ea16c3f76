/* The part of a share that follows from the project itself, its memberships, plans and figures. */
#include <errno.h>

#include "base/arena.h"
#include "model/list/category.h"
#include "model/list/member.h"
#include "model/plan/year_plan.h"
#include "model/project/life.h"
#include "model/report/figure.h"
#include "model/report/period.h"
#include "model/tally/cells.h"
#include "model/tally/share.h"
#include "proto/limits.h"

struct base {
	const struct tally_of *x;
	const Duban__Project *p;
	struct tally_cells *c;
	const Duban__Life *life;
	uint32_t withdrawn;
	uint32_t first; /* the month from which on it can count */
	uint32_t begun; /* the day; 0: not begun */
	bool industry;
	struct figures figures;
};

static uint32_t month_of(uint32_t ymd)
{
	return ymd / 100;
}

/* ---- stays */

static int push_month(const struct base *b, Duban__TallyStay *s, uint32_t month)
{
	s->month = arena_grow(b->x->arena, s->month, s->n_month, sizeof *s->month);
	if (!s->month)
		return -ENOMEM;
	s->month[s->n_month++] = month;
	return 0;
}

/* It counts at the ends of the months from..to-1; to 0: it still counts. */
static int push_span(const struct base *b, Duban__TallyStay *s, uint32_t from, uint32_t to)
{
	uint32_t out = month_of(b->withdrawn);
	int r;

	if (out && (!to || out < to))
		to = out;
	if (to && to <= from)
		return 0;
	if (s->n_month && s->month[s->n_month - 1] == from) {
		s->n_month--; /* left and joined again within a month */
		return to ? push_month(b, s, to) : 0;
	}
	r = push_month(b, s, from);
	return r || !to ? r : push_month(b, s, to);
}

static Duban__TallyStay *new_stay(const struct base *b, Duban__TallyShare *io, const char *list)
{
	Duban__TallyStay *s = arena_alloc(b->x->arena, sizeof *s);

	io->stay = arena_grow(b->x->arena, io->stay, io->n_stay, sizeof *io->stay);
	if (!s || !io->stay)
		return NULL;
	duban__tally_stay__init(s);
	s->list = (char *)(uintptr_t)list;
	io->stay[io->n_stay++] = s;
	return s;
}

static int put_stays(struct base *b, const struct members *all, Duban__TallyShare *io)
{
	Duban__TallyStay *s = new_stay(b, io, "");
	int r = s ? push_span(b, s, b->first, 0) : -ENOMEM;

	for (size_t i = 0; i < all->n && !r; i++) {
		const Duban__Member *m = all->member[i];

		s = new_stay(b, io, m->list);
		r = s ? 0 : -ENOMEM;
		for (size_t k = 0; k < m->n_spell && !r; k++)
			r = push_span(b, s, month_of(m->spell[k]->joined_date),
				      month_of(m->spell[k]->left_date));
	}
	return r;
}

/* ---- what goes on over the years */

static enum tally_measure stage_measure(const struct base *b, uint32_t month)
{
	Duban__Stage stage;

	if (!life_stage_on(b->p, b->life, date_ymd(period_last_day(month)), &stage) ||
	    stage > DUBAN__STAGE__STAGE_ARCHIVED)
		return TALLY_STAGE_UNKNOWN;
	return TALLY_STAGE_UNKNOWN + (enum tally_measure)stage;
}

/* Months in which the stage that the life tells may be another than in the month before. */
static void put_stages(struct base *b)
{
	const uint32_t turns[] = {month_of(b->life->begun_by_date), month_of(b->life->started_date),
				  month_of(b->life->stage_date)};
	enum tally_measure now = stage_measure(b, b->first);
	uint32_t month = b->first;

	cells_add(b->c, month, now, 1);
	for (;;) {
		uint32_t next = 0;
		enum tally_measure then;

		for (size_t i = 0; i < sizeof turns / sizeof *turns; i++)
			if (turns[i] > month && (!next || turns[i] < next))
				next = turns[i];
		if (!next)
			return;
		month = next;
		then = stage_measure(b, month);
		cells_add(b->c, month, now, -1);
		cells_add(b->c, month, then, 1);
		now = then;
	}
}

static void put_standing(struct base *b)
{
	cells_add(b->c, b->first, TALLY_MEMBERS, 1);
	cells_add(b->c, b->first, TALLY_TOTAL, b->p->total ? b->p->total->fen : 0);
	put_stages(b);
}

/* ---- the dates of its life */

static void put_event(struct base *b, enum tally_measure m, uint32_t ymd, uint32_t undone)
{
	if (!ymd || (undone && undone < ymd))
		return;
	cells_add(b->c, month_of(ymd), m, 1);
	if (undone && undone / 10000 == ymd / 10000)
		cells_add(b->c, month_of(undone), m, -1);
}

static void put_life(struct base *b)
{
	const Duban__Life *l = b->life;

	/* the day by which it had begun is none on which it began, unless it was planned then */
	if (l->started_date || b->p->planned_start_month / 100 == b->begun / 10000)
		put_event(b, TALLY_STARTS, b->begun, 0);
	put_event(b, TALLY_LIBRARY, l->library_date,
		  l->library_left_date >= l->library_date ? l->library_left_date : 0);
	put_event(b, TALLY_COMPLETIONS, l->completed_date ? l->completed_date : l->accepted_date,
		  0);
}

/* ---- a year with its plans */

struct year {
	uint32_t year;
	struct year_plans plans;
	int64_t planned[TALLY_MONTHS], plan[TALLY_MONTHS], industry[TALLY_MONTHS];
	int64_t starts[TALLY_MONTHS];
	int64_t to_date[TALLY_MONTHS], started[TALLY_MONTHS], early[TALLY_MONTHS];
	int64_t told[TALLY_MONTHS], on_time[TALLY_MONTHS];
};

/* The month in which the year's plan lets it start; 0: not in this year, or it began before. */
static uint32_t planned_start(const struct base *b, const struct year *y,
			      const Duban__Plan *in_force)
{
	uint32_t month = in_force ? in_force->planned_start_month : 0;

	if (!month && b->p->year == y->year)
		month = b->p->planned_start_month;
	return month / 100 == y->year && (!b->begun || b->begun / 10000 >= y->year) ? month : 0;
}

static void see_starts(const struct base *b, struct year *y, uint32_t i, uint32_t planned)
{
	uint32_t month = y->year * 100 + i + 1, begun = month_of(b->begun);

	y->starts[i] = planned != 0;
	y->to_date[i] = planned && planned <= month;
	y->started[i] = planned && begun && begun <= month;
	y->early[i] = y->started[i] && begun < planned;
}

/* Was it confirmed in time: by a figure that is booked in its own month? */
static bool told_in_time(const struct figures *f, uint32_t month)
{
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->figure[i]->n_told; k++)
			if (f->figure[i]->month == month && f->figure[i]->told[k]->month == month)
				return true;
	return false;
}

static void put_year(struct base *b, struct year *y)
{
	for (uint32_t i = 0; i < TALLY_MONTHS; i++) {
		uint32_t month = y->year * 100 + i + 1;
		const Duban__Plan *plan = year_plan_on(&y->plans, period_last_day(month));

		y->planned[i] = plan != NULL;
		y->plan[i] = plan && plan->amount ? plan->amount->fen : 0;
		y->industry[i] = b->industry ? y->plan[i] : 0;
		y->told[i] = plan && figures_told(&b->figures, month);
		y->on_time[i] = plan && told_in_time(&b->figures, month);
		see_starts(b, y, i, planned_start(b, y, plan));
	}
	cells_levels(b->c, y->year, TALLY_PLANNED, y->planned);
	cells_levels(b->c, y->year, TALLY_PLAN, y->plan);
	cells_levels(b->c, y->year, TALLY_INDUSTRY, y->industry);
	cells_levels(b->c, y->year, TALLY_TOLD, y->told);
	cells_levels(b->c, y->year, TALLY_ON_TIME, y->on_time);
	cells_levels(b->c, y->year, TALLY_PLANNED_YEAR, y->starts);
	cells_levels(b->c, y->year, TALLY_PLANNED_TO_DATE, y->to_date);
	cells_levels(b->c, y->year, TALLY_STARTED, y->started);
	cells_levels(b->c, y->year, TALLY_EARLY, y->early);
}

/* The years that have a plan, and that in which it is to start without one. */
static void put_years(struct base *b, const struct year_plans *all)
{
	uint32_t start = b->p->planned_start_month / 100;

	for (size_t i = 0, n; i < all->n; i += n) {
		struct year y = {.year = all->plan[i]->year};

		for (n = 1; i + n < all->n && all->plan[i + n]->year == y.year;)
			n++;
		y.plans = (struct year_plans){.plan = all->plan + i, .n = n};
		put_year(b, &y);
		start = start == y.year ? 0 : start;
	}
	if (start && start == b->p->year)
		put_year(b, &(struct year){.year = start});
}

/* ---- figures */

static void put_figures(struct base *b)
{
	for (size_t i = 0; i < b->figures.n; i++) {
		const Duban__Figure *f = b->figures.figure[i];
		int64_t fen = f->invested ? f->invested->fen : 0;

		cells_add(b->c, f->month, TALLY_CUMULATIVE, fen);
		cells_add(b->c, f->month, TALLY_INVESTED, fen);
		if (f->month % 100 < TALLY_MONTHS)
			cells_add(b->c, f->month + 1, TALLY_INVESTED, -fen);
		cells_add(b->c, f->month, TALLY_STATISTICS, f->statistics ? f->statistics->fen : 0);
		cells_add(b->c, f->month, TALLY_CORRECTIONS, f->corrections);
	}
}

/* ---- */

static void earlier(uint32_t *io, uint32_t month)
{
	if (month && (!*io || month < *io))
		*io = month;
}

static uint32_t first_month(const struct base *b, const struct members *all)
{
	uint32_t first = month_of(b->life->entered_date);

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->member[i]->n_spell; k++)
			earlier(&first, month_of(all->member[i]->spell[k]->joined_date));
	if (b->figures.n)
		earlier(&first, b->figures.figure[0]->month);
	return first ? first : DATE_MIN / 100;
}

int share_base(const struct tally_of *x, const Duban__Project *p, struct tally_cells *c,
	       Duban__TallyShare *io)
{
	struct base b = {.x = x, .p = p, .c = c, .life = life_get(x->txn, x->arena, p->num)};
	struct year_plans plans = {.n = 0};
	struct members all;
	int r = b.life ? members_load(x->txn, x->arena, p->num, &all) : -ENOMEM;

	if (!r)
		r = figures_load(x->txn, x->arena, p->num, (struct months){0, MONTH_LAST},
				 &b.figures);
	if (!r)
		r = plans_load(x->txn, x->arena, p->num, &plans);
	if (r)
		return r;
	b.withdrawn = life_withdrawn_from(x->txn, x->arena, p);
	b.begun = b.life->started_date ? b.life->started_date : b.life->begun_by_date;
	b.first = first_month(&b, &all);
	b.industry = category_is_industry(x->txn, x->arena, p->category);
	put_standing(&b);
	put_life(&b);
	put_years(&b, &plans);
	put_figures(&b);
	return put_stays(&b, &all, io);
}
