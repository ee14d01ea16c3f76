/* The kind "order": open orders of a project or of the city, and with a sub-number their parts. An
 * answer that waits for who accepts it stands still, as what else is handed in does, until the end
 * of the days that a reviewer has; from then on it is that one's turn. */
#include <errno.h>
#include <string.h>

#include "model/calendar/calendar.h"
#include "model/core/matter.h"
#include "model/office/unit.h"
#include "model/order/order.h"
#include "model/order/state.h"
#include "model/param/parameter.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "rules/kind/order_view.h"
#include "rules/subject.h"
#include "store/db/txn.h"

static struct order_view view_of(const struct subject_scan *s, const Duban__Order *o)
{
	return (struct order_view){
	    .number = o->number,
	    .given = date_from_ymd(o->assigned_date),
	    .due = date_from_ymd(o->due_date),
	    .to_sign = o->state == ORDER_STATE(ISSUED),
	    .signed_on = date_from_ymd(o->signed_date),
	    .extended = o->extensions > 0,
	    .calendar = s->calendar,
	    .zone_minutes = s->zone_minutes,
	};
}

static struct subject subject_of(const Duban__Order *o, uint32_t part, const struct order_view *v)
{
	struct subject one = {.id = DUBAN__SUBJECT__INIT, .unit = o->unit, .view = v};

	one.id.project = o->project;
	one.id.kind = (char *)(uintptr_t)ORDER_KIND_NAME;
	one.id.number = o->num;
	one.id.sub = part;
	return one;
}

/* It is answered: quiet at first, then the turn of who accepts it. */
static int wait(struct subject_scan *s, const Duban__Order *o, struct subject *one)
{
	int64_t wd;
	usec_t until;
	int r = parameter_number(s->txn, s->arena, s->project, "report.review_wd", &wd);

	if (r)
		return r;
	until = date_start(calendar_add(s->calendar, date_from_ymd(o->answered_date), (int)wd) + 1,
			   s->zone_minutes);
	one->frozen = s->now < until;
	if (one->frozen)
		s->again(s, until);
	one->turn = o->acceptor ? TURN(REVIEWER) : TURN(OFFICE);
	one->turn_unit = o->acceptor;
	return 0;
}

static int see_order(struct subject_scan *s, const Duban__Order *o)
{
	struct order_view v = view_of(s, o);
	struct subject one = subject_of(o, 0, &v);
	int r = o->state == ORDER_STATE(ANSWERED) ? wait(s, o, &one) : 0;

	return r ? r : s->see(s, &one);
}

static int see_part(struct subject_scan *s, const Duban__Order *o, const Duban__OrderPart *p)
{
	struct order_view v = view_of(s, o);
	struct subject one = subject_of(o, p->no, &v);

	if (!order_part_waits(p))
		return 0;
	one.unit = p->unit;
	v.given = date_from_ymd(o->issued_date);
	v.due = date_from_ymd(p->due_date);
	v.to_sign = false;
	v.extended = false;
	return s->see(s, &one);
}

static int see_all(struct subject_scan *s, const Duban__Order *o)
{
	struct order_parts parts;
	int r = see_order(s, o);

	if (!r)
		r = order_parts_load(s->txn, s->arena, o->num, &parts);
	for (size_t i = 0; !r && i < parts.n; i++)
		r = see_part(s, o, parts.part[i]);
	return r;
}

static int scan(struct subject_scan *s)
{
	int r = 0;

	for (size_t i = 0; i < s->matters->n && !r; i++) {
		const Duban__Order *o;

		if (strcmp(s->matters->matter[i].kind, ORDER_KIND_NAME) != 0)
			continue;
		o = order_get(s->txn, s->arena, s->matters->matter[i].num);
		r = o ? see_all(s, o) : txn_error(s->txn) ? txn_error(s->txn) : -EBADMSG;
	}
	return r;
}

/* ---- of the city */

static int load(struct subject_scan *s)
{
	const Duban__Order *o = order_get(s->txn, s->arena, s->of->number);
	const Duban__OrderPart *p;

	if (!o || o->project || !order_is_open((int)o->state))
		return txn_error(s->txn);
	if (!s->of->sub)
		return see_order(s, o);
	p = order_part_get(s->txn, s->arena, o->num, s->of->sub);
	return p ? see_part(s, o, p) : txn_error(s->txn);
}

