#include "model/problem/tier.h"

#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/problem/state.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

uint32_t problem_unit_of(struct txn *t, struct arena *a, Duban__UnitKind kind)
{
	struct scan s = scan_start(t, TABLE_unit, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Unit *u = record_unpack(t, s.value, &duban__unit__descriptor, a);

		if (u && u->kind == kind)
			return u->num;
	}
	return 0;
}

static uint32_t office(struct txn *t, struct arena *a)
{
	return problem_unit_of(t, a, DUBAN__UNIT_KIND__UNIT_KIND_OFFICE);
}

uint32_t problem_handler(struct txn *t, struct arena *a, Duban__ProblemTier tier,
			 const Duban__Project *of)
{
	if (tier == PROBLEM_TIER(L1))
		return of ? of->unit : 0;
	if (tier == PROBLEM_TIER(L2))
		return of ? of->sector : 0;
	return office(t, a);
}

/* Neither the unit that handles it nor one below that. */
static bool is_other(struct txn *t, struct arena *a, const Duban__ProblemCase *p, uint32_t unit)
{
	return p->unit != unit && !(p->unit && unit && unit_within(t, a, unit, p->unit));
}

uint32_t problem_verifier(struct txn *t, struct arena *a, const Duban__ProblemCase *p,
			  const Duban__Project *of)
{
	uint32_t by_office;

	if (is_other(t, a, p, p->raiser_unit))
		return p->raiser_unit;
	if (p->tier == PROBLEM_TIER(L1) && of && of->sector && is_other(t, a, p, of->sector))
		return of->sector;
	by_office = office(t, a);
	if (is_other(t, a, p, by_office))
		return by_office;
	return problem_unit_of(t, a, DUBAN__UNIT_KIND__UNIT_KIND_SUPERVISION);
}

uint32_t problem_above(struct txn *t, struct arena *a, const Duban__ProblemCase *p,
		       const Duban__Project *of)
{
	if (p->tier == PROBLEM_TIER(L1) && of && of->sector && is_other(t, a, p, of->sector))
		return of->sector;
	return office(t, a);
}

uint32_t problem_turn(struct txn *t, struct arena *a, const Duban__ProblemCase *p,
		      const Duban__Project *of)
{
	if (p->state == PROBLEM_STATE(ANSWERED))
		return problem_verifier(t, a, p, of);
	if (p->state == PROBLEM_STATE(RETURNED))
		return p->raiser_unit;
	if (!problem_runs((int)p->state) || *p->objection)
		return office(t, a);
	return p->asked_date ? problem_above(t, a, p, of) : p->unit;
}
