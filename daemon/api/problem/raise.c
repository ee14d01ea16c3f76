/* `problem raise`: a problem comes in. What its raiser has to solve himself needs nobody to accept
 * it; what the office raises it hands out at once. Anything else waits for the office. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/problem/act.h"
#include "api/problem/found.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/problem/problem.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/warning_id.h"
#include "store/db/txn.h"

#define PROBLEM_RAISERS                                                                            \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |                 \
	 ROLE_BIT(SUPERVISION) | ROLE_BIT(LEADER) | ROLE_BIT(LOCAL))

/* The next of the year. Where its ids are others, any that is free. */
static int take_id(struct request *rq, Duban__ProblemCase *p)
{
	uint32_t year = date_ymd(rq->today) / 10000, n;

	if (!problem_last_id(rq->txn, year, &n))
		n = p->num - 1;
	while (!*p->id || problem_by_id(rq->txn, p->id)) {
		p->id = arena_printf(rq->arena, "%u-%04u", year, ++n);
		if (!p->id)
			return -ENOMEM;
	}
	return 0;
}

static int check_id(struct request *rq, const char *id)
{
	size_t n = strlen(id);

	if (n > ID_MAX || strspn(id, "0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz") != n)
		return request_refuse(rq, STATUS_INVALID, "problem.bad_id", id, NULL);
	if (problem_by_id(rq->txn, id))
		return request_refuse(rq, STATUS_CONFLICT, "problem.exists", id, NULL);
	return 0;
}

/* The lamp that it comes from must be there, or the supervision (found.h). */
static int check_source(struct request *rq, const char *source)
{
	struct warning_id id;
	int r = request_text(rq, "source", source, PROBLEM_SOURCE_MAX, false);

	if (r || !*source || found_named(source))
		return r;
	if (!warning_id_parse(source, &id))
		return request_refuse(rq, STATUS_INVALID, "problem.bad_source", source, NULL);
	if (!warning_get(rq->txn, rq->arena, &id.subject, id.rule, id.occurrence))
		return request_refuse(rq, STATUS_NOT_FOUND, "warning.unknown", source, NULL);
	return 0;
}

static int check_texts(struct request *rq, const Duban__ProblemRaiseRequest *q)
{
	int r = request_text(rq, "title", q->title, NAME_MAX_BYTES, true);

	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, false);
	if (!r)
		r = check_source(rq, q->source);
	return r ? r : check_id(rq, q->id);
}

/* In which state it comes in, and which clock runs. */
static int begin(struct request *rq, const Duban__Project *of, Duban__ProblemCase *p)
{
	int r;

	p->clock_date = p->raised_date;
	if (p->unit == p->raiser_unit)
		p->state = PROBLEM_STATE(SIGNED);
	else if (request_by_office(rq) && !rq->for_unit)
		p->state = PROBLEM_STATE(ASSIGNED);
	else
		p->state = PROBLEM_STATE(RAISED);
	if (p->state == PROBLEM_STATE(RAISED))
		return problem_accept_limit(rq, of, &p->limit);
	p->assigned_date = p->raised_date;
	r = problem_limit(rq, of, p->tier, &p->limit);
	p->clock_date = p->limit ? p->clock_date : 0;
	return r;
}

static int fill(struct request *rq, const Duban__ProblemRaiseRequest *q, const Duban__Project *of,
		Duban__ProblemCase *p)
{
	struct problem_hand hand = {.named_unit = q->unit, .named_person = q->person};
	int r = problem_hand(rq, of, p->tier, &hand);

	if (!r)
		r = request_who(rq, q->raiser, &p->raiser);
	if (r)
		return r;
	p->num = counter_last(rq->txn, "problem") + 1;
	p->id = q->id;
	p->project = of ? of->num : 0;
	p->title = q->title;
	p->text = q->text;
	p->raiser_unit = problem_acting(rq);
	p->raised_date = p->tier_date = date_ymd(rq->today);
	p->source = q->source;
	p->entry = p->tier;
	p->criterion =
	    q->criterion ? q->criterion : DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_ORDINARY;
	p->reason = q->reason;
	p->unit = hand.unit;
	p->person = hand.person;
	p->clocks = 1;
	r = take_id(rq, p);
	return r ? r : begin(rq, of, p);
}

static int draft(struct request *rq, Duban__ProblemCase *p, const Duban__Project *of)
{
	Duban__ProblemRaised *b =
	    REQUEST_NEW(rq, Duban__ProblemRaised, duban__problem_raised__init);
	struct problem_act x = {.rq = rq, .p = p, .of = of};
	Duban__Event *ev;

	if (!record_fits(p))
		return request_refuse(rq, STATUS_TOO_MANY, "problem.too_large", p->id, NULL);
	ev = b ? problem_event(&x) : NULL;
	if (!ev)
		return -ENOMEM;
	b->problem = p;
	ev->body_case = DUBAN__EVENT__BODY_PROBLEM_RAISED;
	ev->problem_raised = b;
	return 0;
}

static int problem_raise(struct request *rq, const void *body)
{
	const Duban__ProblemRaiseRequest *q = body;
	Duban__ProblemCase *p = REQUEST_NEW(rq, Duban__ProblemCase, duban__problem_case__init);
	struct problem_found found = {.no = 0};
	Duban__Project *of = NULL;
	int r = p ? check_texts(rq, q) : -ENOMEM;

	if (!r && *q->project)
		r = request_project(rq, q->project, &of);
	if (!r && found_named(q->source))
		r = found_read(rq, q->source, of, &found);
	if (r)
		return r;
	p->tier = q->tier;
	r = problem_route(rq, q->criterion, q->reason, &p->tier);
	if (!r)
		r = fill(rq, q, of, p);
	if (!r)
		r = draft(rq, p, of);
	return r ? r : found_draft(rq, &found, p, of);
}

/* From the event alone, so that a repeated request gets the same reply. */
static int answer(struct request *rq, const void *body)
{
	Duban__ProblemRaiseReply *b =
	    REQUEST_NEW(rq, Duban__ProblemRaiseReply, duban__problem_raise_reply__init);
	const Duban__ProblemCase *p = rq->event[0]->problem_raised->problem;

	(void)body;
	if (!b)
		return -ENOMEM;
	b->id = p->id;
	b->tier = (char *)(uintptr_t)problem_tier_text(p->tier);
	b->state = p->state;
	b->unit = request_unit_id(rq, p->unit);
	b->due_date = date_ymd(problem_due(p, rq->calendar));
	rq->reply->body_case = DUBAN__REPLY__BODY_PROBLEM_RAISE;
	rq->reply->problem_raise = b;
	return 0;
}
HANDLER(PROBLEM_RAISE, .kind = HANDLER_COMMAND, .roles = PROBLEM_RAISERS, .decide = problem_raise,
	.answer = answer, .simulated_only_for_local = true);
