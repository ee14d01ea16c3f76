/* Verify: reads the store, changes nothing in it, folds its journal into another one and compares.
 * Runs in a process of its own. */
#include <errno.h>
#include <stdlib.h>

#include "base/arena.h"
#include "engine/core/due.h"
#include "engine/keeper/again.h"
#include "engine/keeper/keeper.h"
#include "model/core/record.h"
#include "model/tally/tally.h"
#include "proto/status.h"
#include "store/blob/blob.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/state.h"
#include "store/db/txn.h"
#include "text/hex.h"

#define BUILD_IT_AGAIN                                                                             \
	"the state is damaged. Build it again: `dubanctl rebuild`, or `duband --rebuild` when "    \
	"duband does not run"

/* Tallies of links follow the calendar; while a sweep goes on about that, they are on their way. */
static int compare_tallies(struct again *v, enum table table, struct bytes key)
{
	const char *what = NULL;

	if (txn_count(v->read, TABLE_sweep))
		return 0;
	arena_reset(v->pad);
	if (table == TABLE_tally)
		what = tally_explain(v->pad, v->read, v->fold, key);
	return again_says(
	    v, "the tallies differ from the state they are counted from: %s: " BUILD_IT_AGAIN,
	    what ? what : "what one project adds to them");
}

/* The tables that the journal gives, row by row. */
static int compare_folded(struct again *v)
{
	char hex[2 * 64 + 1] = "";
	enum table table;
	struct bytes key;
	int r = db_compare(v->read, v->fold, &table, &key);

	if (r || table == TABLE_MAX_)
		return r;
	if (table == TABLE_tally || table == TABLE_tally_share)
		return compare_tallies(v, table, key);
	(void)hex_text(BYTES(key.data, key.size < 64 ? key.size : 64), hex);
	return again_says(v, "table %s differs from the journal's at key %s: " BUILD_IT_AGAIN,
			  table_name(table), hex);
}

/* The other ones by their sums and by what must hold of them; folding does not make them. */
static int check_unfolded(struct again *v)
{
	char fault[DUE_FAULT_MAX];
	enum table table;
	int r = db_check_sums(v->read, &table);

	if (r)
		return r;
	if (table != TABLE_MAX_)
		return again_says(
		    v, "the rows of the table %s do not add up to its sum: " BUILD_IT_AGAIN,
		    table_name(table));
	if (!due_sound(v->read, fault))
		return txn_error(v->read) ? txn_error(v->read)
					  : again_says(v, "%s: " BUILD_IT_AGAIN, fault);
	return 0;
}

static int compare(struct again *v)
{
	int r = compare_folded(v);

	if (!r)
		r = check_unfolded(v);
	if (!r)
		(void)again_says(v, "the state at event %llu equals the journal's",
				 (unsigned long long)v->seq);
	return r;
}

/* Each stored file that an event names must be there, undamaged. */
static int check_blobs(struct again *v)
{
	struct scan s = scan_start(v->read, TABLE_evidence, BYTES("", 0));
	const char *what = NULL;
	int r = 0;

	while (!r && scan_next(&s)) {
		_cleanup_free_ char *why = NULL;
		Duban__Evidence *e;

		arena_reset(v->pad);
		e = record_unpack(v->read, s.value, &duban__evidence__descriptor, v->pad);
		if (!e || e->digest.len != HASH_SIZE)
			return txn_error(v->read) ? txn_error(v->read) : -EBADMSG;
		why = blob_blame(v->dir, e->digest.data);
		if (why)
			return again_says(v, "%s", why);
		r = blob_check(v->dir, e->digest.data, e->size, &what);
		if (!r && what)
			return again_says(v,
					  "the stored file %s (佐证) is missing or damaged: put it "
					  "again, or take it from a backup's folder " BLOB_FOLDER,
					  e->name);
	}
	return r ? r : txn_error(v->read);
}

int engine_verify(const char *dir, bool *ret_ok, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
		  char **ret_text)
{
	struct again v = {.dir = dir};
	int r;

	r = again_open(&v);
	if (!r)
		r = again_fold(&v, v.seq);
	if (!r)
		r = compare(&v);
	if (!r)
		r = check_blobs(&v);
	if (!r)
		r = db_state_hash(v.read, ret_hash);
	r = again_explain(&v, r);
	if (r >= 0) {
		*ret_ok = r == 0;
		*ret_seq = v.seq;
		*ret_text = TAKE_PTR(v.text);
	}
	again_close(&v);
	return r < 0 ? r : 0;
}
