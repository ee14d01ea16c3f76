/* ImportRevert: an import is reverted if nothing depends on it yet, by the inverses of its events
 * in reverse order. What it made is removed, what it changed is restored. */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/upload.h"
#include "api/revert/inverse.h"
#include "api/revert/touch.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine.h"
#include "model/core/counter.h"
#include "model/core/event.h"
#include "model/core/removed.h"
#include "model/core/request.h"
#include "model/office/unit.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

enum { BUILT_ON_MAX = 20 }; /* events named; of the rest only the number */

struct revert {
	struct request *rq;
	uint64_t first, last; /* seqs of the import; the last is its ImportDone */
	Duban__Event **event; /* without ImportDone */
	size_t n;
	struct touched touched;
	struct undone undone; /* reverted imports and their reverts: nothing can depend on them */
	uint32_t built_on;
	Duban__ImportReverted *done;
};

/* ---- reading */

typedef int (*each_event)(struct revert *v, Duban__Event *ev);

/* Reads the events from `from` to `to` (0 = the end); ends when `each` returns a verdict. Unpacks
 * into `scratch`. */
static int read_events(struct revert *v, uint64_t from, uint64_t to, struct arena *scratch,
		       each_event each)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec = {.seq = 0};
	bool found = true;
	int r = journal_read(&rd, engine_journal(v->rq->engine), from);

	while (!r && found && (!to || rec.seq < to)) {
		Duban__Event *ev;

		r = journal_reader_next(rd, &rec, &found);
		if (r || !found)
			break;
		ev = duban__event__unpack(arena_pb(scratch ? scratch : v->rq->arena),
					  rec.event.size, rec.event.data);
		r = ev ? each(v, ev) : -ENOMEM;
		if (scratch)
			arena_reset(scratch);
	}
	return r;
}

static int keep(struct revert *v, Duban__Event *ev)
{
	if (ev->body_case == DUBAN__EVENT__BODY_IMPORT_DONE)
		return 0;
	return REQUEST_PUSH(v->rq, v->event, v->n, ev) ? -ENOMEM : touch_add(&v->touched, ev);
}

/* The command that ended with this event. NULL: it has no mark, or its first event is no longer in
 * the journal. */
static Duban__RequestMark *command_of(struct revert *v, const Duban__Event *ev)
{
	Duban__RequestMark *m = request_mark(v->rq->txn, v->rq->arena, event_sender(ev),
					     BYTES(ev->request_id.data, ev->request_id.len));

	return m && m->first_seq >= journal_first(engine_journal(v->rq->engine)) ? m : NULL;
}

static int find_first(struct revert *v, Duban__Event *ev)
{
	Duban__RequestMark *m;

	if (ev->body_case != DUBAN__EVENT__BODY_IMPORT_DONE)
		return request_refuse(
		    v->rq, STATUS_NOT_FOUND, "revert.no_import",
		    arena_printf(v->rq->arena, "%llu", (unsigned long long)v->last), NULL);
	m = command_of(v, ev);
	if (!m)
		return request_refuse(v->rq, STATUS_NOT_FOUND, "revert.too_old", NULL);
	v->first = m->first_seq;
	return 0;
}

static int find_import(struct revert *v)
{
	struct journal *j = engine_journal(v->rq->engine);

	if (v->last < journal_first(j) || v->last > journal_head(j))
		return request_refuse(
		    v->rq, STATUS_NOT_FOUND, "revert.no_import",
		    arena_printf(v->rq->arena, "%llu", (unsigned long long)v->last), NULL);
	return read_events(v, v->last, v->last, NULL, find_first);
}

static int check_later(struct revert *v, Duban__Event *ev)
{
	struct request *rq = v->rq;

	if (undone_find(&v->undone, ev->seq) || !touch_rests(&v->touched, ev))
		return 0;
	if (++v->built_on > BUILT_ON_MAX)
		return 0;
	return request_problem(rq, "revert.built_on",
			       arena_printf(rq->arena, "%llu", (unsigned long long)ev->seq),
			       event_kind(ev), NULL)
		   ? 0
		   : -ENOMEM;
}

/* Names all events that depend on the import, so that a person sees at once what must be undone
 * first. */
static int check_built_on(struct revert *v, struct arena *scratch)
{
	struct request *rq = v->rq;
	int r = read_events(v, v->last + 1, 0, scratch, check_later);

	if (r || !v->built_on)
		return r;
	if (v->built_on > BUILT_ON_MAX)
		(void)request_problem(rq, "revert.built_on_more",
				      arena_printf(rq->arena, "%u", v->built_on - BUILT_ON_MAX),
				      NULL);
	return STATUS_CONFLICT;
}

static int draft(struct revert *v)
{
	Duban__Event *e;
	int r = import_inverse(v->rq, v->event, v->n, v->done);

	e = r ? NULL : request_event(v->rq);
	if (!e)
		return r ? r : -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_IMPORT_REVERTED;
	e->import_reverted = v->done;
	return 0;
}

/* ---- the tree of units */

