/* The part of a share that follows from its chains: links due and done on time (链条按期率). A
 * link is due once its deadline is certain, that is when it is done, or all that it waits for is;
 * not while its clock stands still, and not if it was cancelled or carried over. */
#include "base/arena.h"
#include "model/link/link.h"
#include "model/param/parameter.h"
#include "model/tally/cells.h"
#include "model/tally/share.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static bool is_certain(const struct schedule_link *l)
{
	if (l->state == LINK_STATE(DONE))
		return true;
	return l->prerequisites_done && l->state != LINK_STATE(CANCELLED) &&
	       l->state != LINK_STATE(CARRIED) && l->state != LINK_STATE(SUSPENDED);
}

static void put_link(struct tally_cells *c, const struct schedule_link *l)
{
	uint32_t due = date_ymd(l->deadline), done = date_ymd(l->finished);

	if (!due || !is_certain(l))
		return;
	cells_add(c, due / 100, TALLY_LINKS_DUE, 1);
	/* it counts from the month of the deadline on, also if it was done before */
	if (l->state == LINK_STATE(DONE) && done && done <= due)
		cells_add(c, due / 100, TALLY_LINKS_ON_TIME, 1);
}

int share_links(const struct tally_of *x, const Duban__Project *p, struct tally_cells *c)
{
	struct scan s = scan_start(x->txn, TABLE_chain, key_bytes(key_u32(KEY(), p->num)));
	struct schedule_rolls roll;
	bool have_roll = false;
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		struct chain chain;

		(void)key_read_u32(&k);
		r = chain_load(x->txn, x->arena, p->num, key_read_u32(&k), &chain);
		if (!r && !have_roll)
			r = parameter_rolls(x->txn, x->arena, p, &roll);
		if (r)
			return r;
		have_roll = true;
		chain.schedule.roll = roll;
		/* what is certain does not depend on today */
		r = schedule_compute(&chain.schedule, x->calendar, date_from_ymd(DATE_MIN));
		for (size_t i = 0; i < chain.n && !r; i++)
			put_link(c, &chain.schedule.link[i]);
	}
	return r ? r : txn_error(x->txn);
}
