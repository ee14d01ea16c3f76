/* Work on the whole store: backup and verify. */
#include "engine/keeper/keeper.h"

#include <stdarg.h>
#include <sys/stat.h>

#include "engine/core/checkpoint.h"
#include "engine/core/engine_private.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/blob/blob.h"
#include "store/blob/draft.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/state.h"
#include "store/db/txn.h"
#include "store/journal/copy.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"
#include "store/journal/roll.h"
#include "text/hex.h"

int engine_prepare_backup(struct engine *e, uint64_t *ret_seq)
{
	int r;

	assert(e->synced);
	r = engine_checkpoint(e);
	if (!r)
		r = journal_roll(e->journal);
	if (r)
		return r;
	*ret_seq = e->applied;
	return 0;
}

int engine_backup(struct engine *e, const char *dir, uint64_t seq)
{
	int r;

	if (mkdir(dir, 0700) < 0)
		return -errno;
	r = db_copy(e->db, dir);
	if (!r)
		r = journal_copy_sealed(e->dir, dir, seq);
	return r ? r : blob_copy_all(e->dir, dir);
}

/* ---- stored files */

int engine_draft_blob(struct engine *e, unsigned number, struct blob_draft **ret)
{
	return blob_draft_new(e->dir, number, ret);
}

int engine_add_blob(struct engine *e, struct blob_draft *d, struct bytes piece)
{
	return journal_spares(e->journal, piece.size) ? blob_draft_add(d, piece) : STATUS_FULL;
}

void engine_clear_blobs(struct engine *e, unsigned n)
{
	blob_drafts_clear(e->dir, n);
}

int engine_read_blob(struct engine *e, const uint8_t digest[HASH_SIZE],
		     const struct blob_range *range, size_t *ret_n)
{
	return blob_read(e->dir, digest, range, ret_n);
}

int engine_check_blob(struct engine *e, const uint8_t digest[HASH_SIZE], uint64_t size,
		      bool *ret_fine)
{
	return blob_check(e->dir, digest, size, ret_fine);
}

/* ---- verify: runs in a process of its own, reads the store and folds the journal into another
 * one */

struct verifying {
	const char *dir;
	char scratch[512];
	struct db *db, *again;
	struct txn *read, *fold;
	struct journal *journal;
	struct arena *pad;
	uint64_t seq;
	uint8_t hash[HASH_SIZE];
	char *text;
};

static int says(struct verifying *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static int says(struct verifying *v, const char *fmt, ...)
{
	va_list ap;

	free(v->text);
	va_start(ap, fmt);
	if (vasprintf(&v->text, fmt, ap) < 0)
		v->text = NULL;
	va_end(ap);
	return STATUS_INVALID;
}

static int open_both(struct verifying *v)
{
	struct db_config store = {.dir = v->dir, .read_only = true, .sync = true};
	struct db_config scratch = {.dir = v->scratch};
	struct journal_config jc = {.dir = v->dir, .read_only = true};
	struct journal_opened o;
	uint8_t epoch[EPOCH_SIZE], there[HASH_SIZE];
	int r;

	r = db_open(&v->db, &store);
	if (!r)
		r = txn_begin(&v->read, v->db, false);
	if (!r && !mark_read(v->read, &v->seq, v->hash, epoch))
		return says(v, "%s holds no checkpoint: was duband ever started on it?", v->dir);
	if (r)
		return r;
	r = journal_open(&v->journal, &jc, &o);
	if (r)
		return says(v, "%s", journal_open_fault());
	if (journal_hash_at(v->journal, v->seq, there) || memcmp(there, v->hash, HASH_SIZE) != 0)
		return says(v,
			    "event %llu of the journal is not the one at which the "
			    "store was checkpointed: restore both from one backup",
			    (unsigned long long)v->seq);
	if (!mkdtemp(v->scratch))
		return -errno;
	r = db_open(&v->again, &scratch);
	if (!r)
		r = txn_begin(&v->fold, v->again, true);
	return r ? r : arena_new(&v->pad, WIRE_ARENA_MAX);
}

/* Events per commit of the scratch store: bounds the memory for dirty pages. */
enum { COMMIT_EVERY = 20000 };

static int fold_one(struct verifying *v, const struct journal_record *rec)
{
	Duban__Event *ev;
	int r;

	arena_reset(v->pad);
	ev = duban__event__unpack(arena_pb(v->pad), rec->event.size, rec->event.data);
	if (!ev)
		return says(v, "event %llu of the journal cannot be read",
			    (unsigned long long)rec->seq);
	r = fold_event(v->fold, v->pad, ev);
	if (r)
		return says(v, "event %llu of the journal cannot be folded: %s",
			    (unsigned long long)rec->seq, strerror(-r));
	if (rec->seq % COMMIT_EVERY)
		return 0;
	r = txn_commit(TAKE_PTR(v->fold));
	return r ? r : txn_begin(&v->fold, v->again, true);
}

static int fold_all(struct verifying *v)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec = {.seq = 0};
	bool found;
	int r = journal_read(&rd, v->journal, 1);

	if (!r)
		journal_reader_check_chain(rd);
	while (!r && rec.seq < v->seq) {
		r = journal_reader_next(rd, &rec, &found);
		if (!r && !found)
			r = says(v, "the journal ends before event %llu",
				 (unsigned long long)v->seq);
		if (!r)
			r = fold_one(v, &rec);
	}
	return r;
}

