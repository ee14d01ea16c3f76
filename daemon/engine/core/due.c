#include "engine/core/due.h"

#include <errno.h>

#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Table `due` is the time heap: its first key is the next wake-up. One row a subject, kept by
 * `armed`; lazy: a look that moves later leaves the row, which then fires early and files
 * itself again. Example: due of project 17 at 2020-03-02 00:00 +08:00 =
 * 00 05 9f cc 91 cd a0 00 | 01 | 00 00 00 11
 *
 * A sweep works through all projects in number order, a slice at a tick.
 * sweep row: number -> from calendar u32, to calendar u32, next project u32 */

static struct key *due_key(struct key *k, usec_t at, enum subject_kind kind, uint32_t num)
{
	return key_u32(key_u8(key_time(k, at), (uint8_t)kind), num);
}

static struct key *subject_key(struct key *k, enum subject_kind kind, uint32_t num)
{
	return key_u32(key_u8(k, (uint8_t)kind), num);
}

bool due_first(struct txn *t, struct due *ret)
{
	struct scan s = scan_start(t, TABLE_due, BYTES("", 0));
	struct key_reader r;

	if (!scan_next(&s))
		return false;
	r = (struct key_reader){.rest = s.key, .ok = true};
	ret->at = key_read_time(&r);
	ret->kind = (enum subject_kind)key_read_u8(&r);
	ret->num = key_read_u32(&r);
	if (!r.ok)
		txn_fail(t, -EBADMSG);
	return r.ok;
}

usec_t due_armed(struct txn *t, enum subject_kind kind, uint32_t num)
{
	struct bytes v;
	struct key_reader r;

	if (!txn_get(t, TABLE_armed, key_bytes(subject_key(KEY(), kind, num)), &v))
		return USEC_NEVER;
	r = (struct key_reader){.rest = v, .ok = true};
	return key_read_time(&r);
}

void due_take(struct txn *t, const struct due *d)
{
	txn_del(t, TABLE_due, key_bytes(due_key(KEY(), d->at, d->kind, d->num)));
	txn_del(t, TABLE_armed, key_bytes(subject_key(KEY(), d->kind, d->num)));
}

void due_arm(struct txn *t, enum subject_kind kind, uint32_t num, usec_t at)
{
	usec_t armed;

	if (at == USEC_NEVER)
		return;
	armed = due_armed(t, kind, num);
	if (armed <= at)
		return;
	if (armed != USEC_NEVER)
		txn_del(t, TABLE_due, key_bytes(due_key(KEY(), armed, kind, num)));
	txn_put(t, TABLE_due, key_bytes(due_key(KEY(), at, kind, num)), BYTES("", 0));
	txn_put(t, TABLE_armed, key_bytes(subject_key(KEY(), kind, num)),
		key_bytes(key_time(KEY(), at)));
}

bool sweep_first(struct txn *t, struct sweep *ret)
{
	struct scan s = scan_start(t, TABLE_sweep, BYTES("", 0));
	struct key_reader k, v;

	if (!scan_next(&s))
		return false;
	k = (struct key_reader){.rest = s.key, .ok = true};
	v = (struct key_reader){.rest = s.value, .ok = true};
	ret->num = key_read_u32(&k);
	ret->from_calendar = key_read_u32(&v);
	ret->to_calendar = key_read_u32(&v);
	ret->next_project = key_read_u32(&v);
	if (!k.ok || !v.ok)
		txn_fail(t, -EBADMSG);
	return k.ok && v.ok;
}

void sweep_put(struct txn *t, const struct sweep *s)
{
	struct key *v =
	    key_u32(key_u32(key_u32(KEY(), s->from_calendar), s->to_calendar), s->next_project);

	txn_put(t, TABLE_sweep, key_bytes(key_u32(KEY(), s->num)), key_bytes(v));
}

/* Many parameters or categories in one import need one look, not one each. */
static bool serves(struct bytes waiting, uint32_t from_calendar, uint32_t to_calendar)
{
	struct key_reader r = {.rest = waiting, .ok = true};
	bool plain = key_read_u32(&r) == key_read_u32(&r);

	return plain && key_read_u32(&r) == 1 && r.ok && from_calendar == to_calendar;
}

void sweep_add(struct txn *t, uint32_t from_calendar, uint32_t to_calendar)
{
	struct bytes key, value;
	struct sweep s = {.num = 1,
			  .from_calendar = from_calendar,
			  .to_calendar = to_calendar,
			  .next_project = 1};

	if (txn_last(t, TABLE_sweep, BYTES("", 0), &key, &value)) {
		struct key_reader r = {.rest = key, .ok = true};

		if (serves(value, from_calendar, to_calendar))
			return;
		s.num = key_read_u32(&r) + 1;
	}
	sweep_put(t, &s);
}

void sweep_end(struct txn *t, const struct sweep *s)
{
	txn_del(t, TABLE_sweep, key_bytes(key_u32(KEY(), s->num)));
}

void sweep_passed(struct txn *t, uint32_t to_calendar, uint32_t project)
{
	struct sweep s;

	/* Sweeps run one after another, so only the first can have said anything. */
	if (!sweep_first(t, &s) || s.to_calendar != to_calendar || s.next_project > project)
		return;
	s.next_project = project + 1;
	sweep_put(t, &s);
}

static void clear(struct txn *t, enum table table)
{
	struct scan s = scan_start(t, table, BYTES("", 0));

	while (scan_next(&s)) {
		struct key k = {.size = 0};

		key_raw(&k, s.key);
		txn_del(t, table, key_bytes(&k));
	}
}

void due_clear(struct txn *t)
{
	clear(t, TABLE_due);
	clear(t, TABLE_armed);
	clear(t, TABLE_sweep);
}
