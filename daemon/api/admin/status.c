/* The daemon and its store, as far as they are the caller's business: whoever has a scope hears of
 * its own projects, the machine is the office's, the auditor's, the security officer's and the
 * admin socket's. */
#include "api/admin/own.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/core/engine.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/principal/principal.h"
#include "proto/wire_name.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"
#include "text/hex.h"

#define ROLES_MACHINE (ROLES_OFFICE | ROLE_BIT(AUDITOR) | ROLE_BIT(SECURITY))

static void tell_store(const Duban__Store *s, Duban__StatusReply *b)
{
	b->projects = s->projects;
	b->open_yellow = s->open_yellow;
	b->open_red = s->open_red;
}

/* A security officer's key that the admin socket ended: its holder has to hear of it in time. */
static int tell_ending(struct request *rq, Duban__StatusReply *b)
{
	struct scan s = scan_start(rq->txn, TABLE_principal, BYTES("", 0));

	while (scan_next(&s)) {
		Duban__Principal *p =
		    record_unpack(rq->txn, s.value, &duban__principal__descriptor, rq->arena);

		if (!p || !p->ends_at || !principal_valid(p, rq->now) ||
		    (b->security_ends_at && b->security_ends_at <= p->ends_at))
			continue;
		b->security_ends = p->name;
		b->security_ends_at = p->ends_at;
	}
	return txn_error(rq->txn);
}

static int tell_machine(struct request *rq, Duban__StatusReply *b)
{
	b->free_bytes = journal_free_bytes(engine_journal(rq->engine));
	b->reserve_bytes = journal_reserve_bytes(engine_journal(rq->engine));
	return tell_ending(rq, b);
}

static int tell_totals(struct request *rq, const Duban__Store *s, Duban__StatusReply *b)
{
	unsigned role = 1u << rq->caller->role;

	if (role & ROLE_BIT(SECURITY))
		return 0;
	if (!(role & ROLES_CITY))
		return own_totals(rq, b);
	tell_store(s, b);
	return 0;
}

static int status(struct request *rq, const void *body)
{
	Duban__StatusReply *b = REQUEST_NEW(rq, Duban__StatusReply, duban__status_reply__init);
	Duban__Store *s = store_row(rq->txn, rq->arena);
	char *hex = arena_alloc(rq->arena, 2 * EPOCH_SIZE + 1);
	bool machine = (1u << rq->caller->role) & ROLES_MACHINE;
	int r;

	(void)body;
	if (!b || !s || !hex)
		return -ENOMEM;
	b->epoch = hex_text(
	    BYTES(s->epoch.data, s->epoch.len < EPOCH_SIZE ? s->epoch.len : EPOCH_SIZE), hex);
	b->seq = engine_seq(rq->engine);
	b->head = b->seq;
	b->simulated = s->simulated;
	b->now = rq->now;
	b->role = (char *)(uintptr_t)wire_enum_name(&duban__role__descriptor, rq->caller->role);
	b->principal = (char *)(uintptr_t)(rq->caller->name ? rq->caller->name : "local");
	b->unit = request_unit_id(rq, rq->caller->unit);
	b->zone_minutes = rq->zone_minutes;
	b->version = (char *)(uintptr_t)DUBAN_VERSION;
	rq->host->status(rq->host->user, b);
	b->denied = machine ? b->denied : 0;
	r = machine ? tell_machine(rq, b) : 0;
	if (!r)
		r = tell_totals(rq, s, b);
	rq->reply->body_case = DUBAN__REPLY__BODY_STATUS_REPLY;
	rq->reply->status_reply = b;
	return r;
}
HANDLER(STATUS, .kind = HANDLER_QUERY, .roles = ROLES_ALL, .decide = status);
