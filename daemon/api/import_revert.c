/* An import is taken back while nothing rests on it: its events in reverse, each turned round.
 * What it made goes, what it changed is again as it was. */
#include <string.h>

#include "api/import_run.h"
#include "api/import_touch.h"
#include "api/private.h"
#include "model/event.h"
#include "proto/wire.h"
#include "store/journal.h"

struct revert {
	struct ask *ask;
	uint64_t first, last; /* of the import; the last is its ImportDone */
	Duban__Event **event; /* without it */
	size_t n;
	struct touched touched;
	Duban__ImportReverted *done;
	/* later imports that were taken back, and the taking back: nothing rests on them */
	struct range {
		uint64_t first, last;
	} * undone;
	size_t n_undone;
	uint64_t reverted; /* by which event already, 0 = it stands */
};

/* ---- reading */

typedef int (*each_event)(struct revert *v, Duban__Event *ev);

/* From `from` to `to` (0 = the end); a callback's verdict ends it. Unpacks into `a`. */
static int read_events(struct revert *v, uint64_t from, uint64_t to, struct arena *scratch,
		       each_event each)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct record rec = {.seq = 0};
	bool found = true;
	int r = journal_read(&rd, engine_journal(v->ask->engine), from);

	while (!r && found && (!to || rec.seq < to)) {
		Duban__Event *ev;

		r = journal_reader_next(rd, &rec, &found);
		if (r || !found)
			break;
		ev = duban__event__unpack(arena_pb(scratch ? scratch : v->ask->arena),
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
	return ASK_PUSH(v->ask, v->event, v->n, ev) ? -ENOMEM : touch_add(&v->touched, ev);
}

/* The command that ended with this event. NULL: not marked, or its first is gone. */
static Duban__RequestMark *command_of(struct revert *v, const Duban__Event *ev)
{
	Duban__RequestMark *m = request_mark(v->ask->txn, v->ask->arena, ev->principal,
					     BYTES(ev->request_id.data, ev->request_id.len));

	return m && m->first_seq >= journal_first(engine_journal(v->ask->engine)) ? m : NULL;
}

static int find_first(struct revert *v, Duban__Event *ev)
{
	Duban__RequestMark *m;

	if (ev->body_case != DUBAN__EVENT__BODY_IMPORT_DONE)
		return ask_refuse(v->ask, STATUS_NOT_FOUND, "revert.no_import",
				  arena_printf(v->ask->arena, "%llu", (unsigned long long)v->last),
				  NULL);
	m = command_of(v, ev);
	if (!m)
		return ask_refuse(v->ask, STATUS_NOT_FOUND, "revert.too_old", NULL);
	v->first = m->first_seq;
	return 0;
}

static int find_import(struct revert *v)
{
	struct journal *j = engine_journal(v->ask->engine);

	if (v->last < journal_first(j) || v->last > journal_head(j))
		return ask_refuse(v->ask, STATUS_NOT_FOUND, "revert.no_import",
				  arena_printf(v->ask->arena, "%llu", (unsigned long long)v->last),
				  NULL);
	return read_events(v, v->last, v->last, NULL, find_first);
}

static int add_undone(struct revert *v, Duban__Event *ev)
{
	Duban__RequestMark *m = command_of(v, ev);
	struct range one = {.first = m ? m->first_seq : ev->seq, .last = ev->seq};

	return ASK_PUSH(v->ask, v->undone, v->n_undone, one);
}

static int note_reverted(struct revert *v, Duban__Event *ev)
{
	int r;

	if (ev->body_case != DUBAN__EVENT__BODY_IMPORT_REVERTED)
		return 0;
	if (ev->import_reverted->import_seq == v->last)
		v->reverted = ev->seq;
	r = add_undone(v, ev);
	if (r || ev->import_reverted->import_seq <= v->last)
		return r;
	return read_events(v, ev->import_reverted->import_seq, ev->import_reverted->import_seq,
			   NULL, add_undone);
}

static bool undone(const struct revert *v, uint64_t seq)
{
	for (size_t i = 0; i < v->n_undone; i++)
		if (v->undone[i].first <= seq && seq <= v->undone[i].last)
			return true;
	return false;
}

static int check_later(struct revert *v, Duban__Event *ev)
{
	struct ask *a = v->ask;

	if (undone(v, ev->seq) || !touch_rests(&v->touched, ev))
		return 0;
	return ask_refuse(a, STATUS_CONFLICT, "revert.built_on",
			  arena_printf(a->arena, "%llu", (unsigned long long)ev->seq),
			  event_kind(ev), NULL);
}

/* ---- turning round */

static Duban__Event *event_like(struct revert *v, const Duban__Event *ev)
{
	Duban__Event *e = ask_event(v->ask);

	if (e) {
		e->project = ev->project;
		e->project_unit = ev->project_unit;
	}
	return e;
}

/* The noun and what it was change places. */
static int restore(struct revert *v, const Duban__Event *ev, const ProtobufCMessage *body,
		   const ProtobufCFieldDescriptor *f)
{
	Duban__Event *e = event_like(v, ev);
	uint8_t *turned = arena_dup(v->ask->arena, body, body->descriptor->sizeof_message);
	ProtobufCMessage **now, **was, *kept;

	if (!e || !turned)
		return -ENOMEM;
	now = (ProtobufCMessage **)(void *)(turned + f[0].offset);
	was = (ProtobufCMessage **)(void *)(turned + f[1].offset);
	kept = *now;
	*now = *was;
	*was = kept;
	e->body_case = ev->body_case;
	e->unit_put = (Duban__UnitPut *)(void *)turned; /* all members are pointers in one union */
	v->done->restored++;
	return 0;
}

static int clear_open(struct revert *v, const Duban__Event *ev, struct key *subject)
{
	struct ask *a = v->ask;
	struct scan s = scan_start(a->txn, TABLE_warning_open, key_bytes(subject));

	while (scan_next(&s)) {
		Duban__Warning *w = warning_of_open(a->txn, a->arena, s.key);
		Duban__WarningCleared *c =
		    ASK_NEW(a, Duban__WarningCleared, duban__warning_cleared__init);
		Duban__Event *e = event_like(v, ev);

		if (!w || !c || !e)
			return txn_error(a->txn) ? txn_error(a->txn) : -ENOMEM;
		c->rule = w->rule;
		c->subject = w->subject;
		c->occurrence = w->occurrence;
		c->level = w->level;
		c->due_date = w->due_date;
		c->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
		e->body_case = DUBAN__EVENT__BODY_WARNING_CLEARED;
		e->warning_cleared = c;
	}
	return txn_error(a->txn);
}

static void fill_removed(const Duban__Event *ev, Duban__NounRemoved *b)
{
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_UNIT_PUT:
		b->noun = DUBAN__NOUN_KIND__NOUN_KIND_UNIT;
		b->num = ev->unit_put->unit->num;
		break;
	case DUBAN__EVENT__BODY_PERSON_PUT:
		b->noun = DUBAN__NOUN_KIND__NOUN_KIND_PERSON;
		b->num = ev->person_put->person->num;
		break;
	case DUBAN__EVENT__BODY_PROJECT_PUT:
		b->noun = DUBAN__NOUN_KIND__NOUN_KIND_PROJECT;
		b->num = ev->project;
		break;
	case DUBAN__EVENT__BODY_CHAIN_PUT:
		b->noun = DUBAN__NOUN_KIND__NOUN_KIND_CHAIN;
		b->year = ev->chain_put->chain->year;
		break;
	case DUBAN__EVENT__BODY_LINK_PUT:
		b->noun = DUBAN__NOUN_KIND__NOUN_KIND_LINK;
		b->year = ev->link_put->link->year;
		b->link = ev->link_put->link->no;
		break;
	case DUBAN__EVENT__BODY_PLAN_PUT:
		b->noun = DUBAN__NOUN_KIND__NOUN_KIND_PLAN;
		b->year = ev->plan_put->plan->year;
		b->num = ev->plan_put->plan->version;
		break;
	default:
		break;
	}
}

