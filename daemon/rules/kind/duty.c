/* The kind "duty": the duties of one form of one unit, or a one-off duty, as a subject of the city.
 * Its follow notes what fulfilled a duty, what it waits for, and that its time has moved. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/duty/form.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "proto/record/record.h"
#include "rules/kind/duty_view.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { DAYS_BACK = 400 }; /* how far back the last duty that was done is looked for */

/* ---- load */

/* Nobody asks for it any more: the profile, or this row of it, is not in force. */
static bool is_dropped(const struct duty_view *v, const Duban__Duty *d)
{
	return *d->profile && !v->cadence;
}

static int look_at(struct subject_scan *s, struct duty_view *v)
{
	struct duty_look *look = arena_alloc(s->arena, (v->open.n + 1) * sizeof *look);
	int64_t review_wd = 0;
	int r = parameter_number(s->txn, s->arena, NULL, "report.review_wd", &review_wd);

	v->late = arena_alloc(s->arena, (v->open.n + 1) * sizeof *v->late);
	if (!look || !v->late)
		return -ENOMEM;
	v->look = look;
	for (size_t i = 0; i < v->open.n && !r; i++) {
		const Duban__Duty *d = v->open.duty[i];
		struct duty_ask q = {.txn = s->txn,
				     .arena = s->arena,
				     .duty = d,
				     .cadence = *d->profile ? v->cadence : NULL,
				     .calendar = s->calendar,
				     .zone_minutes = s->zone_minutes,
				     .now = s->now,
				     .review_wd = review_wd};

		r = duty_look(&q, &look[i]);
		if (look[i].met) {
			v->happened = date_from_ymd(look[i].done_date);
			/* the periods before a meeting are not held against anybody any more */
			v->n = v->held ? 0 : v->n;
		} else if (d->lamps && look[i].late != USEC_NEVER && !is_dropped(v, d)) {
			v->late[v->n++] = look[i].late;
		}
	}
	return r;
}

/* The day on which the last one of the series was done; false: it has no row at all. */
static bool last_done(struct subject_scan *s, const Duban__DutyRef *series, date_t *ret)
{
	Duban__DutyRef r = *series;
	struct key *prefix = key_u32(key_u32(key_u32(KEY(), (uint32_t)r.form), r.no), r.unit);
	date_t back = date_at(s->now, s->zone_minutes) - DAYS_BACK;
	struct bytes key, value;
	struct scan k;

	if (!txn_last(s->txn, TABLE_duty, key_bytes(prefix), &key, &value))
		return false;
	r.period_date = date_ymd(back);
	k = scan_after(s->txn, TABLE_duty, key_bytes(prefix), key_bytes(duty_key(KEY(), &r)));
	while (scan_next(&k)) {
		const Duban__Duty *d =
		    record_unpack(s->txn, k.value, &duban__duty__descriptor, s->arena);

		if (d && d->state == DUTY_STATE(DONE))
			*ret = date_from_ymd(d->done_date);
	}
	return true;
}

static int load(struct subject_scan *s)
{
	struct subject one = {.id = *s->of, .unit = s->of->number};
	struct duty_view v = {
	    .calendar = s->calendar, .zone_minutes = s->zone_minutes, .happened = DATE_NONE};
	struct cadence c;
	Duban__DutyRef series;
	int r;

	if (!duty_series(s->of, &series) || !last_done(s, &series, &v.happened))
		return txn_error(s->txn);
	v.held = duty_form(series.form)->held;
	if (cadence_of(s->txn, s->arena, cadence_profile(s->txn, s->arena), series.form, &c))
		v.cadence = &c;
	r = duties_open(s->txn, s->arena, &series, &v.open);
	if (!r)
		r = look_at(s, &v);
	one.view = &v;
	return r ? r : s->see(s, &one);
}

static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	Duban__DutyRef r = DUBAN__DUTY_REF__INIT;
	bool fine = io->number && duty_series(io, &r);

	(void)a;
	if ((io->number && !fine) || !duty_series_after(t, &r))
		return false;
	*io = duty_subject(&r);
	return true;
}

/* ---- follow */

static Duban__DutyRef *ref_of(struct subject_scan *s, const Duban__Duty *d)
{
	Duban__DutyRef r = duty_ref(d);

	return arena_dup(s->arena, &r, sizeof r);
}

/* An event about the duty with a body of that type; NULL: no memory. */
#define TELL(s, CASE, member, Type, init)                                                          \
	({                                                                                         \
		Duban__Event *told_ = (s)->tell(s);                                                \
		Type *body_ = arena_alloc((s)->arena, sizeof *body_);                              \
		if (told_ && body_) {                                                              \
			init(body_);                                                               \
			told_->body_case = DUBAN__EVENT__BODY_##CASE;                              \
			told_->member = body_;                                                     \
		}                                                                                  \
		told_ ? body_ : NULL;                                                              \
	})

