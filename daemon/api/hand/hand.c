#include "api/hand/hand.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/pending/person.h"
#include "model/principal/principal.h"
#include "proto/enums.h"

Duban__Hand *hand_of_caller(struct request *rq, uint32_t unit)
{
	Duban__Hand *h = REQUEST_NEW(rq, Duban__Hand, duban__hand__init);
	const Duban__Person *p = person_get(rq->txn, rq->arena, rq->for_person);

	if (!h)
		return NULL;
	h->principal = rq->caller->principal;
	h->for_other = rq->for_unit || rq->for_person;
	if (rq->for_unit)
		h->unit = rq->for_unit;
	else if (p)
		h->unit = p->unit;
	else
		h->unit = rq->caller->unit ? rq->caller->unit : unit;
	return h;
}

/* Whose hand judges. The office's own principals have no unit: they are the office's. */
static uint32_t judging_unit(struct request *rq)
{
	if (rq->for_unit || rq->caller->unit)
		return rq->for_unit ? rq->for_unit : rq->caller->unit;
	return rq->caller->role == ROLE(OFFICE)
		   ? unit_by_kind(rq->txn, rq->arena, UNIT_KIND(OFFICE))
		   : 0;
}

int hand_check_other(struct request *rq, const Duban__Hand *did, const char *what)
{
	uint32_t unit = judging_unit(rq);

	if (!did)
		return 0;
	if (!did->for_other &&
	    person_is_same(rq->txn, rq->arena, did->principal, rq->caller->principal))
		return request_refuse(rq, STATUS_DENIED, "hand.same", what,
				      request_principal_name(rq, did->principal), NULL);
	if (unit && did->unit && unit_within(rq->txn, rq->arena, unit, did->unit))
		return request_refuse(rq, STATUS_DENIED, "hand.same_unit", what,
				      request_unit_name(rq, did->unit), NULL);
	return 0;
}

/* The name of whoever sends the request, or for whom it is typed in. */
static char *sender_name(struct request *rq)
{
	const Duban__Principal *key = principal_get(rq->txn, rq->arena, rq->caller->principal);

	if (rq->for_unit)
		return request_unit_name(rq, rq->for_unit);
	if (key && *key->owner)
		return key->owner;
	return request_principal_name(rq, rq->caller->principal);
}

Duban__Who *hand_who(struct request *rq, const char *person)
{
	Duban__Who *w = REQUEST_NEW(rq, Duban__Who, duban__who__init);
	const Duban__Person *p;

	if (!w)
		return NULL;
	w->person = *person ? person_find(rq->txn, rq->arena, person) : rq->for_person;
	if (w->person == UINT32_MAX) /* several have the name: it stays a name */
		w->person = 0;
	p = person_get(rq->txn, rq->arena, w->person);
	if (p)
		w->name = p->name;
	else
		w->name = *person ? (char *)(uintptr_t)person : sender_name(rq);
	return w;
}
