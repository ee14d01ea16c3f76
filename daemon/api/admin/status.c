#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/core/engine.h"
#include "engine/core/refold.h"
#include "model/core/store.h"
#include "proto/wire_name.h"
#include "store/journal/roll.h"
#include "text/hex.h"

/* A refold of an older schema is no damage. */
static int tell_rebuilt(struct request *rq, Duban__StatusReply *b)
{
	struct engine_refold f;

	if (!engine_refolded(rq->engine, &f) || f.schema ||
	    !((1u << rq->caller->role) & ROLES_CITY))
		return 0;
	b->rebuilt = REQUEST_NEW(rq, Duban__Rebuilt, duban__rebuilt__init);
	if (!b->rebuilt)
		return -ENOMEM;
	b->rebuilt->why = arena_str(rq->arena, f.why);
	b->rebuilt->events = f.events;
	b->rebuilt->took_ms = (uint64_t)(f.took / USEC_PER_MSEC);
	b->rebuilt->contacts_had = f.contacts_had;
	b->rebuilt->contacts_kept = f.contacts_got;
	b->rebuilt->contacts_lost = f.contacts_lost;
	return b->rebuilt->why ? 0 : -ENOMEM;
}

static int status(struct request *rq, const void *body)
{
	Duban__StatusReply *b = REQUEST_NEW(rq, Duban__StatusReply, duban__status_reply__init);
	Duban__Store *s = store_row(rq->txn, rq->arena);
	char *hex = arena_alloc(rq->arena, 2 * EPOCH_SIZE + 1);

	(void)body;
	if (!b || !s || !hex)
		return -ENOMEM;
	b->epoch = hex_text(
	    BYTES(s->epoch.data, s->epoch.len < EPOCH_SIZE ? s->epoch.len : EPOCH_SIZE), hex);
	b->seq = engine_seq(rq->engine);
	b->head = b->seq;
	b->simulated = s->simulated;
	b->now = rq->now;
	b->projects = s->projects;
	b->open_yellow = s->open_yellow;
	b->open_red = s->open_red;
	b->role = (char *)(uintptr_t)wire_enum_name(&duban__role__descriptor, rq->caller->role);
	b->principal = (char *)(uintptr_t)(rq->caller->name ? rq->caller->name : "local");
	b->unit = request_unit_id(rq, rq->caller->unit);
	b->zone_minutes = rq->zone_minutes;
	b->version = (char *)(uintptr_t)DUBAN_VERSION;
	b->free_bytes = journal_free_bytes(engine_journal(rq->engine));
	b->reserve_bytes = journal_reserve_bytes(engine_journal(rq->engine));
	rq->host->status(rq->host->user, b);
	rq->reply->body_case = DUBAN__REPLY__BODY_STATUS_REPLY;
	rq->reply->status_reply = b;
	return tell_rebuilt(rq, b);
}
HANDLER(STATUS, .kind = HANDLER_QUERY, .roles = ROLES_ALL, .decide = status);
