/* The moves of a year's collection, except the approval. */
#include <string.h>

#include "api/collection/find.h"
#include "api/collection/show.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/collection/collection.h"
#include "model/param/parameter.h"
#include "model/year/year.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

enum { ELEMENTS_MAX = 12 }; /* elements in one request */

static char *year_text(struct request *rq, uint32_t year)
{
	return arena_printf(rq->arena, "%u", year);
}

/* A list can be made for this year or a later one. */
static int check_year(struct request *rq, uint32_t year)
{
	uint32_t now = date_ymd(rq->today) / 10000;

	if (year < now || year > now + 2)
		return request_refuse(rq, STATUS_INVALID, "collection.bad_year",
				      year_text(rq, year), year_text(rq, now),
				      year_text(rq, now + 2), NULL);
	if (year_closed(rq->txn, rq->arena, year))
		return request_refuse(rq, STATUS_CONFLICT, "year.closed", year_text(rq, year),
				      NULL);
	return 0;
}

static int check_open(struct request *rq, const Duban__CollectionOpenRequest *q,
		      const Duban__Collection *was)
{
	date_t until = date_from_ymd(q->until_date);
	int r = check_year(rq, q->year);

	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, !was);
	if (!r && until == DATE_NONE)
		r = request_refuse(rq, STATUS_INVALID, "date.impossible",
				   year_text(rq, q->until_date), NULL);
	if (!r && until < rq->today)
		r = request_refuse(rq, STATUS_INVALID, "collection.until_past",
				   year_text(rq, q->until_date), NULL);
	return r;
}

static int collection_open(struct request *rq, const void *body)
{
	const Duban__CollectionOpenRequest *q = body;
	Duban__Collection *was = collection_get(rq->txn, rq->arena, q->year);
	Duban__CollectionOpened *b;
	Duban__Collection *now = REQUEST_NEW(rq, Duban__Collection, duban__collection__init);
	Duban__Event *ev;
	int r = was ? request_collection(rq, q->year, COLLECTION_MOVE_OPEN, &was) : 0;

	if (!r)
		r = check_open(rq, q, was);
	if (r)
		return r;
	b = REQUEST_NEW(rq, Duban__CollectionOpened, duban__collection_opened__init);
	ev = request_event(rq);
	if (!b || !ev || !now)
		return -ENOMEM;
	if (was)
		*now = *was;
	now->year = q->year;
	now->state = DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN;
	now->round++;
	now->opening = false;
	now->opened_date = date_ymd(rq->today);
	now->until_date = q->until_date;
	if (*q->document)
		now->document = q->document;
	ev->body_case = DUBAN__EVENT__BODY_COLLECTION_OPENED;
	ev->collection_opened = b;
	b->collection = now;
	return 0;
}

static int count_one(struct candidate_walk *w, const Duban__Candidate *c)
{
	(void)c;
	++*(uint32_t *)w->user;
	return 0;
}

static int collection_freeze(struct request *rq, const void *body)
{
	const Duban__CollectionFreezeRequest *q = body;
	Duban__CollectionFrozen *b;
	Duban__Collection *c;
	uint32_t n = 0;
	struct candidate_walk walk = {.rq = rq, .year = q->year, .each = count_one, .user = &n};
	Duban__Event *ev;
	int r = request_collection(rq, q->year, COLLECTION_MOVE_FREEZE, &c);

	if (!r)
		r = candidate_walk(&walk);
	if (!r && !n)
		r = request_refuse(rq, STATUS_CONFLICT, "collection.empty", year_text(rq, q->year),
				   NULL);
	if (r)
		return r;
	b = REQUEST_NEW(rq, Duban__CollectionFrozen, duban__collection_frozen__init);
	ev = request_event(rq);
	if (!b || !ev)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_COLLECTION_FROZEN;
	ev->collection_frozen = b;
	b->year = q->year;
	b->round = c->round;
	b->candidates = n;
	return 0;
}

/* Each element is asked of one department. Elements that an opening balance brought are left as
 * they are. */
struct match_asked {
	const Duban__CollectionMatchRequest *request;
	uint32_t unit[ELEMENTS_MAX];
};

