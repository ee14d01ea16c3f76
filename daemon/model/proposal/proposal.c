#include "model/proposal/proposal.h"

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

Duban__Proposal *proposal_get(struct txn *t, struct arena *a, uint32_t num)
{
	return record_get(t, TABLE_proposal, key_bytes(key_u32(KEY(), num)),
			  &duban__proposal__descriptor, a);
}

int proposals_each(struct txn *t, bool (*each)(void *user, const Duban__Proposal *p), void *user)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct scan s = scan_start(t, TABLE_proposal, BYTES("", 0));
	int r = arena_new(&a, WIRE_ARENA_MAX);

	while (!r && scan_next(&s)) {
		const Duban__Proposal *p;

		arena_reset(a);
		p = record_unpack(t, s.value, &duban__proposal__descriptor, a);
		if (!p || !each(user, p))
			break;
	}
	return r ? r : txn_error(t);
}

Duban__ProposalState proposal_state(const Duban__Proposal *p, usec_t now)
{
	return p->state == PROPOSAL_STATE(WAITING) && now >= p->until_at ? PROPOSAL_STATE(EXPIRED)
									 : p->state;
}

static void fold_made(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Proposal *p = ((const Duban__ProposalMade *)body)->proposal;

	(void)a;
	(void)e;
	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	record_put(t, TABLE_proposal, key_bytes(key_u32(KEY(), p->num)), p);
	counter_raise(t, "proposal", p->num);
}
FOLD(PROPOSAL_MADE, fold_made, .family = FOLD_ALONE);

static void fold_decided(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProposalDecided *b = body;
	Duban__Proposal *p = proposal_get(t, a, b->num);

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->state = b->state;
	p->decided_by = event_sender(e);
	p->decided_at = e->at;
	p->reason = b->reason;
	p->decided_seq = e->seq;
	record_put(t, TABLE_proposal, key_bytes(key_u32(KEY(), p->num)), p);
}
FOLD(PROPOSAL_DECIDED, fold_decided, .family = FOLD_ALONE);
CLOCK_MOVES(proposal, .table = TABLE_proposal, .fields = "made_at until_at decided_at");
