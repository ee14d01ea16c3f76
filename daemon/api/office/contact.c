/* `contact list`: the telephone numbers. They are personal data (Contact of model.proto): only the
 * office and gateways get them. Each answer that holds some is noted before it leaves
 * (api/access/note.h), and the host logs it. */
#include "api/access/note.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct contacts {
	struct request *rq;
	uint32_t unit, person; /* of the filter; 0: all */
	Duban__ContactListReply *b;
	size_t bytes;
};

static int take_filter(struct contacts *g, const Duban__ContactListRequest *q)
{
	struct request *rq = g->rq;

	if (*q->unit) {
		int r = request_unit(rq, q->unit, &g->unit);

		if (r)
			return r;
	}
	if (!*q->person)
		return 0;
	g->person = person_find(rq->txn, rq->arena, q->person);
	if (g->person == UINT32_MAX)
		return request_refuse(rq, STATUS_INVALID, "person.ambiguous", q->person, NULL);
	return g->person ? 0
			 : request_refuse(rq, STATUS_NOT_FOUND, "person.unknown", q->person, NULL);
}

static bool wanted(const struct contacts *g, const Duban__Person *p)
{
	if (g->person && p->num != g->person)
		return false;
	return !g->unit || (p->unit && unit_within(g->rq->txn, g->rq->arena, p->unit, g->unit));
}

static int add(struct contacts *g, const Duban__Contact *c)
{
	struct request *rq = g->rq;
	const Duban__Person *p = person_get(rq->txn, rq->arena, c->person);
	Duban__ContactRow *row;

	if (!p || !*c->phone || !wanted(g, p))
		return txn_error(rq->txn);
	row = REQUEST_NEW(rq, Duban__ContactRow, duban__contact_row__init);
	if (!row)
		return -ENOMEM;
	row->person = p->id;
	row->name = p->name;
	row->unit = request_unit_id(rq, p->unit);
	row->unit_name = request_unit_name(rq, p->unit);
	row->post = p->post;
	row->phone = c->phone;
	g->bytes += duban__contact_row__get_packed_size(row) + 8;
	return REQUEST_PUSH(rq, g->b->contact, g->b->n_contact, row);
}

static int contact_list(struct request *rq, const void *body)
{
	const Duban__ContactListRequest *q = body;
	struct contacts g = {.rq = rq};
	struct scan s = scan_after(rq->txn, TABLE_contact, BYTES("", 0),
				   q->after ? key_bytes(key_u32(KEY(), q->after)) : BYTES("", 0));
	int r = take_filter(&g, q);

	g.b = REQUEST_NEW(rq, Duban__ContactListReply, duban__contact_list_reply__init);
	if (r || !g.b)
		return r ? r : -ENOMEM;
	while (!r && !g.b->next && scan_next(&s)) {
		Duban__Contact *c =
		    record_unpack(rq->txn, s.value, &duban__contact__descriptor, rq->arena);

		r = c ? add(&g, c) : txn_error(rq->txn);
		if (c && request_page_full(rq, g.bytes, VALUE_MAX))
			g.b->next = c->person;
	}
	rq->numbers_told = g.b->n_contact;
	rq->reply->body_case = DUBAN__REPLY__BODY_CONTACT_LIST;
	rq->reply->contact_list = g.b;
	if (!r)
		r = txn_error(rq->txn);
	return r ? r
		 : access_told(rq, DUBAN__ACCESS_WHAT__ACCESS_WHAT_CONTACTS,
			       *q->person ? q->person : q->unit, g.b->n_contact);
}
HANDLER(CONTACT_LIST, .kind = HANDLER_QUERY, .roles = ROLES_OFFICE | ROLE_BIT(GATEWAY),
	.simulated_only_for_local = true, .decide = contact_list);
