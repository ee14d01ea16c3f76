#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/core/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Every role may list the units: a client that reads an event must be able to name its unit. */
static int unit_list(struct request *rq, const void *body)
{
	const Duban__UnitListRequest *q = body;
	Duban__UnitListReply *b =
	    REQUEST_NEW(rq, Duban__UnitListReply, duban__unit_list_reply__init);
	struct scan s = scan_after(rq->txn, TABLE_unit, BYTES("", 0),
				   q->after ? key_bytes(key_u32(KEY(), q->after)) : BYTES("", 0));
	size_t bytes = 0;
	int r = 0;

	if (!b)
		return -ENOMEM;
	while (!r && scan_next(&s)) {
		Duban__Unit *u =
		    record_unpack(rq->txn, s.value, &duban__unit__descriptor, rq->arena);

		if (!u)
			return txn_error(rq->txn);
		bytes += duban__unit__get_packed_size(u) + 8;
		r = REQUEST_PUSH(rq, b->unit, b->n_unit, u);
		if (request_page_full(rq, bytes, VALUE_MAX)) {
			b->next = u->num;
			break;
		}
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_UNIT_LIST;
	rq->reply->unit_list = b;
	return r;
}
HANDLER(UNIT_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL, .simulated_only_for_local = true,
	.decide = unit_list);
