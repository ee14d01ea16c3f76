#include "api/confirm/pending.h"

#include <inttypes.h>
#include <stdlib.h>

#include "api/confirm/rows.h"
#include "api/confirm/second.h"
#include "api/core/api.h"
#include "api/core/command.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/records/run.h"
#include "base/hash.h"
#include "engine/core/group.h"
#include "engine/keeper/keeper.h"
#include "model/core/counter.h"
#include "model/core/event.h"
#include "model/core/request.h"
#include "model/param/parameter.h"
#include "model/pending/pending.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

/* ---- what is kept */

struct tidying {
	struct request *rq;
	usec_t next;
};

static bool waits(void *user, uint32_t num)
{
	struct tidying *t = user;
	const Duban__Pending *p = pending_get(t->rq->txn, t->rq->arena, num);
	bool keep = p && pending_state(p, t->rq->now) == PENDING_STATE(WAITING);

	if (keep && p->until_at < t->next)
		t->next = p->until_at;
	return keep;
}

/* While a group is open, what it decides is not on the disk yet: a crash would leave a pending
 * command that waits without its rows. */
void pendings_tidy(struct request *rq)
{
	struct pendings *p = rq->pendings;
	struct tidying t = {.rq = rq, .next = USEC_NEVER};

	if ((p->tidied && rq->now < p->again_at) || engine_group_open(rq->engine))
		return;
	/* what cannot be deleted now is tried again at the next change */
	(void)engine_tidy_kept(rq->engine, waits, &t);
	*p = (struct pendings){.tidied = true, .again_at = t.next};
}

void pendings_changed(struct request *rq)
{
	rq->pendings->tidied = false;
}

static int keep_rows(struct request *rq, Duban__Pending *p, const struct upload_rows *rows)
{
	uint8_t *digest = arena_alloc(rq->arena, HASH_SIZE);
	struct bytes packed;
	int r = digest ? rows_pack(rows, &packed) : -ENOMEM;

	if (r)
		return r;
	r = sm3_of(packed, BYTES("", 0), digest);
	if (!r)
		r = engine_keep(rq->engine, p->num, packed);
	free((void *)(uintptr_t)packed.data);
	p->content = (ProtobufCBinaryData){HASH_SIZE, digest};
	p->rows = (uint32_t)rows->n;
	return r == STATUS_FULL ? request_refuse(rq, r, "store.full", NULL) : r;
}

int pending_rows(struct request *rq, const Duban__Pending *p, struct upload_rows *ret)
{
	uint8_t digest[HASH_SIZE];
	struct bytes packed;
	int r = engine_kept(rq->engine, p->num, rq->arena, &packed);

	*ret = (struct upload_rows){.n = 0};
	if (!r)
		r = sm3_of(packed, BYTES("", 0), digest);
	if (r)
		return r;
	if (bytes_equal(BYTES(digest, sizeof digest), BYTES(p->content.data, p->content.len)))
		(void)rows_unpack(rq->arena, packed, ret);
	return 0;
}

/* ---- making one */

struct waiting_count {
	uint32_t principal, n;
	usec_t now;
};

static bool count(void *user, const Duban__Pending *p)
{
	struct waiting_count *c = user;

	c->n += p->principal == c->principal && pending_state(p, c->now) == PENDING_STATE(WAITING);
	return true;
}

static int check_room(struct request *rq, struct bytes packed)
{
	struct waiting_count c = {.principal = rq->caller->principal, .now = rq->now};
	int r = pendings_each(rq->txn, count, &c);

	if (r)
		return r;
	if (c.n >= PENDINGS_PER_PRINCIPAL)
		return request_refuse(rq, STATUS_TOO_MANY, "confirm.too_many",
				      arena_printf(rq->arena, "%d", PENDINGS_PER_PRINCIPAL), NULL);
	if (packed.size > PENDING_REQUEST_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "request.too_large", NULL);
	return 0;
}

static int fill(struct request *rq, Duban__Pending *p, struct bytes packed)
{
	int64_t hours;
	int r = parameter_number(rq->txn, rq->arena, NULL, "second.hours", &hours);

	if (r)
		return r;
	p->num = counter_last(rq->txn, "pending") + 1;
	p->state = PENDING_STATE(WAITING);
	p->command = (char *)(uintptr_t)wire_body_name(&rq->request->base);
	p->about = second_about(rq);
	p->packed = (ProtobufCBinaryData){packed.size, (uint8_t *)(uintptr_t)packed.data};
	p->principal = rq->caller->principal;
	p->role = (Duban__Role)rq->caller->role;
	p->unit = rq->caller->unit;
	p->made_at = rq->now;
	p->until_at = rq->now + hours * 3600 * USEC_PER_SEC;
	return p->about ? 0 : -ENOMEM;
}

