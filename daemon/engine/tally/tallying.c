#include "engine/tally/tallying.h"

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/touch.h"
#include "model/core/fold.h"
#include "model/tally/tally.h"
#include "store/db/txn.h"

struct noting {
	struct engine *e;
	unsigned parts;
	int r;
};

static void note(void *user, const Duban__Subject *of)
{
	struct noting *n = user;

	if (of->project && !n->r)
		n->r = tally_note(n->e->tallies, of->project, n->parts);
}

int tallying_note(struct engine *e, const Duban__Event *ev)
{
	const struct fold_row *row = fold_row(ev->body_case);
	struct noting n = {.e = e, .parts = row ? row->tallies : 0};
	const struct touch to = {.txn = e->txn, .arena = e->tally_memory, .each = note, .user = &n};

	if (n.parts & TALLY_NOTHING)
		return 0;
	if (!n.parts)
		n.parts = TALLY_ALL;
	if (ev->project)
		return tally_note(e->tallies, ev->project, n.parts);
	if (!row || !row->touches)
		return 0;
	arena_reset(e->tally_memory);
	touched_each(&to, ev);
	return n.r;
}

int tallying_swept(struct engine *e, uint32_t project)
{
	bool back =
	    e->restate.on && e->restate.by == DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_CLOCK_REPAIRED;

	return project ? tally_note(e->tallies, project, back ? TALLY_ALL : TALLY_PROJECT) : 0;
}

static struct tally_of state_of(struct engine *e)
{
	return (struct tally_of){.txn = e->txn,
				 .arena = e->tally_memory,
				 .calendar = e->calendar,
				 .zone_minutes = e->zone_minutes};
}

int tallying_settle(struct engine *e)
{
	const struct tally_of x = state_of(e);

	if (!tallies_wait(e->tallies))
		return 0;
	e->dirty = true;
	return tally_settle(e->tallies, &x);
}

int tallying_begin(struct engine *e)
{
	const struct tally_of x = state_of(e);

	if (txn_count(e->txn, TABLE_tally_share) >= txn_count(e->txn, TABLE_project))
		return tallying_settle(e);
	e->dirty = true;
	return tally_settle_all(e->tallies, &x);
}
