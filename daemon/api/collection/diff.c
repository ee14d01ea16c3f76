/* What changed in the candidates between two rounds (0 = the current candidates). */
#include <string.h>

#include "api/collection/find.h"
#include "api/collection/show.h"
#include "api/core/api.h"
#include "api/core/field_text.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/collection/collection.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "proto/limits.h"

struct diff {
	Duban__CollectionDiffReply *reply;
	uint32_t unit, other; /* `unit` is that of the filter; `other` the round to compare with */
	bool backward;	      /* list only candidates that the other round does not have */
	const char *after;    /* the candidate at which the page before ended; "": none */
	bool after_backward;
	const char *last; /* listed; "": none */
	bool last_backward;
	size_t bytes;
};

/* A page begins after "+CODE" or "-CODE", a candidate of the walk forward or backward. */
static bool before_page(const struct diff *d, const char *code)
{
	if (d->backward != d->after_backward)
		return d->after_backward;
	return *d->after && strcmp(code, d->after) <= 0;
}

/* Ends the page between two candidates. */
static bool ends_page(struct request *rq, struct diff *d, const char *code)
{
	if (*d->reply->next || !request_page_full(rq, d->bytes, 3 * VALUE_MAX) ||
	    strcmp(d->last, code) == 0)
		return *d->reply->next;
	d->reply->next = arena_printf(rq->arena, "%s%s", d->last_backward ? "-" : "+", d->last);
	return true;
}

static int list(struct candidate_walk *w, const Duban__Candidate *c,
		const char *const text[3] /* column, before, after */)
{
	struct diff *d = w->user;
	struct request *rq = w->rq;
	Duban__Change *one;

	d->reply->changes++;
	if (before_page(d, c->code) || ends_page(rq, d, c->code))
		return d->reply->next ? 0 : -ENOMEM;
	one = REQUEST_NEW(rq, Duban__Change, duban__change__init);
	if (!one || !text[1] || !text[2])
		return -ENOMEM;
	one->key = arena_str(rq->arena, c->code);
	one->column = arena_str(rq->arena, text[0]);
	one->before = arena_str(rq->arena, text[1]);
	one->after = arena_str(rq->arena, text[2]);
	if (!one->key || !one->column || !one->before || !one->after)
		return -ENOMEM;
	d->last = one->key;
	d->last_backward = d->backward;
	d->bytes += duban__change__get_packed_size(one) + 8;
	return REQUEST_PUSH(rq, d->reply->change, d->reply->n_change, one);
}

static bool stands(const Duban__Candidate *c)
{
	return c && c->state == DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_SUBMITTED;
}

static bool of_interest(struct candidate_walk *w, const Duban__Candidate *c)
{
	const struct diff *d = w->user;

	return candidate_shown(w->rq, c) &&
	       (!d->unit || unit_within(w->rq->txn, w->scratch, c->unit, d->unit));
}

static int compare(struct candidate_walk *w, const Duban__Candidate *was,
		   const Duban__Candidate *now)
{
	const ProtobufCMessageDescriptor *noun = &duban__candidate__descriptor;
	struct field_texts t = {.rq = w->rq, .scratch = w->scratch};
	int r = 0;

	for (unsigned i = 0; !r && i < noun->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &noun->fields[i];

		if (!field_same(&t, f, &was->base, &now->base))
			r = list(w, now,
				 (const char *[]){field_column(&t, f),
						  field_text(&t, f, &was->base),
						  field_text(&t, f, &now->base)});
	}
	return r;
}

/* Forward: the candidates of the later round. Backward: those of the earlier round that are missing
 * in the later one. */
static int diff_one(struct candidate_walk *w, const Duban__Candidate *c)
{
	struct diff *d = w->user;
	Duban__Candidate *other;

	if (!of_interest(w, c))
		return 0;
	other = candidate_get(w->rq->txn, w->scratch, c->year, d->other, c->code);
	if (d->backward) {
		if (other)
			return 0;
		d->reply->dropped += stands(c);
		return list(w, c, (const char *[]){"", c->name, ""});
	}
	d->reply->added += stands(c) && !stands(other);
	d->reply->dropped += !stands(c) && stands(other);
	return other ? compare(w, other, c) : list(w, c, (const char *[]){"", "", c->name});
}

static int read_after(struct request *rq, const char *after, struct diff *d)
{
	if (*after && ((*after != '+' && *after != '-') || strlen(after) > CODE_MAX + 1))
		return request_refuse(rq, STATUS_INVALID, "page.bad_after", after, NULL);
	d->after_backward = *after == '-';
	d->after = *after ? after + 1 : "";
	return 0;
}

static int check_rounds(struct request *rq, const Duban__CollectionDiffRequest *q,
			const Duban__Collection *c)
{
	uint32_t frozen =
	    c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN ? c->round - 1 : c->round;
	uint32_t round[] = {q->from_round, q->to_round};

	for (size_t i = 0; i < 2; i++)
		if (round[i] > frozen)
			return request_refuse(rq, STATUS_NOT_FOUND, "collection.no_round",
					      arena_printf(rq->arena, "%u", round[i]),
					      arena_printf(rq->arena, "%u", frozen), NULL);
	return 0;
}

static int collection_diff(struct request *rq, const void *body)
{
	const Duban__CollectionDiffRequest *q = body;
	struct diff d = {.other = q->from_round, .last = ""};
	struct candidate_walk walk = {
	    .rq = rq, .year = q->year, .round = q->to_round, .each = diff_one, .user = &d};
	Duban__Collection *c;
	int r = request_collection(rq, q->year, COLLECTION_MOVE_INVALID, &c);

	if (!r)
		r = read_after(rq, q->after, &d);
	if (!r)
		r = check_rounds(rq, q, c);
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &d.unit);
	d.reply = REQUEST_NEW(rq, Duban__CollectionDiffReply, duban__collection_diff_reply__init);
	if (!r && !d.reply)
		r = -ENOMEM;
	if (!r)
		r = candidate_walk(&walk);
	d.backward = true;
	d.other = q->to_round;
	walk.round = q->from_round;
	if (!r)
		r = candidate_walk(&walk);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_COLLECTION_DIFF;
	rq->reply->collection_diff = d.reply;
	return 0;
}
HANDLER(COLLECTION_DIFF, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = collection_diff, .simulated_only_for_local = true);