static int check_asked(struct request *rq, struct match_asked *x)
{
	const Duban__CollectionMatchRequest *q = x->request;
	int r = 0;

	if (q->n_ask > ELEMENTS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "cell.too_many_values",
				      arena_printf(rq->arena, "%d", ELEMENTS_MAX), NULL);
	for (size_t i = 0; i < q->n_ask && !r; i++) {
		r = request_text(rq, "element", q->ask[i]->element, NAME_MAX_BYTES, true);
		for (size_t k = 0; k < i && !r; k++)
			if (strcmp(q->ask[k]->element, q->ask[i]->element) == 0)
				r = request_refuse(rq, STATUS_INVALID, "collection.ask_twice",
						   q->ask[i]->element, NULL);
		if (!r)
			r = request_unit(rq, q->ask[i]->unit, &x->unit[i]);
	}
	return r;
}

static int put_match(struct request *rq, const Duban__Candidate *c, const Duban__ElementAsk *q,
		     uint32_t unit)
{
	Duban__Match *m = REQUEST_NEW(rq, Duban__Match, duban__match__init);
	Duban__MatchPut *b = REQUEST_NEW(rq, Duban__MatchPut, duban__match_put__init);
	Duban__Event *ev = request_event(rq);

	if (!m || !b || !ev)
		return -ENOMEM;
	m->year = c->year;
	m->code = arena_str(rq->arena, c->code);
	m->element = q->element;
	m->unit = unit;
	b->match = m;
	ev->body_case = DUBAN__EVENT__BODY_MATCH_PUT;
	ev->match_put = b;
	return m->code ? 0 : -ENOMEM;
}

static int ask_about(struct candidate_walk *w, const Duban__Candidate *c)
{
	const struct match_asked *x = w->user;
	int r = 0;

	for (size_t i = 0; i < x->request->n_ask && candidate_needs_matching(c) && !r; i++)
		if (!match_get(w->rq->txn, w->scratch, c->year, c->code,
			       x->request->ask[i]->element))
			r = put_match(w->rq, c, x->request->ask[i], x->unit[i]);
	return r;
}

static int collection_match(struct request *rq, const void *body)
{
	const Duban__CollectionMatchRequest *q = body;
	struct match_asked x = {.request = q};
	struct candidate_walk walk = {.rq = rq, .year = q->year, .each = ask_about, .user = &x};
	Duban__CollectionMatching *b;
	Duban__Collection *c;
	Duban__Event *ev;
	int64_t rounds = 0;
	int r = request_collection(rq, q->year, COLLECTION_MOVE_MATCH, &c);

	if (!r)
		r = parameter_number(rq->txn, rq->arena, NULL, "collection.rounds", &rounds);
	if (!r && c->round < rounds)
		r = request_refuse(rq, STATUS_CONFLICT, "collection.rounds",
				   year_text(rq, c->round), year_text(rq, (uint32_t)rounds), NULL);
	if (!r)
		r = check_asked(rq, &x);
	if (r)
		return r;
	b = REQUEST_NEW(rq, Duban__CollectionMatching, duban__collection_matching__init);
	ev = request_event(rq);
	if (!b || !ev)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_COLLECTION_MATCHING;
	ev->collection_matching = b;
	b->year = q->year;
	return q->n_ask ? candidate_walk(&walk) : 0;
}

static int answer(struct request *rq, uint32_t year)
{
	rq->reply->body_case = DUBAN__REPLY__BODY_COLLECTION_SHOW;
	return collection_summary(rq, year, 0, &rq->reply->collection_show);
}

static int open_answer(struct request *rq, const void *body)
{
	return answer(rq, ((const Duban__CollectionOpenRequest *)body)->year);
}

static int freeze_answer(struct request *rq, const void *body)
{
	return answer(rq, ((const Duban__CollectionFreezeRequest *)body)->year);
}

static int match_answer(struct request *rq, const void *body)
{
	return answer(rq, ((const Duban__CollectionMatchRequest *)body)->year);
}

HANDLER(COLLECTION_OPEN, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .decide = collection_open,
	.answer = open_answer, .simulated_only_for_local = true);
HANDLER(COLLECTION_FREEZE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.decide = collection_freeze, .answer = freeze_answer, .simulated_only_for_local = true);
HANDLER(COLLECTION_MATCH, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.decide = collection_match, .answer = match_answer, .simulated_only_for_local = true);
