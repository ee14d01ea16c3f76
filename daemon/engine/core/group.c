/* The open group: stamps events, adds them to the journal's frame and folds them. */
#include "engine/core/group.h"

#include "engine/clock/turn_back.h"
#include "engine/core/checkpoint.h"
#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/published.h"
#include "engine/core/resolved.h"
#include "engine/keeper/restored.h"
#include "engine/tally/tallying.h"
#include "model/calendar/calendar.h"
#include "model/core/event.h"
#include "model/core/fold.h"
#include "model/core/oneof_pack.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"

const struct author author_system = {.role = DUBAN__ROLE__ROLE_SYSTEM};

static void stamp(struct engine *e, Duban__Event *ev, const struct author *who, bool first)
{
	bool back = ev->body_case == DUBAN__EVENT__BODY_CLOCK_REPAIRED;

	ev->seq = e->applied + 1;
	/* The event of a repair is the first one of the time that holds after it. */
	ev->at = back ? ev->clock_repaired->to_at : e->now;
	if (!ev->on_date)
		ev->on_date = date_ymd(date_at(ev->at, e->zone_minutes));
	ev->principal = who->principal;
	ev->role = (Duban__Role)who->role;
	ev->acting_unit = who->unit;
	ev->for_unit = who->for_unit;
	ev->for_person = who->for_person;
	ev->confirmed = who->confirmed;
	ev->request_id =
	    (ProtobufCBinaryData){who->request_id.size, (uint8_t *)(uintptr_t)who->request_id.data};
	if (first)
		ev->request_digest =
		    (ProtobufCBinaryData){who->digest.size, (uint8_t *)(uintptr_t)who->digest.data};
}

static int journal_event(struct engine *e, const Duban__Event *ev, const struct author *who,
			 bool first)
{
	size_t size = oneof_packed_size(&ev->base);
	uint8_t *buf = arena_alloc(e->group, size);
	struct journal_record rec = {.seq = ev->seq,
				     .at = ev->at,
				     .principal = event_sender(ev),
				     .fold_version = FOLD_VERSION,
				     .command_start = first};
	int r;

	if (!buf)
		return -ENOMEM;
	rec.event = BYTES(buf, oneof_pack(&ev->base, buf));
	if (who->request_id.size == REQUEST_ID_SIZE)
		memcpy(rec.request_id, who->request_id.data, REQUEST_ID_SIZE);
	r = journal_add(e->journal, &rec);
	return r ? r : published_add(e, ev, rec.event);
}

/* The first event after a sync opens another group. */
static void open_group(struct engine *e)
{
	if (!e->synced)
		return;
	arena_reset(e->group);
	e->n_published = 0;
	e->synced = false;
}

static int after_schedule_event(struct engine *e, const Duban__Event *ev)
{
	uint32_t from = calendar_version(e->calendar), to = from;
	int r;

	params_forget(e);
	/* An event of one project needs no sweep: the project is touched and evaluated anyway. */
	if (ev->project)
		return 0;
	if (ev->body_case == DUBAN__EVENT__BODY_CALENDAR_PUBLISHED) {
		r = calendar_reload(e);
		if (r)
			return r;
		to = calendar_version(e->calendar);
	}
	sweep_add(e->txn, from, to);
	return txn_error(e->txn);
}

int group_write(struct engine *e, Duban__Event **events, size_t n, const struct author *who)
{
	int r = 0;

	open_group(e);
	for (size_t i = 0; i < n && !r; i++) {
		const struct fold_row *row = fold_row(events[i]->body_case);

		stamp(e, events[i], who, i == 0);
		r = journal_event(e, events[i], who, i == 0);
		if (r)
			break;
		arena_reset(e->pad);
		r = fold_event(e->txn, e->pad, events[i]);
		if (!r)
			r = tallying_note(e, events[i]);
		if (!r && row && row->schedule)
			r = after_schedule_event(e, events[i]);
		if (!r && events[i]->body_case == DUBAN__EVENT__BODY_CLOCK_REPAIRED)
			clock_turn_back(e, events[i]->seq, events[i]->at);
		if (!r && events[i]->body_case == DUBAN__EVENT__BODY_RESTORE_ACCEPTED)
			restored_accept(e);
		e->applied++;
		e->dirty = true;
	}
	return r;
}

size_t group_bytes_of(Duban__Event **events, size_t n)
{
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++)
		bytes += oneof_packed_size(&events[i]->base) + JOURNAL_RECORD_OVERHEAD;
	return bytes;
}

bool engine_group_full(const struct engine *e)
{
	return journal_group_bytes(e->journal) >= GROUP_BYTES_MAX;
}

bool engine_group_open(const struct engine *e)
{
	return !e->synced;
}

int engine_sync(struct engine *e)
{
	int r;

	if (!e->synced) {
		r = tallying_settle(e);
		if (r)
			return r;
		r = journal_sync(e->journal);
		if (r)
			return r;
		assert(journal_durable(e->journal) == e->applied);
		e->synced = true;
		restored_forget(e);
	}
	/* Contacts are not in the journal: they must be on disk before the reply leaves. */
	return e->contacts ? engine_checkpoint(e) : 0;
}
