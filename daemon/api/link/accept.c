/* `link accept` (受理): the service department takes the matter over. Until then the link is the
 * responsible unit's (报件), from then on the department's: its warnings name the department. It
 * implies the start, and does not move the deadline. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/link/authority.h"
#include "api/link/target.h"
#include "model/chain/schedule.h"
#include "model/project/project.h"
#include "proto/limits.h"

/* Only the department may say that it has taken the matter over, and the office for it: the unit
 * would pass the blame on. */
static int check_caller(struct request *rq, const struct target *t)
{
	uint32_t department = t->link->service_unit;

	if (!department)
		return request_refuse(rq, STATUS_CONFLICT, "link.no_department", t->project->code,
				      target_no(rq, t), NULL);
	if (link_right(rq, t->link) != LINK_RIGHT_ASKS)
		return 0;
	return request_refuse(rq, STATUS_DENIED, "link.department_accepts", t->project->code,
			      target_no(rq, t), request_unit_name(rq, department), NULL);
}

/* Not twice, not before the clock runs and not before the link was started. */
static int check_day(struct request *rq, const struct target *t, date_t at)
{
	char day[DATE_TEXT_MAX], was[DATE_TEXT_MAX];
	date_t from = t->plan->prerequisites_done ? t->plan->start : DATE_NONE;

	if (t->progress->accepted_date)
		return request_refuse(rq, STATUS_CONFLICT, "link.accepted_already",
				      t->project->code, target_no(rq, t),
				      date_text(date_from_ymd(t->progress->accepted_date), was),
				      t->progress->acceptance_no, NULL);
	if (t->plan->started != DATE_NONE && (from == DATE_NONE || t->plan->started > from))
		from = t->plan->started;
	if (from == DATE_NONE || at >= from)
		return 0;
	return request_refuse(rq, STATUS_INVALID, "link.accept_before_start", date_text(at, day),
			      date_text(from, was), NULL);
}

static int link_accept(struct request *rq, const void *body)
{
	const Duban__LinkAcceptRequest *q = body;
	Duban__LinkAccepted *b;
	struct target t;
	date_t at;
	int r = request_text(rq, "no", q->acceptance_no, ID_MAX, true);

	if (!r)
		r = target_find(rq, q->link, LINK_MOVE_ACCEPT, &t);
	if (!r)
		r = check_caller(rq, &t);
	if (!r)
		r = request_day(rq, q->at_date, &at);
	if (!r)
		r = check_day(rq, &t, at);
	if (!r && t.plan->started == DATE_NONE)
		r = link_start_from(rq, &t, at);
	if (r)
		return r;
	b = LINK_EVENT(rq, &t, at, LINK_ACCEPTED, link_accepted, Duban__LinkAccepted,
		       duban__link_accepted__init);
	if (!b)
		return -ENOMEM;
	b->accepted_date = date_ymd(at);
	b->acceptance_no = q->acceptance_no;
	b->started_date = t.progress->started_date ? t.progress->started_date : date_ymd(at);
	b->out_of_order = t.progress->out_of_order || !t.plan->prerequisites_done;
	return 0;
}
MOVE(LINK_ACCEPT, DOERS, link_accept);
