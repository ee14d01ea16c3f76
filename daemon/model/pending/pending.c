#include "model/pending/pending.h"

#include <errno.h>

#include "base/arena.h"
#include "model/core/clock_repair.h"
#include "model/core/counter.h"
#include "model/core/event.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Pending *pending_get(struct txn *t, struct arena *a, uint32_t num)
{
	return record_get(t, TABLE_pending, key_bytes(key_u32(KEY(), num)),
			  &duban__pending__descriptor, a);
}

int pendings_each(struct txn *t, bool (*each)(void *user, const Duban__Pending *p), void *user)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct scan s = scan_start(t, TABLE_pending, BYTES("", 0));
	int r = arena_new(&a, WIRE_ARENA_MAX);

	while (!r && scan_next(&s)) {
		const Duban__Pending *p;

		arena_reset(a);
		p = record_unpack(t, s.value, &duban__pending__descriptor, a);
		if (!p || !each(user, p))
			break;
	}
	return r ? r : txn_error(t);
}

Duban__PendingState pending_state(const Duban__Pending *p, usec_t now)
{
	return p->state == PENDING_STATE(WAITING) && now >= p->until_at ? PENDING_STATE(EXPIRED)
									: p->state;
}

static void fold_made(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Pending *p = ((const Duban__PendingMade *)body)->pending;

	(void)a;
	(void)e;
	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	record_put(t, TABLE_pending, key_bytes(key_u32(KEY(), p->num)), p);
	counter_raise(t, "pending", p->num);
}
FOLD(PENDING_MADE, fold_made, .family = FOLD_ALONE);

static void fold_decided(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__PendingDecided *b = body;
	Duban__Pending *p = pending_get(t, a, b->num);

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->state = b->state;
	p->decided_by = event_sender(e);
	p->decided_at = e->at;
	p->reason = b->reason;
	p->decided_seq = e->seq;
	record_put(t, TABLE_pending, key_bytes(key_u32(KEY(), p->num)), p);
}
FOLD(PENDING_DECIDED, fold_decided, .family = FOLD_ALONE);
CLOCK_MOVES(pending, .table = TABLE_pending, .fields = "made_at until_at decided_at");
