#include "engine/past/past.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/core/engine_private.h"
#include "engine/past/patch.h"
#include "engine/past/pick.h"
#include "model/core/clock_repair.h"
#include "model/core/event.h"
#include "model/core/fold.h"
#include "model/core/removed.h"
#include "model/core/store.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"

/* The scratch store and the query that is being worked on in it. */
struct past {
	struct db *db;
	struct txn *txn; /* NULL: no query in work */
	struct past_query query;
	uint64_t seq;	  /* the last event that was looked at */
	size_t looked;	  /* how many events were */
	uint64_t undone;  /* rows of TABLE_undone when the query began */
	unsigned waiting; /* how often other queries came since this one came last */
};

struct folding {
	struct engine *e;
	struct past *p;
	struct journal_pick pick;
	usec_t end; /* end of the queried day */
	struct undone undone;
	const Duban__Store *store; /* whose clock may have been repaired */
};

/* ---- What an event is about. As of a day, the history of a noun is cut at its first event that is
 * later than the day; events after that one are dropped too, since they may depend on it. */

/* Its first field, where that is a message: the noun that is put. */
static const ProtobufCMessage *noun_in(const ProtobufCMessage *body)
{
	const ProtobufCFieldDescriptor *f = body->descriptor->fields;

	if (body->descriptor->n_fields == 0 || f->type != PROTOBUF_C_TYPE_MESSAGE ||
	    f->label == PROTOBUF_C_LABEL_REPEATED)
		return NULL;
	return *(ProtobufCMessage *const *)(const void *)((const uint8_t *)body + f->offset);
}

static void add_field(struct key *k, const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	const void *at = (const uint8_t *)m + f->offset;
	const ProtobufCMessage *part;
	uint8_t packed[128]; /* a Subject */

	if (f->type == PROTOBUF_C_TYPE_STRING)
		key_text(k, *(char *const *)at);
	else if (f->type == PROTOBUF_C_TYPE_UINT32)
		key_u32(k, *(const uint32_t *)at);
	if (f->type != PROTOBUF_C_TYPE_MESSAGE)
		return;
	part = *(ProtobufCMessage *const *)at;
	if (part && protobuf_c_message_get_packed_size(part) <= sizeof packed)
		key_raw(k, BYTES(packed, protobuf_c_message_pack(part, packed)));
}

/* The fields that `names` names, each of the noun in the event, else of the event itself. The
 * project stands before them. */
static void add_fields(struct key *k, const ProtobufCMessage *body, const char *names)
{
	const ProtobufCMessage *noun = noun_in(body);

	for (const char *s = names + strspn(names, " "); *s; s += strspn(s, " ")) {
		char name[64];
		const ProtobufCFieldDescriptor *f = NULL;
		int n = snprintf(name, sizeof name, "%.*s", (int)strcspn(s, " "), s);

		s += n;
		if (strcmp(name, "project") == 0)
			continue;
		if (noun)
			f = protobuf_c_message_descriptor_get_field_by_name(noun->descriptor, name);
		if (f) {
			add_field(k, noun, f);
			continue;
		}
		f = protobuf_c_message_descriptor_get_field_by_name(body->descriptor, name);
		if (f)
			add_field(k, body, f);
	}
}

/* *ret: a key for the record whose history the event belongs to: project, family and the fields
 * that tell one record from another (fold_family()). False: the event belongs to no such history.
 */
static bool subject_of(const Duban__Event *ev, struct key *ret)
{
	const char *family, *names;

	if (!fold_family(ev->body_case, &family, &names))
		return false;
	key_text(key_u32(ret, ev->project), family);
	add_fields(ret, event_body(ev), names);
	return true;
}

/* Can later events of its noun depend on this one? A stage that is recorded later but dated back
 * does not depend on a rename, move or carry-over recorded in between. */
