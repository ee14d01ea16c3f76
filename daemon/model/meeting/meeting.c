#include "model/meeting/meeting.h"

#include <string.h>

#include "base/arena.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static struct key *meeting_key(struct key *k, const char *series, uint32_t number)
{
	return key_u32(key_text(k, series), number);
}

static struct key *held_prefix(struct key *k, Duban__DutyForm form, uint32_t unit)
{
	return key_u32(key_u32(k, (uint32_t)form), unit);
}

static struct key *held_key(struct key *k, const Duban__Meeting *m)
{
	return meeting_key(key_u32(held_prefix(k, m->form, m->unit), m->held_date), m->series,
			   m->number);
}

Duban__Meeting *meeting_get(struct txn *t, struct arena *a, const char *series, uint32_t number)
{
	struct key *k = meeting_key(KEY(), series, number);

	if (k->overflow)
		return NULL;
	return record_get(t, TABLE_meeting, key_bytes(k), &duban__meeting__descriptor, a);
}

uint32_t meeting_last(struct txn *t, const char *series)
{
	struct key *k = key_text(KEY(), series);
	struct key_reader last = {.ok = true};
	struct bytes value;

	if (k->overflow || !txn_last(t, TABLE_meeting, key_bytes(k), &last.rest, &value))
		return 0;
	(void)key_read_text(&last);
	return key_read_u32(&last);
}

bool meeting_held_in(struct txn *t, struct arena *a, struct meeting_sought *io)
{
	struct key *prefix = held_prefix(KEY(), io->form, io->unit);
	struct key *from = held_prefix(KEY(), io->form, io->unit);
	struct scan s = scan_after(t, TABLE_meeting_held, key_bytes(prefix),
				   key_bytes(key_u32(from, date_ymd(io->from))));
	struct key_reader k;
	const char *series;

	if (!scan_next(&s))
		return false;
	k = (struct key_reader){.rest = s.key, .ok = true};
	(void)key_read_u32(&k);
	(void)key_read_u32(&k);
	io->held_date = key_read_u32(&k);
	if (io->held_date > date_ymd(io->until))
		return false;
	series = key_read_text(&k);
	io->id = arena_printf(a, "%s/%u", series, key_read_u32(&k));
	return io->id;
}

static bool counts(const Duban__Meeting *m)
{
	return m && m->state == MEETING_STATE(HELD) && m->form && m->unit;
}

static void fold_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__MeetingPut *b = body;
	const Duban__Meeting *m = b->meeting, *was = meeting_get(t, a, m->series, m->number);

	(void)e;
	if (counts(was))
		txn_del(t, TABLE_meeting_held, key_bytes(held_key(KEY(), was)));
	if (counts(m))
		txn_put(t, TABLE_meeting_held, key_bytes(held_key(KEY(), m)), BYTES("", 0));
	record_put(t, TABLE_meeting, key_bytes(meeting_key(KEY(), m->series, m->number)), m);
}
FOLD(MEETING_PUT, fold_put, .tallies = TALLY_NOTHING);

static void remove_meeting(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__Meeting *m =
	    record_unpack(t, BYTES(b->record.data, b->record.len), &duban__meeting__descriptor, a);

	if (!m)
		return;
	if (counts(m))
		txn_del(t, TABLE_meeting_held, key_bytes(held_key(KEY(), m)));
	txn_del(t, TABLE_meeting, key_bytes(meeting_key(KEY(), m->series, m->number)));
}
REMOVE(meeting, remove_meeting);