/* The parent that a unit has after the revert; `drafted` holds it + 1, 0: the revert leaves it. */
static uint32_t parent_after(struct revert *v, const uint32_t *drafted, uint32_t unit)
{
	const Duban__Unit *u;

	if (drafted[unit])
		return drafted[unit] - 1;
	u = unit_get(v->rq->txn, v->touched.scratch, unit);
	return u ? u->parent : 0;
}

/* A restored parent may since have come below its unit: neither import made the cycle, the revert
 * would. */
static int check_units(struct revert *v)
{
	struct request *rq = v->rq;
	uint32_t last = counter_last(rq->txn, "unit");
	uint32_t *drafted = arena_alloc(rq->arena, ((size_t)last + 1) * sizeof *drafted);

	for (size_t i = 0; drafted && i < rq->n_event; i++)
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_UNIT_PUT)
			drafted[rq->event[i]->unit_put->unit->num] =
			    rq->event[i]->unit_put->unit->parent + 1;
	for (uint32_t unit = 1; drafted && unit <= last; unit++) {
		uint32_t at = drafted[unit] ? drafted[unit] - 1 : 0;

		for (uint32_t n = 0; at && at != unit && n < last; n++)
			at = parent_after(v, drafted, at);
		arena_reset(v->touched.scratch);
		if (at && at == unit)
			return request_refuse(rq, STATUS_CONFLICT, "unit.cycle", NULL);
	}
	return drafted ? txn_error(rq->txn) : -ENOMEM;
}

/* ---- the command */

static int fill_reply(struct request *rq, Duban__ImportReverted *done, bool dry_run)
{
	Duban__ImportRevertReply *b =
	    REQUEST_NEW(rq, Duban__ImportRevertReply, duban__import_revert_reply__init);

	if (!b)
		return -ENOMEM;
	b->done = done;
	b->dry_run = dry_run;
	rq->reply->body_case = DUBAN__REPLY__BODY_IMPORT_REVERT;
	rq->reply->import_revert = b;
	return 0;
}

static int refuse_twice(struct revert *v, const Duban__Undone *u)
{
	struct request *rq = v->rq;

	return request_refuse(rq, STATUS_CONFLICT, "revert.twice",
			      arena_printf(rq->arena, "%llu", (unsigned long long)u->by_seq), NULL);
}

static int revert(struct revert *v)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	int r = request_durable(v->rq);

	if (!r)
		r = arena_new(&scratch, WIRE_ARENA_MAX);
	if (!r)
		r = undone_load(v->rq->txn, v->rq->arena, &v->undone);
	if (!r)
		r = find_import(v);
	if (!r && undone_find(&v->undone, v->last))
		return refuse_twice(v, undone_find(&v->undone, v->last));
	if (!r)
		r = read_events(v, v->first, v->last, NULL, keep);
	touch_ready(&v->touched);
	v->touched.scratch = scratch;
	if (!r)
		r = check_built_on(v, scratch);
	if (r)
		return r;
	v->done->import_first_seq = v->first;
	r = draft(v);
	return r ? r : check_units(v);
}

static int revert_decide(struct request *rq, const void *body)
{
	const Duban__ImportRevertRequest *q = body;
	struct arena *own = rq->arena, *work = uploads_work(api_uploads(rq->api));
	struct revert v = {.rq = rq, .last = q->import_seq};
	int r;

	/* needs as much memory as the import did */
	if (!work)
		return -ENOMEM;
	rq->arena = work;
	touch_init(&v.touched, work);
	v.done = REQUEST_NEW(rq, Duban__ImportReverted, duban__import_reverted__init);
	if (v.done)
		v.done->import_seq = q->import_seq;
	r = v.done ? revert(&v) : -ENOMEM;
	rq->arena = own;
	if (r)
		rq->n_event = 0;
	if (r || !q->dry_run)
		return r;
	rq->n_event = 0;
	return fill_reply(rq, v.done, true);
}

/* The telephone number of a removed person is removed too. */
static int forget_phones(struct request *rq)
{
	for (size_t i = 0; i < rq->n_event; i++) {
		const Duban__Event *ev = rq->event[i];
		int r = 0;

		if (ev->body_case == DUBAN__EVENT__BODY_NOUN_REMOVED &&
		    ev->noun_removed->noun == DUBAN__NOUN_KIND__NOUN_KIND_PERSON)
			r = engine_put_contact(rq->engine, ev->noun_removed->num, "");
		if (r)
			return r;
	}
	return 0;
}

static int revert_answer(struct request *rq, const void *body)
{
	const Duban__Event *last = rq->n_event ? rq->event[rq->n_event - 1] : NULL;
	int r;

	(void)body;
	if (!last || last->body_case != DUBAN__EVENT__BODY_IMPORT_REVERTED)
		return -EBADMSG;
	r = forget_phones(rq);
	return r ? r : fill_reply(rq, last->import_reverted, false);
}
HANDLER(IMPORT_REVERT, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = revert_decide, .answer = revert_answer);
