/* Who may see and move what. A scope is a subtree of units; roles of the city have none. */
#include "api/core/private.h"

static bool within(struct ask *a, uint32_t unit)
{
	return unit && unit_within(a->txn, a->arena, unit, a->caller->unit);
}

static bool city(const struct ask *a)
{
	return (1u << a->caller->role) & ROLES_CITY;
}

/* A trade's department answers for the projects of its trade. */
static bool of_trade(struct ask *a, const Duban__Project *p)
{
	return a->caller->role == DUBAN__ROLE__ROLE_SECTOR && within(a, p->sector);
}

static bool any_link(struct ask *a, const Duban__Project *p)
{
	struct scan s = scan_start(a->txn, TABLE_link, key_bytes(key_u32(KEY(), p->num)));

	while (scan_next(&s)) {
		Duban__Link *l =
		    duban__link__unpack(arena_pb(a->arena), s.value.size, s.value.data);

		if (l && (within(a, l->unit) || within(a, l->service_unit)))
			return true;
	}
	return false;
}

bool scope_reads(struct ask *a, const Duban__Project *p)
{
	if (city(a))
		return true;
	if (a->caller->role == DUBAN__ROLE__ROLE_SECURITY || !a->caller->unit)
		return false;
	return within(a, p->unit) || of_trade(a, p) || any_link(a, p);
}

bool scope_reports(struct ask *a, const Duban__Project *p)
{
	return city(a) || within(a, p->unit);
}

bool scope_moves(struct ask *a, const Duban__Project *p, const Duban__Link *l)
{
	return city(a) || within(a, p->unit) || within(a, l->unit) || within(a, l->service_unit);
}
