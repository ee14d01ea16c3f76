#include "api/core/behalf.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "engine/core/group.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

/* Roles that may type in for the units of their own subtree. */
#define ROLES_OF_UNITS (ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR))

static bool may_for(struct request *rq, uint32_t unit)
{
	unsigned role = 1u << rq->caller->role;

	if (role & ROLES_OFFICE)
		return true;
	return (role & ROLES_OF_UNITS) && unit && rq->caller->unit &&
	       unit_within(rq->txn, rq->arena, unit, rq->caller->unit);
}

static int deny(struct request *rq, const char *id)
{
	return request_refuse(rq, STATUS_DENIED, "behalf.denied", id,
			      wire_enum_name(&duban__role__descriptor, rq->caller->role), NULL);
}

/* Everybody may list units and people: a refusal gives nothing away. */
static int resolve_unit(struct request *rq, uint32_t *ret)
{
	const char *id = rq->request->for_unit;
	uint32_t unit = unit_by_id(rq->txn, id);

	if (!unit)
		return request_refuse(rq, STATUS_NOT_FOUND, "unit.unknown", id, NULL);
	if (!may_for(rq, unit))
		return deny(rq, id);
	*ret = unit;
	return 0;
}

static int resolve_person(struct request *rq, uint32_t *ret)
{
	const char *id = rq->request->for_person;
	const Duban__Person *p = person_get(rq->txn, rq->arena, person_by_id(rq->txn, id));

	if (!p)
		return request_refuse(rq, STATUS_NOT_FOUND, "person.unknown", id, NULL);
	if (!may_for(rq, p->unit))
		return deny(rq, id);
	*ret = p->num;
	return 0;
}

int behalf_resolve(struct request *rq, struct author *who)
{
	int r = *rq->request->for_unit ? resolve_unit(rq, &rq->for_unit) : 0;

	if (!r && *rq->request->for_person)
		r = resolve_person(rq, &rq->for_person);
	who->for_unit = rq->for_unit;
	who->for_person = rq->for_person;
	return r;
}

/* Does the event itself say that the unit, or one below it, handles what it is about? */
static bool names(struct request *rq, const Duban__Event *ev, uint32_t unit)
{
	return ev->turn_unit && unit_within(rq->txn, rq->arena, ev->turn_unit, unit);
}

int behalf_check(struct request *rq, const struct author *who)
{
	const Duban__Project *p = NULL;

	for (size_t i = 0; i < rq->n_event && who->for_unit; i++) {
		uint32_t project = rq->event[i]->project;

		if (!project || (p && p->num == project) || names(rq, rq->event[i], who->for_unit))
			continue;
		p = project_get(rq->txn, rq->arena, project);
		if (p && !scope_answers(rq, p, who->for_unit))
			return request_refuse(rq, STATUS_DENIED, "for_unit.no_part",
					      rq->request->for_unit, p->code,
					      request_unit_id(rq, p->unit), NULL);
	}
	return txn_error(rq->txn);
}
