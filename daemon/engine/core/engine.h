/* The engine: decide -> events -> fold -> rules -> frame, as one group. Owns journal and
 * store; knows nothing of sockets or requests. One thread.
 *
 * A round: engine_apply any number of drafts, then engine_sync (one frame, one fdatasync),
 * then what was computed may leave the process; perhaps engine_checkpoint. Invariants,
 * asserted: outside a round applied = durable; LMDB commits only while applied = durable. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "proto/event.pb-c.h"
#include "store/blob/blob.h"
#include "store/journal/journal.h"

struct calendar;
struct engine;
struct txn;

struct engine_config {
	const char *dir;
	const char *zone; /* for a fresh store: "Asia/Shanghai" */
	int zone_minutes;
	bool simulated;		   /* for a fresh store */
	usec_t now;		   /* wall clock; of a fresh simulated store its start */
	uint8_t epoch[EPOCH_SIZE]; /* for a fresh store: random */
	uint64_t segment_bytes;	   /* 0 = default */
	uint64_t map_bytes;
	uint64_t reserve_bytes; /* free space kept; 0 = default */
};

/* Opens or makes the store and recovers: rewrites, syncs and folds the journal's tail.
 * A fresh store's first events load the shipped calendar and default parameters. On failure
 * the text for people is in engine_open_fault(). */
int engine_open(struct engine **ret, const struct engine_config *c);
struct engine *engine_free(struct engine *e); /* checkpoints if it can */
DEFINE_CLEANUP(struct engine *, engine_free)
const char *engine_open_fault(void);

/* What decide and queries read. The txn is the open write transaction. */
struct txn *engine_txn(struct engine *e);
const struct calendar *engine_calendar(struct engine *e);
struct journal *engine_journal(struct engine *e);
usec_t engine_now(const struct engine *e); /* logical, never goes back */
bool engine_simulated(const struct engine *e);
int engine_zone(const struct engine *e); /* minutes */
date_t engine_today(const struct engine *e);
uint64_t engine_seq(const struct engine *e); /* applied */

/* Who wrote the events of a draft. */
struct author {
	uint32_t principal; /* 0 = local or system */
	int role;
	uint32_t unit;
	struct bytes request_id; /* empty for the daemon's own */
	struct bytes digest;
	uint32_t for_unit, for_person;
};

/* Stamps (seq, at, author), folds, lets the rules look at the subjects touched and folds what
 * they say, all in the open group. The events stay filled in. Verdicts: FULL (nothing was
 * done; `frees` lets finishing, clearing and keeping use the reserve). */
int engine_apply(struct engine *e, Duban__Event **events, size_t n, const struct author *who,
		 bool frees);
/* Bytes the open group may still take: the caller closes it before. */
bool engine_group_full(const struct engine *e);
bool engine_group_open(const struct engine *e); /* events wait for engine_sync */
int engine_sync(struct engine *e);

/* Events of the group that the last engine_sync made durable, for the feed. Valid until the
 * next engine_apply. */
struct published {
	uint64_t seq;
	struct bytes event; /* packed */
	const char *kind;
	int level;
	uint32_t unit, project; /* numbers */
};
size_t engine_published(const struct engine *e, const struct published **ret);

/* Time. In a real store the loop tells the wall clock each turn; a simulated one is given a
 * goal by `clock set`. engine_work does one slice (SLICE_SUBJECTS) of due rows and sweeps
 * within the open group; *ret_more: there is more to do now. The caller syncs after each. */
void engine_tell_time(struct engine *e, usec_t wall);
int engine_set_goal(struct engine *e, usec_t to); /* CONFLICT: real store, INVALID: back */
int engine_work(struct engine *e, bool *ret_more);
usec_t engine_next(struct engine *e); /* the next moment to wake, USEC_NEVER */
usec_t engine_due(struct engine *e);  /* the next moment something may light, 0 = none */

/* Checkpoint when due (mono = monotonic now, idle = nothing waits); `clock` measures how long
 * it took, so that the next one comes at the right size (NULL: no measuring). */
int engine_checkpoint_if_due(struct engine *e, usec_t mono, bool idle, usec_t (*clock)(void));
int engine_checkpoint(struct engine *e); /* at once; only in a closed round */
usec_t engine_checkpoint_at(const struct engine *e, usec_t mono); /* when to call again */
/* Contacts bypass the journal: put, then a checkpoint before anything leaves. */
int engine_put_contact(struct engine *e, uint32_t person, const char *phone);

/* Stored files (store/blob/blob.h), written before the event that names them. FULL: they would use
 * the space that is kept in reserve. */
int engine_draft_blob(struct engine *e, unsigned number, struct blob_draft **ret);
int engine_add_blob(struct engine *e, struct blob_draft *d, struct bytes piece);
void engine_clear_blobs(struct engine *e, unsigned n);
int engine_read_blob(struct engine *e, const uint8_t digest[HASH_SIZE],
		     const struct blob_range *range, size_t *ret_n);
int engine_check_blob(struct engine *e, const uint8_t digest[HASH_SIZE], uint64_t size,
		      bool *ret_fine);

/* Keeper's work, for a helper thread or process. */
int engine_prepare_backup(struct engine *e, uint64_t *ret_seq); /* checkpoint + roll */
int engine_backup(struct engine *e, const char *dir, uint64_t seq);
/* Which stored files (佐证) that a backup's records name are not whole in it: their digests, for
 * people; *ret_lost is NULL when there are none (malloc). */
int engine_check_backup(const char *dir, char **ret_lost);
/* The whole of `duband --verify`: folds the journal of `dir` in a scratch store and compares
 * state at the store's last checkpoint. Text for people in *ret_text (malloc). */
int engine_verify(const char *dir, bool *ret_ok, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
		  char **ret_text);

/* Walks the whole database; the first broken invariant's text (malloc) or NULL. */
char *engine_invariants(struct engine *e);
