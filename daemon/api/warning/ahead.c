/* `warning ahead`: how many lamps will light within some days if nothing more is recorded, by rule,
 * and which file keeps them dark. An office that has just imported its projects sees what is still
 * missing before it is told by lamps. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "engine/core/engine.h"
#include "engine/evaluate/evaluate.h"
#include "model/core/counter.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "rules/rules.h"
#include "store/db/txn.h"
#include "text/usec.h"

enum { DAYS_DEFAULT = 10 };

struct foretelling {
	struct request *rq;
	const Duban__WarningAheadRequest *q;
	struct arena *scratch; /* for one project */
	uint32_t unit;
	usec_t at;
	/* by the place of the rule in rules[] */
	Duban__WarningAheadRow **of; /* NULL: none yet */
	bool *counted;		     /* this project was */
	Duban__WarningAheadReply *b;
};

/* A lamp that is not lit today, or yellow today and red then. */
static bool worse(const struct lit *then, const struct lit_list *today)
{
	for (size_t i = 0; i < today->n; i++) {
		const struct lit *now = &today->lit[i];

		if (now->rule == then->rule && now->subject.year == then->subject.year &&
		    now->subject.link == then->subject.link &&
		    now->subject.number == then->subject.number &&
		    now->subject.sub == then->subject.sub)
			return now->outcome.level < then->outcome.level;
	}
	return true;
}

static int row_of(struct foretelling *x, uint32_t rule, size_t *ret_at,
		  Duban__WarningAheadRow **ret)
{
	size_t i = 0;

	while (rules[i]->num != rule)
		i++;
	if (!x->of[i]) {
		x->of[i] =
		    REQUEST_NEW(x->rq, Duban__WarningAheadRow, duban__warning_ahead_row__init);
		if (!x->of[i])
			return -ENOMEM;
		x->of[i]->rule = (char *)(uintptr_t)rules[i]->id;
		if (rules[i]->supply)
			x->of[i]->file = (char *)(uintptr_t)rules[i]->supply;
	}
	*ret_at = i;
	*ret = x->of[i];
	return 0;
}

static int count(struct foretelling *x, const struct lit_list *today, const struct lit_list *then)
{
	for (size_t i = 0; i < rules_count; i++)
		x->counted[i] = false;
	for (size_t i = 0; i < then->n; i++) {
		const struct lit *l = &then->lit[i];
		Duban__WarningAheadRow *row;
		size_t at;
		int r;

		if (l->outcome.level < DUBAN__LEVEL__LEVEL_YELLOW || !worse(l, today))
			continue;
		r = row_of(x, l->rule, &at, &row);
		if (r)
			return r;
		row->yellow += l->outcome.level == DUBAN__LEVEL__LEVEL_YELLOW;
		row->red += l->outcome.level == DUBAN__LEVEL__LEVEL_RED;
		row->projects += !x->counted[at];
		x->counted[at] = true;
	}
	return 0;
}

static int look(struct foretelling *x, uint32_t num)
{
	Duban__Subject of = DUBAN__SUBJECT__INIT;
	struct lit_list today = {.n = 0}, then = {.n = 0};
	struct engine *e = x->rq->engine;
	int r = 0;

	of.project = num;
	if (!x->q->lit) /* else nothing counts as lit today */
		r = evaluate_dry(e, x->scratch, &of, engine_now(e), &today);
	if (!r)
		r = evaluate_dry(e, x->scratch, &of, x->at, &then);
	return r ? r : count(x, &today, &then);
}

static bool wanted(struct foretelling *x, const Duban__Project *p)
{
	return project_active(p) && scope_reads(x->rq, p) &&
	       (!*x->q->list || project_on_list(p, x->q->list)) &&
	       (!x->unit || unit_within(x->rq->txn, x->scratch, p->unit, x->unit));
}

static int look_all(struct foretelling *x)
{
	struct txn *t = x->rq->txn;
	uint32_t last = counter_last(t, "project"), num = x->q->after;
	int r = 0;

	while (!r && num < last && num - x->q->after < AHEAD_PROJECTS) {
		const Duban__Project *p;

		arena_reset(x->scratch);
		p = project_get(t, x->scratch, ++num);
		if (p && wanted(x, p))
			r = look(x, num);
	}
	x->b->next = num < last ? num : 0;
	return r ? r : txn_error(t);
}

static int answer(struct foretelling *x)
{
	int r = look_all(x);

	for (size_t i = 0; i < rules_count && !r; i++)
		if (x->of[i])
			r = REQUEST_PUSH(x->rq, x->b->row, x->b->n_row, x->of[i]);
	return r;
}

static int decide(struct request *rq, const void *body)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct foretelling x = {.rq = rq, .q = body};
	uint32_t days = x.q->days ? x.q->days : DAYS_DEFAULT;
	int r;

	if (days > AHEAD_DAYS_MAX)
		return request_refuse(rq, STATUS_INVALID, "warning.ahead_days",
				      arena_printf(rq->arena, "%d", AHEAD_DAYS_MAX), NULL);
	if (*x.q->unit) {
		r = request_unit(rq, x.q->unit, &x.unit);
		if (r)
			return r;
	}
	x.at = engine_now(rq->engine) + days * USEC_PER_DAY;
	x.of = arena_alloc(rq->arena, rules_count * sizeof(Duban__WarningAheadRow *));
	x.counted = arena_alloc(rq->arena, rules_count * sizeof *x.counted);
	x.b = REQUEST_NEW(rq, Duban__WarningAheadReply, duban__warning_ahead_reply__init);
	r = x.of && x.counted && x.b ? arena_new(&scratch, WIRE_ARENA_MAX) : -ENOMEM;
	if (r)
		return r;
	x.scratch = scratch;
	rq->reply->body_case = DUBAN__REPLY__BODY_WARNING_AHEAD;
	rq->reply->warning_ahead = x.b;
	return answer(&x);
}
HANDLER(WARNING_AHEAD, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = decide, .simulated_only_for_local = true);