static bool rests_on(const Duban__Event *ev)
{
	const Duban__ProjectPut *p;

	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_PROJECT_PUT:
		p = ev->project_put;
		return !p->was || p->was->stage != p->project->stage;
	case DUBAN__EVENT__BODY_LINK_PUT:
		return !ev->link_put->was;
	case DUBAN__EVENT__BODY_PROJECT_CODE_SET:
	case DUBAN__EVENT__BODY_LIFE_PUT:
	case DUBAN__EVENT__BODY_YEAR_CARRIED:
	case DUBAN__EVENT__BODY_LINK_EASED: /* a count */
		return false;
	default:
		return true;
	}
}

/* Does the event no longer hold because its command was taken back? Warning events still count:
 * those warnings were shown at the time, and the revert wrote its own warning events. */
static bool taken_back(const struct folding *f, const Duban__Event *ev)
{
	return undone_find(&f->undone, ev->seq) && strncmp(event_kind(ev), "warning_", 8) != 0;
}

/* The day from which it held. In a wrong future `today` was wrong, too: what was recorded there
 * held by the day of the repair. */
static uint32_t held_from(const struct folding *f, const Duban__Event *ev)
{
	usec_t at = clock_recorded(f->store, ev->seq, ev->at);
	uint32_t day = date_ymd(date_at(at, f->e->zone_minutes));

	return at != ev->at && ev->on_date > day ? day : ev->on_date;
}

/* Did the event hold on the queried day? Rows of TABLE_mark in the scratch store name the nouns of
 * which an event later than the day was met. */
static bool held(struct folding *f, const Duban__Event *ev)
{
	struct key *k = KEY();
	bool has_subject;

	if (f->p->query.as_known)
		return true;
	if (taken_back(f, ev))
		return false;
	has_subject = subject_of(ev, k);
	if (has_subject && !past_is_change(ev) && txn_has(f->p->txn, TABLE_mark, key_bytes(k)))
		return false;
	if (held_from(f, ev) <= date_ymd(f->p->query.day))
		return true;
	if (has_subject && rests_on(ev))
		txn_put(f->p->txn, TABLE_mark, key_bytes(k), BYTES("", 0));
	return false;
}

/* ---- reading and folding */

/* About 10 ms of work; waiting commands run between slices. */
enum { SLICE_EVENTS = 1000 };

static int fold_one(struct folding *f, uint64_t seq, bool *ret_over)
{
	struct journal_record rec;
	Duban__Event *ev;
	int r;

	if (++f->p->looked > PAST_EVENTS_MAX)
		return STATUS_TOO_MANY;
	r = journal_pick(&f->pick, seq, &rec);
	if (r)
		return r;
	*ret_over = f->p->query.as_known && clock_recorded(f->store, seq, rec.at) >= f->end;
	if (*ret_over)
		return 0;
	arena_reset(f->e->pad);
	ev = duban__event__unpack(arena_pb(f->e->pad), rec.event.size, rec.event.data);
	if (!ev)
		return -EBADMSG;
	f->p->seq = seq;
	if (!held(f, ev) || !(f->p->query.as_known || past_patch(f->p->txn, f->e->pad, ev)))
		return txn_error(f->p->txn);
	r = fold_event(f->p->txn, f->e->pad, ev);
	/* As known, the events fold as they did then. As of a day, back-dated ones may
	 * contradict. */
	return r == -EBADMSG && !f->p->query.as_known ? STATUS_CONFLICT : r;
}

static uint64_t seq_of(struct scan *s)
{
	struct key_reader k;

	if (!scan_next(s))
		return UINT64_MAX;
	k = (struct key_reader){.rest = s->key, .ok = true};
	(void)key_read_u32(&k);
	return key_read_u64(&k);
}

/* The events of a project (0: of the city) after the last one looked at. */
static struct scan events_of(const struct folding *f, uint32_t project)
{
	struct key *from = key_u64(key_u32(KEY(), project), f->p->seq);

	return scan_after(f->e->txn, TABLE_project_event, key_bytes(key_u32(KEY(), project)),
			  f->p->seq ? key_bytes(from) : BYTES("", 0));
}

