/* What is done about duties: `duty set` (a one-off one), `duty done`, `duty waive`. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/duty/row.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "model/duty/state.h"
#include "model/office/person.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

#define ROLES_DOERS (ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLES_OFFICE)

/* ---- set */

static int find_person(struct request *rq, const char *name, Duban__Who **ret)
{
	uint32_t num = person_find(rq->txn, rq->arena, name);
	Duban__Who *w;
	const Duban__Person *p;

	*ret = NULL;
	if (!*name)
		return 0;
	if (num == UINT32_MAX)
		return request_refuse(rq, STATUS_INVALID, "person.ambiguous", name, NULL);
	w = REQUEST_NEW(rq, Duban__Who, duban__who__init);
	p = num ? person_get(rq->txn, rq->arena, num) : NULL;
	if (!w)
		return -ENOMEM;
	w->person = num;
	w->name = p ? p->name : (char *)(uintptr_t)name;
	*ret = w;
	return txn_error(rq->txn);
}

static int check_last_day(struct request *rq, uint32_t ymd)
{
	date_t day = date_from_ymd(ymd);
	char text[DATE_TEXT_MAX];

	if (day == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", ymd), NULL);
	if (day < rq->today)
		return request_refuse(rq, STATUS_INVALID, "duty.due_past", date_text(day, text),
				      NULL);
	return 0;
}

static int check_set(struct request *rq, const Duban__DutySetRequest *q, Duban__Duty *io)
{
	int r = request_unit(rq, q->unit, &io->unit);

	if (!r)
		r = request_text(rq, "title", q->title, NAME_MAX_BYTES, true);
	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, false);
	if (!r)
		r = request_text(rq, "person", q->person, NAME_MAX_BYTES, false);
	if (!r)
		r = check_last_day(rq, q->due_date);
	return r ? r : find_person(rq, q->person, &io->person);
}

static int duty_set(struct request *rq, const void *body)
{
	const Duban__DutySetRequest *q = body;
	Duban__Duty *d = REQUEST_NEW(rq, Duban__Duty, duban__duty__init);
	Duban__DutyPut *b = REQUEST_NEW(rq, Duban__DutyPut, duban__duty_put__init);
	Duban__Event *ev;
	int r = d && b ? check_set(rq, q, d) : -ENOMEM;

	if (r)
		return r;
	ev = request_event(rq);
	if (!ev)
		return -ENOMEM;
	d->form = DUTY_FORM(ONE_OFF);
	d->no = duty_next_no(rq->txn);
	d->period_date = date_ymd(rq->today);
	d->tier = DUTY_TIER(UNIT);
	d->due_at = date_start(date_from_ymd(q->due_date) + 1, rq->zone_minutes);
	d->state = DUTY_STATE(OPEN);
	d->lamps = true;
	d->opened_at = rq->now;
	d->title = q->title;
	d->document = q->document;
	b->duty = d;
	ev->project_unit = d->unit;
	ev->body_case = DUBAN__EVENT__BODY_DUTY_PUT;
	ev->duty_put = b;
	return 0;
}

static int set_answer(struct request *rq, const void *body)
{
	Duban__DutyRef r = duty_ref(rq->event[0]->duty_put->duty);

	(void)body;
	return duty_reply(rq, &r);
}
HANDLER(DUTY_SET, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	.decide = duty_set, .answer = set_answer);

/* ---- done, waived */

static Duban__DutyRef *ref_of(struct request *rq, const Duban__Duty *d)
{
	Duban__DutyRef r = duty_ref(d);

	return arena_dup(rq->arena, &r, sizeof r);
}

static int check_move(struct request *rq, const char *id, const Duban__Duty *d, enum duty_move move)
{
	if (duty_next((int)d->state, move))
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "duty.is_over", id,
			      wire_enum_name(&duban__duty_state__descriptor, (int)d->state), NULL);
}

/* What is recorded elsewhere is not done by saying so; of a meeting the number of its minutes
 * must be told, if the meeting itself is not recorded. */
static int check_by_hand(struct request *rq, const Duban__DutyDoneRequest *q, const Duban__Duty *d)
{
	const struct duty_form *f = duty_form(d->form);

	if (f->report && !f->any)
		return request_refuse(rq, STATUS_CONFLICT, "duty.by_reports", q->id, NULL);
	if (f->judges)
		return request_refuse(rq, STATUS_CONFLICT, "duty.by_review", q->id, NULL);
	if (f->held && !*q->document)
		return request_refuse(rq, STATUS_INVALID, "duty.by_meeting", q->id, NULL);
	return 0;
}

static int check_day(struct request *rq, uint32_t ymd, const Duban__Duty *d, date_t *ret)
{
	char text[DATE_TEXT_MAX], from[DATE_TEXT_MAX];
	int r = request_day(rq, ymd, ret);

	if (r || *ret >= date_from_ymd(d->period_date))
		return r;
	return request_refuse(rq, STATUS_INVALID, "duty.before_period", date_text(*ret, text),
			      ymd_text(d->period_date, from), NULL);
}

static int duty_done(struct request *rq, const void *body)
{
	const Duban__DutyDoneRequest *q = body;
	Duban__DutyDone *b = REQUEST_NEW(rq, Duban__DutyDone, duban__duty_done__init);
	Duban__Event *ev;
	Duban__Duty *d;
	date_t day = DATE_NONE;
	int r = b ? request_duty(rq, q->id, &d) : -ENOMEM;

	if (!r)
		r = check_move(rq, q->id, d, DUTY_MOVE_DO);
	if (!r)
		r = check_by_hand(rq, q, d);
	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, false);
	if (!r)
		r = check_day(rq, q->at_date, d, &day);
	if (r)
		return r;
	ev = request_event(rq);
	b->duty = ref_of(rq, d);
	if (!ev || !b->duty)
		return -ENOMEM;
	b->done_date = date_ymd(day);
	b->by = DUTY_BY(HAND);
	b->document = q->document;
	ev->project_unit = d->unit;
	ev->body_case = DUBAN__EVENT__BODY_DUTY_DONE;
	ev->duty_done = b;
	return 0;
}

static int done_answer(struct request *rq, const void *body)
{
	(void)body;
	return duty_reply(rq, rq->event[0]->duty_done->duty);
}
HANDLER(DUTY_DONE, .kind = HANDLER_COMMAND, .roles = ROLES_DOERS, .simulated_only_for_local = true,
	.frees = true, .decide = duty_done, .answer = done_answer);

static int duty_waive(struct request *rq, const void *body)
{
	const Duban__DutyWaiveRequest *q = body;
	Duban__DutyWaived *b = REQUEST_NEW(rq, Duban__DutyWaived, duban__duty_waived__init);
	Duban__Event *ev;
	Duban__Duty *d;
	int r = b ? request_duty(rq, q->id, &d) : -ENOMEM;

	if (!r)
		r = check_move(rq, q->id, d, DUTY_MOVE_WAIVE);
	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, false);
	if (r)
		return r;
	ev = request_event(rq);
	b->duty = ref_of(rq, d);
	if (!ev || !b->duty)
		return -ENOMEM;
	b->by = DUTY_BY(HAND);
	b->reason = q->reason;
	b->document = q->document;
	ev->project_unit = d->unit;
	ev->body_case = DUBAN__EVENT__BODY_DUTY_WAIVED;
	ev->duty_waived = b;
	return 0;
}

static int waive_answer(struct request *rq, const void *body)
{
	(void)body;
	return duty_reply(rq, rq->event[0]->duty_waived->duty);
}
HANDLER(DUTY_WAIVE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .frees = true, .decide = duty_waive,
	.answer = waive_answer);
