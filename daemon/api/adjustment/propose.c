/* `adjustment propose`: who is to leave a list (调出), found by the lamps of the half-year and by
 * the proposals of escalation. Who is to join is proposed by hand (`adjustment set`). */
#include <string.h>

#include "api/adjustment/item.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/remark.h"
#include "api/core/request.h"
#include "model/core/record.h"
#include "model/list/member.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "model/warning/warning.h"
#include "model/year/turn.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/warning_id.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct adjusting {
	struct request *rq;
	const Duban__AdjustmentProposeRequest *q;
	usec_t from, until;    /* of the half-year */
	struct arena *scratch; /* for one project */
	bool begins_year;      /* the half-year does */
	bool carried;	       /* and reds.carried holds for the project */
	size_t n;
};

/* The red lamps of one rule that a project had in the half-year. */
struct reds {
	char *id[ADJUSTMENT_GROUNDS_MAX]; /* of the first ones */
	size_t n_id, n;
};

/* Did it say that somebody was late? Not if it only follows from another lamp, if only another
 * version of a rule or a wrong clock had lit it, or if its subject is gone. */
static bool counts(const struct adjusting *x, const Duban__Warning *w)
{
	return !w->root &&
	       ((w->red_since_at >= x->from && w->red_since_at < x->until) ||
		(x->carried && warning_red_over(w, x->from))) &&
	       w->raised_by != DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED &&
	       w->cause != CLEAR_CAUSE(RULE_CHANGED) && w->cause != CLEAR_CAUSE(CLOCK_REPAIRED) &&
	       w->cause != CLEAR_CAUSE(OFF) && w->cause != CLEAR_CAUSE(WITHDRAWN) &&
	       w->cause != CLEAR_CAUSE(CARRIED); /* the lamp that goes on counts */
}

static size_t place_of(uint32_t rule)
{
	size_t i = 0;

	while (i < rules_count && rules[i]->num != rule)
		i++;
	return i;
}

static int count_reds(struct adjusting *x, const Duban__Project *p, struct reds *of)
{
	struct txn *t = x->rq->txn;
	struct scan s = scan_start(t, TABLE_warning, key_bytes(key_u32(KEY(), p->num)));

	while (scan_next(&s)) {
		const Duban__Warning *w =
		    record_unpack(t, s.value, &duban__warning__descriptor, x->scratch);
		char id[WARNING_ID_MAX];
		size_t i;

		if (!w)
			break;
		i = counts(x, w) ? place_of(w->rule) : rules_count;
		if (i == rules_count)
			continue; /* also of a rule that no longer exists */
		if (of[i].n++ >= ADJUSTMENT_GROUNDS_MAX)
			continue;
		of[i].id[of[i].n_id] = arena_str(
		    x->rq->arena, warning_id_print(id, w->subject, w->rule, w->occurrence));
		if (!of[i].id[of[i].n_id++])
			return -ENOMEM;
	}
	return txn_error(t);
}

/* Enough red lamps of one rule. */
static int by_lamps(struct adjusting *x, const Duban__Project *p, Duban__Adjustment *io)
{
	struct reds *of = arena_alloc(x->scratch, rules_count * sizeof *of);
	int64_t enough = 0;
	int r =
	    of ? parameter_number(x->rq->txn, x->scratch, p, "adjustment.reds", &enough) : -ENOMEM;

	if (!r)
		r = count_reds(x, p, of);
	for (size_t i = 0; !r && i < rules_count; i++)
		for (size_t k = 0; !r && (int64_t)of[i].n >= enough && k < of[i].n_id; k++)
			r = adjustment_ground(x->rq, io, of[i].id[k]);
	return r;
}

/* What escalation proposes, and nobody has decided. */
static int by_proposals(struct adjusting *x, const Duban__Project *p, Duban__Adjustment *io)
{
	struct txn *t = x->rq->txn;
	struct scan s = scan_start(t, TABLE_proposal_open, key_bytes(key_u32(KEY(), p->num)));
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Proposal *one =
		    record_get(t, TABLE_proposal, s.key, &duban__proposal__descriptor, x->scratch);
		struct proposal_name n;
		const char *id;

		if (!one)
			break;
		if (one->kind != PROPOSAL_KIND(LEAVE))
			continue;
		n = proposal_name(one);
		id = proposal_id(x->scratch, &n);
		r = id ? adjustment_ground(x->rq, io, id) : -ENOMEM;
	}
	return r ? r : txn_error(t);
}

static int look(struct adjusting *x, const Duban__Project *p)
{
	Duban__Adjustment now = DUBAN__ADJUSTMENT__INIT, *was;
	size_t before;
	int64_t carried = 0;
	int r;

	now.list = x->q->list;
	now.period = x->q->period;
	now.project = p->num;
	was = adjustment_get(x->rq->txn, x->rq->arena, &now);
	if (txn_error(x->rq->txn))
		return txn_error(x->rq->txn);
	if (was && (was->state != ADJUSTMENT_STATE(PROPOSED) ||
		    was->direction != ADJUSTMENT_DIRECTION(LEAVE)))
		return 0; /* a person has decided, or proposes otherwise */
	if (was)
		now = *was;
	before = now.n_ground;
	r = parameter_number(x->rq->txn, x->scratch, p, "reds.carried", &carried);
	x->carried = carried && x->begins_year;
	r = r ? r : by_lamps(x, p, &now);
	if (!r)
		r = by_proposals(x, p, &now);
	if (r || now.n_ground == before)
		return r;
	now.state = ADJUSTMENT_STATE(PROPOSED);
	now.direction = ADJUSTMENT_DIRECTION(LEAVE);
	x->n++;
	return adjustment_put(x->rq, &now, was);
}

static int look_at_all(struct adjusting *x)
{
	struct request *rq = x->rq;
	struct scan s = scan_start(rq->txn, TABLE_project, BYTES("", 0));
	int r = 0;

	while (!r && x->n < ADJUSTMENT_ITEMS_MAX && scan_next(&s)) {
		const Duban__Project *p =
		    record_unpack(rq->txn, s.value, &duban__project__descriptor, x->scratch);

		if (!p)
			break;
		if (project_active(p) && project_on_list(p, x->q->list))
			r = look(x, p);
		arena_reset(x->scratch);
	}
	return r ? r : txn_error(rq->txn);
}

static int propose(struct request *rq, const void *body)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct adjusting x = {.rq = rq, .q = body};
	struct remark_list remarks = REQUEST_REMARKS(rq);
	Duban__List *list;
	struct half half;
	int r = adjustment_find(rq, x.q->list, x.q->period, &list, &half);

	if (!r)
		r = arena_new(&scratch, WIRE_ARENA_MAX);
	if (r)
		return r;
	x.scratch = scratch;
	x.from = date_start(half.first, rq->zone_minutes);
	x.begins_year = year_turn(half.first, half.last, rq->today) != DATE_NONE;
	x.until = date_start(half.last + 1, rq->zone_minutes);
	r = look_at_all(&x);
	if (!r && x.n == ADJUSTMENT_ITEMS_MAX)
		r = remark_add(&remarks, "adjustment.more",
			       arena_printf(rq->arena, "%d", ADJUSTMENT_ITEMS_MAX), NULL);
	return r;
}

static int answer(struct request *rq, const void *body)
{
	const Duban__AdjustmentProposeRequest *q = body;

	return adjustment_answer(rq, q->list, q->period);
}
HANDLER(ADJUSTMENT_PROPOSE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = propose, .answer = answer);
