/* What is to be done about open orders: who handles one or a part of it answers, who accepts it
 * judges the answer, who may decides what the handler asks for. */
#include <errno.h>
#include <string.h>

#include "api/core/request.h"
#include "api/order/target.h"
#include "api/todo/source.h"
#include "model/calendar/calendar.h"
#include "model/order/order.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "store/db/txn.h"

enum { RULE = 18 };

static Duban__Level lamp_of(struct todo *t, const Duban__Order *o, uint32_t part)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;
	const Duban__Warning *w;
	uint32_t last;

	s.project = o->project;
	s.kind = (char *)(uintptr_t)ORDER_KIND_NAME;
	s.number = o->num;
	s.sub = part;
	last = warning_last_occurrence(t->rq->txn, &s, RULE);
	w = last ? warning_get(t->rq->txn, t->arena, &s, RULE, last) : NULL;
	return w && w->state == WARNING_STATE(OPEN) ? w->level : LEVEL(INVALID);
}

/* The lamp turns red once the deadline has passed. */
static int red_at(struct todo *t, const Duban__Project *p, uint32_t due, usec_t *ret)
{
	int64_t wd;
	int r = parameter_number(t->rq->txn, t->arena, p, "W18.r_after_wd", &wd);

	if (r)
		return r;
	*ret = date_start(calendar_add(t->rq->calendar, date_from_ymd(due), (int)wd),
			  t->rq->zone_minutes);
	if (*ret <= t->rq->now)
		*ret = 0;
	return 0;
}

static const char *why_of(const Duban__Order *o)
{
	switch (o->state) {
	case ORDER_STATE(ISSUED):
		return "todo.why.order_sign";
	case ORDER_STATE(ANSWERED):
		return "todo.why.order_accept";
	case ORDER_STATE(RETURNED):
		return "todo.why.order_returned";
	default:
		return "todo.why.order_answer";
	}
}

static int add(struct todo *t, const Duban__Order *o, struct todo_item *i)
{
	int r = red_at(t, t->project, i->due, &i->next_at);

	if (r)
		return r;
	i->kind = ORDER_KIND_NAME;
	i->id = o->number;
	if (i->next_at)
		i->next_step = (struct todo_text){.code = "todo.next.order_red"};
	return todo_add(t, i);
}

static int add_order(struct todo *t, const Duban__Order *o)
{
	bool answered = o->state == ORDER_STATE(ANSWERED);
	struct todo_item i = {
	    .what = o->title,
	    .due = o->due_date,
	    .level = lamp_of(t, o, 0),
	    .why = {.code = why_of(o), .arg = {o->number}},
	    .unit = answered ? o->acceptor : o->unit,
	    .owner = answered ? o->unit : 0,
	    .person = {todo_who(o->person)},
	};

	return add(t, o, &i);
}

/* What its handler asks for waits for the office. */
static int add_ask(struct todo *t, const Duban__Order *o)
{
	struct todo_item i = {
	    .kind = ORDER_KIND_NAME,
	    .id = o->number,
	    .what = o->title,
	    .due = o->due_date,
	    .why = {.code = "todo.why.order_ask",
		    .arg = {o->number, o->ask == ORDER_ASK(EXTEND) ? "@order_ask.extend"
								   : "@order_ask.reassign"}},
	    .unit = o->acceptor,
	    .owner = o->unit,
	};

	return o->ask ? todo_add(t, &i) : 0;
}

static int add_parts(struct todo *t, const Duban__Order *o)
{
	struct order_parts parts;
	int r = order_parts_load(t->rq->txn, t->arena, o->num, &parts);

	for (size_t k = 0; k < parts.n && !r; k++) {
		const Duban__OrderPart *p = parts.part[k];
		struct todo_item i = {
		    .what = *p->text ? p->text : o->title,
		    .due = p->due_date,
		    .level = lamp_of(t, o, p->no),
		    .why = {.code = "todo.why.order_part",
			    .arg = {o->number, arena_printf(t->arena, "%u", p->no)}},
		    .unit = p->unit,
		};

		if (order_part_waits(p))
			r = add(t, o, &i);
	}
	return r;
}

static int each(struct todo *t)
{
	int r = 0;

	for (size_t i = 0; i < t->matters.n && !r; i++) {
		const Duban__Order *o;

		if (strcmp(t->matters.matter[i].kind, ORDER_KIND_NAME) != 0)
			continue;
		todo_next(t);
		o = order_get(t->rq->txn, t->arena, t->matters.matter[i].num);
		if (!o)
			return txn_error(t->rq->txn) ? txn_error(t->rq->txn) : -EBADMSG;
		if (!order_reads(t->rq, o, t->project))
			continue;
		r = add_order(t, o);
		if (!r)
			r = add_ask(t, o);
		if (!r)
			r = add_parts(t, o);
	}
	return r;
}

/* Any open order, and each part of it that waits. */
static bool shows(struct todo *t, const Duban__Subject *of)
{
	struct order_parts parts;

	if (strcmp(subject_kind_name(of), ORDER_KIND_NAME) != 0 ||
	    !matter_is_open(t->rq->txn, of->project, ORDER_KIND_NAME, of->number))
		return false;
	if (!of->sub)
		return true;
	if (order_parts_load(t->rq->txn, t->arena, of->number, &parts))
		return false;
	for (size_t i = 0; i < parts.n; i++)
		if (parts.part[i]->no == of->sub)
			return order_part_waits(parts.part[i]);
	return false;
}

/* Whoever handles it or a part of it, or accepts it. */
static bool has_part(const struct todo_part *q)
{
	const Duban__Order *o = order_get(q->txn, q->arena, q->num);
	struct order_parts parts;

	if (!o)
		return false;
	if (part_of(q, o->unit) || part_of(q, o->acceptor))
		return true;
	if (order_parts_load(q->txn, q->arena, q->num, &parts))
		return false;
	for (size_t i = 0; i < parts.n; i++)
		if (part_of(q, parts.part[i]->unit))
			return true;
	return false;
}
TODO_SOURCE(order, .each = each, .has_part = has_part, .shows = shows);
