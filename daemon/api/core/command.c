#include "api/core/command.h"

#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "engine/core/engine.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

void *request_body(const Duban__Request *q)
{
	/* All members of the oneof are message pointers in one union. */
	return q->import_part;
}

/* Finds the unit and the person for whom the request was typed in (代填). */
static int resolve_for(struct request *rq, struct author *who)
{
	const Duban__Request *q = rq->request;

	if (*q->for_unit) {
		who->for_unit = unit_by_id(rq->txn, q->for_unit);
		if (!who->for_unit)
			return request_refuse(rq, STATUS_NOT_FOUND, "unit.unknown", q->for_unit,
					      NULL);
	}
	if (*q->for_person) {
		who->for_person = person_by_id(rq->txn, q->for_person);
		if (!who->for_person)
			return request_refuse(rq, STATUS_NOT_FOUND, "person.unknown", q->for_person,
					      NULL);
	}
	return 0;
}

/* Refuses what is typed in for a unit that has no part in the project. */
static int check_for(struct request *rq, const struct author *who)
{
	const Duban__Project *p = NULL;

	for (size_t i = 0; i < rq->n_event && who->for_unit; i++) {
		uint32_t project = rq->event[i]->project;

		if (!project || (p && p->num == project))
			continue;
		p = project_get(rq->txn, rq->arena, project);
		if (p && !scope_answers(rq, p, who->for_unit))
			return request_refuse(rq, STATUS_DENIED, "for_unit.no_part",
					      rq->request->for_unit, p->code,
					      request_unit_id(rq, p->unit), NULL);
	}
	return txn_error(rq->txn);
}

int command_decide(struct request *rq, const struct handler *h, struct author *who)
{
	void *body = request_body(rq->request);
	int r = resolve_for(rq, who);

	if (!r)
		r = request_name_projects(rq, body, false);
	if (!r)
		r = h->decide(rq, body);
	return r ? r : check_for(rq, who);
}

int command_events(struct request *rq, uint64_t first, uint64_t last)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec = {.seq = 0};
	bool found = true;
	int r = request_durable(rq);

	if (!r)
		r = journal_read(&rd, engine_journal(rq->engine), first);
	while (!r && rec.seq < last) {
		Duban__Event *ev;

		r = journal_reader_next(rd, &rec, &found);
		if (r || !found)
			return r ? r : -EBADMSG;
		ev = duban__event__unpack(arena_pb(rq->arena), rec.event.size, rec.event.data);
		if (!ev)
			return -EBADMSG;
		r = REQUEST_PUSH(rq, rq->event, rq->n_event, ev);
	}
	return r;
}

int command_answer(struct request *rq, const struct handler *h, uint64_t first)
{
	rq->reply->first_seq = first;
	rq->reply->last_seq = first + rq->n_event - 1;
	return h->answer ? h->answer(rq, request_body(rq->request)) : 0;
}
