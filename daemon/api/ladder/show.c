/* `ladder show`: the ladders (升级阶梯) as they are in force. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/core/record.h"
#include "model/ladder/ladder.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { ROOM = 3000 }; /* bytes that a step may need */

struct ladder_telling {
	struct request *rq;
	Duban__LadderShowReply *b;
	size_t bytes;
};

static int add_step(struct ladder_telling *t, const Duban__LadderStep *s)
{
	Duban__LadderRow *row = REQUEST_NEW(t->rq, Duban__LadderRow, duban__ladder_row__init);

	if (!row)
		return -ENOMEM;
	row->ladder = s->ladder;
	row->step = s->step;
	row->tier = s->tier;
	row->lit_wd = s->lit_wd;
	row->evaluations = s->evaluations;
	row->reds = s->reds;
	row->red_wd = s->red_wd;
	row->after_wd = s->after_wd;
	row->order_wd = s->order_wd;
	row->recipient = s->to;
	row->n_recipient = s->n_to;
	row->action = s->action;
	row->rule = s->rule;
	row->n_rule = s->n_rule;
	row->basis = s->basis;
	t->bytes += duban__ladder_row__get_packed_size(row);
	return REQUEST_PUSH(t->rq, t->b->row, t->b->n_row, row);
}

static int add_ladder(struct ladder_telling *t, const char *name)
{
	struct ladder l;
	int r;

	for (size_t i = 0; i < t->b->n_row; i++)
		if (strcmp(t->b->row[i]->ladder, name) == 0)
			return 0;
	r = ladder_load(t->rq->txn, t->rq->arena, name, &l);
	for (size_t i = 0; i < l.n && !r; i++)
		r = add_step(t, l.step[i]);
	return r;
}

/* The shipped ladders, and of the office's own as many as fit; `ladder list` is paged. */
static int add_all(struct ladder_telling *t)
{
	struct request *rq = t->rq;
	struct scan s = scan_start(rq->txn, TABLE_ladder_step, BYTES("", 0));
	const Duban__LadderStep *shipped;
	size_t n = ladder_shipped(&shipped);
	int r = 0;

	for (size_t i = 0; i < n && !r; i++)
		r = add_ladder(t, shipped[i].ladder);
	while (!r && !request_page_full(rq, t->bytes, LADDER_STEPS_MAX * ROOM) && scan_next(&s)) {
		const Duban__LadderStep *own =
		    record_unpack(rq->txn, s.value, &duban__ladder_step__descriptor, rq->arena);

		r = own ? add_ladder(t, own->ladder) : txn_error(rq->txn);
	}
	return r ? r : txn_error(rq->txn);
}

static int ladder_show(struct request *rq, const void *body)
{
	const Duban__LadderShowRequest *q = body;
	Duban__LadderShowReply *b =
	    REQUEST_NEW(rq, Duban__LadderShowReply, duban__ladder_show_reply__init);
	struct ladder_telling t = {.rq = rq, .b = b};

	if (!b)
		return -ENOMEM;
	if (*q->ladder && !ladder_known(rq->txn, q->ladder))
		return request_refuse(rq, STATUS_NOT_FOUND, "ladder.unknown", q->ladder, NULL);
	rq->reply->body_case = DUBAN__REPLY__BODY_LADDER_SHOW;
	rq->reply->ladder_show = b;
	return *q->ladder ? add_ladder(&t, q->ladder) : add_all(&t);
}
HANDLER(LADDER_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = ladder_show, .simulated_only_for_local = true);
