/* What happens to an order. Decide has checked the state table; a move that it does not allow means
 * a damaged journal. */
#include "model/order/order.h"

#include <errno.h>
#include <string.h>

#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/matter.h"
#include "model/core/record.h"
#include "model/notice/news.h"
#include "model/notice/notice.h"
#include "model/order/state.h"
#include "model/warning/stepped.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Order *order_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_order, key_bytes(key_u32(KEY(), num)), &duban__order__descriptor,
			  a);
}

uint32_t order_by_number(struct txn *t, const char *number)
{
	if (!*number || strlen(number) > ORDER_NUMBER_MAX)
		return 0;
	return txn_get_u32(t, TABLE_order_number, key_bytes(key_text(KEY(), number)));
}

Duban__OrderPart *order_part_get(struct txn *t, struct arena *a, uint32_t order, uint32_t no)
{
	return record_get(t, TABLE_order_part, key_bytes(key_u32(key_u32(KEY(), order), no)),
			  &duban__order_part__descriptor, a);
}

int order_parts_load(struct txn *t, struct arena *a, uint32_t order, struct order_parts *ret)
{
	struct scan s = scan_start(t, TABLE_order_part, key_bytes(key_u32(KEY(), order)));

	*ret = (struct order_parts){.n = 0};
	while (scan_next(&s)) {
		ret->part = arena_grow(a, ret->part, ret->n, sizeof *ret->part);
		if (!ret->part)
			return -ENOMEM;
		ret->part[ret->n] = record_unpack(t, s.value, &duban__order_part__descriptor, a);
		if (!ret->part[ret->n])
			break;
		ret->n++;
	}
	return txn_error(t);
}

bool order_part_waits(const Duban__OrderPart *p)
{
	return !p->answered_date && !p->withdrawn;
}

/* ---- the order's own record */

/* Its handler is told how it stands. */
static void tell(struct txn *t, const Duban__Order *o)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;

	s.project = o->project;
	s.kind = (char *)(uintptr_t)ORDER_KIND_NAME;
	s.number = o->num;
	news_put(t, &s, NOTICE_WHOLE);
}

/* Its 文号 and its project never change. */
static void store(struct txn *t, const Duban__Order *o)
{
	record_put(t, TABLE_order, key_bytes(key_u32(KEY(), o->num)), o);
	txn_put_u32(t, TABLE_order_number, key_bytes(key_text(KEY(), o->number)), o->num);
	counter_raise(t, "order", o->num);
	if (order_is_open((int)o->state))
		matter_open(t, o->project, ORDER_KIND_NAME, o->num);
	else
		matter_end(t, o->project, ORDER_KIND_NAME, o->num);
	tell(t, o);
}

/* The lamp that it was issued for waits for its deadline. */
static void tell_lamp(struct txn *t, struct arena *a, const Duban__Order *o)
{
	bool gone = o->state == ORDER_STATE(WITHDRAWN);

	warning_ordered(t, a, o->source, gone ? 0 : o->due_date);
}

static void fold_issued(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Order *o = ((const Duban__OrderIssued *)body)->order;

	(void)e;
	store(t, o);
	tell_lamp(t, a, o);
}
FOLD(ORDER_ISSUED, fold_issued, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

static void fold_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Order *o = ((const Duban__OrderPut *)body)->order;

	(void)e;
	store(t, o);
	tell_lamp(t, a, o);
}
FOLD(ORDER_PUT, fold_put, .tallies = TALLY_NOTHING, .touches = true);

static void remove_order(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	Duban__Order *o =
	    record_unpack(t, BYTES(b->record.data, b->record.len), &duban__order__descriptor, a);

	if (!o)
		return;
	matter_end(t, o->project, ORDER_KIND_NAME, o->num);
	txn_del(t, TABLE_order_number, key_bytes(key_text(KEY(), o->number)));
	txn_del(t, TABLE_order, key_bytes(key_u32(KEY(), o->num)));
}
REMOVE(order, remove_order);

/* ---- its moves */

