/* What a clock repair does to duties. What the wrong future opened had not begun; what it ended by
 * itself had not ended, and what a later period took the place of has its place again. What
 * somebody filed by hand stays filed. So each duty comes, and is judged, on its day. */
#include <errno.h>

#include "base/arena.h"
#include "model/core/clock_repair.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "model/duty/state.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

struct duty_repair {
	struct txn *txn;
	struct arena *arena; /* for one series */
	const Duban__ClockRepair *by;
	int zone_minutes;
	Duban__Duty **duty; /* of one series, in order of periods */
	size_t n;
	uint32_t last; /* the last period of the form that had begun */
};

static bool by_hand(const Duban__Duty *d)
{
	return d->by == DUTY_BY(HAND);
}

/* It was opened by the cadence in the wrong future, and nobody has acted on it. */
static bool never_began(const struct duty_repair *x, const Duban__Duty *d)
{
	return *d->profile && d->opened_at > x->by->to_at && !by_hand(d);
}

/* It was found to be done, or not asked for any more, in the wrong future. If it is, that is found
 * again. */
static bool ended_wrongly(const struct duty_repair *x, const Duban__Duty *d)
{
	return (d->state == DUTY_STATE(DONE) || d->state == DUTY_STATE(WAIVED)) && d->by &&
	       !by_hand(d) && d->done_at > x->by->to_at;
}

static void reopen(Duban__Duty *d)
{
	d->state = DUTY_STATE(OPEN);
	d->done_at = 0;
	d->done_date = 0;
	d->by = DUTY_BY(INVALID);
	d->record = (char *)(uintptr_t)protobuf_c_empty_string;
}

static void move(const struct duty_repair *x, Duban__Duty *d)
{
	uint32_t day;

	d->opened_at = clock_repair_move(x->by, d->opened_at);
	if (d->done_at <= x->by->to_at)
		return;
	d->done_at = clock_repair_move(x->by, d->done_at);
	day = date_ymd(date_at(d->done_at, x->zone_minutes));
	if (d->done_date > day)
		d->done_date = day;
}

/* Does it end those before it? As the folds of opening and doing have it. */
static bool takes_place(const Duban__Duty *d)
{
	return !d->lamps || d->form == DUTY_FORM(COLLECTION) ||
	       (d->state == DUTY_STATE(DONE) && duty_form(d->form)->held);
}

static void put(const struct duty_repair *x, const Duban__Duty *d, bool there)
{
	Duban__DutyRef r = duty_ref(d);
	struct bytes key = key_bytes(duty_key(KEY(), &r));

	if (there) {
		duty_put(x->txn, d);
	} else {
		txn_del(x->txn, TABLE_duty, key);
		txn_del(x->txn, TABLE_duty_open, key);
	}
}

/* From the last period back: whether one was rightly missed depends on those after it. */
static void repair_series(struct duty_repair *x)
{
	bool undone = false, taken = false;

	for (size_t i = x->n; i-- > 0;) {
		Duban__Duty *d = x->duty[i];

		if (never_began(x, d)) {
			put(x, d, false);
			undone = true;
			continue;
		}
		if (ended_wrongly(x, d)) {
			reopen(d);
			undone = true;
		} else if (d->state == DUTY_STATE(MISSED) && undone && !taken) {
			reopen(d);
		}
		move(x, d);
		put(x, d, true);
		taken = taken || takes_place(d);
		if (*d->profile && d->period_date > x->last)
			x->last = d->period_date;
	}
}

static int load_series(struct duty_repair *x, const Duban__DutyRef *series)
{
	struct scan s = scan_start(x->txn, TABLE_duty, key_bytes(duty_series_key(KEY(), series)));

	x->duty = NULL;
	x->n = 0;
	while (scan_next(&s)) {
		x->duty = arena_grow(x->arena, x->duty, x->n, sizeof *x->duty);
		if (!x->duty)
			return -ENOMEM;
		x->duty[x->n] = record_unpack(x->txn, s.value, &duban__duty__descriptor, x->arena);
		if (!x->duty[x->n++])
			return -EBADMSG;
	}
	return txn_error(x->txn);
}

/* The period that was opened last. */
static void put_run(const struct duty_repair *x, Duban__DutyForm form)
{
	struct key *k = key_u32(KEY(), (uint32_t)form);

	if (x->last)
		txn_put_u32(x->txn, TABLE_cadence_run, key_bytes(k), x->last);
	else
		txn_del(x->txn, TABLE_cadence_run, key_bytes(k));
}

static void repair(struct txn *t, const Duban__ClockRepair *r, int zone_minutes)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct duty_repair x = {.txn = t, .by = r, .zone_minutes = zone_minutes};
	Duban__DutyRef at = DUBAN__DUTY_REF__INIT;
	Duban__DutyForm form = DUTY_FORM(INVALID);
	int bad = arena_new(&one, WIRE_ARENA_MAX);

	x.arena = one;
	while (!bad && duty_series_after(t, &at)) {
		if (form != at.form && form)
			put_run(&x, form);
		if (form != at.form)
			x.last = 0;
		form = at.form;
		arena_reset(one);
		bad = load_series(&x, &at);
		if (!bad)
			repair_series(&x);
	}
	if (!bad && form)
		put_run(&x, form);
	if (bad)
		txn_fail(t, bad);
}
CLOCK_MOVES(duty, .table = TABLE_duty, .all = repair);
