/* What a score counts record by record: lamps, circulars, problems, and what persons entered. */
#include <errno.h>
#include <string.h>

#include "api/core/request.h"
#include "api/score/scoring.h"
#include "base/arena.h"
#include "model/core/record.h"
#include "model/problem/problem.h"
#include "model/tally/tally.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { HUNDREDTHS = 100 };

int scoring_ground(struct scoring *x, struct score_ground *io, const char *id)
{
	char *copy;

	if (io->n == SCORE_GROUNDS_MAX) {
		io->more++;
		return 0;
	}
	copy = arena_str(x->rq->arena, id);
	return copy ? REQUEST_PUSH(x->rq, io->id, io->n, copy) : -ENOMEM;
}

/* Does the project count on the list at the end of the month? What is of no project does. */
static bool is_listed(struct scoring *x, uint32_t project)
{
	const Duban__TallyShare *s;
	size_t passed = 0;

	if (!*x->q->list || !project)
		return true;
	s = tally_share_get(x->rq->txn, x->one, project);
	for (size_t i = 0; s && i < s->n_stay; i++) {
		if (strcmp(s->stay[i]->list, x->q->list) != 0)
			continue;
		while (passed < s->stay[i]->n_month && s->stay[i]->month[passed] <= x->q->month)
			passed++;
		break;
	}
	return passed % 2 == 1;
}

/* ---- lamps: those that the tallies count (daemon/model/tally/lamps.c), by the unit whose they
 * are. What was lit again goes on as the same lamp. */

struct score_lamp {
	bool open; /* it counts */
	bool red, excused;
	uint32_t rule, occurrence, project, unit; /* of its last record */
	Duban__Subject subject;			  /* its kind points into `kind` */
	char kind[SUBJECT_KIND_MAX + 1];
	char id[WARNING_ID_MAX]; /* of its first record */
};

struct score_lamps {
	struct scoring *x;
	struct score_lamp now;
	char yellow[WARNING_ID_MAX]; /* a yellow one of the subject and rule, without its second */
	bool paired;
};

static date_t day_at(const struct score_lamps *l, int64_t at)
{
	return at ? date_at(at, l->x->rq->zone_minutes) : DATE_NONE;
}

static bool in_time(const struct score_lamps *l, int64_t at)
{
	date_t day = day_at(l, at);

	return day != DATE_NONE && day >= l->x->first && day <= l->x->last;
}

static bool same_matter(const struct score_lamp *a, const Duban__Warning *w)
{
	return a->rule == w->rule && subject_same(&a->subject, w->subject);
}

/* The lamp is over: it counts. */
static int count(struct score_lamps *l)
{
	struct scored *u = NULL;
	int r = 0;

	if (l->now.open && !l->now.excused && is_listed(l->x, l->now.project))
		u = scoring_of(l->x, l->now.unit);
	l->now.open = false;
	if (!u)
		return txn_error(l->x->rq->txn);
	if (l->now.red) {
		u->counts.red++;
		return scoring_ground(l->x, &u->red, l->now.id);
	}
	/* two yellow ones of one matter make a deduction */
	if (!l->paired) {
		memcpy(l->yellow, l->now.id, sizeof l->yellow);
		l->paired = true;
		return 0;
	}
	l->paired = false;
	u->counts.yellow_twice++;
	r = scoring_ground(l->x, &u->yellow, l->yellow);
	return r ? r : scoring_ground(l->x, &u->yellow, l->now.id);
}

/* A period that is over is no excuse: the work was not done in it. */
static void see(struct score_lamps *l, const Duban__Warning *w)
{
	struct score_lamp *n = &l->now;
	date_t red = day_at(l, w->red_since_at);

	n->rule = w->rule;
	n->occurrence = w->occurrence;
	n->unit = w->unit;
	n->project = w->subject->project;
	n->red |= red != DATE_NONE && red <= l->x->last;
	n->excused = w->state == WARNING_STATE(CLEARED) && !warning_by_deed(w) &&
		     w->cause != CLEAR_CAUSE(PERIOD);
}

static int take(struct score_lamps *l, const Duban__Warning *w)
{
	bool same = same_matter(&l->now, w);
	int r;

	if (same && l->now.open && w->reopened_from == l->now.occurrence) {
		see(l, w);
		return 0;
	}
	r = count(l);
	if (!same)
		l->paired = false;
	l->now.subject = *w->subject;
	(void)snprintf(l->now.kind, sizeof l->now.kind, "%s", w->subject->kind);
	l->now.subject.kind = l->now.kind;
	l->now.rule = w->rule;
	l->now.open =
	    w->level >= LEVEL(YELLOW) && !w->root && in_time(l, w->raised_at) &&
	    !(w->state == WARNING_STATE(CLEARED) && w->cause == CLEAR_CAUSE(CLOCK_REPAIRED));
	if (l->now.open) {
		l->now.red = false;
		(void)warning_id_print(l->now.id, w->subject, w->rule, w->occurrence);
		see(l, w);
	}
	return r;
}