/* The order in its next state, not stored yet; NULL: the sticky error is set. */
static Duban__Order *moved(struct txn *t, struct arena *a, uint32_t num, enum order_move how)
{
	Duban__Order *o = order_get(t, a, num);
	int to = o ? order_next((int)o->state, how) : 0;

	if (!to) {
		txn_fail(t, -EBADMSG);
		return NULL;
	}
	o->state = (Duban__OrderState)to;
	return o;
}

/* What was asked for is decided, or no longer matters. */
static void forget_ask(Duban__Order *o)
{
	o->ask = ORDER_ASK(INVALID);
	o->ask_unit = 0;
	o->ask_to_date = 0;
	o->ask_reason = (char *)(uintptr_t)protobuf_c_empty_string;
	o->ask_date = 0;
}

static void fold_signed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderSigned *b = body;
	Duban__Order *o = moved(t, a, b->num, ORDER_MOVE_SIGN);

	if (!o)
		return;
	o->signed_date = e->on_date;
	if (b->person)
		o->person = b->person;
	store(t, o);
}
FOLD(ORDER_SIGNED, fold_signed, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

static void fold_worked(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderWorked *b = body;
	Duban__Order *o = moved(t, a, b->num, ORDER_MOVE_WORK);

	(void)e;
	if (!o)
		return;
	o->progress = b->text;
	store(t, o);
}
FOLD(ORDER_WORKED, fold_worked, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

static void fold_answered(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderAnswered *b = body;
	Duban__Order *o = moved(t, a, b->num, ORDER_MOVE_ANSWER);

	if (!o)
		return;
	o->answer = b->text;
	o->answered_date = e->on_date;
	o->answered_by = b->by;
	o->evidence = b->evidence;
	o->n_evidence = b->n_evidence;
	forget_ask(o);
	store(t, o);
}
FOLD(ORDER_ANSWERED, fold_answered, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

static void fold_accepted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderAccepted *b = body;
	Duban__Order *o = moved(t, a, b->num, ORDER_MOVE_ACCEPT);

	if (!o)
		return;
	o->closed_date = e->on_date;
	o->closing = b->text;
	store(t, o);
}
FOLD(ORDER_ACCEPTED, fold_accepted, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

static void fold_returned(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderReturned *b = body;
	Duban__Order *o = moved(t, a, b->num, ORDER_MOVE_RETURN);

	(void)e;
	if (!o)
		return;
	o->returned++;
	o->return_reason = b->reason;
	if (b->due_date)
		o->due_date = b->due_date;
	store(t, o);
}
FOLD(ORDER_RETURNED, fold_returned, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

static void fold_reassigned(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderReassigned *b = body;
	Duban__Order *o = moved(t, a, b->num, ORDER_MOVE_REASSIGN);

	if (!o)
		return;
	o->unit = b->unit;
	o->person = b->person;
	o->due_date = b->due_date;
	o->assigned_date = e->on_date;
	o->signed_date = 0;
	forget_ask(o);
	store(t, o);
}
FOLD(ORDER_REASSIGNED, fold_reassigned, .tallies = TALLY_NOTHING, .touches = true,
     .family = "orders", .subject = "num");

static void fold_withdrawn(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderWithdrawn *b = body;
	Duban__Order *o = moved(t, a, b->num, ORDER_MOVE_WITHDRAW);

	if (!o)
		return;
	o->closed_date = e->on_date;
	o->closing = b->reason;
	forget_ask(o);
	store(t, o);
	tell_lamp(t, a, o);
}
FOLD(ORDER_WITHDRAWN, fold_withdrawn, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

/* ---- what its handler asks for */

static Duban__Order *open_order(struct txn *t, struct arena *a, uint32_t num)
{
	Duban__Order *o = order_get(t, a, num);

	if (o && order_is_open((int)o->state))
		return o;
	txn_fail(t, -EBADMSG);
	return NULL;
}

static void fold_asked(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderAsked *b = body;
	Duban__Order *o = open_order(t, a, b->num);

	if (!o)
		return;
	o->ask = b->ask;
	o->ask_unit = b->unit;
	o->ask_to_date = b->to_date;
	o->ask_reason = b->reason;
	o->ask_date = e->on_date;
	store(t, o);
}
FOLD(ORDER_ASKED, fold_asked, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

static void fold_extended(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__OrderExtended *b = body;
	Duban__Order *o = open_order(t, a, b->num);

	(void)e;
	if (!o)
		return;
	o->due_date = b->to_date;
	o->extensions++;
	forget_ask(o);
	store(t, o);
	tell_lamp(t, a, o);
}
FOLD(ORDER_EXTENDED, fold_extended, .tallies = TALLY_NOTHING, .touches = true, .family = "orders",
     .subject = "num");

static void fold_ask_refused(struct txn *t, struct arena *a, const Duban__Event *e,
			     const void *body)
{
	const Duban__OrderAskRefused *b = body;
	Duban__Order *o = open_order(t, a, b->num);

	(void)e;
	if (!o)
		return;
	forget_ask(o);
	store(t, o);
}
FOLD(ORDER_ASK_REFUSED, fold_ask_refused, .tallies = TALLY_NOTHING, .touches = true,
     .family = "orders", .subject = "num");

/* ---- its parts */

static void fold_part_answered(struct txn *t, struct arena *a, const Duban__Event *e,
			       const void *body)
{
	const Duban__OrderPartAnswered *b = body;
	Duban__OrderPart *p = order_part_get(t, a, b->num, b->no);

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->answer = b->text;
	p->answered_date = e->on_date;
	record_put(t, TABLE_order_part, key_bytes(key_u32(key_u32(KEY(), p->order), p->no)), p);
}
FOLD(ORDER_PART_ANSWERED, fold_part_answered, .tallies = TALLY_NOTHING, .touches = true,
     .family = "parts", .subject = "num no");

/* ---- which order an event is about */

static uint32_t number_in(const ProtobufCMessage *m)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, "num");

	return f ? *(const uint32_t *)(const void *)((const uint8_t *)m + f->offset) : 0;
}

/* An import is taken back. */
static uint32_t order_removed(const Duban__RecordRemoved *b, uint32_t *ret_part)
{
	uint32_t num = 0;

	if (b->kind == IMPORT_KIND(ORDERS)) {
		Duban__Order *o = duban__order__unpack(NULL, b->record.len, b->record.data);

		num = o ? o->num : 0;
		duban__order__free_unpacked(o, NULL);
	} else if (b->kind == IMPORT_KIND(PARTS)) {
		Duban__OrderPart *p =
		    duban__order_part__unpack(NULL, b->record.len, b->record.data);

		num = p ? p->order : 0;
		*ret_part = p ? p->no : 0;
		duban__order_part__free_unpacked(p, NULL);
	}
	return num;
}

uint32_t order_of_event(const Duban__Event *ev, uint32_t *ret_part)
{
	*ret_part = 0;
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_ORDER_ISSUED:
		return ev->order_issued->order->num;
	case DUBAN__EVENT__BODY_ORDER_PUT:
		return ev->order_put->order->num;
	case DUBAN__EVENT__BODY_ORDER_PART_PUT:
		*ret_part = ev->order_part_put->part->no;
		return ev->order_part_put->part->order;
	case DUBAN__EVENT__BODY_ORDER_PART_ANSWERED:
		*ret_part = ev->order_part_answered->no;
		return ev->order_part_answered->num;
	case DUBAN__EVENT__BODY_ORDER_SIGNED:
	case DUBAN__EVENT__BODY_ORDER_WORKED:
	case DUBAN__EVENT__BODY_ORDER_ANSWERED:
	case DUBAN__EVENT__BODY_ORDER_ACCEPTED:
	case DUBAN__EVENT__BODY_ORDER_RETURNED:
	case DUBAN__EVENT__BODY_ORDER_ASKED:
	case DUBAN__EVENT__BODY_ORDER_REASSIGNED:
	case DUBAN__EVENT__BODY_ORDER_EXTENDED:
	case DUBAN__EVENT__BODY_ORDER_ASK_REFUSED:
	case DUBAN__EVENT__BODY_ORDER_WITHDRAWN:
		return number_in((const ProtobufCMessage *)(const void *)ev->order_signed);
	case DUBAN__EVENT__BODY_RECORD_REMOVED:
		return order_removed(ev->record_removed, ret_part);
	default:
		return 0;
	}
}