static int tell_done(struct subject_scan *s, const Duban__Duty *d, const struct duty_look *k)
{
	Duban__DutyDone *b = TELL(s, DUTY_DONE, duty_done, Duban__DutyDone, duban__duty_done__init);

	if (!b)
		return -ENOMEM;
	b->duty = ref_of(s, d);
	b->done_date = k->done_date;
	b->by = k->by;
	b->record = (char *)(uintptr_t)k->record;
	return b->duty ? 0 : -ENOMEM;
}

static int tell_dropped(struct subject_scan *s, const Duban__Duty *d)
{
	Duban__DutyWaived *b =
	    TELL(s, DUTY_WAIVED, duty_waived, Duban__DutyWaived, duban__duty_waived__init);

	if (!b)
		return -ENOMEM;
	b->duty = ref_of(s, d);
	b->by = DUTY_BY(CADENCE);
	return b->duty ? 0 : -ENOMEM;
}

static int tell_moved(struct subject_scan *s, const Duban__Duty *d, usec_t to)
{
	Duban__DutyMoved *b =
	    TELL(s, DUTY_MOVED, duty_moved, Duban__DutyMoved, duban__duty_moved__init);

	if (!b)
		return -ENOMEM;
	b->duty = ref_of(s, d);
	b->from_at = d->due_at;
	b->to_at = to;
	return b->duty ? 0 : -ENOMEM;
}

static int tell_awaits(struct subject_scan *s, const Duban__Duty *d, uint32_t project)
{
	Duban__DutyAwaits *b =
	    TELL(s, DUTY_AWAITS, duty_awaits, Duban__DutyAwaits, duban__duty_awaits__init);

	if (!b)
		return -ENOMEM;
	b->duty = ref_of(s, d);
	b->awaited = project;
	return b->duty ? 0 : -ENOMEM;
}

static int follow_one(struct subject_scan *s, const struct duty_view *v, size_t i)
{
	const Duban__Duty *d = v->open.duty[i];
	const struct duty_look *k = &v->look[i];
	int r = 0;

	if (is_dropped(v, d))
		return tell_dropped(s, d);
	if (k->met)
		return tell_done(s, d, k);
	if (k->due != d->due_at)
		r = tell_moved(s, d, k->due);
	if (!r && k->awaits != d->awaits)
		r = tell_awaits(s, d, k->awaits);
	if (s->now < k->due)
		s->again(s, k->due);
	return r;
}

static int follow(struct subject_scan *s, const struct subject *one)
{
	const struct duty_view *v = one->view;
	int r = 0;

	for (size_t i = 0; i < v->open.n && !r; i++)
		r = follow_one(s, v, i);
	return r ? r : txn_error(s->txn);
}

/* ---- which events it is about */

static int wake_ref(void *user, const Duban__DutyRef *r)
{
	struct subject_wakes *w = user;
	Duban__Subject of = duty_subject(r);

	w->wake(w, &of);
	return 0;
}

/* Only if the unit has such a duty open: else nothing is evaluated. */
static void wake(struct subject_wakes *w, Duban__DutyForm form, uint32_t unit)
{
	Duban__DutyRef r = DUBAN__DUTY_REF__INIT;

	r.form = form;
	r.unit = unit;
	if (duty_series_is_open(w->txn, &r))
		(void)wake_ref(w, &r);
}

/* The same for one period. */
static void wake_open(struct subject_wakes *w, Duban__DutyForm form, uint32_t unit, uint32_t period)
{
	Duban__DutyRef r = DUBAN__DUTY_REF__INIT;

	r.form = form;
	r.unit = unit;
	r.period_date = period;
	if (duty_is_open(w->txn, &r))
		wake_ref(w, &r);
}

static void wake_of_form(struct subject_wakes *w, Duban__DutyForm form)
{
	(void)duties_of_form(w->txn, form, wake_ref, w);
}

/* A project's report came in, for the data that its unit owes. */
static void wake_report(struct subject_wakes *w, const Duban__Report *r)
{
	date_t day = date_from_ymd(r->on_date);
	uint32_t unit = w->ev->project_unit;

	if (r->form == REPORT_FORM(DAILY))
		wake_open(w, DUTY_FORM(DAILY), unit, r->on_date);
	else if (r->form == REPORT_FORM(WEEKLY) && day != DATE_NONE)
		wake_open(w, DUTY_FORM(WEEKLY_DATA), unit, date_ymd(when_start(WHEN_WEEK, day)));
	else if (r->form == REPORT_FORM(MONTHLY))
		wake_open(w, DUTY_FORM(MONTHLY_DATA), unit, r->period_month * 100 + 1);
}

