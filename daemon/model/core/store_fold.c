/* The first event of a store, and events that only record a fact. */
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/notice/ledger.h"
#include "store/db/key.h"

static void fold_store_created(struct txn *t, struct arena *a, const Duban__Event *e,
			       const void *body)
{
	const Duban__StoreCreated *c = body;
	Duban__Store s = DUBAN__STORE__INIT;

	(void)a;
	s.epoch = c->epoch;
	s.zone = c->zone;
	s.zone_minutes = c->zone_minutes;
	s.simulated = c->simulated;
	s.clock_at = e->at;
	record_put(t, TABLE_store, key_bytes(KEY()), &s);
	if (c->notices)
		notices_begin(t, e->at);
}
FOLD(STORE_CREATED, fold_store_created, .family = FOLD_ALONE);

/* Events that change no table of their own: every event's `at` moves the clock (fold.c), the rows
 * of an import have their own events, and a moved deadline is derived data. */
static void fold_record_only(struct txn *t, struct arena *a, const Duban__Event *e,
			     const void *body)
{
	(void)t;
	(void)a;
	(void)e;
	(void)body;
}
FOLD(CLOCK_SET, fold_record_only, .family = FOLD_ALONE);
FOLD(CLOCK_ACCEPTED, fold_record_only, .family = FOLD_ALONE);
FOLD(IMPORT_DONE, fold_record_only, .family = FOLD_ALONE);
FOLD(RULES_CHANGED, fold_record_only, .family = FOLD_ALONE);
FOLD(DEADLINE_MOVED, fold_record_only, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

/* A mark of this backup that is still in the folder is done with. */
static void fold_restore_accepted(struct txn *t, struct arena *a, const Duban__Event *e,
				  const void *body)
{
	const Duban__RestoreAccepted *b = body;
	Duban__Store *s = store_row(t, a);

	(void)e;
	if (!s)
		return;
	s->restored_seq = b->backup_seq;
	s->restored_at = b->backup_at;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
}
FOLD(RESTORE_ACCEPTED, fold_restore_accepted, .family = FOLD_ALONE);
