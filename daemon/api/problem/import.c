/* Problems in files. A new row is an opening balance (期初): it says in which state the problem is,
 * and when it is due; without that, its tier's limit counts from the day on which it was raised. Of
 * a stored problem a file changes words; where it stands its commands tell. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_value.h"
#include "api/core/request.h"
#include "api/problem/act.h"
#include "api/problem/scheme.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/chain/limit.h"
#include "model/chain/schedule.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/problem/tier.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"

static bool take_project(struct record_row *r, Duban__ProblemCase *p)
{
	const struct cell *c = row_cell(r, "project");

	if (cell_empty(c) && !p->project)
		return true;
	r->project = cell_empty(c) ? project_get(r->im->in.rq->txn, r->im->in.scratch, p->project)
				   : cell_own_project(c);
	if (r->project)
		p->project = r->project->num;
	return r->project;
}

/* A date that the row need not say. */
static void otherwise(uint32_t *io, uint32_t ymd)
{
	if (!*io)
		*io = ymd;
}

/* What follows for a new problem from what its row says. */
static void complete(Duban__ProblemCase *p)
{
	otherwise(&p->tier_date, p->raised_date);
	if (!p->entry)
		p->entry = p->tier;
	if (!p->criterion)
		p->criterion = problem_criterion_of(p->tier);
	otherwise(&p->clocks, 1);
	if (problem_runs((int)p->state) || p->state == PROBLEM_STATE(ANSWERED))
		otherwise(&p->assigned_date, p->tier_date);
	if (p->state == PROBLEM_STATE(ANSWERED))
		otherwise(&p->answered_date, p->assigned_date);
}

/* The limit as an export has it: the deadline follows from it. */
static bool take_limit(struct record_row *r, Duban__ProblemCase *p)
{
	const struct cell *c = row_cell(r, "limit");
	Duban__Limit *l = arena_alloc(r->im->in.scratch, sizeof *l);
	int kind = 0;

	if (cell_empty(c))
		return true;
	if (!l) {
		r->im->in.full = true;
		return false;
	}
	duban__limit__init(l);
	if (!limit_parse(c->text, &kind, &l->n, &l->fixed_date))
		return cell_refuse(c, "link.bad_limit", NULL);
	l->kind = (Duban__LimitKind)kind;
	p->limit = l;
	return true;
}

static bool take_due(struct record_row *r, Duban__ProblemCase *p)
{
	const struct cell *c = row_cell(r, "due");
	uint32_t due = 0;
	int verdict;

	if (!cell_date(c, &due) || !take_limit(r, p))
		return false;
	if (p->limit || !problem_open((int)p->state))
		return true;
	verdict = problem_limit(r->im->in.rq, r->project, p->tier, &p->limit);
	if (verdict || !p->limit) {
		r->im->in.full = r->im->in.full || verdict;
		return !verdict;
	}
	otherwise(&p->clock_date, p->tier_date);
	if (!due)
		return true;
	p->limit->kind = LIMIT_KIND(FIXED);
	p->limit->n = 0;
	p->limit->fixed_date = due;
	return true;
}

/* Who follows from the tier. */
static bool take_handler(struct record_row *r, Duban__ProblemCase *p)
{
	struct request *rq = r->im->in.rq;

	p->unit = problem_handler(rq->txn, r->im->in.scratch, p->tier, r->project);
	return p->unit || p->tier > PROBLEM_TIER(L2) ||
	       cell_refuse(row_cell(r, "unit"), "problem.no_handler", problem_tier_text(p->tier));
}

static bool check_new(struct record_row *r, Duban__ProblemCase *p)
{
	bool cleared = p->state == PROBLEM_STATE(CLEARED);

	complete(p);
	if (cleared && !p->cleared_date)
		return cell_refuse(row_cell(r, "cleared"), "problem.cleared_when", NULL);
	if (!cleared && p->cleared_date)
		return cell_refuse(row_cell(r, "state"), "problem.not_cleared", NULL);
	if (p->cleared_date && p->cleared_date < p->raised_date)
		return cell_refuse(row_cell(r, "cleared"), "problem.cleared_before", NULL);
	if (!p->unit && !take_handler(r, p))
		return false;
	return take_due(r, p);
}

/* The fields of which commands tell. */
static bool stands(const Duban__ProblemCase *a, const Duban__ProblemCase *b)
{
	return a->project == b->project && a->tier == b->tier && a->state == b->state &&
	       a->unit == b->unit && a->cleared_date == b->cleared_date &&
	       a->raised_date == b->raised_date && a->extended_date == b->extended_date;
}

static bool check_problem(struct record_row *r)
{
	Duban__ProblemCase *p = r->now;
	const Duban__ProblemCase *was = r->was;

	if (!take_project(r, p) || !scheme_read(r, &p->scheme))
		return false;
	if (!was)
		return check_new(r, p);
	if (!stands(p, was))
		return cell_refuse(row_cell(r, "id"), "problem.by_command", p->id);
	return true;
}

static bool is_shown(struct rows_out *s, const Duban__ProblemCase *p)
{
	const Duban__Project *of;

	if (!p->project)
		return out_city(s, p->unit, p->raised_date / 10000);
	of = out_project(s, p->project, p->raised_date / 10000);
	return of && problem_read(s->rq, p, of);
}

static void write_problem(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__ProblemCase *p = out_record(s, value, &duban__problem_case__descriptor);
	const struct record *kind = s->kind->record;
	char limit[LIMIT_TEXT_MAX];

	(void)key;
	if (!p || !is_shown(s, p))
		return;
	out_row(s);
	out_fields(s, p);
	out_text(s, (size_t)(record_column(kind, "tier") - kind->column),
		 problem_tier_text(p->tier));
	if (p->limit)
		out_text(s, (size_t)(record_column(kind, "limit") - kind->column),
			 limit_text((int)p->limit->kind, p->limit->n, p->limit->fixed_date, limit));
	out_date(s, (size_t)(record_column(kind, "due") - kind->column),
		 date_ymd(problem_due(p, s->rq->calendar)));
	scheme_write(s, p->scheme);
}

RECORD_KIND(PROBLEMS, .check = check_problem, .write = write_problem);