/* Folds the city's and the project's events in order of seq; STATUS_PARKED after each slice. */
static int fold_both(struct folding *f)
{
	struct scan city = events_of(f, 0), own = events_of(f, f->p->query.project);
	uint64_t a = seq_of(&city), b = seq_of(&own);
	bool over = false;
	int r = 0;

	for (size_t n = 0; !r && !over && (a != UINT64_MAX || b != UINT64_MAX); n++) {
		if (n == SLICE_EVENTS)
			return STATUS_PARKED;
		r = fold_one(f, a < b ? a : b, &over);
		if (a < b)
			a = seq_of(&city);
		else
			b = seq_of(&own);
	}
	return r ? r : txn_error(f->e->txn);
}

/* ---- the scratch store: made at the first query, empty at the start of each */

static int scratch(struct engine *e)
{
	_cleanup_(past_freep) struct past *p = NULL;
	char dir[PATH_MAX], file[PATH_MAX];
	struct db_config c = {.dir = dir, .alone = true};
	int r;

	if (e->past)
		return 0;
	if (snprintf(dir, sizeof dir, "%s/past", e->dir) >= (int)sizeof dir ||
	    snprintf(file, sizeof file, "%s/past/data.mdb", e->dir) >= (int)sizeof file)
		return -ENAMETOOLONG;
	/* What an earlier process left in it is of no use. */
	if (unlink(file) < 0 && errno != ENOENT)
		return -errno;
	p = calloc(1, sizeof *p);
	if (!p)
		return -ENOMEM;
	r = db_open(&p->db, &c);
	if (r)
		return r == -ENOSPC ? STATUS_FULL : r;
	e->past = TAKE_PTR(p);
	return 0;
}

struct past *past_free(struct past *p)
{
	if (p) {
		txn_abort(p->txn);
		db_free(p->db);
	}
	free(p);
	return NULL;
}

void engine_past_done(struct engine *e)
{
	if (e->past)
		e->past->txn = txn_abort(e->past->txn);
}

/* The client of a parked query asks again and again. If it stops, its query is dropped after other
 * queries were turned away this many times. */
enum { WAITING_MAX = 1000 };

static bool same(const struct past_query *a, const struct past_query *b)
{
	return a->project == b->project && a->day == b->day && a->as_known == b->as_known;
}

static int take_up(struct past *p, const struct past_query *q, uint64_t undone)
{
	/* A revert since then may have undone events that were folded already: start again. */
	if (p->txn && p->undone != undone)
		p->txn = txn_abort(p->txn);
	if (p->txn && !same(&p->query, q)) {
		if (++p->waiting <= WAITING_MAX)
			return STATUS_PARKED;
		p->txn = txn_abort(p->txn);
	}
	p->waiting = 0;
	if (p->txn)
		return 0;
	p->query = *q;
	p->undone = undone;
	p->seq = 0;
	p->looked = 0;
	return txn_begin(&p->txn, p->db, true);
}

/* The scratch store has no room: only this query fails. LMDB answers EIO on a full disk too. */
static bool is_full(int r)
{
	return r == -ENOSPC || r == -EDQUOT || r == -EIO;
}

int engine_past(struct engine *e, const struct past_query *q, struct txn **ret_txn,
		uint64_t *ret_seq)
{
	_cleanup_(arena_freep) struct arena *spans = NULL;
	struct folding f = {.e = e,
			    .pick = {.journal = e->journal},
			    .end = date_start(q->day + 1, e->zone_minutes)};
	int r = scratch(e);

	assert(e->synced);
	if (!r)
		r = take_up(e->past, q, txn_count(e->txn, TABLE_undone));
	if (r)
		return r;
	f.p = e->past;
	r = arena_new(&spans, WIRE_ARENA_MAX);
	if (!r)
		r = undone_load(e->txn, spans, &f.undone);
	if (!r && !(f.store = store_row(e->txn, spans)))
		r = txn_error(e->txn) ? txn_error(e->txn) : -EBADMSG;
	if (!r)
		r = fold_both(&f);
	journal_pick_done(&f.pick);
	if (r) {
		bool full = e->past->txn && is_full(txn_error(e->past->txn));

		if (r != STATUS_PARKED)
			engine_past_done(e);
		return full ? STATUS_FULL : r;
	}
	*ret_txn = f.p->txn;
	*ret_seq = f.p->seq;
	return 0;
}
