/* To do: open problems, each by whoever must act on it now. One whose lamp is lit is that lamp's
 * thing. */
#include <errno.h>
#include <string.h>

#include "api/core/request.h"
#include "api/problem/act.h"
#include "api/todo/source.h"
#include "model/calendar/calendar.h"
#include "model/param/parameter.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/problem/tier.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static bool lamp_lit(struct todo *t, const Duban__ProblemCase *p)
{
	const Duban__Subject of = problem_subject(p);
	struct scan s =
	    scan_start(t->rq->txn, TABLE_warning_open, key_bytes(subject_key(KEY(), &of)));

	return scan_next(&s);
}

static struct todo_text why(struct todo *t, const Duban__ProblemCase *p)
{
	struct todo_text x = {"todo.why.problem_runs", {problem_tier_text(p->tier)}};
	char asked[DATE_TEXT_MAX];

	if (p->state == PROBLEM_STATE(RETURNED))
		x = (struct todo_text){"todo.why.problem_returned", {NULL}};
	else if (p->state == PROBLEM_STATE(ANSWERED))
		x = (struct todo_text){"todo.why.problem_answered", {NULL}};
	else if (!problem_runs((int)p->state))
		x = (struct todo_text){"todo.why.problem_raised", {NULL}};
	else if (*p->objection)
		x = (struct todo_text){"todo.why.problem_objects", {NULL}};
	else if (p->asked_date)
		x = (struct todo_text){"todo.why.problem_asks",
				       {arena_str(t->arena, ymd_text(p->asked_date, asked))}};
	else if (p->chase_date)
		x = (struct todo_text){"todo.why.problem_chase",
				       {arena_printf(t->arena, "%u", p->chased)}};
	return x;
}

/* When its lamp lights if nobody acts; 0: never, for no clock runs. */
static int lights(struct todo *t, const Duban__ProblemCase *p, date_t due, usec_t *ret)
{
	int64_t wd = 0;
	int r = parameter_number(t->rq->txn, t->arena, t->project, "W12.y_after_wd", &wd);

	*ret = 0;
	if (r || due == DATE_NONE || p->state == PROBLEM_STATE(ANSWERED))
		return r;
	*ret = date_start(calendar_add(t->rq->calendar, due, (int)wd), t->rq->zone_minutes);
	return 0;
}

static int add(struct todo *t, const Duban__ProblemCase *p)
{
	date_t due = problem_due(p, t->rq->calendar);
	usec_t at = 0;
	int r = lights(t, p, due, &at);

	if (r)
		return r;
	return todo_add(t, &(struct todo_item){
			       .kind = "problem",
			       .id = p->id,
			       .what = p->title,
			       .due = date_ymd(due),
			       .why = why(t, p),
			       .next_step = {at ? "todo.next.problem_yellow" : NULL, {NULL}},
			       .next_at = at,
			       .unit = problem_turn(t->rq->txn, t->arena, p, t->project),
			       .owner = p->unit,
			       .person = {todo_who(p->person)},
			   });
}

static int each(struct todo *t)
{
	int r = 0;

	for (size_t i = 0; i < t->matters.n && !r; i++) {
		const Duban__ProblemCase *p;

		if (strcmp(t->matters.matter[i].kind, "problem") != 0)
			continue;
		todo_next(t);
		p = problem_get(t->rq->txn, t->arena, t->matters.matter[i].num);
		if (!p)
			return txn_error(t->rq->txn) ? txn_error(t->rq->txn) : -EBADMSG;
		if (problem_read(t->rq, p, t->project) && !lamp_lit(t, p))
			r = add(t, p);
	}
	return r ? r : txn_error(t->rq->txn);
}

/* Whoever answers for it, or must act on it now. */
static bool has_part(const struct todo_part *q)
{
	const Duban__ProblemCase *p = problem_get(q->txn, q->arena, q->num);

	return p &&
	       (part_of(q, p->unit) || part_of(q, problem_turn(q->txn, q->arena, p, q->project)));
}
TODO_SOURCE(problem, .each = each, .has_part = has_part);