static int refuse_kind(struct revert *v, const Duban__Event *ev)
{
	return ask_refuse(v->ask, STATUS_CONFLICT, "revert.kind", event_kind(ev), NULL);
}

static int take_away(struct revert *v, const Duban__Event *ev)
{
	Duban__NounRemoved *b = ASK_NEW(v->ask, Duban__NounRemoved, duban__noun_removed__init);
	struct key *subject = key_u32(KEY(), ev->project);
	Duban__Event *e;
	int r = 0;

	if (!b)
		return -ENOMEM;
	fill_removed(ev, b);
	if (!b->noun)
		return refuse_kind(v, ev);
	if (b->link)
		key_u32(key_u32(subject, b->year), b->link);
	if (b->link || b->noun == DUBAN__NOUN_KIND__NOUN_KIND_PROJECT)
		r = clear_open(v, ev, subject);
	e = event_like(v, ev);
	if (r || !e)
		return r ? r : -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_NOUN_REMOVED;
	e->noun_removed = b;
	v->done->removed++;
	return 0;
}

/* A new version of a plan names the one before it, which stands beside it unchanged. */
static bool adds_version(const Duban__Event *ev)
{
	return ev->body_case == DUBAN__EVENT__BODY_PLAN_PUT && ev->plan_put->was &&
	       ev->plan_put->was->version != ev->plan_put->plan->version;
}

