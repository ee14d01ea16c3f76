/* What the office and the handler do with a problem: 受理, 交办, 签收, 办理, 答复. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/hand/hand.h"
#include "api/problem/act.h"
#include "proto/enums.h"
#include "proto/limits.h"

#define PROBLEM_HANDLERS                                                                           \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))

static int problem_accept(struct request *rq, const void *body)
{
	const Duban__ProblemAcceptRequest *q = body;
	Duban__ProblemHandled *b;
	Duban__Limit *limit = NULL;
	struct problem_act x;
	int r = problem_begin(rq, q->id, PROBLEM_ACT(ACCEPT), &x);

	/* the clock of what waits goes on; of what was returned it starts */
	if (!r && x.p->state == PROBLEM_STATE(RETURNED))
		r = problem_accept_limit(rq, x.of, &limit);
	if (r)
		return r;
	b = problem_handled(&x, PROBLEM_ACT(ACCEPT));
	if (!b)
		return -ENOMEM;
	b->limit = limit;
	return 0;
}
HANDLER(PROBLEM_ACCEPT, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .decide = problem_accept,
	.simulated_only_for_local = true);

/* Running problems are handed to another by `problem reassign`. */
static int problem_assign(struct request *rq, const void *body)
{
	const Duban__ProblemAssignRequest *q = body;
	struct problem_hand hand = {.unit = 0};
	Duban__ProblemHandled *b;
	Duban__Limit *limit = NULL;
	struct problem_act x;
	int r = problem_begin(rq, q->id, PROBLEM_ACT(ASSIGN), &x);

	if (!r && x.p->state != PROBLEM_STATE(RAISED) && x.p->state != PROBLEM_STATE(ACCEPTED))
		r = problem_not_now(&x, PROBLEM_ACT(ASSIGN));
	if (r)
		return r;
	hand.unit = x.p->unit;
	r = request_who(rq, q->person, &hand.person);
	if (!hand.person && !*q->unit)
		hand.person = x.p->person;
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &hand.unit);
	if (!r)
		r = problem_limit(rq, x.of, x.p->tier, &limit);
	if (r)
		return r;
	b = problem_handled(&x, PROBLEM_ACT(ASSIGN));
	if (!b)
		return -ENOMEM;
	b->unit = hand.unit;
	b->person = hand.person;
	b->limit = limit;
	return 0;
}
HANDLER(PROBLEM_ASSIGN, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .decide = problem_assign,
	.simulated_only_for_local = true);

static int problem_sign(struct request *rq, const void *body)
{
	const Duban__ProblemSignRequest *q = body;
	struct problem_act x;
	int r = problem_begin(rq, q->id, PROBLEM_ACT(SIGN), &x);

	if (!r)
		r = problem_by_handler(&x);
	if (r)
		return r;
	return problem_handled(&x, PROBLEM_ACT(SIGN)) ? 0 : -ENOMEM;
}
HANDLER(PROBLEM_SIGN, .kind = HANDLER_COMMAND, .roles = PROBLEM_HANDLERS, .decide = problem_sign,
	.simulated_only_for_local = true);

/* ---- progress, and 一项目一方案 */

static int check_scheme(const struct problem_act *x, const Duban__ProblemWorkRequest *q)
{
	const ProtobufCBinaryData *of[] = {&q->task_book, &q->timetable, &q->roadmap};
	int r = request_text(x->rq, "document", q->document, NAME_MAX_BYTES, false);

	for (size_t i = 0; i < 3 && !r; i++)
		if (of[i]->len)
			r = problem_evidence(x, of[i], 1);
	return r;
}

static bool has_scheme(const Duban__ProblemWorkRequest *q)
{
	return *q->document || q->task_book.len || q->timetable.len || q->roadmap.len;
}

static int take_scheme(struct request *rq, const Duban__ProblemWorkRequest *q,
		       Duban__ProblemHandled *io)
{
	Duban__Scheme *s = REQUEST_NEW(rq, Duban__Scheme, duban__scheme__init);

	if (!has_scheme(q))
		return 0;
	if (!s)
		return -ENOMEM;
	s->document = q->document;
	s->task_book = q->task_book;
	s->timetable = q->timetable;
	s->roadmap = q->roadmap;
	io->scheme = s;
	return 0;
}

static int problem_work(struct request *rq, const void *body)
{
	const Duban__ProblemWorkRequest *q = body;
	Duban__ProblemHandled *b;
	struct problem_act x;
	int r = problem_begin(rq, q->id, PROBLEM_ACT(WORK), &x);

	if (!r)
		r = problem_by_handler(&x);
	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, false);
	if (!r && !*q->text && !has_scheme(q))
		r = request_refuse(rq, STATUS_INVALID, "problem.nothing_told", q->id, NULL);
	if (!r)
		r = check_scheme(&x, q);
	if (r)
		return r;
	b = problem_handled(&x, PROBLEM_ACT(WORK));
	if (!b)
		return -ENOMEM;
	b->text = q->text;
	return take_scheme(rq, q, b);
}
HANDLER(PROBLEM_WORK, .kind = HANDLER_COMMAND, .roles = PROBLEM_HANDLERS, .decide = problem_work,
	.simulated_only_for_local = true);

static int problem_answer(struct request *rq, const void *body)
{
	const Duban__ProblemAnswerRequest *q = body;
	Duban__ProblemHandled *b;
	struct problem_act x;
	int r = problem_begin(rq, q->id, PROBLEM_ACT(ANSWER), &x);

	if (!r)
		r = problem_by_handler(&x);
	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, true);
	if (!r)
		r = problem_evidence(&x, q->evidence, q->n_evidence);
	if (r)
		return r;
	b = problem_handled(&x, PROBLEM_ACT(ANSWER));
	if (!b)
		return -ENOMEM;
	b->text = q->text;
	b->evidence = q->evidence;
	b->n_evidence = q->n_evidence;
	b->hand = hand_of_caller(rq, 0);
	return b->hand ? 0 : -ENOMEM;
}
HANDLER(PROBLEM_ANSWER, .kind = HANDLER_COMMAND, .roles = PROBLEM_HANDLERS,
	.decide = problem_answer, .frees = true, .simulated_only_for_local = true);
