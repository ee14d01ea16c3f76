#include "api/records/remarks.h"

#include <stdarg.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "model/plan/year_plan.h"
#include "model/project/code.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "proto/array.h"
#include "proto/enums.h"
#include "text/money.h"

/* Where a remark belongs: whose it is, and in which row. */
struct remark_place {
	struct remarks *x;
	const char *of; /* code of the project */
	uint32_t line;
};

/* ---- one remark */

static void add(const struct remark_place *at, const char *column, const char *code,
		const char *const *arg, size_t n)
{
	struct remarks *x = at->x;
	Duban__Remark *one;
	int r;

	if (x->n == REMARKS_MAX) {
		x->more++;
		return;
	}
	one = REQUEST_NEW(x->rq, Duban__Remark, duban__remark__init);
	r = one ? 0 : -ENOMEM;
	if (!r) {
		one->code = (char *)(uintptr_t)code;
		one->line = at->line;
		one->column = (char *)(uintptr_t)column;
	}
	for (size_t i = 0; !r && i < n; i++) {
		char *copy = arena_str(x->rq->arena, arg[i]);

		r = copy ? REQUEST_PUSH(x->rq, one->arg, one->n_arg, copy) : -ENOMEM;
	}
	if (!r)
		r = REQUEST_PUSH(x->rq, x->remark, x->n, one);
	x->full |= r != 0;
}

#define ADD(at, column, code, ...)                                                                 \
	do {                                                                                       \
		const char *const arg_[] = {__VA_ARGS__};                                          \
		add(at, column, code, arg_, COUNT(arg_));                                          \
	} while (0)

/* "39500万元" */
static const char *wan(const struct remark_place *at, int64_t fen)
{
	char buf[MONEY_TEXT_MAX];
	const char *text =
	    arena_printf(at->x->rq->arena, "%s万元", money_text_exact(fen, MONEY_UNIT_WAN, buf));

	return text ? text : "";
}

/* ---- amounts */

/* Is a about `times` b? */
static const char *times(int64_t a, int64_t b)
{
	static const struct {
		int64_t from, to;
		const char *text;
	} about[] = {{300, 3000, "1000"}, {3000, 30000, "10000"}};

	for (size_t i = 0; b > 0 && i < COUNT(about); i++)
		if ((__int128)b * about[i].from <= a && a < (__int128)b * about[i].to)
			return about[i].text;
	return NULL;
}

static void scale(const struct remark_place *at, const char *column, const Duban__Money *now,
		  const Duban__Money *was)
{
	const char *n;

	if (!now || !was)
		return;
	if ((n = times(now->fen, was->fen)))
		ADD(at, column, "remark.times_more", at->of, wan(at, now->fen), n,
		    wan(at, was->fen));
	else if ((n = times(was->fen, now->fen)))
		ADD(at, column, "remark.times_less", at->of, wan(at, now->fen), n,
		    wan(at, was->fen));
}

static void plan_in_total(const struct remark_place *at, const char *column,
			  const Duban__Money *plan, const Duban__Money *total)
{
	if (plan && total && total->fen > 0 && plan->fen > total->fen)
		ADD(at, column, "remark.plan_above_total", at->of, wan(at, plan->fen),
		    wan(at, total->fen));
}

/* ---- a record */

static const Duban__Money *money_of(const ProtobufCMessage *m, const char *name)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);

	if (!f || f->type != PROTOBUF_C_TYPE_MESSAGE || f->descriptor != &duban__money__descriptor)
		return NULL;
	return *(const Duban__Money *const *)(const void *)((const char *)m + f->offset);
}

static const char *code_of(const ProtobufCMessage *m)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, "code");

	if (!f || f->type != PROTOBUF_C_TYPE_STRING)
		return NULL;
	return *(char *const *)(const void *)((const char *)m + f->offset);
}

static void code(const struct remark_place *at, const char *text)
{
	char right[2] = "";

	switch (project_code_fault(text, right)) {
	case CODE_CHECK_DIGIT:
		ADD(at, "code", "remark.code_check", text, right);
		return;
	case CODE_REGION:
		ADD(at, "code", "remark.code_region", text);
		return;
	case CODE_TIME:
		ADD(at, "code", "remark.code_time", text);
		return;
	case CODE_FINE:
		return;
	}
}