/* An order, then its parts, then the next order. */
static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	struct order_parts parts;

	if (io->number && !order_parts_load(t, a, io->number, &parts))
		for (size_t i = 0; i < parts.n; i++)
			if (parts.part[i]->no > io->sub) {
				io->sub = parts.part[i]->no;
				return true;
			}
	io->sub = 0;
	return matter_next(t, ORDER_KIND_NAME, &io->number);
}

/* The subjects of a project are evaluated together: the kind "project" tells them. */
static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	if (ev->project)
		return false;
	ret->number = order_of_event(ev, &ret->sub);
	return ret->number != 0;
}

/* The ladder of the lamp that the order was issued for waits for the order's deadline: whatever
 * sets it, the lamp is looked at again. It may be of the city, or of another project. */
static void wakes(struct subject_wakes *w)
{
	uint32_t part, num = order_of_event(w->ev, &part);
	const Duban__Order *o = num && !part ? order_get(w->txn, w->arena, num) : NULL;
	Duban__Subject lamp = DUBAN__SUBJECT__INIT;
	const struct subject_kind *kind;
	struct warning_id of;

	if (!o || !warning_id_parse(o->source, &of))
		return;
	kind = subject_kind_of(&of.subject);
	if (!kind || !warning_last_occurrence(w->txn, &of.subject, of.rule))
		return;
	lamp.project = of.subject.project;
	if (!lamp.project) {
		lamp = of.subject;
		lamp.kind = (char *)(uintptr_t)kind->name; /* `of` does not live so long */
	}
	w->wake(w, &lamp);
}

/* ---- what people are told */

static void say_person(struct subject_about *io, const Duban__Order *o)
{
	if (o->signer) {
		io->leader = o->signer->name;
		io->leader_num = o->signer->person;
	}
	if (o->person) {
		io->person = o->person->name;
		io->person_num = o->person->person;
	}
}

/* Whoever may not read an internal order is told its number alone. */
static bool about(struct subject_about *io)
{
	const Duban__Order *o = order_get(io->txn, io->arena, io->id->number);
	const Duban__OrderPart *p =
	    o && io->id->sub ? order_part_get(io->txn, io->arena, o->num, io->id->sub) : NULL;

	if (!o || (io->id->sub && !p))
		return false;
	io->unit = p ? p->unit : o->unit;
	io->words = o->number;
	io->name = o->internal ? o->number
			       : arena_printf(io->arena, "%s %s", o->number,
					      p && *p->text ? p->text : o->title);
	if (!p)
		say_person(io, o);
	return io->name;
}

/* ---- why a lamp goes out */

static Duban__ClearCause cause(const struct subject *s, const struct rule *rule,
			       const struct outcome *o, const Duban__Warning *w)
{
	const struct order_view *v = s->view;

	(void)rule;
	if (w->due_date != date_ymd(o->due))
		return v->extended ? CLEAR_CAUSE(EXTENDED) : CLEAR_CAUSE(MOVED);
	return v->to_sign ? CLEAR_CAUSE(MOVED) : CLEAR_CAUSE(DONE);
}

static Duban__ClearCause ended(struct txn *t, struct arena *a, const Duban__Subject *s,
			       uint32_t *ret_on_date)
{
	const Duban__Order *o = order_get(t, a, s->number);
	const Duban__OrderPart *p = s->sub ? order_part_get(t, a, s->number, s->sub) : NULL;

	*ret_on_date = p ? p->answered_date : o ? o->answered_date : 0;
	if (p)
		return p->answered_date ? CLEAR_CAUSE(DONE) : CLEAR_CAUSE(WITHDRAWN);
	return o && o->state == ORDER_STATE(ACCEPTED) ? CLEAR_CAUSE(DONE) : CLEAR_CAUSE(WITHDRAWN);
}

SUBJECT_KIND(order, .page = "order show", .scan = scan, .load = load, .next = next,
	     .touched = touched, .wakes = wakes, .about = about, .cause = cause, .ended = ended);
