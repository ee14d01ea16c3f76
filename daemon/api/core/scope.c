/* Who may see and change what. A scope is a subtree of units; roles of the city have none. */
#include "api/core/scope.h"

#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "base/arena.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "store/db/key.h"
#include "store/db/scan.h"

static bool below(struct request *rq, uint32_t unit, uint32_t top)
{
	return unit && unit_within(rq->txn, rq->arena, unit, top);
}

static bool within(struct request *rq, uint32_t unit)
{
	return below(rq, unit, rq->caller->unit);
}

static bool city(const struct request *rq)
{
	return (1u << rq->caller->role) & ROLES_CITY;
}

/* A department may act for the projects of its sector. */
static bool of_trade(struct request *rq, const Duban__Project *p)
{
	return rq->caller->role == DUBAN__ROLE__ROLE_SECTOR && within(rq, p->sector);
}

/* Does a link of the project belong to `unit` or to one below it? */
static bool any_link(struct request *rq, const Duban__Project *p, uint32_t unit)
{
	struct scan s = scan_start(rq->txn, TABLE_link, key_bytes(key_u32(KEY(), p->num)));

	while (scan_next(&s)) {
		Duban__Link *l =
		    duban__link__unpack(arena_pb(rq->arena), s.value.size, s.value.data);

		if (l && (below(rq, l->unit, unit) || below(rq, l->service_unit, unit)))
			return true;
	}
	return false;
}

bool scope_reads(struct request *rq, const Duban__Project *p)
{
	if (city(rq))
		return true;
	if (rq->caller->role == DUBAN__ROLE__ROLE_SECURITY || !rq->caller->unit)
		return false;
	return within(rq, p->unit) || of_trade(rq, p) || any_link(rq, p, rq->caller->unit);
}

bool scope_reads_of(struct request *rq, uint32_t unit)
{
	return city(rq) || (rq->caller->role != DUBAN__ROLE__ROLE_SECURITY && rq->caller->unit &&
			    within(rq, unit));
}

bool scope_reports(struct request *rq, const Duban__Project *p)
{
	return city(rq) || within(rq, p->unit);
}

static bool reports_for(struct request *rq, const Duban__Project *p, uint32_t unit)
{
	if (below(rq, p->unit, unit))
		return true;
	for (size_t i = 0; i < p->n_co_unit; i++)
		if (below(rq, p->co_unit[i], unit))
			return true;
	return false;
}

bool scope_answers(struct request *rq, const Duban__Project *p, uint32_t unit)
{
	return reports_for(rq, p, unit) || any_link(rq, p, unit);
}

int scope_check_reporter(struct request *rq, const Duban__Project *p)
{
	uint32_t unit = rq->for_unit;

	if (!unit || reports_for(rq, p, unit) || !any_link(rq, p, unit))
		return 0;
	return request_refuse(rq, STATUS_DENIED, "for_unit.no_report", rq->request->for_unit,
			      p->code, request_unit_id(rq, p->unit), NULL);
}

bool scope_moves(struct request *rq, const Duban__Project *p, const Duban__Link *l)
{
	return city(rq) || within(rq, p->unit) || within(rq, l->unit) ||
	       within(rq, l->service_unit);
}

bool scope_reads_internal(const struct request *rq, char *const *reader, size_t n)
{
	if ((1u << rq->caller->role) & (ROLES_OFFICE | ROLE_BIT(SUPERVISION)))
		return true;
	for (size_t i = 0; i < n; i++)
		if (strcmp(reader[i], rq->caller->name) == 0)
			return true;
	return false;
}

int request_project(struct request *rq, const char *code, Duban__Project **ret)
{
	Duban__Project *p = project_get(rq->txn, rq->arena, project_by_code(rq->txn, code));

	/* A caller who may not read the project gets the same reply as if it did not exist. */
	if (!p || !scope_reads(rq, p)) {
		rq->hidden = p != NULL;
		return request_refuse(rq, STATUS_NOT_FOUND, "project.unknown", code, NULL);
	}
	*ret = p;
	return 0;
}

bool request_by_office(const struct request *rq)
{
	return (1u << rq->caller->role) & ROLES_OFFICE;
}
