#include "api/core/command.h"

#include <inttypes.h>

#include "api/core/behalf.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "engine/core/engine.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/restored.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

void *request_body(const Duban__Request *q)
{
	/* All members of the oneof are message pointers in one union. */
	return q->import_part;
}

/* Also of what a second person confirms. */
static int check_restored(struct request *rq, const struct handler *h)
{
	char at[INSTANT_TEXT_MAX];
	struct backup_mark m;

	if (h->while_restored || !engine_restored(rq->engine, &m))
		return 0;
	return request_refuse(rq, STATUS_UNAVAILABLE, "store.restored",
			      arena_printf(rq->arena, "%" PRIu64, m.seq),
			      instant_text(m.at, rq->zone_minutes, at), NULL);
}

int command_decide(struct request *rq, const struct handler *h, struct author *who)
{
	void *body = request_body(rq->request);
	int r = check_restored(rq, h);

	if (!r)
		r = behalf_resolve(rq, who);
	if (!r)
		r = request_name_projects(rq, body, false);
	if (!r)
		r = h->decide(rq, body);
	return r ? r : behalf_check(rq, who);
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