static int compare(struct verifying *v)
{
	char hex[2 * 64 + 1] = "";
	enum table table;
	struct bytes key;
	int r = db_compare(v->read, v->fold, &table, &key);

	if (r)
		return r;
	if (table == TABLE_MAX_)
		return says(v, "the state at event %llu equals the journal's",
			    (unsigned long long)v->seq) &&
		       0;
	(void)hex_text(BYTES(key.data, key.size < 64 ? key.size : 64), hex);
	return says(v,
		    "table %s differs from the journal's at key %s: the state is damaged. "
		    "Move data.mdb away and start duband: it folds the whole journal again.",
		    table_name(table), hex);
}

/* Each stored file that an event names must be there, undamaged. */
static int check_blobs(struct verifying *v)
{
	struct scan s = scan_start(v->read, TABLE_evidence, BYTES("", 0));
	bool fine = true;
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Evidence *e;

		arena_reset(v->pad);
		e = record_unpack(v->read, s.value, &duban__evidence__descriptor, v->pad);
		if (!e || e->digest.len != HASH_SIZE)
			return txn_error(v->read) ? txn_error(v->read) : -EBADMSG;
		r = blob_check(v->dir, e->digest.data, e->size, &fine);
		if (!r && !fine)
			return says(v,
				    "the stored file %s (佐证) is missing or damaged: put it "
				    "again, or take it from a backup's folder " BLOB_FOLDER,
				    e->name);
	}
	return r ? r : txn_error(v->read);
}

static void close_both(struct verifying *v)
{
	char path[600];

	txn_abort(v->read);
	txn_abort(v->fold);
	db_free(v->db);
	db_free(v->again);
	journal_free(v->journal);
	arena_free(v->pad);
	for (int i = 0; i < 2; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", v->scratch, i ? "lock.mdb" : "data.mdb");
		(void)unlink(path);
	}
	(void)rmdir(v->scratch);
}

int engine_verify(const char *dir, bool *ret_ok, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
		  char **ret_text)
{
	struct verifying v = {.dir = dir};
	int r;

	(void)snprintf(v.scratch, sizeof v.scratch, "%s/verify-XXXXXX", dir);
	r = open_both(&v);
	if (!r)
		r = fold_all(&v);
	if (!r)
		r = compare(&v);
	if (!r)
		r = check_blobs(&v);
	if (!r)
		r = db_state_hash(v.read, ret_hash);
	close_both(&v);
	if (r < 0) {
		free(v.text);
		return r;
	}
	*ret_ok = r == 0;
	*ret_seq = v.seq;
	*ret_text = v.text;
	return 0;
}
