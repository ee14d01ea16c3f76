#include "api/adjustment/item.h"

#include <string.h>

#include "api/core/put.h"
#include "api/core/request.h"
#include "model/core/record.h"
#include "model/list/list.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/txn.h"

int adjustment_find(struct request *rq, const char *list, const char *period,
		    Duban__List **ret_list, struct half *ret)
{
	int r = request_text(rq, "list", list, NAME_MAX_BYTES, true);
	Duban__List *l = r ? NULL : list_get(rq->txn, rq->arena, list);

	if (r)
		return r;
	if (txn_error(rq->txn))
		return txn_error(rq->txn);
	if (!l)
		return request_refuse(rq, STATUS_NOT_FOUND, "list.unknown", list, NULL);
	if (l->elsewhere)
		return request_refuse(rq, STATUS_CONFLICT, "list.elsewhere", list, l->authority,
				      NULL);
	if (!half_parse(period, ret))
		return request_refuse(rq, STATUS_INVALID, "adjustment.bad_period", period, NULL);
	if (ret->first > rq->today)
		return request_refuse(rq, STATUS_INVALID, "adjustment.period_ahead", period, NULL);
	*ret_list = l;
	return 0;
}

Duban__Adjustment *adjustment_get(struct txn *t, struct arena *a, const Duban__Adjustment *key)
{
	struct key *k = key_u32(key_text(key_text(KEY(), key->list), key->period), key->project);

	return record_get(t, TABLE_adjustment, key_bytes(k), &duban__adjustment__descriptor, a);
}

int adjustment_put(struct request *rq, const Duban__Adjustment *now, const Duban__Adjustment *was)
{
	Duban__Project *p = project_get(rq->txn, rq->arena, now->project);
	struct put put = {.body = DUBAN__EVENT__BODY_ADJUSTMENT_PUT,
			  .is_new = !was,
			  .project = now->project,
			  .project_unit = p ? p->unit : 0};

	if (!put_pack(rq->arena, now, &put.now) || !put_pack(rq->arena, was, &put.was))
		return -ENOMEM;
	return put_event(rq, &put) ? 0 : -ENOMEM;
}

int adjustment_ground(struct request *rq, Duban__Adjustment *io, const char *ground)
{
	char **longer;

	for (size_t i = 0; i < io->n_ground; i++)
		if (strcmp(io->ground[i], ground) == 0)
			return 0;
	if (io->n_ground >= ADJUSTMENT_GROUNDS_MAX)
		return 0;
	longer = arena_longer(rq->arena, io->ground, io->n_ground, sizeof *longer);
	if (!longer)
		return -ENOMEM;
	io->ground = longer;
	io->ground[io->n_ground] = arena_str(rq->arena, ground);
	return io->ground[io->n_ground++] ? 0 : -ENOMEM;
}

static int push(struct request *rq, Duban__AdjustmentReply *b, const Duban__Adjustment *item)
{
	Duban__AdjustmentRow *row =
	    REQUEST_NEW(rq, Duban__AdjustmentRow, duban__adjustment_row__init);
	Duban__Project *p = project_get(rq->txn, rq->arena, item->project);

	if (!row)
		return -ENOMEM;
	if (p) {
		row->project = p->code;
		row->project_name = p->name;
	}
	row->direction = item->direction;
	row->state = item->state;
	row->grounds = item->ground;
	row->n_grounds = item->n_ground;
	row->document = item->document;
	if (item->direction == ADJUSTMENT_DIRECTION(JOIN))
		b->joins++;
	else
		b->leaves++;
	return REQUEST_PUSH(rq, b->item, b->n_item, row);
}

int adjustment_answer(struct request *rq, const char *list, const char *period)
{
	Duban__AdjustmentReply *b =
	    REQUEST_NEW(rq, Duban__AdjustmentReply, duban__adjustment_reply__init);
	int r = b ? 0 : -ENOMEM;

	for (size_t i = 0; !r && i < rq->n_event; i++)
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_ADJUSTMENT_PUT)
			r = push(rq, b, rq->event[i]->adjustment_put->adjustment);
	if (r)
		return r;
	b->list = (char *)(uintptr_t)list;
	b->period = (char *)(uintptr_t)period;
	rq->reply->body_case = DUBAN__REPLY__BODY_ADJUSTMENT;
	rq->reply->adjustment = b;
	return 0;
}
