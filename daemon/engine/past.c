#include "engine/past.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/private.h"
#include "model/event.h"
#include "model/fold.h"

struct past {
	struct db *db;
	struct txn *txn;
};

struct folding {
	struct engine *e;
	const struct past_query *q;
	struct txn *to;
	struct journal_reader *reader;
	uint64_t next; /* what the reader gives next, 0 = no reader */
	usec_t end;    /* of the day */
	uint64_t seq;
	size_t looked;
};

/* ---- what an event is about: as of a day, a noun's history is cut, never holed */

static const struct family {
	const char *kinds[6];
	const char *fields[5]; /* of the body, or of the noun in it; in both of an event's forms */
} families[] = {
    {{"unit_put"}, {"num"}},
    {{"person_put"}, {"num"}},
    {{"post_put"}, {"num"}},
    {{"group_put"}, {"num"}},
    {{"project_put", "project_code_set", "life_put", "stage_moved", "year_carried"}, {NULL}},
    {{"library_"}, {NULL}},
    {{"link_", "progress_put"}, {"year", "no", "link"}},
    {{"report_"}, {"num"}},
    {{"warning_"}, {"rule", "subject", "occurrence"}},
    {{"list_joined", "list_left", "list_applied", "member_put"}, {"list"}},
    {{"acceptance_put"}, {NULL}},
    {{"paper_put"}, {"paper"}},
    {{"gathering_put"}, {"id"}},
    {{"category_put"}, {"name"}},
    {{"list_put"}, {"name"}},
    {{"target_put"}, {"unit", "year", "indicator"}},
    {{"collection_"}, {"year"}},
    {{"candidate_put"}, {"year", "code"}},
};

static const struct family *family_of(const char *kind)
{
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		for (size_t k = 0; k < 6 && families[i].kinds[k]; k++) {
			const char *name = families[i].kinds[k];
			size_t n = strlen(name);

			if (strncmp(kind, name, n) == 0 && (name[n - 1] == '_' || !kind[n]))
				return &families[i];
		}
	return NULL;
}

/* The Put events hold their noun first. */
static const ProtobufCMessage *noun_of(const char *kind, const ProtobufCMessage *body)
{
	size_t n = strlen(kind);
	const ProtobufCFieldDescriptor *f = &body->descriptor->fields[0];
	bool holds = n > 4 && strcmp(kind + n - 4, "_put") == 0;

	if (strcmp(kind, "report_submitted") == 0 || strcmp(kind, "warning_raised") == 0)
		holds = true;
	if (!holds || f->type != PROTOBUF_C_TYPE_MESSAGE)
		return body;
	return *(ProtobufCMessage *const *)((const uint8_t *)body + f->offset);
}

static void add_field(struct key *k, const ProtobufCMessage *m, const char *name)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);
	const uint8_t *at = f ? (const uint8_t *)m + f->offset : NULL;
	uint8_t packed[64];

	if (!at)
		return;
	if (f->type == PROTOBUF_C_TYPE_STRING)
		key_text(k, *(char *const *)at);
	else if (f->type == PROTOBUF_C_TYPE_UINT32)
		key_u32(k, *(const uint32_t *)at);
	else if (f->type == PROTOBUF_C_TYPE_MESSAGE && *(ProtobufCMessage *const *)at)
		key_raw(k, BYTES(packed,
				 protobuf_c_message_pack(*(ProtobufCMessage *const *)at, packed)));
}

/* False: the event stands for itself. */
static bool subject_of(const Duban__Event *ev, struct key *ret)
{
	const char *kind = event_kind(ev);
	const struct family *f = family_of(kind);
	const ProtobufCMessage *noun;

	if (!f)
		return false;
	noun = noun_of(kind, event_body(ev));
	key_u32(key_u32(ret, ev->project), (uint32_t)(f - families));
	for (size_t i = 0; noun && i < 5 && f->fields[i]; i++)
		add_field(ret, noun, f->fields[i]);
	return true;
}

/* Do later facts of its noun rest on it? What a row was renamed, moved or carried to in between
 * does not undo a stage that was told later and dated back. */
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
		return false;
	default:
		return true;
	}
}

