/* Removes a record and everything below it, when the import that made it is reverted. Decide has
 * checked that nothing depends on it. Its number is not used again. Its warnings, all cleared, are
 * kept. */
#include "model/core/removed.h"

#include "model/core/event.h"
#include "model/core/fold.h"
#include "model/core/noun.h"
#include "model/core/record.h"
#include "model/core/request.h"
#include "model/core/store.h"
#include "model/duty/duty.h"
#include "model/link/link.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static void remove_unit(struct txn *t, struct arena *a, uint32_t num)
{
	Duban__Unit *u = unit_get(t, a, num);

	if (!u)
		return;
	txn_del(t, TABLE_unit_id, key_bytes(key_text(KEY(), u->id)));
	txn_del(t, TABLE_unit_child, key_bytes(key_u32(key_u32(KEY(), u->parent), num)));
	txn_del(t, TABLE_unit, key_bytes(key_u32(KEY(), num)));
	duties_remove(t, num); /* opened by the calendar: what the unit did would keep it */
}

static void remove_person(struct txn *t, struct arena *a, uint32_t num)
{
	Duban__Person *p = person_get(t, a, num);

	if (!p)
		return;
	txn_del(t, TABLE_person_id, key_bytes(key_text(KEY(), p->id)));
	txn_del(t, TABLE_person_name, key_bytes(key_u32(key_text(KEY(), p->name), num)));
	txn_del(t, TABLE_person, key_bytes(key_u32(KEY(), num)));
}

static void remove_under(struct txn *t, enum table table, uint32_t project)
{
	struct scan s = scan_start(t, table, key_bytes(key_u32(KEY(), project)));

	while (scan_next(&s))
		txn_del(t, table, key_bytes(key_raw(KEY(), s.key)));
}

static void count_off(struct txn *t, struct arena *a)
{
	Duban__Store *s = store_row(t, a);

	if (!s)
		return;
	s->projects--;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
}

/* Links go with their project, without an event each. */
static void forget_link_units(struct txn *t, struct arena *a, uint32_t project)
{
	struct scan s = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), project)));

	while (scan_next(&s)) {
		const Duban__Link *l = record_unpack(t, s.value, &duban__link__descriptor, a);
		const uint32_t unit[] = {l ? l->unit : 0, l ? l->service_unit : 0};

		for (size_t i = 0; i < 2; i++)
			txn_del(t, TABLE_link_unit,
				key_bytes(key_u32(key_u32(KEY(), unit[i]), project)));
	}
}

static void remove_project(struct txn *t, struct arena *a, uint32_t num)
{
	static const enum table under[] = {TABLE_life,	TABLE_member,	  TABLE_plan,
					   TABLE_chain, TABLE_link,	  TABLE_progress,
					   TABLE_paper, TABLE_acceptance, TABLE_figure};
	Duban__Project *p = project_get(t, a, num);

	if (!p)
		return;
	txn_del(t, TABLE_project_code, key_bytes(key_text(KEY(), p->code)));
	for (size_t i = 0; i < p->n_former; i++)
		txn_del(t, TABLE_project_code, key_bytes(key_text(KEY(), p->former[i])));
	project_units_know(t, p, false);
	forget_link_units(t, a, num);
	for (size_t i = 0; i < sizeof under / sizeof *under; i++)
		remove_under(t, under[i], num);
	txn_del(t, TABLE_project, key_bytes(key_u32(KEY(), num)));
	count_off(t, a);
}

static void remove_link(struct txn *t, struct arena *a, uint32_t project,
			const Duban__NounRemoved *b)
{
	struct key *k = key_u32(key_u32(key_u32(KEY(), project), b->year), b->link);
	const Duban__Link *was = link_get(t, a, project, b->year, b->link);

	txn_del(t, TABLE_link, key_bytes(k));
	txn_del(t, TABLE_progress, key_bytes(k));
	if (was)
		link_units_know(t, a, was, NULL);
}