int pending_draft(struct request *rq, struct bytes packed)
{
	Duban__Pending *p = REQUEST_NEW(rq, Duban__Pending, duban__pending__init);
	Duban__PendingMade *b = REQUEST_NEW(rq, Duban__PendingMade, duban__pending_made__init);
	const struct import *im = rq->local;
	Duban__Event *ev;
	int r = p && b ? check_room(rq, packed) : -ENOMEM;

	if (!r)
		r = fill(rq, p, packed);
	if (!r && rq->request->body_case == DUBAN__REQUEST__BODY_IMPORT_COMMIT)
		r = keep_rows(rq, p, &im->rows);
	if (r)
		return r;
	rq->n_event = 0;
	rq->reply->n_remark = 0; /* they are of what the command would have done */
	ev = request_event(rq);
	if (!ev)
		return -ENOMEM;
	b->pending = p;
	ev->body_case = DUBAN__EVENT__BODY_PENDING_MADE;
	ev->pending_made = b;
	pendings_changed(rq);
	return 0;
}

/* ---- replies */

Duban__Request *pending_request(struct request *rq, const Duban__Pending *p)
{
	return duban__request__unpack(arena_pb(rq->arena), p->packed.len, p->packed.data);
}

Duban__PendingRow *pending_row(struct request *rq, const Duban__Pending *p)
{
	Duban__PendingRow *row = REQUEST_NEW(rq, Duban__PendingRow, duban__pending_row__init);
	const Duban__Request *q = pending_request(rq, p);

	if (!row || !q)
		return NULL;
	row->num = p->num;
	row->state = pending_state(p, rq->now);
	row->command = p->command;
	row->about = p->about;
	row->rows = p->rows;
	row->proposed_by = request_principal_name(rq, p->principal);
	row->role = p->role;
	row->unit = request_unit_id(rq, p->unit);
	row->made_at = p->made_at;
	row->until_at = p->until_at;
	row->why = q->why;
	row->decided_by = request_principal_name(rq, p->decided_by);
	row->decided_at = p->decided_at;
	row->reason = p->reason;
	row->decided_seq = p->decided_seq;
	return row;
}

char *pending_number(struct request *rq, uint32_t n)
{
	return arena_printf(rq->arena, "%" PRIu32, n);
}

/* Where a new key connects is told now: who asks for it writes its connection file. */
static int tell_doors(struct request *rq, Duban__PendingReply *b)
{
	if (rq->request->body_case != DUBAN__REQUEST__BODY_PRINCIPAL_ADD &&
	    rq->request->body_case != DUBAN__REQUEST__BODY_PRINCIPAL_ADD_KEY)
		return 0;
	b->principal_add =
	    REQUEST_NEW(rq, Duban__PrincipalAddReply, duban__principal_add_reply__init);
	if (!b->principal_add)
		return -ENOMEM;
	rq->host->doors(rq->host->user, b->principal_add);
	return 0;
}

int pending_waits(struct request *rq)
{
	const Duban__Event *ev = rq->event[0];
	const Duban__Pending *p = ev->pending_made->pending;
	Duban__PendingReply *b = REQUEST_NEW(rq, Duban__PendingReply, duban__pending_reply__init);
	char until[INSTANT_TEXT_MAX];
	int r = b ? tell_doors(rq, b) : -ENOMEM;

	if (r)
		return r;
	b->pending = pending_row(rq, p);
	rq->reply->first_seq = rq->reply->last_seq = ev->seq;
	rq->reply->body_case = DUBAN__REPLY__BODY_PENDING;
	rq->reply->pending = b;
	return b->pending
		   ? request_refuse(rq, STATUS_WAITING, "confirm.waits", pending_number(rq, p->num),
				    instant_text(p->until_at, rq->zone_minutes, until), NULL)
		   : -ENOMEM;
}

/* The command's own events: those of the request that confirmed it, but for the last. */
static int confirmed(struct request *rq, const struct handler *h, const Duban__Pending *p)
{
	const Duban__Event *last;
	Duban__RequestMark *m;
	int r;

	rq->n_event = 0;
	r = command_events(rq, p->decided_seq, p->decided_seq);
	if (r)
		return r;
	last = rq->event[0];
	m = request_mark(rq->txn, rq->arena, event_sender(last),
			 BYTES(last->request_id.data, last->request_id.len));
	if (!m || m->first_seq > p->decided_seq)
		return -EBADMSG;
	rq->n_event = 0;
	/* it had nothing to do any more */
	if (m->first_seq == p->decided_seq)
		return 0;
	r = command_events(rq, m->first_seq, p->decided_seq - 1);
	return r ? r : command_answer(rq, h, m->first_seq);
}

int pending_repeat(struct request *rq, const struct handler *h)
{
	uint32_t num = rq->event[0]->pending_made->pending->num;
	const Duban__Pending *p = pending_get(rq->txn, rq->arena, num);
	char until[INSTANT_TEXT_MAX];

	if (!p)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	switch (pending_state(p, rq->now)) {
	case PENDING_STATE(WAITING):
		return pending_waits(rq);
	case PENDING_STATE(CONFIRMED):
		return confirmed(rq, h, p);
	case PENDING_STATE(REFUSED):
		return request_refuse(rq, STATUS_CONFLICT, "confirm.refused",
				      pending_number(rq, num),
				      request_principal_name(rq, p->decided_by), p->reason, NULL);
	case PENDING_STATE(WITHDRAWN):
		return request_refuse(rq, STATUS_CONFLICT, "confirm.withdrawn",
				      pending_number(rq, num), NULL);
	default:
		return request_refuse(rq, STATUS_CONFLICT, "confirm.expired",
				      pending_number(rq, num),
				      instant_text(p->until_at, rq->zone_minutes, until), NULL);
	}
}
