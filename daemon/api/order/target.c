#include "api/order/target.h"

#include <errno.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/office/unit.h"
#include "model/order/order.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

bool order_rules(const struct request *rq)
{
	return (1u << rq->caller->role) & ROLES_RULING;
}

static bool has_part(struct request *rq, const Duban__Order *o)
{
	struct order_parts parts;

	if (order_parts_load(rq->txn, rq->arena, o->num, &parts))
		return false;
	for (size_t i = 0; i < parts.n; i++)
		if (scope_reads_of(rq, parts.part[i]->unit))
			return true;
	return false;
}

bool order_reads(struct request *rq, const Duban__Order *o, const Duban__Project *p)
{
	if (o->internal)
		return scope_reads_internal(rq, o->reader, o->n_reader);
	return scope_reads_of(rq, o->unit) || (p && scope_reads(rq, p)) || has_part(rq, o);
}

int order_find(struct request *rq, const char *number, struct order_target *ret)
{
	*ret = (struct order_target){
	    .o = order_get(rq->txn, rq->arena, order_by_number(rq->txn, number))};
	if (ret->o)
		ret->p = project_get(rq->txn, rq->arena, ret->o->project);
	if (ret->o && order_reads(rq, ret->o, ret->p))
		return txn_error(rq->txn);
	rq->hidden = ret->o != NULL;
	return request_refuse(rq, STATUS_NOT_FOUND, "order.unknown", number, NULL);
}

bool order_acts_for(struct request *rq, uint32_t unit)
{
	uint32_t me = rq->for_unit ? rq->for_unit : rq->caller->unit;

	/* the office's own principals have no unit: they are of the whole city */
	if (!me && rq->caller->role == ROLE(OFFICE))
		return unit && unit == unit_by_kind(rq->txn, rq->arena, UNIT_KIND(OFFICE));
	return me && unit && unit_within(rq->txn, rq->arena, unit, me);
}

void order_address(Duban__Event *ev, const Duban__Order *o, const Duban__Project *p)
{
	ev->project = o->project;
	ev->project_unit = p ? p->unit : o->unit;
	ev->turn_unit = o->unit;
	ev->internal = o->internal;
	ev->reader = o->reader;
	ev->n_reader = o->n_reader;
}

Duban__Event *order_event(struct request *rq, const struct order_target *t)
{
	Duban__Event *ev = request_event(rq);

	if (ev)
		order_address(ev, t->o, t->p);
	return ev;
}

int order_may(struct request *rq, const Duban__Order *o, enum order_move move)
{
	if (order_next((int)o->state, move))
		return 0;
	return request_refuse(
	    rq, STATUS_CONFLICT, arena_printf(rq->arena, "order.cannot_%s", order_move_name(move)),
	    o->number, wire_enum_name(&duban__order_state__descriptor, (int)o->state), NULL);
}