static int turn_round(struct revert *v, const Duban__Event *ev)
{
	ProtobufCMessage *body = NULL;
	const ProtobufCFieldDescriptor *f =
	    wire_body(&ev->base, &body) ? import_put_field(body->descriptor) : NULL;

	if (!f)
		return refuse_kind(v, ev);
	if (!adds_version(ev) &&
	    *(ProtobufCMessage *const *)(const void *)((const uint8_t *)body + f[1].offset))
		return restore(v, ev, body, f);
	return take_away(v, ev);
}

static int draft(struct revert *v)
{
	Duban__Event *e;
	int r = 0;

	for (size_t i = v->n; i > 0 && !r; i--)
		r = turn_round(v, v->event[i - 1]);
	e = r ? NULL : ask_event(v->ask);
	if (!e)
		return r ? r : -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_IMPORT_REVERTED;
	e->import_reverted = v->done;
	return 0;
}

/* ---- the command */

static int fill_reply(struct ask *a, Duban__ImportReverted *done, bool dry_run)
{
	Duban__ImportRevertReply *b =
	    ASK_NEW(a, Duban__ImportRevertReply, duban__import_revert_reply__init);

	if (!b)
		return -ENOMEM;
	b->done = done;
	b->dry_run = dry_run;
	a->reply->body_case = DUBAN__REPLY__BODY_IMPORT_REVERT;
	a->reply->import_revert = b;
	return 0;
}

static int revert(struct revert *v)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	int r = engine_sync(v->ask->engine);

	if (!r)
		r = arena_new(&scratch, WIRE_ARENA_MAX);
	if (!r)
		r = find_import(v);
	if (!r)
		r = read_events(v, v->first, v->last, NULL, keep);
	touch_ready(&v->touched);
	if (!r)
		r = read_events(v, v->last + 1, 0, scratch, note_reverted);
	if (!r && v->reverted)
		return ask_refuse(
		    v->ask, STATUS_CONFLICT, "revert.twice",
		    arena_printf(v->ask->arena, "%llu", (unsigned long long)v->reverted), NULL);
	if (!r)
		r = read_events(v, v->last + 1, 0, scratch, check_later);
	return r ? r : draft(v);
}

static int revert_decide(struct ask *a, const void *body)
{
	const Duban__ImportRevertRequest *q = body;
	struct revert v = {.ask = a, .last = q->import_seq, .touched = {.arena = a->arena}};
	int r;

	v.done = ASK_NEW(a, Duban__ImportReverted, duban__import_reverted__init);
	if (!v.done)
		return -ENOMEM;
	v.done->import_seq = q->import_seq;
	r = revert(&v);
	if (r)
		a->n_event = 0;
	if (r || !q->dry_run)
		return r;
	a->n_event = 0;
	return fill_reply(a, v.done, true);
}

/* The telephone number of a person who is taken away goes too. */
static int forget_phones(struct ask *a)
{
	for (size_t i = 0; i < a->n_event; i++) {
		const Duban__Event *ev = a->event[i];
		int r = 0;

		if (ev->body_case == DUBAN__EVENT__BODY_NOUN_REMOVED &&
		    ev->noun_removed->noun == DUBAN__NOUN_KIND__NOUN_KIND_PERSON)
			r = engine_put_contact(a->engine, ev->noun_removed->num, "");
		if (r)
			return r;
	}
	return 0;
}

static int revert_answer(struct ask *a, const void *body)
{
	const Duban__Event *last = a->n_event ? a->event[a->n_event - 1] : NULL;
	int r;

	(void)body;
	if (!last || last->body_case != DUBAN__EVENT__BODY_IMPORT_REVERTED)
		return -EBADMSG;
	r = forget_phones(a);
	return r ? r : fill_reply(a, last->import_reverted, false);
}
HANDLER(IMPORT_REVERT, .kind = HANDLER_COMMAND, .roles = IMPORT_BY_OFFICE,
	.simulated_only_for_local = true, .decide = revert_decide, .answer = revert_answer);
