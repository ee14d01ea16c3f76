/* What is told of an order (督办件): to its handler that it is issued, returned, put off, and over.
 * Its lamps are told as lamps. */
#include "model/order/order.h"
#include "model/office/holder.h"
#include "model/order/state.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "rules/notice/look.h"
#include "rules/notice/recipients.h"
#include "rules/notice/source.h"
#include "store/db/txn.h"

static int look(struct subject_scan *s, struct notice_look *l)
{
	const Duban__Order *o = order_get(s->txn, s->arena, l->subject->number);

	if (!o)
		return txn_error(s->txn);
	l->open = order_is_open((int)o->state);
	l->due_date = o->due_date;
	l->state.occurrence = 1;
	/* each return, and each day that is put off, is news to who handles it */
	l->state.times = o->returned + o->extensions;
	return txn_error(s->txn);
}

/* Who handles it; if nobody is named, the contact and the head of its unit. */
static int recipients(struct subject_scan *s, const struct notice_look *l, struct recipients *ret)
{
	static const Duban__Recipient unit[] = {RECIPIENT(CONTACT), RECIPIENT(HEAD)};
	const Duban__Order *o = order_get(s->txn, s->arena, l->subject->number);
	struct recipients_of of = {.scan = s, .ret = ret};
	int r = 0;

	if (!o)
		return txn_error(s->txn);
	of.ask.unit = o->unit;
	if (o->project)
		of.ask.project = project_get(s->txn, s->arena, o->project);
	if (o->person && o->person->person)
		return recipients_name(&of, o->person->person, RECIPIENT(RESPONSIBLE), 1);
	for (size_t i = 0; i < sizeof unit / sizeof *unit && !r; i++)
		r = recipients_add(&of, unit[i], 1);
	return r;
}

static bool touched(const Duban__Event *ev)
{
	uint32_t part;

	return order_of_event(ev, &part) != 0;
}

NOTICE_SOURCE(order, .look = look, .recipients = recipients, .touched = touched,
	      .begun = "order_issued", .changed = "order_changed", .ended = "order_over",
	      .left = "order_left");