void remarks_of_put(struct remarks *x, uint32_t line, uint32_t project, const ProtobufCMessage *now,
		    const ProtobufCMessage *was)
{
	const ProtobufCMessageDescriptor *d = now->descriptor;
	const Duban__Project *p = project_get(x->rq->txn, x->scratch, project);
	const char *own = code_of(now);
	struct remark_place at = {.x = x, .line = line};

	at.of = own && *own ? own : p ? p->code : "";
	for (unsigned i = 0; was && i < d->n_fields; i++)
		scale(&at, d->fields[i].name, money_of(now, d->fields[i].name),
		      money_of(was, d->fields[i].name));
	plan_in_total(&at, "plan", money_of(now, "plan"), money_of(now, "total"));
	if (d == &duban__plan__descriptor)
		plan_in_total(&at, "amount", money_of(now, "amount"), p ? p->total : NULL);
	if (own && (!was || strcmp(own, code_of(was)) != 0))
		code(&at, own);
}

/* ---- a report */

static Duban__Report *as_report(struct remarks *x, const Duban__Figure *f)
{
	Duban__Report *r = arena_alloc(x->scratch, sizeof *r);

	if (!r) {
		x->full = true;
		return NULL;
	}
	duban__report__init(r);
	r->invested = f->reported ? f->reported : f->invested;
	r->statistics = f->statistics;
	r->cumulative = f->cumulative;
	r->cumulative_statistics = f->cumulative_statistics;
	return r;
}

/* The figures with which a month's report is compared: of the month itself, if it corrects it; else
 * of the last month that has any, or of the report of the month before, which may still wait. */
static const Duban__Report *before(struct remarks *x, const Duban__Report *r)
{
	struct request *rq = x->rq;
	bool corrects = r->form == REPORT_FORM(CORRECTION);
	struct months span = {.to = corrects ? r->period_month : period_add(r->period_month, -1)};
	Duban__Report like = *r;
	struct figures all;

	if (figures_load(rq->txn, x->scratch, r->project, span, &all))
		return NULL;
	for (size_t i = all.n; i > 0; i--)
		if (all.figure[i - 1]->invested)
			return as_report(x, all.figure[i - 1]);
	like.form = REPORT_FORM(MONTHLY);
	like.period_month = span.to;
	return report_in_slot(rq->txn, x->scratch, &like);
}

/* The plan of the report's year that is in force today. */
static const Duban__Money *plan_of(struct remarks *x, const Duban__Report *r)
{
	struct request *rq = x->rq;
	struct year_plans plans;
	const Duban__Plan *p;

	if (year_plans_load(rq->txn, x->scratch, r->project, r->period_month / 100, &plans))
		return NULL;
	p = year_plan_on(&plans, rq->today);
	return p ? p->amount : NULL;
}

void remarks_of_report(struct remarks *x, const Duban__Project *p, const Duban__Report *r,
		       const Duban__Report *last, uint32_t line)
{
	struct remark_place at = {.x = x, .of = p->code, .line = line};
	const Duban__Money *plan = plan_of(x, r);
	bool whole_month = r->form == REPORT_FORM(MONTHLY) || r->form == REPORT_FORM(CORRECTION);

	if (r->invested && plan && plan->fen > 0 && r->invested->fen > plan->fen)
		ADD(&at, "invested", "remark.month_above_plan", p->code, wan(&at, r->invested->fen),
		    wan(&at, plan->fen));
	if (whole_month && !last)
		last = before(x, r);
	if (!whole_month || !last)
		return;
	scale(&at, "invested", r->invested, last->invested);
	scale(&at, "cumulative", r->cumulative, last->cumulative);
	scale(&at, "statistics", r->statistics, last->statistics);
	scale(&at, "cumulative_statistics", r->cumulative_statistics, last->cumulative_statistics);
}

void remarks_end(struct remarks *x, Duban__Remark ***io, size_t *io_n)
{
	struct remark_place nowhere = {.x = x};

	if (x->more) {
		x->n--; /* makes room for the number of those that are not listed */
		ADD(&nowhere, "", "remark.more", arena_printf(x->rq->arena, "%u", x->more + 1));
	}
	for (size_t i = 0; i < x->n && !x->full; i++)
		x->full = REQUEST_PUSH(x->rq, *io, *io_n, x->remark[i]) != 0;
}
