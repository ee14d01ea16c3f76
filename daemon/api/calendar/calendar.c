#include "model/calendar/calendar.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "proto/limits.h"

static int calendar_due(struct request *rq, const void *body)
{
	const Duban__CalendarDueRequest *q = body;
	Duban__CalendarDueReply *b =
	    REQUEST_NEW(rq, Duban__CalendarDueReply, duban__calendar_due_reply__init);
	date_t from = date_from_ymd(q->from_date), due;

	if (!b)
		return -ENOMEM;
	if (from == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", q->from_date), NULL);
	if (q->workdays > LIMIT_DAYS_MAX)
		return request_refuse(rq, STATUS_INVALID, "calendar.too_far",
				      arena_printf(rq->arena, "%u", q->workdays),
				      arena_printf(rq->arena, "%d", LIMIT_DAYS_MAX), NULL);
	due = calendar_add(rq->calendar, from, (int)q->workdays);
	if (due == DATE_NONE || date_ymd(due) > DATE_MAX)
		return request_refuse(rq, STATUS_INVALID, "calendar.beyond", NULL);
	b->due_date = date_ymd(due);
	b->provisional = calendar_span_provisional(rq->calendar, from, due);
	rq->reply->body_case = DUBAN__REPLY__BODY_CALENDAR_DUE;
	rq->reply->calendar_due = b;
	return 0;
}
HANDLER(CALENDAR_DUE, .kind = HANDLER_QUERY, .roles = ROLES_ALL, .simulated_only_for_local = true,
	.decide = calendar_due);
