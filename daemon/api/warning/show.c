/* `warning show`: one warning, what raised it and what people did about it. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/warning/target.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "rules/subject.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static char **digests(struct request *rq, const ProtobufCBinaryData *digest, size_t n)
{
	char **hex = arena_alloc(rq->arena, (n + 1) * sizeof *hex);

	for (size_t i = 0; hex && i < n; i++) {
		hex[i] = request_hex(rq, BYTES(digest[i].data, digest[i].len));
		if (!hex[i])
			return NULL;
	}
	return hex;
}

/* Taken on, answered, cleared by hand. */
static int put_handling(struct request *rq, const Duban__Warning *w, Duban__WarningShowReply *b)
{
	b->acked_at = w->acked_at;
	b->acked_unit = request_unit_id(rq, w->acked_unit);
	b->ack_note = w->ack_note;
	if (w->answered_by)
		b->answered_by = w->answered_by->name;
	b->answered_unit = request_unit_id(rq, w->answered_unit);
	b->answered_at = w->answered_at;
	b->answer = w->answer;
	b->answer_evidence = digests(rq, w->answer_evidence, w->n_answer_evidence);
	b->n_answer_evidence = w->n_answer_evidence;
	b->clear_reason = w->clear_reason;
	b->clear_evidence = digests(rq, w->clear_evidence, w->n_clear_evidence);
	b->n_clear_evidence = w->n_clear_evidence;
	if (w->cause == CLEAR_CAUSE(BY_HAND))
		b->cleared_by = request_principal_name(rq, w->cleared_principal);
	return b->answer_evidence && b->clear_evidence ? 0 : -ENOMEM;
}

static int put_reopened(struct request *rq, const Duban__Warning *w, Duban__WarningShowReply *b)
{
	char id[WARNING_ID_MAX];

	b->reopen_reason = w->reopen_reason;
	if (!w->reopened_from)
		return 0;
	b->reopened_from =
	    arena_str(rq->arena, warning_id_print(id, w->subject, w->rule, w->reopened_from));
	return b->reopened_from ? 0 : -ENOMEM;
}

/* The open lamps of its project that count under it. */
static int put_followers(struct request *rq, const Duban__Warning *w, Duban__WarningShowReply *b)
{
	struct scan s;
	int r = 0;

	if (!w->subject->project)
		return 0;
	s = scan_start(rq->txn, TABLE_warning_open, key_bytes(key_u32(KEY(), w->subject->project)));
	while (!r && scan_next(&s)) {
		const Duban__Warning *one = warning_of_open(rq->txn, rq->arena, s.key);
		char id[WARNING_ID_MAX], *text;

		if (!one || !one->root || one->root_rule != w->rule ||
		    one->root_occurrence != w->occurrence || !subject_same(one->root, w->subject))
			continue;
		text = arena_str(rq->arena,
				 warning_id_print(id, one->subject, one->rule, one->occurrence));
		r = text ? REQUEST_PUSH(rq, b->follower, b->n_follower, text) : -ENOMEM;
	}
	return r ? r : txn_error(rq->txn);
}

static int warning_show(struct request *rq, const void *body)
{
	const Duban__WarningShowRequest *q = body;
	Duban__WarningShowReply *b =
	    REQUEST_NEW(rq, Duban__WarningShowReply, duban__warning_show_reply__init);
	struct subject_about about;
	struct warning_target t;
	int r = b ? warning_find(rq, q->id, &t) : -ENOMEM;

	if (r)
		return r;
	if (row_subject(rq, t.w->subject, t.project, &about))
		b->page = arena_printf(rq->arena, "%s %s", subject_kind_of(t.w->subject)->page,
				       about.words);
	if (!b->page)
		return -ENOMEM;
	b->inputs = t.w->inputs;
	b->times = t.w->times;
	r = put_handling(rq, t.w, b);
	if (!r)
		r = put_reopened(rq, t.w, b);
	if (!r)
		r = put_followers(rq, t.w, b);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_WARNING_SHOW;
	rq->reply->warning_show = b;
	return row_warning(rq, t.w, t.project, &b->warning);
}
HANDLER(WARNING_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = warning_show, .simulated_only_for_local = true);
