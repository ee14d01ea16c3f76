/* `problem rate`: 销号率. Of the problems that were raised in a period, how many were cleared by
 * its end; what was withdrawn or not accepted counts for nothing, what is there again is not
 * cleared. By `problem.carried` what is open when a year begins counts as raised on that day. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/problem/act.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/problem/problem.h"
#include "model/project/project.h"
#include "model/year/turn.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/rate.h"

enum { GROUPS_MAX = 2000 };

struct rating {
	struct request *rq;
	const Duban__ProblemRateRequest *q;
	Duban__ProblemRateReply *b;
	uint32_t from, to, unit;
	uint32_t turn; /* the first 1 January of the period that has come; 0: none */
};

static bool open_at_turn(const struct rating *g, const Duban__ProblemCase *p)
{
	return g->turn && p->raised_date < g->turn &&
	       (p->state != PROBLEM_STATE(CLEARED) || p->cleared_date >= g->turn);
}

/* The day as whose problem it counts in the period; 0: it does not. */
static int day_of(const struct rating *g, const Duban__ProblemCase *p,
		  const Duban__Project *project, uint32_t *ret)
{
	int64_t carried = 0;
	int r;

	*ret = p->raised_date;
	if (p->raised_date >= g->from)
		return 0;
	r = parameter_number(g->rq->txn, g->rq->arena, project, "problem.carried", &carried);
	*ret = carried ? g->turn : 0;
	return r;
}

static bool counts(const struct rating *g, const Duban__ProblemCase *p)
{
	if (p->state == PROBLEM_STATE(WITHDRAWN) || p->state == PROBLEM_STATE(RETURNED))
		return false;
	if (p->raised_date > g->to || (p->raised_date < g->from && !open_at_turn(g, p)))
		return false;
	return !g->unit || (p->unit && unit_within(g->rq->txn, g->rq->arena, p->unit, g->unit));
}

static char *group_of(const struct rating *g, const Duban__ProblemCase *p, uint32_t day)
{
	char month[DATE_TEXT_MAX];

	switch (g->q->by) {
	case DUBAN__PROBLEM_BY__PROBLEM_BY_TIER:
		return (char *)(uintptr_t)problem_tier_text(p->tier);
	case DUBAN__PROBLEM_BY__PROBLEM_BY_UNIT:
		return request_unit_id(g->rq, p->unit);
	case DUBAN__PROBLEM_BY__PROBLEM_BY_MONTH:
		return arena_str(g->rq->arena, month_text(day / 100, month));
	default:
		return (char *)(uintptr_t) "";
	}
}

/* Groups are in the order of their names. NULL: no memory. */
static Duban__ProblemRateRow *row_of(struct rating *g, char *group)
{
	Duban__ProblemRateReply *b = g->b;
	Duban__ProblemRateRow *row;
	size_t i = b->n_row;

	for (size_t k = 0; k < b->n_row; k++)
		if (strcmp(b->row[k]->group, group) == 0)
			return b->row[k];
	row = REQUEST_NEW(g->rq, Duban__ProblemRateRow, duban__problem_rate_row__init);
	if (!row || REQUEST_PUSH(g->rq, b->row, b->n_row, row))
		return NULL;
	for (; i > 0 && strcmp(b->row[i - 1]->group, group) > 0; i--)
		b->row[i] = b->row[i - 1];
	b->row[i] = row;
	row->group = group;
	return row;
}

static int count(struct rating *g, const Duban__ProblemCase *p)
{
	struct request *rq = g->rq;
	const Duban__Project *project;
	Duban__ProblemRateRow *row;
	uint32_t day = 0;
	char *group;
	int r;

	if (!counts(g, p))
		return 0;
	project = project_get(rq->txn, rq->arena, p->project);
	if (!problem_read(rq, p, project))
		return 0;
	r = day_of(g, p, project, &day);
	if (r || !day)
		return r;
	group = group_of(g, p, day);
	row = group ? row_of(g, group) : NULL;
	if (!row)
		return -ENOMEM;
	row->raised++;
	row->cleared += p->state == PROBLEM_STATE(CLEARED) && p->cleared_date <= g->to;
	return g->b->n_row > GROUPS_MAX
		   ? request_refuse(rq, STATUS_TOO_MANY, "problem.groups", NULL)
		   : 0;
}

static int count_all(struct rating *g)
{
	struct scan s = scan_start(g->rq->txn, TABLE_problem, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__ProblemCase *p = record_unpack(
		    g->rq->txn, s.value, &duban__problem_case__descriptor, g->rq->arena);

		r = p ? count(g, p) : txn_error(g->rq->txn);
	}
	return r ? r : txn_error(g->rq->txn);
}

static int say_rates(struct rating *g)
{
	if (!g->q->by && !row_of(g, (char *)(uintptr_t) ""))
		return -ENOMEM;
	for (size_t i = 0; i < g->b->n_row; i++) {
		Duban__ProblemRateRow *row = g->b->row[i];
		char *buf = arena_alloc(g->rq->arena, RATE_TEXT_MAX);

		if (!buf)
			return -ENOMEM;
		row->rate = rate_text(row->cleared, row->raised, buf);
	}
	return 0;
}

static int problem_rate(struct request *rq, const void *body)
{
	struct rating g = {.rq = rq, .q = body};
	date_t turn;
	int r = 0;

	g.from = g.q->from_date;
	g.to = g.q->to_date ? g.q->to_date : date_ymd(rq->today);
	if (date_from_ymd(g.from) == DATE_NONE || date_from_ymd(g.to) == DATE_NONE || g.from > g.to)
		return request_refuse(rq, STATUS_INVALID, "problem.bad_period", NULL);
	turn = year_turn(date_from_ymd(g.from), date_from_ymd(g.to), rq->today);
	g.turn = turn == DATE_NONE ? 0 : date_ymd(turn);
	if (*g.q->unit)
		r = request_unit(rq, g.q->unit, &g.unit);
	if (r)
		return r;
	g.b = REQUEST_NEW(rq, Duban__ProblemRateReply, duban__problem_rate_reply__init);
	r = g.b ? count_all(&g) : -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_PROBLEM_RATE;
	rq->reply->problem_rate = g.b;
	return r ? r : say_rates(&g);
}
HANDLER(PROBLEM_RATE, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = problem_rate, .simulated_only_for_local = true);