static int count_lamps(struct scoring *x)
{
	struct scan s = scan_start(x->rq->txn, TABLE_warning, BYTES("", 0));
	struct score_lamps l = {.x = x, .now = {.subject = DUBAN__SUBJECT__INIT}};
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Warning *w;

		arena_reset(x->one);
		w = record_unpack(x->rq->txn, s.value, &duban__warning__descriptor, x->one);
		if (w && w->subject)
			r = take(&l, w);
	}
	return r ? r : count(&l);
}

/* ---- circulars */

static int count_circular(struct scoring *x, const Duban__Circular *c)
{
	date_t day = date_from_ymd(c->issued_date);
	struct scored *u = scoring_of(x, c->unit);
	bool reward = c->kind == DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_REWARD;
	char *id = arena_printf(x->one, "circular:%s", c->number);

	if (!u || !id || day < x->first || day > x->last)
		return id ? 0 : -ENOMEM;
	if (reward) {
		u->counts.rewards += !c->awarded;
		u->counts.awarded += (int64_t)c->awarded * HUNDREDTHS;
	} else {
		u->counts.criticisms += !c->deducted;
		u->counts.deducted += (int64_t)c->deducted * HUNDREDTHS;
	}
	return scoring_ground(x, reward ? &u->reward : &u->criticism, id);
}

static int count_circulars(struct scoring *x)
{
	struct scan s = scan_start(x->rq->txn, TABLE_circular, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Circular *c;

		arena_reset(x->one);
		c = record_unpack(x->rq->txn, s.value, &duban__circular__descriptor, x->one);
		if (c)
			r = count_circular(x, c);
	}
	return r ? r : txn_error(x->rq->txn);
}

/* ---- problems: closed in time, of those that were due */

/* The day on which it counts: the deadline, or an earlier one on which it was cleared. */
static date_t problem_day(const Duban__ProblemCase *p, date_t due)
{
	date_t cleared =
	    p->state == PROBLEM_STATE(CLEARED) ? date_from_ymd(p->cleared_date) : DATE_NONE;

	return cleared != DATE_NONE && cleared < due ? cleared : due;
}

static int count_problem(struct scoring *x, const Duban__ProblemCase *p)
{
	date_t due = problem_due(p, x->rq->calendar), day;
	const Duban__TallyShare *of;
	struct scored *u;
	char *id;

	if (p->state == PROBLEM_STATE(RETURNED) || p->state == PROBLEM_STATE(WITHDRAWN) ||
	    due == DATE_NONE || !p->project)
		return 0;
	day = problem_day(p, due);
	if (day < x->first || day > x->last || !is_listed(x, p->project))
		return txn_error(x->rq->txn);
	of = tally_share_get(x->rq->txn, x->one, p->project);
	u = of ? scoring_of(x, of->unit) : NULL;
	if (!u)
		return txn_error(x->rq->txn);
	u->counts.problems_due++;
	u->counts.problems_in_time +=
	    p->state == PROBLEM_STATE(CLEARED) && date_from_ymd(p->cleared_date) <= due;
	id = arena_printf(x->one, "problem:%s", p->id);
	return id ? scoring_ground(x, &u->problem, id) : -ENOMEM;
}

static int count_problems(struct scoring *x)
{
	struct scan s = scan_start(x->rq->txn, TABLE_problem, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__ProblemCase *p;

		arena_reset(x->one);
		p = record_unpack(x->rq->txn, s.value, &duban__problem_case__descriptor, x->one);
		if (p)
			r = count_problem(x, p);
	}
	return r ? r : txn_error(x->rq->txn);
}

/* ---- entries */

static int count_entry(struct scoring *x, const Duban__ScoreEntry *e)
{
	size_t at = score_item_place(&x->profile, e->item);
	struct scored *u = scoring_of(x, e->unit);
	char *id = arena_printf(x->one, "entry:%s", e->number);

	if (!id)
		return -ENOMEM;
	/* what is entered after the year is over is the year's */
	if (!u || at == SIZE_MAX ||
	    (x->q->month % 100 != 12 && date_from_ymd(e->entry_date) > x->last))
		return txn_error(x->rq->txn);
	if (e->no_evidence)
		u->entered[at].no_evidence = true;
	else
		u->entered[at].points += e->points;
	u->entered[at].n++;
	return scoring_ground(x, &u->entry[at], id);
}

static int count_entries(struct scoring *x)
{
	struct scan s =
	    scan_start(x->rq->txn, TABLE_score_entry, key_bytes(key_u32(KEY(), x->q->month / 100)));
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__ScoreEntry *e;

		arena_reset(x->one);
		e = record_unpack(x->rq->txn, s.value, &duban__score_entry__descriptor, x->one);
		if (e)
			r = count_entry(x, e);
	}
	return r ? r : txn_error(x->rq->txn);
}

int scoring_marks(struct scoring *x)
{
	int r = count_lamps(x);

	if (!r)
		r = count_circulars(x);
	if (!r)
		r = count_problems(x);
	return r ? r : count_entries(x);
}
