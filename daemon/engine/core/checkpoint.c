/* A checkpoint: LMDB commits (and syncs) all folded events together with the seq of the last one.
 * Only while applied = durable, so that LMDB is never ahead of the journal. */
#include "engine/core/checkpoint.h"

#include <assert.h>
#include <errno.h>

#include "engine/clock/trust.h"
#include "engine/core/engine_private.h"
#include "engine/tally/tallying.h"
#include "proto/model.pb-c.h"
#include "proto/status.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/point.h"
#include "store/journal/roll.h"

#define MARK_KEY() key_bytes(key_text(KEY(), "applied"))

static int mark_applied(struct engine *e)
{
	uint8_t hash[HASH_SIZE], epoch[EPOCH_SIZE];
	struct key *v;

	journal_durable_hash(e->journal, hash);
	journal_epoch(e->journal, epoch);
	v = key_raw(key_raw(key_u64(KEY(), e->applied), BYTES(hash, sizeof hash)),
		    BYTES(epoch, sizeof epoch));
	txn_put(e->txn, TABLE_mark, MARK_KEY(), key_bytes(v));
	trust_mark(e);
	return txn_error(e->txn);
}

bool mark_read(struct txn *t, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
	       uint8_t ret_epoch[EPOCH_SIZE])
{
	struct bytes v;
	struct key_reader r;

	if (!txn_get(t, TABLE_mark, MARK_KEY(), &v))
		return false;
	if (v.size != sizeof(uint64_t) + HASH_SIZE + EPOCH_SIZE) {
		txn_fail(t, -EBADMSG);
		return false;
	}
	r = (struct key_reader){.rest = v, .ok = true};
	*ret_seq = key_read_u64(&r);
	memcpy(ret_hash, r.rest.data, HASH_SIZE);
	memcpy(ret_epoch, (const uint8_t *)r.rest.data + HASH_SIZE, EPOCH_SIZE);
	return true;
}

/* Disk space reserved after data.mdb so that the next checkpoints succeed on a full disk: this part
 * of the journal's reserve, 64 MiB of 256. */
enum { RESERVE_PART = 4 };

int engine_checkpoint(struct engine *e)
{
	struct txn *t;
	int r;

	assert(e->synced && journal_durable(e->journal) == e->applied);
	r = tallying_settle(e);
	if (!r)
		r = mark_applied(e);
	if (r)
		return r;
	t = TAKE_PTR(e->txn);
	journal_point("checkpoint-begun");
	r = txn_commit(t);
	journal_point("checkpoint-committed");
	if (!r)
		r = txn_begin(&e->txn, e->db, true);
	if (r)
		return r;
	journal_checkpointed(e->journal, e->applied);
	e->commands = 0;
	e->oldest_mono = 0;
	e->dirty = e->contacts = false;
	/* Fails on a full disk. That does no harm: the space was reserved by an earlier
	 * checkpoint. */
	(void)db_reserve(e->db, journal_reserve_bytes(e->journal) / RESERVE_PART);
	return 0;
}

static bool due_now(const struct engine *e, usec_t mono, bool idle)
{
	usec_t age = e->oldest_mono ? mono - e->oldest_mono : 0;

	if (!e->dirty)
		return false;
	return e->commands >= e->checkpoint_at_commands ||
	       journal_unsynced_bytes(e->journal) >= CHECKPOINT_BYTES ||
	       age >= CHECKPOINT_AGE_MS * USEC_PER_MSEC ||
	       (idle && age >= CHECKPOINT_IDLE_MS * USEC_PER_MSEC);
}

/* Adapts N, the number of commands per checkpoint, to the time the last commit took: N * target /
 * ms, within its bounds. */
static void adapt(struct engine *e, uint64_t commands, usec_t took, bool idle)
{
	usec_t target =
	    (idle ? CHECKPOINT_TARGET_QUIET_MS : CHECKPOINT_TARGET_LOAD_MS) * USEC_PER_MSEC;
	uint64_t n = commands * (uint64_t)target / (uint64_t)(took > 0 ? took : 1);

	/* The time of a small commit says little about a large one. */
	if (commands < CHECKPOINT_COMMANDS_MIN)
		return;
	if (n < CHECKPOINT_COMMANDS_MIN)
		n = CHECKPOINT_COMMANDS_MIN;
	if (n > CHECKPOINT_COMMANDS_MAX)
		n = CHECKPOINT_COMMANDS_MAX;
	e->checkpoint_at_commands = n;
}

int engine_checkpoint_if_due(struct engine *e, usec_t mono, bool idle, usec_t (*clock)(void))
{
	uint64_t commands = e->commands;
	int r;

	if (e->dirty && !e->oldest_mono)
		e->oldest_mono = mono;
	if (!e->synced || !due_now(e, mono, idle))
		return 0;
	r = engine_checkpoint(e);
	if (!r && clock)
		adapt(e, commands, clock() - mono, idle);
	return r;
}

usec_t engine_checkpoint_at(const struct engine *e, usec_t mono)
{
	if (!e->dirty)
		return USEC_NEVER;
	return (e->oldest_mono ? e->oldest_mono : mono) + CHECKPOINT_IDLE_MS * USEC_PER_MSEC;
}

int engine_put_contact(struct engine *e, uint32_t person, const char *phone)
{
	Duban__Contact c = DUBAN__CONTACT__INIT;
	uint8_t buf[256];

	c.person = person;
	c.phone = (char *)(uintptr_t)phone;
	if (duban__contact__get_packed_size(&c) > sizeof buf)
		return STATUS_INVALID;
	txn_put(e->txn, TABLE_contact, key_bytes(key_u32(KEY(), person)),
		BYTES(buf, duban__contact__pack(&c, buf)));
	e->dirty = e->contacts = true;
	return txn_error(e->txn);
}
