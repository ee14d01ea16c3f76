/* An accepted proposal that a project leaves (调出) becomes an item of the adjustment of each list
 * that it is on and that is kept here: the list is left with the approval of the half-year. */
#include <string.h>

#include "api/adjustment/item.h"
#include "api/core/request.h"
#include "api/proposal/effect.h"
#include "model/list/list.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "proto/enums.h"
#include "store/db/txn.h"

static int put_item(struct request *rq, const struct accepting *x, char *list, const char *id)
{
	Duban__Adjustment now = DUBAN__ADJUSTMENT__INIT, *was;
	char half[HALF_TEXT_MAX];
	int r;

	now.list = list;
	now.period = half_text(rq->today, half);
	now.project = x->project->num;
	was = adjustment_get(rq->txn, rq->arena, &now);
	if (was)
		now = *was;
	if (now.state == ADJUSTMENT_STATE(APPROVED) || now.state == ADJUSTMENT_STATE(REFUSED))
		return request_refuse(rq, STATUS_CONFLICT, "adjustment.item_decided",
				      x->project->code, list, half, NULL);
	now.state = ADJUSTMENT_STATE(PROPOSED);
	now.direction = ADJUSTMENT_DIRECTION(LEAVE);
	r = adjustment_ground(rq, &now, x->ground);
	if (!r)
		r = adjustment_ground(rq, &now, id);
	return r ? r : adjustment_put(rq, &now, was);
}

static int accept_leave(struct request *rq, struct accepting *x)
{
	char half[HALF_TEXT_MAX];
	int lists = 0, r = 0;

	for (size_t i = 0; x->project && !r && i < x->project->n_list; i++) {
		const Duban__List *l = list_get(rq->txn, rq->arena, x->project->list[i]);

		if (!l || l->elsewhere)
			continue; /* a plain label; another authority's */
		lists++;
		r = put_item(rq, x, x->project->list[i], x->q->id);
	}
	if (r)
		return r;
	if (!lists)
		return request_refuse(rq, STATUS_CONFLICT, "proposal.on_no_list", x->q->id, NULL);
	x->effect = arena_printf(rq->arena, "adjustment %s", half_text(rq->today, half));
	return x->effect ? 0 : -ENOMEM;
}
PROPOSAL_EFFECT(LEAVE, .accept = accept_leave);
