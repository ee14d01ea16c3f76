#include "api/confirm/confirming.h"

#include "api/confirm/pending.h"
#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "engine/core/engine.h"
#include "model/office/unit.h"
#include "model/pending/pending.h"
#include "model/pending/person.h"
#include "model/principal/principal.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

/* Hands that may do whatever else may be proposed. */
#define ROLES_ABOVE (ROLE_BIT(OFFICE) | ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL))

static const struct handler *handler_named(const char *request)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(&duban__request__descriptor, request);

	return f ? handler_of((Duban__Request__BodyCase)f->id) : NULL;
}

/* ---- who */

bool pending_own(const struct request *rq, const Duban__Pending *p)
{
	return p->principal == rq->caller->principal;
}

/* Could the caller have asked for it? */
static bool has_right(struct request *rq, const Duban__Pending *p)
{
	const struct handler *h = handler_named(p->command);
	unsigned role = 1u << rq->caller->role;

	if (!h || !(h->roles & role) ||
	    (rq->caller->role != (int)p->role && !(role & ROLES_ABOVE)) ||
	    (h->simulated_only_for_local && rq->caller->role == DUBAN__ROLE__ROLE_LOCAL &&
	     !engine_simulated(rq->engine)))
		return false;
	return !rq->caller->unit ||
	       (p->unit && unit_within(rq->txn, rq->arena, p->unit, rq->caller->unit));
}

bool pending_seen(struct request *rq, const Duban__Pending *p)
{
	return pending_own(rq, p) || rq->caller->role == DUBAN__ROLE__ROLE_AUDITOR ||
	       has_right(rq, p);
}

int pending_find(struct request *rq, uint32_t num, Duban__Pending **ret)
{
	Duban__Pending *p = pending_get(rq->txn, rq->arena, num);

	if (!p || !pending_seen(rq, p)) {
		rq->hidden = p != NULL;
		return request_refuse(rq, STATUS_NOT_FOUND, "confirm.unknown",
				      pending_number(rq, num), NULL);
	}
	*ret = p;
	return 0;
}

int pending_check_waits(struct request *rq, const Duban__Pending *p)
{
	Duban__PendingState state = pending_state(p, rq->now);

	if (state == PENDING_STATE(WAITING))
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "confirm.over", pending_number(rq, p->num),
			      wire_enum_name(&duban__pending_state__descriptor, (int)state), NULL);
}

int pending_check(struct request *rq, const Duban__Pending *p)
{
	if (pending_own(rq, p))
		return request_refuse(rq, STATUS_DENIED, "confirm.oneself",
				      pending_number(rq, p->num), NULL);
	if (!has_right(rq, p))
		return request_refuse(rq, STATUS_DENIED, "confirm.no_right",
				      pending_number(rq, p->num), p->command, NULL);
	if (person_is_same(rq->txn, rq->arena, p->principal, rq->caller->principal))
		return request_refuse(rq, STATUS_DENIED, "confirm.same_owner",
				      pending_number(rq, p->num),
				      principal_get(rq->txn, rq->arena, p->principal)->owner, NULL);
	return pending_check_waits(rq, p);
}

int pending_end(struct request *rq, const Duban__Pending *p, Duban__PendingState state,
		char *reason)
{
	Duban__PendingDecided *b =
	    REQUEST_NEW(rq, Duban__PendingDecided, duban__pending_decided__init);
	Duban__Event *ev = request_event(rq);

	if (!b || !ev)
		return -ENOMEM;
	b->num = p->num;
	b->state = state;
	b->reason = reason;
	ev->body_case = DUBAN__EVENT__BODY_PENDING_DECIDED;
	ev->pending_decided = b;
	pendings_changed(rq);
	return 0;
}

/* ---- the proposed command */

/* The admin socket, or a principal whose key is still valid. */
static int take_caller(struct request *rq, struct confirming *c, bool must)
{
	const Duban__Pending *p = c->pending;
	const Duban__Principal *by = principal_get(rq->txn, rq->arena, p->principal);

	if (must && p->principal && (!by || !principal_valid(by, rq->now)))
		return request_refuse(rq, STATUS_CONFLICT, "confirm.proposer_gone",
				      pending_number(rq, p->num), by ? by->name : "", NULL);
	c->caller = (struct caller){.principal = p->principal,
				    .role = (int)p->role,
				    .unit = p->unit,
				    .name = by ? by->name : "local"};
	return 0;
}

static int take_rows(struct request *rq, struct confirming *c)
{
	int r = c->pending->content.len ? pending_rows(rq, c->pending, &c->rows) : 0;

	if (r || !c->pending->content.len)
		return r;
	c->request.kept = &c->rows;
	if (c->rows.n == c->pending->rows)
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "confirm.rows_lost",
			      pending_number(rq, c->pending->num), NULL);
}

int confirming_new(struct request *rq, Duban__Pending *p, bool whole, struct confirming **ret)
{
	struct confirming *c = arena_alloc(rq->arena, sizeof *c);
	int r;

	if (!c)
		return -ENOMEM;
	c->pending = p;
	c->handler = handler_named(p->command);
	r = take_caller(rq, c, whole);
	if (r)
		return r;
	duban__reply__init(&c->reply);
	c->request = *rq;
	c->request.caller = &c->caller;
	c->request.reply = &c->reply;
	c->request.request = pending_request(rq, p);
	c->request.event = NULL;
	c->request.n_event = 0;
	c->request.local = NULL;
	if (!c->request.request || !c->handler)
		return -EBADMSG;
	r = whole ? take_rows(rq, c) : 0;
	if (!r)
		*ret = c;
	return r;
}

int confirming_decide(struct request *rq, struct confirming *c)
{
	int r;

	c->as = (struct request_as){.who = {.principal = c->caller.principal,
					    .role = c->caller.role,
					    .unit = c->caller.unit},
				    .frees = c->handler->frees};
	r = command_decide(&c->request, c->handler, &c->as.who);
	rq->wait_ms = c->request.wait_ms;
	rq->again = c->request.again;
	rq->after_sync = c->request.after_sync;
	return r;
}

int confirming_reply(struct request *rq, const Duban__Pending *p, const struct confirming *c,
		     Duban__PendingReply **ret)
{
	Duban__PendingReply *b = REQUEST_NEW(rq, Duban__PendingReply, duban__pending_reply__init);

	if (!b)
		return -ENOMEM;
	b->pending = pending_row(rq, p);
	if (c && c->reply.body_case == DUBAN__REPLY__BODY_IMPORT)
		b->import = c->reply.import;
	if (c && c->reply.body_case == DUBAN__REPLY__BODY_IMPORT_REVERT)
		b->import_revert = c->reply.import_revert;
	if (c && c->reply.body_case == DUBAN__REPLY__BODY_YEAR_CLOSE)
		b->year_close = c->reply.year_close;
	if (c && c->reply.body_case == DUBAN__REPLY__BODY_PRINCIPAL_ADD)
		b->principal_add = c->reply.principal_add;
	rq->reply->body_case = DUBAN__REPLY__BODY_PENDING;
	rq->reply->pending = b;
	if (ret)
		*ret = b;
	return b->pending ? 0 : -ENOMEM;
}
