/* The daemon and its store, as far as they are the caller's business: whoever has a scope hears of
 * its own projects, the machine is the office's, the auditor's, the security officer's and the
 * admin socket's. */
#include "api/admin/own.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/core/engine.h"
#include "engine/core/refold.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/damage.h"
#include "engine/keeper/restored.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/principal/principal.h"
#include "proto/wire_name.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"
#include "text/hex.h"

/* A file of evidence has its digest as its name, so only those who may read all of it see them. */
static int tell_damage(struct request *rq, Duban__StatusReply *b)
{
	const struct damage *d;
	size_t n = engine_damages(rq->engine, &d);
	int r = 0;

	if (!((1u << rq->caller->role) & (ROLES_CITY | ROLE_BIT(SECURITY))))
		return 0;
	b->scrub = REQUEST_NEW(rq, Duban__Scrub, duban__scrub__init);
	if (!b->scrub)
		return -ENOMEM;
	b->damages = (uint32_t)engine_damage_count(rq->engine);
	for (size_t i = 0; !r && i < n; i++) {
		Duban__Damage *one = REQUEST_NEW(rq, Duban__Damage, duban__damage__init);

		if (!one)
			return -ENOMEM;
		one->file = arena_str(rq->arena, d[i].file);
		one->what = arena_str(rq->arena, d[i].what);
		one->offset = d[i].offset;
		one->found_at = d[i].found_at;
		if (!one->file || !one->what)
			return -ENOMEM;
		r = REQUEST_PUSH(rq, b->damage, b->n_damage, one);
	}
	return r;
}

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
	struct backup_mark restored;
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
	r = tell_damage(rq, b);
	if (r)
		return r;
	rq->host->status(rq->host->user, b);
	if (engine_restored(rq->engine, &restored)) {
		b->restored_seq = restored.seq;
		b->restored_at = restored.at;
	}
	b->denied = machine ? b->denied : 0;
	b->over_limits = machine ? b->over_limits : 0;
	r = machine ? tell_machine(rq, b) : 0;
	if (!r)
		r = tell_totals(rq, s, b);
	rq->reply->body_case = DUBAN__REPLY__BODY_STATUS_REPLY;
	rq->reply->status_reply = b;
	return r ? r : tell_rebuilt(rq, b);
}
HANDLER(STATUS, .kind = HANDLER_QUERY, .roles = ROLES_ALL, .decide = status);
