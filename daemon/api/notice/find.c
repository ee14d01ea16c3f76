#include "api/notice/find.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/notice/notice.h"
#include "model/office/person.h"
#include "model/project/project.h"
#include "store/db/txn.h"

bool notice_reads(struct request *rq, uint32_t person)
{
	const Duban__Person *p = person_get(rq->txn, rq->arena, person);

	if ((1u << rq->caller->role) & ROLES_CITY)
		return true;
	return p && p->unit && scope_reads_of(rq, p->unit);
}

bool notice_reads_of(struct request *rq, const Duban__Subject *s)
{
	const Duban__Project *p;

	if (((1u << rq->caller->role) & ROLES_CITY) || !s->project)
		return true;
	p = project_get(rq->txn, rq->arena, s->project);
	return p && scope_reads(rq, p);
}

/* A text names what it tells of, so all of it must be the caller's to read. */
static bool reads_all(struct request *rq, const Duban__Notice *n)
{
	for (size_t i = 0; i < n->n_item; i++)
		if (!notice_reads_of(rq, n->item[i]->subject))
			return false;
	return notice_reads(rq, n->person);
}

int notice_named(struct request *rq, const char *key, Duban__Notice **ret)
{
	*ret = notice_find(rq->txn, rq->arena, key);
	if (!*ret && txn_error(rq->txn))
		return txn_error(rq->txn);
	if (*ret && reads_all(rq, *ret))
		return 0;
	rq->hidden = *ret;
	return request_refuse(rq, STATUS_NOT_FOUND, "notice.unknown", key, NULL);
}

int notice_person(struct request *rq, const char *text, uint32_t *ret)
{
	*ret = *text ? person_find(rq->txn, rq->arena, text) : 0;
	if (*ret == UINT32_MAX)
		return request_refuse(rq, STATUS_INVALID, "person.ambiguous", text, NULL);
	if (*text && !*ret)
		return request_refuse(rq, STATUS_NOT_FOUND, "person.unknown", text, NULL);
	return 0;
}
