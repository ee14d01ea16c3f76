/* Folds the journal of a store into a scratch store, beside the daemon. */
#include "engine/keeper/again.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/blame.h"
#include "engine/core/checkpoint.h"
#include "model/calendar/calendar.h"
#include "model/calendar/days.h"
#include "model/core/fold.h"
#include "model/core/store.h"
#include "model/tally/tally.h"
#include "proto/status.h"
#include "store/db/db.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

int again_says(struct again *v, const char *fmt, ...)
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
static int make_scratch(struct again *v)
{
	const char *top = getenv("TMPDIR");
	_cleanup_free_ char *why = NULL;

	if (!top || *top != '/')
		top = "/var/tmp";
	(void)snprintf(v->scratch, sizeof v->scratch, "%.480s/duban-verify-XXXXXX", top);
	if (mkdtemp(v->scratch))
		return 0;
	why = blame(top, errno);
	return again_says(v, "the scratch store needs a folder: %s; name another one in TMPDIR",
			  why ? why : top);
}

/* The files lose their names at once: whatever ends this process, nothing of them stays. */
static int open_scratch(struct again *v)
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

static int open_store(struct again *v)
{
	struct db_config store = {.dir = v->dir, .read_only = true, .sync = true};
	struct journal_config jc = {.dir = v->dir, .read_only = true};
	struct journal_opened o;
	uint8_t epoch[EPOCH_SIZE], there[HASH_SIZE];
	int r;

	r = db_open(&v->db, &store);
	if (r && *db_open_fault())
		return again_says(v, "%s", db_open_fault());
	if (!r)
		r = txn_begin(&v->read, v->db, false);
	if (!r && !mark_read(v->read, &v->seq, v->hash, epoch))
		return again_says(v, "%s holds no checkpoint: was duband ever started on it?",
				  v->dir);
	if (r)
		return r;
	r = journal_open(&v->journal, &jc, &o);
	if (r)
		return again_says(v, "%s", journal_open_fault());
	if (journal_hash_at(v->journal, v->seq, there) || memcmp(there, v->hash, HASH_SIZE) != 0)
		return again_says(v,
				  "event %llu of the journal is not the one at which the "
				  "store was checkpointed: restore both from one backup",
				  (unsigned long long)v->seq);
	return arena_new(&v->pad, WIRE_ARENA_MAX);
}

int again_open(struct again *v)
{
	int r = open_store(v);

	return r ? r : open_scratch(v);
}

/* Events per commit of the scratch store: bounds the memory for dirty pages. */
enum { COMMIT_EVERY = 20000 };

static int fold_one(struct again *v, const struct journal_record *rec)
{
	Duban__Event *ev;
	int r;

	arena_reset(v->pad);
	ev = duban__event__unpack(arena_pb(v->pad), rec->event.size, rec->event.data);
	if (!ev)
		return again_says(v, "event %llu of the journal cannot be read",
				  (unsigned long long)rec->seq);
	r = fold_event(v->fold, v->pad, ev);
	if (r)
		return again_says(v, "event %llu of the journal cannot be folded: %s",
				  (unsigned long long)rec->seq, strerror(-r));
	if (rec->seq % COMMIT_EVERY)
		return 0;
	r = txn_commit(TAKE_PTR(v->fold));
	return r ? r : txn_begin(&v->fold, v->again, true);
}

/* Counts the tallies of the folded state anew, for all projects at once. */
static int count_tallies(struct again *v)
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

int again_fold(struct again *v, uint64_t until)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec = {.seq = 0};
	bool found;
	int r = journal_read(&rd, v->journal, 1);

	if (!r)
		journal_reader_check_chain(rd);
	while (!r && rec.seq < until) {
		r = journal_reader_next(rd, &rec, &found);
		if (!r && !found)
			r = again_says(v, "the journal ends before event %llu",
				       (unsigned long long)until);
		if (!r)
			r = fold_one(v, &rec);
	}
	if (r == STATUS_DAMAGED)
		return again_says(v, "%s", journal_fault(v->journal));
	return r ? r : count_tallies(v);
}

void again_close(struct again *v)
{
	txn_abort(v->read);
	txn_abort(v->fold);
	db_free(v->db);
	db_free(v->again);
	journal_free(v->journal);
	arena_free(v->pad);
	free(v->text);
}

/* LMDB answers EIO as well as ENOSPC when the disk of the scratch store is full. */
static bool scratch_full(const struct again *v, int r)
{
	return v->folding && (r == -ENOSPC || r == -EDQUOT || r == -EIO) && txn_error(v->read) == 0;
}

/* A failure and what it means, for people. */
int again_explain(struct again *v, int r)
{
	char *slash = strrchr(v->scratch, '/');

	if (r > 0 && v->read && db_overtaken(v->db, v->read))
		return again_says(
		    v,
		    "%s was written to while it was read, and this user may not write its "
		    "lock file, by which readers are seen: verify it as the user that runs "
		    "duband, or with `dubanctl verify`",
		    v->dir);
	if (!scratch_full(v, r))
		return r;
	if (slash)
		*slash = '\0';
	return again_says(
	    v,
	    "no space for the scratch store in %s, which needs as much as %s/data.mdb: free "
	    "some, or name another folder in TMPDIR",
	    v->scratch, v->dir);
}
