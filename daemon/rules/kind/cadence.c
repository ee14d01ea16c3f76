/* The kind "cadence": the city's calendar of duties, one subject. Its follow opens the duties of a
 * period when it begins. At the first look the periods that run are opened if their time is not
 * over: nothing is asked of anybody for the time before. No rule judges it. */
#include <errno.h>

#include "base/arena.h"
#include "model/cadence/cadence.h"
#include "model/cadence/who.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "model/param/parameter.h"
#include "proto/enums.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { UNITS_MAX = 1000 }; /* of one event */

/* A period that begins. */
struct opening {
	struct subject_scan *s;
	const char *profile;
	const struct cadence *c;
	date_t start;
	usec_t due;
	struct who_known *known;
};

static int tell_some(const struct opening *o, uint32_t *unit, size_t n)
{
	struct subject_scan *s = o->s;
	Duban__DutiesOpened *b = arena_alloc(s->arena, sizeof *b);
	Duban__Event *ev = s->tell(s);

	if (!b || !ev)
		return -ENOMEM;
	duban__duties_opened__init(b);
	b->form = o->c->row->form;
	b->tier = o->c->row->tier;
	b->period_date = date_ymd(o->start);
	b->due_at = o->due;
	b->lamps = o->c->row->lamps;
	b->profile = (char *)(uintptr_t)o->profile;
	b->unit = unit;
	b->n_unit = n;
	ev->body_case = DUBAN__EVENT__BODY_DUTIES_OPENED;
	ev->duties_opened = b;
	return 0;
}

static bool was_opened(const struct opening *o)
{
	uint32_t last = txn_get_u32(o->s->txn, TABLE_cadence_run,
				    key_bytes(key_u32(KEY(), (uint32_t)o->c->row->form)));

	return last == date_ymd(o->start);
}

/* Without those that have the duty already: a store whose time went back from a wrong future comes
 * to a period a second time. */
static size_t without_row(const struct opening *o, uint32_t *unit, size_t n)
{
	Duban__DutyRef r = DUBAN__DUTY_REF__INIT;
	size_t left = 0;

	r.form = o->c->row->form;
	r.period_date = date_ymd(o->start);
	for (size_t i = 0; i < n; i++) {
		r.unit = unit[i];
		if (!txn_has(o->s->txn, TABLE_duty, key_bytes(duty_key(KEY(), &r))))
			unit[left++] = unit[i];
	}
	return left;
}

static int open_period(const struct opening *o)
{
	struct who_units to;
	size_t n;
	int r;

	if (was_opened(o) || o->due <= o->s->now)
		return txn_error(o->s->txn);
	r = who_units(o->s->txn, o->s->arena, o->c->row->who, o->known, &to);
	n = without_row(o, to.unit, to.n);
	for (size_t i = 0; i < n && !r; i += UNITS_MAX)
		r = tell_some(o, to.unit + i, n - i < UNITS_MAX ? n - i : UNITS_MAX);
	return r;
}

/* The day on which the month's data are confirmed if all goes well. */
static date_t confirmed_by(const struct opening *o)
{
	struct subject_scan *s = o->s;
	struct cadence c;

	if (o->c->when.confirm_wd < 0 ||
	    !cadence_of(s->txn, s->arena, o->profile, DUTY_FORM(MONTHLY_CONFIRM), &c))
		return DATE_NONE;
	return when_day_of(when_due(&c.when, s->calendar, o->start, DATE_NONE, s->zone_minutes),
			   s->zone_minutes);
}

static int open_of_calendar(struct opening *o)
{
	struct subject_scan *s = o->s;
	const struct when *w = &o->c->when;

	o->start = when_start(w->period, date_at(s->now, s->zone_minutes));
	s->again(s, date_start(when_after(w->period, o->start), s->zone_minutes));
	if (!when_holds(w, s->calendar, o->start))
		return 0;
	o->due = when_due(w, s->calendar, o->start, confirmed_by(o), s->zone_minutes);
	return open_period(o);
}

/* The collections that are open: their notice says until when. */
static int open_of_collections(struct opening *o)
{
	struct scan k = scan_start(o->s->txn, TABLE_collection, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&k)) {
		const Duban__Collection *c =
		    record_unpack(o->s->txn, k.value, &duban__collection__descriptor, o->s->arena);

		if (!c || c->state != COLLECTION_STATE(OPEN) || !c->opened_date || !c->until_date)
			continue;
		o->start = date_from_ymd(c->opened_date);
		o->due = date_start(date_from_ymd(c->until_date) + 1, o->s->zone_minutes);
		r = open_period(o);
	}
	return r ? r : txn_error(o->s->txn);
}

static int follow(struct subject_scan *s, const struct subject *one)
{
	const char *profile = cadence_profile(s->txn, s->arena);
	struct who_known known = {.n = 0};
	int r = 0;

	(void)one;
	for (int form = 1; form < DUTY_FORM_MAX_ && !r; form++) {
		struct cadence c;
		struct opening o = {.s = s, .profile = profile, .c = &c, .known = &known};

		if (!cadence_of(s->txn, s->arena, profile, (Duban__DutyForm)form, &c))
			continue;
		r = c.when.period == WHEN_COLLECTION ? open_of_collections(&o)
						     : open_of_calendar(&o);
	}
	return r ? r : txn_error(s->txn);
}

static int load(struct subject_scan *s)
{
	struct subject one = {.id = *s->of};

	return s->of->number == 1 ? s->see(s, &one) : 0;
}

static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	(void)a;
	return !io->number && counter_last(t, "unit") && (io->number = 1);
}

/* The first unit makes it begin. */
static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	ret->number = 1;
	return ev->body_case == DUBAN__EVENT__BODY_UNIT_PUT ||
	       ev->body_case == DUBAN__EVENT__BODY_CADENCE_PUT ||
	       ev->body_case == DUBAN__EVENT__BODY_COLLECTION_OPENED ||
	       ev->body_case == DUBAN__EVENT__BODY_COLLECTION_PUT;
}

static bool about(struct subject_about *io)
{
	io->name = "";
	io->words = "";
	return true;
}

SUBJECT_KIND(cadence, .page = "cadence list", .load = load, .next = next, .touched = touched,
	     .follow = follow, .about = about);
