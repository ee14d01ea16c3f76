/* `notice receipt`: what became of a notice (回执). Only a receipt says that somebody was told. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/notice/find.h"
#include "base/sm.h"
#include "model/notice/notice.h"
#include "proto/enums.h"
#include "proto/limits.h"

/* The carrier takes it, the device has it; or neither. What is final stays: on it rests what was
 * told since. */
static const struct sm_row results[] = {
    {NOTICE_RESULT(UNKNOWN), NOTICE_RESULT(ACCEPTED), NOTICE_RESULT(ACCEPTED)},
    {NOTICE_RESULT(UNKNOWN), NOTICE_RESULT(DELIVERED), NOTICE_RESULT(DELIVERED)},
    {NOTICE_RESULT(UNKNOWN), NOTICE_RESULT(FAILED), NOTICE_RESULT(FAILED)},
    {NOTICE_RESULT(UNKNOWN), NOTICE_RESULT(EXPIRED), NOTICE_RESULT(EXPIRED)},
    {NOTICE_RESULT(ACCEPTED), NOTICE_RESULT(DELIVERED), NOTICE_RESULT(DELIVERED)},
    {NOTICE_RESULT(ACCEPTED), NOTICE_RESULT(FAILED), NOTICE_RESULT(FAILED)},
    {NOTICE_RESULT(ACCEPTED), NOTICE_RESULT(EXPIRED), NOTICE_RESULT(EXPIRED)},
};

/* `unknown` is what stands without a receipt, so no receipt can say it of a notice that has one. */
static int check(struct request *rq, const Duban__NoticeReceiptRequest *q)
{
	int r = request_text(rq, "key", q->key, ID_MAX + CODE_MAX, true);

	r = r ? r : request_text(rq, "detail", q->detail, NOTICE_DETAIL_MAX, false);
	if (!r && !q->result)
		r = request_refuse(rq, STATUS_INVALID, "notice.no_result", NULL);
	if (!r && q->happened_at > rq->now)
		r = request_refuse(rq, STATUS_INVALID, "notice.future", NULL);
	return r;
}

static int receipt(struct request *rq, const void *body)
{
	const Duban__NoticeReceiptRequest *q = body;
	Duban__NoticeReported *b;
	Duban__Notice *n;
	Duban__Event *ev;
	int r = check(rq, q);

	if (!r)
		r = notice_named(rq, q->key, &n);
	if (r)
		return r;
	/* the same again, as a gateway that was killed sends it */
	if (q->result == n->result || q->result == NOTICE_RESULT(UNKNOWN))
		return 0;
	ev = request_event(rq);
	b = REQUEST_NEW(rq, Duban__NoticeReported, duban__notice_reported__init);
	if (!ev || !b)
		return -ENOMEM;
	b->num = n->num;
	b->person = n->person;
	b->result = q->result;
	b->via = q->channel;
	b->detail = q->detail;
	b->happened_at = q->happened_at ? q->happened_at : rq->now;
	b->late = !SM_NEXT(results, (int)n->result, (int)q->result);
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_REPORTED;
	ev->notice_reported = b;
	return 0;
}
HANDLER(NOTICE_RECEIPT, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(GATEWAY) | ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = receipt);
