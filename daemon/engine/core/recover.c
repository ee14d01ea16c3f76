/* Recovery happens only at start: the journal's tail after the last checkpoint is folded again.
 * Decide and rules do not run; what the tail touched becomes due and is evaluated later. */
#include "engine/core/recover.h"

#include <stdarg.h>
#include <sys/stat.h>

#include "engine/clock/trust.h"
#include "engine/clock/turn_back.h"
#include "engine/core/checkpoint.h"
#include "engine/core/config.h"
#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/genesis.h"
#include "engine/core/refold.h"
#include "engine/core/resolved.h"
#include "engine/evaluate/touch.h"
#include "engine/keeper/damage.h"
#include "engine/keeper/restored.h"
#include "engine/restate/restate.h"
#include "engine/tally/tallying.h"
#include "model/calendar/calendar.h"
#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/store.h"
#include "model/warning/subject.h"
#include "proto/status.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

static _Thread_local char open_fault[1024];

const char *engine_open_fault(void)
{
	return open_fault;
}

void engine_open_says(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(open_fault, sizeof open_fault, fmt, ap);
	va_end(ap);
}

/* An event of the tail shows that its subject was settled before it, or that the sweep of a
 * restatement
 * has ended. The subjects that it passed since the checkpoint may have got another next instant,
 * which the journal does not hold: all are evaluated once more. */
static void reschedule_restated(struct engine *e, const Duban__Event *ev)
{
	const Duban__Subject *of = event_subject(ev);
	Duban__Subject whole = DUBAN__SUBJECT__INIT;
	struct sweep s;

	if (!e->restate.on || ev->seq <= e->restate.seq)
		return;
	whole.project = ev->project;
	if (ev->project)
		restate_settled(e, &whole);
	else if (of && subject_kind_of(of))
		restate_settled(e, of);
	if (ev->body_case != DUBAN__EVENT__BODY_RULES_CHANGED)
		return;
	restate_over(e);
	if (sweep_first(e->txn, &s))
		sweep_end(e->txn, &s);
	sweep_add(e->txn, 0, 0);
}

/* Updates the derived tables `due` and `sweep` for an event of the tail. */
static void reschedule(struct engine *e, const Duban__Event *ev)
{
	const struct fold_row *row = fold_row(ev->body_case);
	const Duban__Subject *of = event_subject(ev);
	Duban__Subject whole = DUBAN__SUBJECT__INIT;

	if (ev->body_case == DUBAN__EVENT__BODY_CLOCK_REPAIRED) {
		clock_turn_back(e, ev->seq, ev->at);
		return;
	}
	reschedule_restated(e, ev);
	if (ev->body_case == DUBAN__EVENT__BODY_DEADLINE_MOVED) {
		sweep_passed(e->txn, ev->deadline_moved->calendar, ev->project);
	} else if (ev->body_case == DUBAN__EVENT__BODY_CALENDAR_PUBLISHED) {
		uint32_t v = ev->calendar_published->calendar->version;

		sweep_add(e->txn, v - 1, v);
	} else if (row && row->schedule && !ev->project) {
		sweep_add(e->txn, 0, 0);
	}
	/* Any event about a project or about a warning's subject, also the rules' own warning
	 * events, makes it due. */
	whole.project = ev->project;
	if (ev->project)
		due_arm(e->txn, &whole, ev->at);
	else if (of && subject_kind_of(of))
		due_arm(e->txn, of, ev->at);
	arena_reset(e->scratch);
	touched_arm(&(struct arming){.txn = e->txn, .arena = e->scratch, .at = ev->at}, ev);
}

static int fold_record(struct engine *e, const struct journal_record *rec)
{
	Duban__Event *ev;
	int r;

	arena_reset(e->pad);
	ev = duban__event__unpack(arena_pb(e->pad), rec->event.size, rec->event.data);
	if (!ev || ev->seq != rec->seq)
		return -EBADMSG;
	r = fold_event(e->txn, e->pad, ev);
	if (!r)
		r = tallying_note(e, ev);
	if (r)
		return r;
	reschedule(e, ev);
	e->applied = ev->seq;
	e->dirty = true;
	return txn_error(e->txn);
}

