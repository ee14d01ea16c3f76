/* To do: talks that are to be held, and leads handed over that have no reply yet. Both are few, and
 * may be about no project: they are read once, with what belongs to the city. */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/todo/source.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* The supervision office holds the talks and waits for the replies; without one: the office. */
static uint32_t turn(struct todo *t)
{
	return unit_by_kind(t->rq->txn, t->arena, DUBAN__UNIT_KIND__UNIT_KIND_SUPERVISION);
}

static int add_talk(struct todo *t, const Duban__Talk *k)
{
	bool late = date_from_ymd(k->planned_date) < t->rq->today;

	if (k->held_date || k->cancelled_date)
		return 0;
	return todo_add(t, &(struct todo_item){
			       .kind = "talk",
			       .id = k->number,
			       .what = k->reason,
			       .project = project_get(t->rq->txn, t->arena, k->project),
			       .due = k->planned_date,
			       .why = {late ? "todo.why.talk_late" : "todo.why.talk_planned",
				       {request_unit_name(t->rq, k->unit)}},
			       .unit = turn(t),
			       .owner = k->unit,
			       .person = {todo_who(k->talker), todo_who(k->person)},
			   });
}

static int each_talk(struct todo *t)
{
	struct scan s = scan_start(t->rq->txn, TABLE_talk, BYTES("", 0));
	int r = 0;

	while (!t->project && !r && scan_next(&s)) {
		const Duban__Talk *k;

		todo_next(t);
		k = record_unpack(t->rq->txn, s.value, &duban__talk__descriptor, t->arena);
		r = k ? add_talk(t, k) : txn_error(t->rq->txn);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(talk, .each = each_talk);

/* It names no unit and no project, for neither may know of it. */
static int add_referral(struct todo *t, const Duban__Referral *f, int wd)
{
	date_t due = calendar_add(t->rq->calendar, date_from_ymd(f->sent_date), wd);

	if (f->replied_date)
		return 0;
	return todo_add(t, &(struct todo_item){
			       .kind = "referral",
			       .id = f->number,
			       .what = f->reason,
			       .due = date_ymd(due),
			       .unit = turn(t),
			       .why = {due < t->rq->today ? "todo.why.referral_late"
							  : "todo.why.referral_waits",
				       {NULL}},
			   });
}

static int each_referral(struct todo *t)
{
	struct scan s = scan_start(t->rq->txn, TABLE_referral, BYTES("", 0));
	int64_t wd = 0;
	int r = 0;

	if (t->project || !((1u << t->rq->caller->role) & ROLES_CITY))
		return 0;
	r = parameter_number(t->rq->txn, t->arena, NULL, "referral.reply_wd", &wd);
	while (!r && scan_next(&s)) {
		const Duban__Referral *f;

		todo_next(t);
		f = record_unpack(t->rq->txn, s.value, &duban__referral__descriptor, t->arena);
		r = f ? add_referral(t, f, (int)wd) : txn_error(t->rq->txn);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(referral, .each = each_referral);
