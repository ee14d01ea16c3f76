/* Verify: reads the store, changes nothing in it, folds its journal into another one and compares.
 * Runs in a process of its own. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/blame.h"
#include "engine/core/checkpoint.h"
#include "engine/core/due.h"
#include "engine/keeper/keeper.h"
#include "model/calendar/calendar.h"
#include "model/calendar/days.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/tally/tally.h"
#include "proto/status.h"
#include "store/blob/blob.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/state.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"
#include "text/hex.h"

#define SCRATCH_MAX 512

struct verifying {
	const char *dir;
	char scratch[SCRATCH_MAX];
	struct db *db, *again;
	struct txn *read, *fold;
	struct journal *journal;
	struct arena *pad;
	uint64_t seq;
	uint8_t hash[HASH_SIZE];
	char *text;
	bool folding; /* the scratch store is being written */
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

/* The folder of the scratch store, never inside the store: $TMPDIR, else /var/tmp. */
static int make_scratch(struct verifying *v)
{
	const char *top = getenv("TMPDIR");
	_cleanup_free_ char *why = NULL;

	if (!top || *top != '/')
		top = "/var/tmp";
	(void)snprintf(v->scratch, sizeof v->scratch, "%.480s/duban-verify-XXXXXX", top);
	if (mkdtemp(v->scratch))
		return 0;
	why = blame(top, errno);
	return says(v, "the scratch store needs a folder: %s; name another one in TMPDIR",
		    why ? why : top);
}

/* The files lose their names at once: whatever ends this process, nothing of them stays. */
static int open_scratch(struct verifying *v)
{
	struct db_config scratch = {.dir = v->scratch, .alone = true};
	char path[SCRATCH_MAX + 16];
	int r = make_scratch(v);

	if (r)
		return r;
	r = db_open(&v->again, &scratch);
	(void)snprintf(path, sizeof path, "%s/data.mdb", v->scratch);
	(void)unlink(path);
	(void)rmdir(v->scratch);
	v->folding = true;
	return r ? r : txn_begin(&v->fold, v->again, true);
}

static int open_store(struct verifying *v)
{
	struct db_config store = {.dir = v->dir, .read_only = true, .sync = true};
	struct journal_config jc = {.dir = v->dir, .read_only = true};
	struct journal_opened o;
	uint8_t epoch[EPOCH_SIZE], there[HASH_SIZE];
	int r;

	r = db_open(&v->db, &store);
	if (r && *db_open_fault())
		return says(v, "%s", db_open_fault());
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
	return arena_new(&v->pad, WIRE_ARENA_MAX);
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

/* Counts the tallies of the folded state anew, for all projects at once. */
static int count_tallies(struct verifying *v)
{
	_cleanup_(tallies_freep) struct tallies *w = NULL;
	_cleanup_(calendar_freep) struct calendar *calendar = NULL;
	struct tally_of x = {.txn = v->fold, .arena = v->pad};
	const Duban__Store *s;
	int r = days_load(v->fold, v->pad, 0, &calendar);

	x.calendar = calendar;
	if (!r)
		r = tallies_new(&w);
	if (r)
		return r;
	s = store_row(v->fold, v->pad);
	x.zone_minutes = s ? s->zone_minutes : 0;
	return tally_settle_all(w, &x);
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
	if (r == STATUS_DAMAGED)
		return says(v, "%s", journal_fault(v->journal));
	return r ? r : count_tallies(v);
}

#define BUILD_IT_AGAIN                                                                             \
	"the state is damaged. Build it again: `dubanctl rebuild`, or `duband --rebuild` when "    \
	"duband does not run"

/* Tallies of links follow the calendar; while a sweep goes on about that, they are on their way. */
static int compare_tallies(struct verifying *v, enum table table, struct bytes key)
{
	const char *what = NULL;

	if (txn_count(v->read, TABLE_sweep))
		return 0;
	arena_reset(v->pad);
	if (table == TABLE_tally)
		what = tally_explain(v->pad, v->read, v->fold, key);
	return says(v,
		    "the tallies differ from the state they are counted from: %s: " BUILD_IT_AGAIN,
		    what ? what : "what one project adds to them");
}

/* The tables that the journal gives, row by row. */
static int compare_folded(struct verifying *v)
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
	return says(v, "table %s differs from the journal's at key %s: " BUILD_IT_AGAIN,
		    table_name(table), hex);
}

/* The other ones by their sums and by what must hold of them; folding does not make them. */
static int check_unfolded(struct verifying *v)
{
	char fault[DUE_FAULT_MAX];
	enum table table;
	int r = db_check_sums(v->read, &table);

	if (r)
		return r;
	if (table != TABLE_MAX_)
		return says(v, "the rows of the table %s do not add up to its sum: " BUILD_IT_AGAIN,
			    table_name(table));
	if (!due_sound(v->read, fault))
		return txn_error(v->read) ? txn_error(v->read)
					  : says(v, "%s: " BUILD_IT_AGAIN, fault);
	return 0;
}

static int compare(struct verifying *v)
{
	int r = compare_folded(v);

	if (!r)
		r = check_unfolded(v);
	if (!r)
		(void)says(v, "the state at event %llu equals the journal's",
			   (unsigned long long)v->seq);
	return r;
}

/* Each stored file that an event names must be there, undamaged. */
static int check_blobs(struct verifying *v)
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
			return says(v, "%s", why);
		r = blob_check(v->dir, e->digest.data, e->size, &what);
		if (!r && what)
			return says(v,
				    "the stored file %s (佐证) is missing or damaged: put it "
				    "again, or take it from a backup's folder " BLOB_FOLDER,
				    e->name);
	}
	return r ? r : txn_error(v->read);
}

static void close_both(struct verifying *v)
{
	txn_abort(v->read);
	txn_abort(v->fold);
	db_free(v->db);
	db_free(v->again);
	journal_free(v->journal);
	arena_free(v->pad);
}

/* LMDB answers EIO as well as ENOSPC when the disk of the scratch store is full. */
static bool scratch_full(const struct verifying *v, int r)
{
	return v->folding && (r == -ENOSPC || r == -EDQUOT || r == -EIO) && txn_error(v->read) == 0;
}

/* A failure and what it means, for people. */
static int explain(struct verifying *v, int r)
{
	char *slash = strrchr(v->scratch, '/');

	if (r > 0 && v->read && db_overtaken(v->db, v->read))
		return says(v,
			    "%s was written to while it was read, and this user may not write its "
			    "lock file, by which readers are seen: verify it as the user that runs "
			    "duband, or with `dubanctl verify`",
			    v->dir);
	if (!scratch_full(v, r))
		return r;
	if (slash)
		*slash = '\0';
	return says(
	    v,
	    "no space for the scratch store in %s, which needs as much as %s/data.mdb: free "
	    "some, or name another folder in TMPDIR",
	    v->scratch, v->dir);
}

int engine_verify(const char *dir, bool *ret_ok, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
		  char **ret_text)
{
	struct verifying v = {.dir = dir};
	int r;

	r = open_store(&v);
	if (!r)
		r = open_scratch(&v);
	if (!r)
		r = fold_all(&v);
	if (!r)
		r = compare(&v);
	if (!r)
		r = check_blobs(&v);
	if (!r)
		r = db_state_hash(v.read, ret_hash);
	r = explain(&v, r);
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
