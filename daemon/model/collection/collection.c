#include "model/collection/collection.h"

#include "model/collection/state.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { NOW = 0 }; /* the round number under which the current candidates are stored */

struct key *year_prefix(struct key *k, uint32_t year)
{
	return key_u32(k, year);
}

struct key *candidate_prefix(struct key *k, uint32_t year, uint32_t round)
{
	return key_u32(key_u32(k, year), round);
}

static struct key *comment_key(struct key *k, const Duban__Comment *c)
{
	return key_u32(key_text(key_u32(key_u32(k, c->year), c->round), c->code), c->unit);
}

static struct key *match_key(struct key *k, uint32_t year, const char *code, const char *element)
{
	return key_text(key_text(key_u32(k, year), code), element);
}

Duban__Collection *collection_get(struct txn *t, struct arena *a, uint32_t year)
{
	return record_get(t, TABLE_collection, key_bytes(year_prefix(KEY(), year)),
			  &duban__collection__descriptor, a);
}

Duban__Candidate *candidate_get(struct txn *t, struct arena *a, uint32_t year, uint32_t round,
				const char *code)
{
	if (!*code || strlen(code) > CODE_MAX)
		return NULL;
	return record_get(t, TABLE_candidate,
			  key_bytes(key_text(candidate_prefix(KEY(), year, round), code)),
			  &duban__candidate__descriptor, a);
}

Duban__Comment *comment_get(struct txn *t, struct arena *a, const Duban__Comment *ref)
{
	return record_get(t, TABLE_comment, key_bytes(comment_key(KEY(), ref)),
			  &duban__comment__descriptor, a);
}

Duban__Match *match_get(struct txn *t, struct arena *a, uint32_t year, const char *code,
			const char *element)
{
	return record_get(t, TABLE_match, key_bytes(match_key(KEY(), year, code, element)),
			  &duban__match__descriptor, a);
}

/* ---- folds */

static void put(struct txn *t, const Duban__Collection *c)
{
	record_put(t, TABLE_collection, key_bytes(year_prefix(KEY(), c->year)), c);
}

/* The collection after the move. NULL: the sticky error is set. */
static Duban__Collection *moved(struct txn *t, struct arena *a, uint32_t year,
				enum collection_move move)
{
	Duban__Collection *c = collection_get(t, a, year);
	int to = c ? collection_next((int)c->state, move) : 0;

	if (!to) {
		txn_fail(t, -EBADMSG);
		return NULL;
	}
	c->state = (Duban__CollectionState)to;
	c->opening = false;
	return c;
}

static void fold_opened(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	(void)a;
	(void)e;
	put(t, ((const Duban__CollectionOpened *)body)->collection);
}
FOLD(COLLECTION_OPENED, fold_opened, .family = "collections", .subject = "year");

/* Copies every current candidate under the number of the round. */
static void fold_frozen(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__CollectionFrozen *b = body;
	struct scan s =
	    scan_start(t, TABLE_candidate, key_bytes(candidate_prefix(KEY(), b->year, NOW)));
	Duban__Collection *c = moved(t, a, b->year, COLLECTION_MOVE_FREEZE);

	(void)e;
	if (!c)
		return;
	put(t, c);
	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint8_t copy[VALUE_MAX]; /* a put invalidates the value that the scan points to */
		struct key to = {.size = 0};

		(void)key_read_u32(&k);
		(void)key_read_u32(&k);
		key_text(candidate_prefix(&to, b->year, b->round), key_read_text(&k));
		if (s.value.size > sizeof copy) {
			txn_fail(t, -EBADMSG);
			return;
		}
		memcpy(copy, s.value.data, s.value.size);
		txn_put(t, TABLE_candidate, key_bytes(&to), BYTES(copy, s.value.size));
	}
}
FOLD(COLLECTION_FROZEN, fold_frozen, .family = "collections", .subject = "year");

static void fold_matching(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	Duban__Collection *c =
	    moved(t, a, ((const Duban__CollectionMatching *)body)->year, COLLECTION_MOVE_MATCH);

	(void)e;
	if (c)
		put(t, c);
}
FOLD(COLLECTION_MATCHING, fold_matching, .family = "collections", .subject = "year");

static void fold_approved(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__CollectionApproved *b = body;
	Duban__Collection *c = moved(t, a, b->year, COLLECTION_MOVE_APPROVE);

	(void)e;
	if (!c)
		return;
	c->approved_document = b->document;
	c->approved_date = b->approved_date;
	put(t, c);
}
FOLD(COLLECTION_APPROVED, fold_approved, .family = "collections", .subject = "year");

static void fold_candidate_put(struct txn *t, struct arena *a, const Duban__Event *e,
			       const void *body)
{
	const Duban__CandidatePut *b = body;
	const Duban__Candidate *c = b->candidate;

	(void)a;
	(void)e;
	record_put(t, TABLE_candidate,
		   key_bytes(key_text(candidate_prefix(KEY(), c->year, b->round), c->code)), c);
}
FOLD(CANDIDATE_PUT, fold_candidate_put);

static void remove_candidate(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__Candidate *c = b->candidate;

	(void)a;
	txn_del(t, TABLE_candidate,
		key_bytes(key_text(candidate_prefix(KEY(), c->year, b->round), c->code)));
}
REMOVE(candidate, remove_candidate);
