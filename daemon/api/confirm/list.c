/* `confirm list` and `confirm show`: what waits, and what it would do if it were confirmed now. */
#include "api/confirm/confirming.h"
#include "api/confirm/pending.h"
#include "api/core/handler.h"
#include "model/core/record.h"
#include "model/pending/pending.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

#define ROLES_READING                                                                              \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |                 \
	 ROLE_BIT(SUPERVISION) | ROLE_BIT(AUDITOR) | ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL))

static int list(struct request *rq, const void *body)
{
	const Duban__ConfirmListRequest *q = body;
	Duban__ConfirmListReply *b =
	    REQUEST_NEW(rq, Duban__ConfirmListReply, duban__confirm_list_reply__init);
	struct scan s = scan_after(rq->txn, TABLE_pending, BYTES("", 0),
				   q->after ? key_bytes(key_u32(KEY(), q->after)) : BYTES("", 0));
	size_t bytes = 0;
	int r = b ? 0 : -ENOMEM;

	while (!r && !b->next && scan_next(&s)) {
		Duban__Pending *p =
		    record_unpack(rq->txn, s.value, &duban__pending__descriptor, rq->arena);
		Duban__PendingRow *row;

		if (!p || (!q->all && pending_state(p, rq->now) != PENDING_STATE(WAITING)) ||
		    !pending_seen(rq, p))
			continue;
		row = pending_row(rq, p);
		r = row ? REQUEST_PUSH(rq, b->pending, b->n_pending, row) : -ENOMEM;
		bytes += row ? duban__pending_row__get_packed_size(row) + 8 : 0;
		if (request_page_full(rq, bytes, VALUE_MAX))
			b->next = p->num;
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_CONFIRM_LIST;
	rq->reply->confirm_list = b;
	return r ? r : txn_error(rq->txn);
}
HANDLER(CONFIRM_LIST, .kind = HANDLER_QUERY, .roles = ROLES_READING, .decide = list);

/* Requests that can be tried have this field. */
static void try_only(Duban__Request *q)
{
	ProtobufCMessage *m = request_body(q);
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, "dry_run");

	if (f)
		*(protobuf_c_boolean *)((uint8_t *)m + f->offset) = true;
}

/* Decides it without doing it. A refusal is shown, for it is what a confirmation would meet. */
static int look(struct request *rq, struct confirming *c)
{
	int r;

	try_only((Duban__Request *)(uintptr_t)c->request.request);
	r = confirming_decide(rq, c);
	return r < 0 || r == STATUS_PARKED ? r : 0;
}

static int show(struct request *rq, const void *body)
{
	const Duban__ConfirmShowRequest *q = body;
	struct confirming *c = NULL;
	Duban__PendingReply *b;
	Duban__Pending *p;
	bool waits;
	int r = pending_find(rq, q->pending, &p);

	if (r)
		return r;
	waits = pending_state(p, rq->now) == PENDING_STATE(WAITING);
	r = confirming_new(rq, p, waits, &c);
	if (!r && waits)
		r = look(rq, c);
	if (!r || (r > 0 && !c))
		r = confirming_reply(rq, p, c, &b);
	if (r)
		return r;
	b->request = pending_request(rq, p);
	/* why it cannot even be tried: rq's own problems */
	b->problem = c ? c->reply.problem : rq->reply->problem;
	b->n_problem = c ? c->reply.n_problem : rq->reply->n_problem;
	rq->reply->n_problem = 0;
	return b->request ? 0 : -ENOMEM;
}
HANDLER(CONFIRM_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_READING, .decide = show);