/* A verdict on a monthly report: those who judge, and of one that is returned who owes it again. */
static void wake_verdict(struct subject_wakes *w, uint32_t report)
{
	const Duban__Report *r = report_get(w->txn, w->arena, report);

	if (!r || r->form != REPORT_FORM(MONTHLY))
		return;
	if (r->reviewer)
		wake(w, DUTY_FORM(MONTHLY_REVIEW), r->reviewer);
	wake_of_form(w, DUTY_FORM(MONTHLY_CONFIRM));
	if (r->state == REPORT_STATE(RETURNED))
		wake_report(w, r);
}

static void wake_done(struct subject_wakes *w, const Duban__DutyRef *r)
{
	(void)wake_ref(w, r);
	if (r->form == DUTY_FORM(MONTHLY_CONFIRM))
		wake_open(w, DUTY_FORM(BULLETIN), r->unit, r->period_date);
}

static void wake_opened(struct subject_wakes *w, const Duban__DutiesOpened *b)
{
	/* without lamps it ends with its period, and has no time of its own */
	for (size_t i = 0; i < b->n_unit && b->lamps; i++)
		wake(w, b->form, b->unit[i]);
}

static void wake_candidate(struct subject_wakes *w, uint32_t unit)
{
	while (unit) {
		const Duban__Unit *u = unit_get(w->txn, w->arena, unit);

		wake(w, DUTY_FORM(COLLECTION), unit);
		unit = u ? u->parent : 0;
	}
}

static void wake_meeting(struct subject_wakes *w, const Duban__Meeting *m)
{
	if (m && m->form && m->unit)
		wake(w, m->form, m->unit);
}

static void wake_put(struct subject_wakes *w, const Duban__Duty *d)
{
	Duban__DutyRef r = duty_ref(d);

	(void)wake_ref(w, &r);
}

static void wakes(struct subject_wakes *w)
{
	const Duban__Event *ev = w->ev;

	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_DUTIES_OPENED:
		wake_opened(w, ev->duties_opened);
		break;
	case DUBAN__EVENT__BODY_DUTY_PUT:
		wake_put(w, ev->duty_put->duty);
		break;
	case DUBAN__EVENT__BODY_DUTY_DONE:
		wake_done(w, ev->duty_done->duty);
		break;
	case DUBAN__EVENT__BODY_DUTY_WAIVED:
		wake_done(w, ev->duty_waived->duty);
		break;
	case DUBAN__EVENT__BODY_DUTY_MOVED:
		(void)wake_ref(w, ev->duty_moved->duty);
		break;
	case DUBAN__EVENT__BODY_CADENCE_PUT:
		wake_of_form(w, ev->cadence_put->cadence->form);
		break;
	case DUBAN__EVENT__BODY_REPORT_SUBMITTED:
		wake_report(w, ev->report_submitted->report);
		break;
	case DUBAN__EVENT__BODY_REPORT_PUT:
		wake_report(w, ev->report_put->report);
		break;
	case DUBAN__EVENT__BODY_REPORT_REVIEWED:
		wake_verdict(w, ev->report_reviewed->num);
		break;
	case DUBAN__EVENT__BODY_REPORT_RETURNED:
		wake_verdict(w, ev->report_returned->num);
		break;
	case DUBAN__EVENT__BODY_REPORT_CONFIRMED:
		wake_verdict(w, ev->report_confirmed->num);
		break;
	case DUBAN__EVENT__BODY_MEETING_PUT:
		wake_meeting(w, ev->meeting_put->meeting);
		wake_meeting(w, ev->meeting_put->was);
		break;
	case DUBAN__EVENT__BODY_GATHERING_PUT:
		wake_of_form(w, DUTY_FORM(GATHERING));
		break;
	case DUBAN__EVENT__BODY_CANDIDATE_PUT:
		wake_candidate(w, ev->candidate_put->candidate->unit);
		break;
	default:
		break;
	}
}

/* ---- what people are told */

/* 月度数据报送: the first word of the form in the files. */
static const char *form_word(Duban__DutyForm form)
{
	const struct record_column *c =
	    record_column(record_of_noun(&duban__duty__descriptor), "form");

	for (const struct record_word *w = c->word; w->text; w++)
		if (w->value == (int)form)
			return w->text;
	return "";
}

static bool about(struct subject_about *io)
{
	Duban__DutyRef series;
	struct duties open;
	const Duban__Duty *d;

	if (!duty_series(io->id, &series))
		return false;
	io->unit = series.unit;
	io->name = form_word(series.form);
	io->words = duty_id(io->txn, io->arena, &series);
	if (duties_open(io->txn, io->arena, &series, &open))
		return false;
	d = open.n ? open.duty[0] : NULL;
	if (d && *d->title)
		io->name = d->title;
	if (d && d->person) {
		io->person = d->person->name;
		io->person_num = d->person->person;
	}
	return io->words;
}

SUBJECT_KIND(duty, .page = "duty show", .load = load, .next = next, .wakes = wakes,
	     .follow = follow, .about = about);