/* Did it hold on that day? The scratch store's marks remember which nouns are past it. */
static bool held(struct folding *f, const Duban__Event *ev)
{
	struct key *k = KEY();
	bool has_subject;

	if (f->q->as_known)
		return true;
	has_subject = subject_of(ev, k);
	if (has_subject && txn_has(f->to, TABLE_mark, key_bytes(k)))
		return false;
	if (ev->on_date <= date_ymd(f->q->day))
		return true;
	if (has_subject && rests_on(ev))
		txn_put(f->to, TABLE_mark, key_bytes(k), BYTES("", 0));
	return false;
}

/* ---- reading and folding */

/* Skipping a few records is cheaper than finding the place anew. */
enum { STEP_MAX = 64 };

static int read_event(struct folding *f, uint64_t seq, struct record *ret)
{
	bool found;
	int r = 0;

	if (!f->next || seq < f->next || seq - f->next > STEP_MAX) {
		f->reader = journal_reader_free(f->reader);
		r = journal_read(&f->reader, f->e->journal, seq);
		f->next = seq;
	}
	do {
		if (!r)
			r = journal_reader_next(f->reader, ret, &found);
		if (!r && !found)
			r = -EBADMSG;
	} while (!r && f->next++ < seq);
	return r;
}

static int fold_one(struct folding *f, uint64_t seq, bool *ret_over)
{
	struct record rec;
	Duban__Event *ev;
	int r;

	if (++f->looked > PAST_EVENTS_MAX)
		return STATUS_TOO_MANY;
	r = read_event(f, seq, &rec);
	if (r)
		return r;
	*ret_over = f->q->as_known && rec.at >= f->end;
	if (*ret_over)
		return 0;
	arena_reset(f->e->pad);
	ev = duban__event__unpack(arena_pb(f->e->pad), rec.event.size, rec.event.data);
	if (!ev)
		return -EBADMSG;
	f->seq = seq;
	return held(f, ev) ? fold_event(f->to, f->e->pad, ev) : txn_error(f->to);
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

/* The city's events and the project's, by seq. */
static int fold_both(struct folding *f)
{
	struct txn *t = f->e->txn;
	struct scan city = scan_start(t, TABLE_project_event, key_bytes(key_u32(KEY(), 0)));
	struct scan own =
	    scan_start(t, TABLE_project_event, key_bytes(key_u32(KEY(), f->q->project)));
	uint64_t a = seq_of(&city), b = seq_of(&own);
	bool over = false;
	int r = 0;

	while (!r && !over && (a != UINT64_MAX || b != UINT64_MAX)) {
		r = fold_one(f, a < b ? a : b, &over);
		if (a < b)
			a = seq_of(&city);
		else
			b = seq_of(&own);
	}
	return r ? r : txn_error(t);
}

/* ---- the scratch store: made at the first question, empty for each */

static int scratch(struct engine *e)
{
	_cleanup_(past_freep) struct past *p = NULL;
	char dir[PATH_MAX], file[PATH_MAX];
	struct db_config c = {.dir = dir};
	int r;

	if (e->past)
		return 0;
	if (snprintf(dir, sizeof dir, "%s/past", e->dir) >= (int)sizeof dir ||
	    snprintf(file, sizeof file, "%s/past/data.mdb", e->dir) >= (int)sizeof file)
		return -ENAMETOOLONG;
	/* Nothing in it is worth anything after the process. */
	if (unlink(file) < 0 && errno != ENOENT)
		return -errno;
	p = calloc(1, sizeof *p);
	if (!p)
		return -ENOMEM;
	r = db_open(&p->db, &c);
	if (r)
		return r;
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

int engine_past(struct engine *e, const struct past_query *q, struct txn **ret_txn,
		uint64_t *ret_seq)
{
	struct folding f = {.e = e, .q = q, .end = date_start(q->day + 1, e->zone_minutes)};
	int r = scratch(e);

	assert(e->synced);
	if (r)
		return r;
	engine_past_done(e);
	r = txn_begin(&e->past->txn, e->past->db, true);
	if (r)
		return r;
	f.to = e->past->txn;
	r = fold_both(&f);
	journal_reader_free(f.reader);
	if (r) {
		engine_past_done(e);
		return r;
	}
	*ret_txn = f.to;
	*ret_seq = f.seq;
	return 0;
}
