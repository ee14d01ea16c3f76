/* What happens to a duty. Decide, or the follow that opens it, has checked the state table. */
#include "model/core/fold.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "model/duty/state.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/txn.h"

/* The open duties of the series before a period are not done any more: a later one took their
 * place. */
static void miss_before(struct txn *t, struct arena *a, const Duban__DutyRef *r)
{
	struct duties open;

	if (duties_open(t, a, r, &open)) {
		txn_fail(t, -ENOMEM);
		return;
	}
	for (size_t i = 0; i < open.n && open.duty[i]->period_date < r->period_date; i++) {
		open.duty[i]->state = (Duban__DutyState)duty_next(DUTY_STATE(OPEN), DUTY_MOVE_MISS);
		duty_put(t, open.duty[i]);
	}
}

static void open_one(struct txn *t, struct arena *a, const Duban__Event *e, uint32_t unit)
{
	const Duban__DutiesOpened *b = e->duties_opened;
	Duban__Duty d = DUBAN__DUTY__INIT;
	Duban__DutyRef r;

	d.form = b->form;
	d.tier = b->tier;
	d.unit = unit;
	d.period_date = b->period_date;
	d.due_at = b->due_at;
	d.lamps = b->lamps;
	d.profile = b->profile;
	d.state = DUTY_STATE(OPEN);
	d.opened_at = e->at;
	r = duty_ref(&d);
	/* who submitted nothing in a round of a collection may do so in the next */
	if (!d.lamps || d.form == DUTY_FORM(COLLECTION))
		miss_before(t, a, &r);
	duty_put(t, &d);
}

static void fold_opened(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__DutiesOpened *b = body;

	for (size_t i = 0; i < b->n_unit; i++)
		open_one(t, a, e, b->unit[i]);
	txn_put_u32(t, TABLE_cadence_run, key_bytes(key_u32(KEY(), (uint32_t)b->form)),
		    b->period_date);
}
FOLD(DUTIES_OPENED, fold_opened, .family = FOLD_ALONE);

static void fold_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__DutyPut *b = body;

	(void)a;
	(void)e;
	duty_put(t, b->duty);
	counter_raise(t, "duty", b->duty->no);
}
FOLD(DUTY_PUT, fold_put, .tallies = TALLY_NOTHING);

static void remove_duty(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__Duty *d =
	    record_unpack(t, BYTES(b->record.data, b->record.len), &duban__duty__descriptor, a);
	Duban__DutyRef r;

	if (!d)
		return;
	r = duty_ref(d);
	txn_del(t, TABLE_duty, key_bytes(duty_key(KEY(), &r)));
	txn_del(t, TABLE_duty_open, key_bytes(duty_key(KEY(), &r)));
}
REMOVE(duty, remove_duty);

/* The duty in its next state, not stored yet; NULL: the sticky error is set. */
static Duban__Duty *moved(struct txn *t, struct arena *a, const Duban__DutyRef *r,
			  enum duty_move how)
{
	Duban__Duty *d = duty_get(t, a, r);
	int to = d ? duty_next((int)d->state, how) : 0;

	if (!to) {
		txn_fail(t, -EBADMSG);
		return NULL;
	}
	d->state = (Duban__DutyState)to;
	return d;
}

static void fold_done(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__DutyDone *b = body;
	Duban__Duty *d = moved(t, a, b->duty, DUTY_MOVE_DO);

	if (!d)
		return;
	d->done_at = e->at;
	d->done_date = b->done_date;
	d->by = b->by;
	d->record = b->record;
	if (*b->document)
		d->document = b->document;
	d->awaits = 0;
	duty_put(t, d);
	if (duty_form(d->form)->held)
		miss_before(t, a, b->duty);
}
FOLD(DUTY_DONE, fold_done, .family = FOLD_ALONE);

static void fold_waived(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__DutyWaived *b = body;
	Duban__Duty *d = moved(t, a, b->duty, DUTY_MOVE_WAIVE);

	if (!d)
		return;
	d->done_at = e->at;
	d->by = b->by;
	d->reason = b->reason;
	if (*b->document)
		d->document = b->document;
	d->awaits = 0;
	duty_put(t, d);
}
FOLD(DUTY_WAIVED, fold_waived, .family = FOLD_ALONE);

static void fold_moved(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__DutyMoved *b = body;
	Duban__Duty *d = duty_get(t, a, b->duty);

	(void)e;
	if (!d) {
		txn_fail(t, -EBADMSG);
		return;
	}
	d->due_at = b->to_at;
	duty_put(t, d);
}
FOLD(DUTY_MOVED, fold_moved, .family = FOLD_ALONE);

static void fold_awaits(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__DutyAwaits *b = body;
	Duban__Duty *d = duty_get(t, a, b->duty);

	(void)e;
	if (!d) {
		txn_fail(t, -EBADMSG);
		return;
	}
	d->awaits = b->awaited;
	duty_put(t, d);
}
FOLD(DUTY_AWAITS, fold_awaits, .family = FOLD_ALONE);
