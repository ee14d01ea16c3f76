#include "api/notice/received.h"

#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/order/target.h"
#include "api/warning/target.h"
#include "model/calendar/calendar.h"
#include "model/notice/notice.h"
#include "model/office/person.h"
#include "model/order/order.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "rules/notice/look.h"
#include "store/db/txn.h"

static Duban__Order *order_of(struct request *rq, const Duban__NoticeItem *item)
{
	if (item->rule != NOTICE_WHOLE || strcmp(item->subject->kind, ORDER_KIND_NAME) != 0)
		return NULL;
	return order_get(rq->txn, rq->arena, item->subject->number);
}

/* The warning that was told, while it is lit and nobody has taken it on; else NULL. */
static Duban__Warning *warning_of(struct request *rq, const Duban__NoticeItem *item)
{
	Duban__Warning *w = item->rule == NOTICE_WHOLE
				? NULL
				: warning_get(rq->txn, rq->arena, item->subject, item->rule,
					      item->state->occurrence);

	return w && w->state == WARNING_STATE(OPEN) && !w->handling ? w : NULL;
}

/* Is it today a matter of who was told? What was passed on to others since is theirs to take. */
static bool is_theirs(struct request *rq, const Duban__Notice *n, const Duban__NoticeItem *item)
{
	struct subject_scan s = {.txn = rq->txn,
				 .arena = rq->arena,
				 .calendar = rq->calendar,
				 .zone_minutes = rq->zone_minutes,
				 .now = rq->now};
	struct recipients to = {.n = 0};
	struct notice_look l;

	return !look_at(&s, item->subject, item->rule, &l) && !look_recipients(&s, &l, &to) &&
	       recipient_in(&to, n->person);
}

bool received_can_take(struct request *rq, const Duban__Notice *n, const Duban__NoticeItem *item)
{
	const Duban__Order *o = order_of(rq, item);
	bool waits = o ? o->state == ORDER_STATE(ISSUED) : warning_of(rq, item) != NULL;

	return waits && is_theirs(rq, n, item);
}

static Duban__Who *who_of(struct request *rq, const Duban__Notice *n)
{
	Duban__Who *who = REQUEST_NEW(rq, Duban__Who, duban__who__init);
	const Duban__Person *p = person_get(rq->txn, rq->arena, n->person);

	if (!who)
		return NULL;
	who->person = n->person;
	who->name = p ? p->name : n->person_id;
	return who;
}

/* 认领 by who was told of it: by its deadline, or if that is over within the days after which
 * nothing done counts as idle. */
static int take_on(struct request *rq, const Duban__Notice *n, Duban__Warning *w)
{
	struct warning_target t = {.w = w,
				   .project = project_get(rq->txn, rq->arena, w->subject->project)};
	date_t until = date_from_ymd(w->due_date);
	Duban__WarningAcked *b;
	int64_t wd;
	int r = parameter_number(rq->txn, rq->arena, NULL, "notice.idle_wd", &wd);

	if (r)
		return r;
	t.owner = w->unit;
	b = WARNING_DEED(rq, &t, WARNING_ACKED, warning_acked, Duban__WarningAcked,
			 duban__warning_acked__init);
	if (!b)
		return -ENOMEM;
	if (until == DATE_NONE || until < rq->today)
		until = calendar_add(rq->calendar, rq->today, (int)wd);
	b->by = who_of(rq, n);
	b->hand = REQUEST_NEW(rq, Duban__Hand, duban__hand__init);
	if (!b->by || !b->hand)
		return -ENOMEM;
	b->hand->principal = rq->caller->principal;
	b->hand->unit = b->unit = n->unit;
	b->hand->for_other = true;
	b->until_date = date_ymd(until);
	return 0;
}

/* 签收 by who was told of it. */
static int sign(struct request *rq, const Duban__Notice *n, Duban__Order *o)
{
	struct order_target t = {.o = o, .p = project_get(rq->txn, rq->arena, o->project)};
	Duban__OrderSigned *b = REQUEST_NEW(rq, Duban__OrderSigned, duban__order_signed__init);
	Duban__Who *who = who_of(rq, n);
	Duban__Event *ev = b && who ? order_event(rq, &t) : NULL;

	if (!ev)
		return -ENOMEM;
	b->num = o->num;
	b->person = who;
	ev->body_case = DUBAN__EVENT__BODY_ORDER_SIGNED;
	ev->order_signed = b;
	return 0;
}

int received_take(struct request *rq, const Duban__Notice *n, const Duban__NoticeItem *item)
{
	Duban__Order *o = order_of(rq, item);
	Duban__Warning *w = o ? NULL : warning_of(rq, item);

	return o ? sign(rq, n, o) : w ? take_on(rq, n, w) : 0;
}

/* The name of what the event takes on; NULL: it takes nothing on, or no memory. */
static char *taken(struct request *rq, const Duban__Event *ev)
{
	char id[WARNING_ID_MAX];
	const Duban__Order *o;

	if (ev->body_case == DUBAN__EVENT__BODY_WARNING_ACKED)
		return arena_str(rq->arena, warning_id_print(id, ev->warning_acked->subject,
							     ev->warning_acked->rule,
							     ev->warning_acked->occurrence));
	if (ev->body_case != DUBAN__EVENT__BODY_ORDER_SIGNED)
		return NULL;
	o = order_get(rq->txn, rq->arena, ev->order_signed->num);
	return o ? o->number : NULL;
}

int received_told(struct request *rq, const Duban__Event *ev, Duban__NoticeReplyReply *io)
{
	char *what = taken(rq, ev);

	return what ? REQUEST_PUSH(rq, io->took, io->n_took, what) : txn_error(rq->txn);
}