/* Events between two reports of how far a long fold is. */
enum { PROGRESS_EVERY = 4096 };

static int fold_tail(struct engine *e, const struct engine_config *c, uint64_t from, uint64_t to)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec;
	bool found;
	int r;

	if (from > to)
		return 0;
	db_readahead(e->db);
	r = journal_read(&rd, e->journal, from);
	while (!r && e->applied < to) {
		r = journal_reader_next(rd, &rec, &found);
		if (!r && !found)
			r = -EBADMSG;
		if (!r)
			r = fold_record(e, &rec);
		if (!r && c->progress && e->applied % PROGRESS_EVERY == 0)
			c->progress(c->user, e->applied, to);
	}
	if (r != STATUS_DAMAGED)
		return r;
	/* what must be folded cannot be left out */
	engine_open_says("%s", journal_fault(e->journal));
	return -EBADMSG;
}

static int check_mark(struct engine *e, uint64_t applied, const uint8_t hash[HASH_SIZE],
		      const struct journal_opened *o)
{
	uint8_t there[HASH_SIZE];

	if (o->last_seq < applied) {
		engine_open_says("the journal of %s ends at event %llu, but the store was "
				 "checkpointed at %llu: segments are missing. Restore journal/ "
				 "from the last backup and keep the present data.mdb, or restore "
				 "both.",
				 e->dir, (unsigned long long)o->last_seq,
				 (unsigned long long)applied);
		return -EBADMSG;
	}
	if (applied &&
	    (journal_hash_at(e->journal, applied, there) || memcmp(there, hash, HASH_SIZE) != 0)) {
		engine_open_says(
		    "event %llu of the journal in %s is not the one at which "
		    "the store was checkpointed: journal and data.mdb belong to different "
		    "histories. Restore both from one backup.",
		    (unsigned long long)applied, e->dir);
		return -EBADMSG;
	}
	return 0;
}

/* What the new rules alone change is found out as of the last recorded instant. */
static void begin_rules(struct engine *e)
{
	const Duban__Store *s = store_row(e->txn, e->scratch);
	const struct restate changed = {.by = DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED,
					.seq = e->applied,
					.at = s ? s->clock_at : 0};

	restate_begin(e, &changed);
}

/* If the version of the rules changed since the last start, a sweep evaluates all subjects
 * again. */
static int check_rules(struct engine *e)
{
	struct bytes key = key_bytes(key_text(KEY(), "rules"));
	struct sweep all = {.kind = NULL};

	if (txn_get_u32(e->txn, TABLE_mark, key) == rules_version())
		return txn_error(e->txn);
	due_clear(e->txn);
	if (sweep_next(e->txn, e->scratch, &all)) {
		sweep_add(e->txn, 0, 0);
		begin_rules(e);
	} else {
		restate_over(e);
	}
	txn_put_u32(e->txn, TABLE_mark, key, rules_version());
	e->dirty = true;
	return txn_error(e->txn);
}

static void note_damage(void *user, const struct journal_damage *d)
{
	char file[DAMAGED_FILE_MAX];

	(void)snprintf(file, sizeof file, "journal/%s", d->file);
	if (d->what)
		engine_note_damage(user, file, d->offset, d->what);
	else
		engine_note_whole(user, file, d->offset);
}

static int open_journal(struct engine *e, const struct engine_config *c, uint64_t applied,
			struct journal_opened *o)
{
	_cleanup_free_ char *path = NULL;
	struct journal_config jc = {
	    .dir = e->dir,
	    .segment_bytes = c->segment_bytes,
	    .reserve_bytes = c->reserve_bytes,
	    .synced_seq = applied,
	    .tell = note_damage,
	    .tell_user = e,
	};
	struct stat st;
	int r;

