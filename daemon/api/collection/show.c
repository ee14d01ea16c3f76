/* The progress of a year's collection: candidates, comments and elements, in total and by unit. */
#include "api/collection/show.h"

#include "api/collection/find.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/collection/collection.h"
#include "model/collection/state.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

int candidate_walk(struct candidate_walk *w)
{
	struct txn *t = w->rq->txn;
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct scan s =
	    scan_start(t, TABLE_candidate, key_bytes(candidate_prefix(KEY(), w->year, w->round)));
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	w->scratch = scratch;
	while (!r && scan_next(&s)) {
		Duban__Candidate *c;

		arena_reset(scratch);
		c = record_unpack(t, s.value, &duban__candidate__descriptor, scratch);
		r = c ? w->each(w, c) : txn_error(t);
	}
	w->scratch = NULL;
	return r ? r : txn_error(t);
}

static bool within(struct request *rq, uint32_t unit)
{
	return unit && rq->caller->unit && unit_within(rq->txn, rq->arena, unit, rq->caller->unit);
}

bool candidate_shown(struct request *rq, const Duban__Candidate *c)
{
	return ((1u << rq->caller->role) & ROLES_CITY) || within(rq, c->unit) ||
	       within(rq, c->sector);
}

struct counting {
	Duban__CollectionShowReply *reply;
	Duban__UnitCount **unit; /* by number */
	uint32_t last_unit;
	int64_t total, plan;
};

static Duban__UnitCount *unit_count(struct request *rq, struct counting *x, uint32_t num)
{
	Duban__UnitCount *u;

	if (num > x->last_unit)
		num = 0;
	if (x->unit[num])
		return x->unit[num];
	u = REQUEST_NEW(rq, Duban__UnitCount, duban__unit_count__init);
	if (!u)
		return NULL;
	u->unit = request_unit_id(rq, num);
	u->unit_name = request_unit_name(rq, num);
	u->plan = REQUEST_NEW(rq, Duban__Money, duban__money__init);
	x->unit[num] = u;
	return u->plan ? u : NULL;
}

static void add(int64_t *sum, const Duban__Money *m)
{
	if (m && *sum < INT64_MAX - m->fen)
		*sum += m->fen;
}

/* Counts its comments of all rounds, and those without an answer. */
static int count_comments(struct candidate_walk *w, const Duban__Candidate *c, Duban__UnitCount *u)
{
	struct counting *x = w->user;
	Duban__Collection *of = x->reply->collection;

	for (uint32_t round = 1; round <= of->round; round++) {
		struct key *k = key_text(key_u32(key_u32(KEY(), c->year), round), c->code);
		struct scan s = scan_start(w->rq->txn, TABLE_comment, key_bytes(k));

		while (scan_next(&s)) {
			Duban__Comment *m = record_unpack(w->rq->txn, s.value,
							  &duban__comment__descriptor, w->scratch);

			if (!m)
				return txn_error(w->rq->txn);
			u->comments++;
			u->unanswered += *m->text && !*m->answer;
		}
	}
	return 0;
}

int candidate_matching(struct candidate_walk *w, const Duban__Candidate *c, struct matching *ret)
{
	struct key *k = key_text(key_u32(KEY(), c->year), c->code);
	struct scan s = scan_start(w->rq->txn, TABLE_match, key_bytes(k));

	*ret = (struct matching){};
	while (scan_next(&s)) {
		Duban__Match *m =
		    record_unpack(w->rq->txn, s.value, &duban__match__descriptor, w->scratch);

		if (!m)
			return txn_error(w->rq->txn);
		ret->asked++;
		ret->awaited += match_awaited(m);
		ret->lacking += match_lacks(m) && !match_awaited(m);
	}
	return txn_error(w->rq->txn);
}

static int count_matches(struct candidate_walk *w, const Duban__Candidate *c)
{
	struct counting *x = w->user;
	struct matching m;
	int r = candidate_matching(w, c, &m);

	x->reply->unmatched += m.awaited + m.lacking;
	x->reply->awaited += m.awaited;
	x->reply->unasked += !m.asked && candidate_needs_matching(c);
	return r;
}

static int count_one(struct candidate_walk *w, const Duban__Candidate *c)
{
	struct counting *x = w->user;
	Duban__UnitCount *u;
	int r;

	if (!candidate_shown(w->rq, c))
		return 0;
	x->reply->candidates++;
	if (c->state == DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_REJECTED)
		x->reply->rejected++;
	u = unit_count(w->rq, x, c->unit);
	if (!u)
		return -ENOMEM;
	u->candidates++;
	r = count_comments(w, c, u);
	if (r || c->state != DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_SUBMITTED)
		return r;
	add(&x->total, c->total);
	add(&x->plan, c->plan);
	add(&u->plan->fen, c->plan);
	return count_matches(w, c);
}

/* Adds the units up for all pages, and lists those of this page by their numbers. */
static int fill_units(struct request *rq, const struct counting *x, uint32_t after)
{
	Duban__CollectionShowReply *b = x->reply;
	size_t bytes = 0;
	int r = 0;

	for (uint32_t num = 0; num <= x->last_unit && !r; num++) {
		Duban__UnitCount *u = x->unit[num];

		if (!u)
			continue;
		b->comments += u->comments;
		b->unanswered += u->unanswered;
		if (num < after || b->next)
			continue;
		r = REQUEST_PUSH(rq, b->unit, b->n_unit, u);
		bytes += duban__unit_count__get_packed_size(u) + 8;
		if (request_page_full(rq, bytes, VALUE_MAX) && num < x->last_unit)
			b->next = num + 1;
	}
	return r;
}

int collection_summary(struct request *rq, uint32_t year, uint32_t after,
		       Duban__CollectionShowReply **ret)
{
	Duban__CollectionShowReply *b =
	    REQUEST_NEW(rq, Duban__CollectionShowReply, duban__collection_show_reply__init);
	struct counting x = {.reply = b, .last_unit = counter_last(rq->txn, "unit")};
	struct candidate_walk walk = {.rq = rq, .year = year, .each = count_one, .user = &x};
	int r = b ? request_collection(rq, year, COLLECTION_MOVE_INVALID, &b->collection) : -ENOMEM;

	x.unit = arena_alloc(rq->arena, (x.last_unit + 1) * sizeof *x.unit);
	if (!r && !x.unit)
		r = -ENOMEM;
	if (!r)
		r = candidate_walk(&walk);
	if (r)
		return r;
	b->total = REQUEST_NEW(rq, Duban__Money, duban__money__init);
	b->plan = REQUEST_NEW(rq, Duban__Money, duban__money__init);
	if (!b->total || !b->plan)
		return -ENOMEM;
	b->total->fen = x.total;
	b->plan->fen = x.plan;
	*ret = b;
	return fill_units(rq, &x, after);
}

static int collection_show(struct request *rq, const void *body)
{
	const Duban__CollectionShowRequest *q = body;

	rq->reply->body_case = DUBAN__REPLY__BODY_COLLECTION_SHOW;
	return collection_summary(rq, q->year, q->after, &rq->reply->collection_show);
}
HANDLER(COLLECTION_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = collection_show, .simulated_only_for_local = true);
