#include "model/core/clock_repair.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

usec_t clock_repair_move(const Duban__ClockRepair *r, usec_t at)
{
	usec_t moved = at - (r->from_at - r->to_at);

	if (at <= r->to_at)
		return at;
	return moved > r->last_at ? moved : r->last_at;
}

usec_t clock_recorded(const Duban__Store *s, uint64_t seq, usec_t at)
{
	for (size_t i = 0; i < s->n_clock_repair; i++)
		if (seq < s->clock_repair[i]->seq)
			at = clock_repair_move(s->clock_repair[i], at);
	return at;
}

static bool move_field(const Duban__ClockRepair *r, ProtobufCMessage *m, const char *name)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);
	int64_t *at = (int64_t *)(void *)((uint8_t *)m + f->offset), before = *at;

	*at = clock_repair_move(r, before);
	return *at != before;
}

static bool move_fields(const Duban__ClockRepair *r, ProtobufCMessage *m, const char *names)
{
	bool moved = false;

	for (const char *s = names; *s; s += strspn(s, " ")) {
		char name[64];

		s += snprintf(name, sizeof name, "%.*s", (int)strcspn(s, " "), s);
		if (move_field(r, m, name))
			moved = true;
	}
	return moved;
}

static void move_table(struct txn *t, struct arena *a, const Duban__ClockRepair *r,
		       const struct clock_moves_row *row, int zone_minutes)
{
	struct scan s = scan_start(t, row->table, BYTES("", 0));

	while (scan_next(&s)) {
		ProtobufCMessage *m;
		bool moved;

		arena_reset(a);
		m = record_unpack(t, s.value, row->record, a);
		if (!m)
			return;
		moved = row->move ? row->move(r, zone_minutes, m) : move_fields(r, m, row->fields);
		if (!moved)
			continue;
		record_put(t, row->table, s.key, m);
		if (row->after)
			row->after(t, a, m);
	}
}

static void move_all(struct txn *t, const Duban__ClockRepair *r, int zone_minutes)
{
	/* One record at a time: a store may hold more than fits into a fold's arena. */
	_cleanup_(arena_freep) struct arena *one = NULL;

	if (arena_new(&one, WIRE_ARENA_MAX)) {
		txn_fail(t, -ENOMEM);
		return;
	}
	SECTION_FOREACH(duban_clock_moves, struct clock_moves_row, it)
	{
		if ((*it)->all)
			(*it)->all(t, r, zone_minutes);
		else
			move_table(t, one, r, *it, zone_minutes);
	}
}

static void fold_clock_repaired(struct txn *t, struct arena *a, const Duban__Event *e,
				const void *body)
{
	const Duban__ClockRepaired *b = body;
	Duban__ClockRepair r = DUBAN__CLOCK_REPAIR__INIT;
	Duban__Store *s = store_row(t, a);

	if (!s)
		return;
	r.seq = e->seq;
	r.from_at = b->from_at;
	r.to_at = b->to_at;
	r.last_at = b->last_at;
	s->clock_repair =
	    arena_longer(a, s->clock_repair, s->n_clock_repair, sizeof *s->clock_repair);
	if (!s->clock_repair) {
		txn_fail(t, -ENOMEM);
		return;
	}
	s->clock_repair[s->n_clock_repair++] = &r;
	s->clock_at = b->to_at;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
	move_all(t, &r, s->zone_minutes);
}
FOLD(CLOCK_REPAIRED, fold_clock_repaired, .family = FOLD_ALONE);