static void fold_removed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NounRemoved *b = body;
	struct key *k = key_u32(key_u32(KEY(), e->project), b->year);

	switch (b->noun) {
	case DUBAN__NOUN_KIND__NOUN_KIND_UNIT:
		remove_unit(t, a, b->num);
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_PERSON:
		remove_person(t, a, b->num);
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_PROJECT:
		remove_project(t, a, b->num);
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_CHAIN:
		txn_del(t, TABLE_chain, key_bytes(k));
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_PLAN:
		year_plan_remove(t, a, e->project, b->year, b->num);
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_LINK:
		remove_link(t, a, e->project, b);
		break;
	default:
		txn_fail(t, -EBADMSG);
		break;
	}
}
FOLD(NOUN_REMOVED, fold_removed, .touches = true, .family = FOLD_ALONE);

/* The removed record: the message in the event's field for its kind, or unpacked from bytes if its
 * kind has no field. NULL: none, or the sticky error is set. */
static const ProtobufCMessage *removed_record(struct txn *t, struct arena *a,
					      const Duban__RecordRemoved *b)
{
	const ProtobufCMessageDescriptor *d = b->base.descriptor;
	const struct noun *n = noun_of(b->kind);

	for (unsigned i = 0; i < d->n_fields; i++) {
		const void *at = (const uint8_t *)b + d->fields[i].offset;

		if (d->fields[i].type == PROTOBUF_C_TYPE_MESSAGE && *(void *const *)at)
			return *(ProtobufCMessage *const *)at;
	}
	return n ? record_unpack(t, BYTES(b->record.data, b->record.len), n->record->noun, a)
		 : NULL;
}

static void fold_record_removed(struct txn *t, struct arena *a, const Duban__Event *e,
				const void *body)
{
	const ProtobufCMessage *record = removed_record(t, a, body);
	const struct record *r = record ? record_of_noun(record->descriptor) : NULL;

	SECTION_FOREACH(duban_removals, struct remove_row, it)
	{
		if (!record || (*it)->record != record->descriptor)
			continue;
		(*it)->remove(t, a, e);
		return;
	}
	if (r && noun_of(r->kind)->n)
		noun_remove(t, noun_of(r->kind), record);
	else
		txn_fail(t, -EBADMSG);
}
/* .schedule: parameters and categories apply to many projects */
FOLD(RECORD_REMOVED, fold_record_removed, .touches = true, .schedule = true, .family = FOLD_ALONE);

static void put_undone(struct txn *t, uint64_t first, uint64_t last, uint64_t by)
{
	Duban__Undone u = DUBAN__UNDONE__INIT;

	u.first_seq = first;
	u.last_seq = last;
	u.by_seq = by;
	record_put(t, TABLE_undone, key_bytes(key_u64(KEY(), first)), &u);
}

/* Completes a revert, whose events come right before this one. Neither command counts any more:
 * nothing can depend on them, and they depend on nothing. */
static void fold_reverted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ImportReverted *b = body;
	Duban__RequestMark *m =
	    request_mark(t, a, event_sender(e), BYTES(e->request_id.data, e->request_id.len));

	if (b->import_first_seq)
		put_undone(t, b->import_first_seq, b->import_seq, e->seq);
	put_undone(t, m ? m->first_seq : e->seq, e->seq, e->seq);
}
FOLD(IMPORT_REVERTED, fold_reverted, .family = FOLD_ALONE);

int undone_load(struct txn *t, struct arena *a, struct undone *ret)
{
	struct scan s = scan_start(t, TABLE_undone, BYTES("", 0));

	*ret = (struct undone){.n = 0};
	while (scan_next(&s)) {
		ret->span = arena_grow(a, ret->span, ret->n, sizeof *ret->span);
		if (!ret->span)
			return -ENOMEM;
		ret->span[ret->n] = record_unpack(t, s.value, &duban__undone__descriptor, a);
		if (!ret->span[ret->n])
			break;
		ret->n++;
	}
	return txn_error(t);
}

const Duban__Undone *undone_find(const struct undone *u, uint64_t seq)
{
	size_t low = 0, high = u->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (u->span[mid]->last_seq < seq)
			low = mid + 1;
		else
			high = mid;
	}
	return low < u->n && u->span[low]->first_seq <= seq ? u->span[low] : NULL;
}