	if (asprintf(&path, "%s/journal", e->dir) < 0)
		return -ENOMEM;
	jc.create = stat(path, &st) < 0 && errno == ENOENT;
	if (jc.create && applied) {
		engine_open_says("%s is missing, but data.mdb is at event %llu: restore the "
				 "journal from the last backup.",
				 path, (unsigned long long)applied);
		return -ENOENT;
	}
	memcpy(jc.epoch, c->epoch, EPOCH_SIZE);
	r = journal_open(&e->journal, &jc, o);
	if (r)
		engine_open_says("%s", journal_open_fault());
	e->cut_seq = o->cut_seq;
	e->cut_kept = o->cut_kept;
	return r;
}

/* After the tail is folded: takes zone and time from the store's row. Whether the machine's clock
 * may be followed is for the host to find out. */
static int settle(struct engine *e)
{
	Duban__Store *s;
	int r;

	arena_reset(e->scratch);
	s = store_row(e->txn, e->scratch);
	if (!s)
		return txn_error(e->txn) ? txn_error(e->txn) : -EBADMSG;
	e->zone_minutes = s->zone_minutes;
	e->simulated = s->simulated;
	e->now = e->goal = s->clock_at;
	engine_date_damage(e);
	r = calendar_reload(e);
	if (!r)
		r = tallying_begin(e);
	return r ? r : check_rules(e);
}

/* For a store whose old data.mdb waits aside. The new one is empty, but the old mark tells up to
 * which event the journal must reach. */
static int take_over(struct engine *e, uint32_t schema)
{
	uint8_t hash[HASH_SIZE], epoch[EPOCH_SIZE];
	uint64_t applied;

	if (mark_read(e->txn, &applied, hash, epoch) || txn_error(e->txn))
		return txn_error(e->txn); /* done by an earlier start that was interrupted later */
	return refold_take_over(e, schema);
}

static int fold_all(struct engine *e, const struct engine_config *c, uint64_t last)
{
	usec_t began = c->clock ? c->clock() : 0;
	int r;

	if (last == 0 && c->no_clock && !c->simulated) {
		engine_open_says("%s", c->no_clock);
		return -EINVAL;
	}
	if (last == 0) {
		r = calendar_reload(e);
		return r ? r : genesis(e, c);
	}
	r = fold_tail(e, c, e->applied + 1, last);
	e->refold.events = last;
	e->refold.took = c->clock ? c->clock() - began : 0;
	return r;
}

static int load_restored(struct engine *e)
{
	const char *fault = NULL;
	int r = restored_load(e, &fault);

	if (fault)
		engine_open_says("%s/" BACKUP_MARK " %s: copy the whole backup again, or remove "
				 "that file if this folder is not a backup that you restore",
				 e->dir, fault);
	return r;
}

int recover(struct engine *e, const struct engine_config *c)
{
	uint8_t hash[HASH_SIZE] = {0}, epoch[EPOCH_SIZE] = {0};
	struct journal_opened o = {0};
	uint64_t applied = 0;
	uint32_t schema = 0;
	bool waiting = refold_waiting(e->dir, &schema);
	int r = waiting ? take_over(e, schema) : 0;

	if (r)
		return r;
	(void)mark_read(e->txn, &applied, hash, epoch);
	r = txn_error(e->txn);
	if (!r)
		r = open_journal(e, c, applied, &o);
	if (!r)
		r = check_mark(e, applied, hash, &o);
	if (r)
		return r;
	if (!applied && o.last_seq && !e->refold.on)
		refold_missing(e);
	e->applied = e->refold.on ? 0 : applied;
	restate_load(e);
	trust_load(e);
	e->synced = true;
	r = fold_all(e, c, o.last_seq);
	if (!r)
		r = settle(e);
	if (!r)
		r = load_restored(e);
	if (!r)
		r = engine_checkpoint(e);
	if (!r)
		restored_forget(e);
	return r || !(waiting || e->refold.on) ? r : refold_done(e);
}

bool engine_cut(const struct engine *e, uint64_t *ret_seq, bool *ret_kept)
{
	*ret_seq = e->cut_seq;
	*ret_kept = e->cut_kept;
	return e->cut_seq != 0;
}
