/* `talk show`: one talk, with names, as its notification (约谈通知) needs it. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/txn.h"

static char *name_of(const Duban__Who *who)
{
	return who ? who->name : (char *)(uintptr_t)protobuf_c_empty_string;
}

static int talk_show(struct request *rq, const void *body)
{
	const Duban__TalkShowRequest *q = body;
	Duban__TalkShowReply *b =
	    REQUEST_NEW(rq, Duban__TalkShowReply, duban__talk_show_reply__init);
	int r = request_text(rq, "number", q->number, CODE_MAX, true);
	const Duban__Project *p;
	const Duban__Talk *k;

	if (r || !b)
		return r ? r : -ENOMEM;
	k = record_get(rq->txn, TABLE_talk, key_bytes(key_text(KEY(), q->number)),
		       &duban__talk__descriptor, rq->arena);
	if (txn_error(rq->txn))
		return txn_error(rq->txn);
	if (!k || !scope_reads_of(rq, k->unit))
		return request_refuse(rq, STATUS_NOT_FOUND, "talk.unknown", q->number, NULL);
	p = project_get(rq->txn, rq->arena, k->project);
	b->number = k->number;
	b->unit = request_unit_id(rq, k->unit);
	b->unit_name = request_unit_name(rq, k->unit);
	if (p) {
		b->project = p->code;
		b->project_name = p->name;
	}
	b->person = name_of(k->person);
	b->talker = name_of(k->talker);
	b->planned_date = k->planned_date;
	b->held_date = k->held_date;
	b->cancelled_date = k->cancelled_date;
	b->place = k->place;
	b->reason = k->reason;
	b->result = k->result;
	b->deducted = k->deducted;
	b->source = k->source;
	b->n_source = k->n_source;
	rq->reply->body_case = DUBAN__REPLY__BODY_TALK_SHOW;
	rq->reply->talk_show = b;
	return 0;
}
HANDLER(TALK_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = talk_show);
