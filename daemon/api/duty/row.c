#include "api/duty/row.h"

#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/cadence/cadence.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "model/param/parameter.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

enum { LACKS_SHOWN = 500 };

static uint32_t days_late(struct request *rq, const Duban__Duty *d)
{
	date_t due = when_day_of(d->due_at, rq->zone_minutes);
	date_t until = d->state == DUTY_STATE(DONE) ? date_from_ymd(d->done_date) : rq->today;

	if (d->state == DUTY_STATE(WAIVED) || until <= due)
		return 0;
	return (uint32_t)(until - due);
}

int row_duty(struct request *rq, const Duban__Duty *d, Duban__DutyRow **ret)
{
	Duban__DutyRow *row = REQUEST_NEW(rq, Duban__DutyRow, duban__duty_row__init);
	Duban__DutyRef r = duty_ref(d);
	char *id = duty_id(rq->txn, rq->arena, &r), *period;

	if (!row || !id)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
	row->id = id;
	period = strrchr(id, '/');
	row->unit = request_unit_id(rq, d->unit);
	row->unit_name = request_unit_name(rq, d->unit);
	row->duty = d->form;
	row->tier = d->tier;
	row->of_period = d->no || !period ? (char *)(uintptr_t) "" : period + 1;
	row->task = d->title;
	row->due_at = d->due_at;
	row->state = d->state;
	row->days_late = days_late(rq, d);
	row->done_date = d->done_date;
	row->fulfilled_by = d->by;
	row->fulfilled_in = d->record;
	row->document = d->document;
	row->reason = d->reason;
	row->person = d->person ? d->person->name : (char *)(uintptr_t) "";
	row->lamps = d->lamps;
	*ret = row;
	return row->unit && row->unit_name ? 0 : -ENOMEM;
}

int request_duty(struct request *rq, const char *id, Duban__Duty **ret)
{
	Duban__DutyRef r;
	int bad = request_text(rq, "id", id, DUTY_ID_MAX, true);
	Duban__Duty *d = NULL;

	if (bad)
		return bad;
	if (duty_id_parse(rq->txn, id, &r))
		d = duty_get(rq->txn, rq->arena, &r);
	if (txn_error(rq->txn))
		return txn_error(rq->txn);
	if (d && !scope_reads_of(rq, d->unit)) {
		rq->hidden = true;
		d = NULL;
	}
	if (!d)
		return request_refuse(rq, STATUS_NOT_FOUND, "duty.unknown", id, NULL);
	*ret = d;
	return 0;
}

int duty_asked(struct request *rq, const Duban__Duty *d, struct cadence *room, struct duty_ask *ret)
{
	const char *profile = cadence_profile(rq->txn, rq->arena);
	bool asked = *d->profile && cadence_of(rq->txn, rq->arena, profile, d->form, room);

	*ret = (struct duty_ask){.txn = rq->txn,
				 .arena = rq->arena,
				 .duty = d,
				 .cadence = asked ? room : NULL,
				 .calendar = rq->calendar,
				 .zone_minutes = rq->zone_minutes,
				 .now = rq->now};
	return parameter_number(rq->txn, rq->arena, NULL, "report.review_wd", &ret->review_wd);
}

static int add_lack(void *user, const Duban__Project *p, const Duban__Report *waits)
{
	struct request *rq = user;
	Duban__DutyShowReply *b = rq->reply->duty_show;
	Duban__DutyLack *one;

	if (b->lacking_count++ >= LACKS_SHOWN)
		return 0;
	one = REQUEST_NEW(rq, Duban__DutyLack, duban__duty_lack__init);
	if (!one)
		return -ENOMEM;
	one->project = arena_str(rq->arena, p->code);
	one->project_name = arena_str(rq->arena, p->name);
	one->report = waits ? waits->num : 0;
	if (!one->project || !one->project_name)
		return -ENOMEM;
	return REQUEST_PUSH(rq, b->lack, b->n_lack, one);
}

static bool has_lacks(const Duban__Duty *d)
{
	const struct duty_form *f = duty_form(d->form);

	return d->state == DUTY_STATE(OPEN) && ((f->report && !f->any) || f->judges);
}

int duty_reply(struct request *rq, const Duban__DutyRef *ref)
{
	Duban__DutyShowReply *b =
	    REQUEST_NEW(rq, Duban__DutyShowReply, duban__duty_show_reply__init);
	const Duban__Duty *d = duty_get(rq->txn, rq->arena, ref);
	struct cadence room;
	struct duty_ask q;
	int r;

	if (!b || !d)
		return !b ? -ENOMEM : txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	rq->reply->body_case = DUBAN__REPLY__BODY_DUTY_SHOW;
	rq->reply->duty_show = b;
	r = row_duty(rq, d, &b->duty);
	if (r || !has_lacks(d))
		return r;
	r = duty_asked(rq, d, &room, &q);
	return r ? r : duty_lacks(&q, add_lack, rq);
}
