/* FETCH: one page of the events that match the filter and that the caller's scope lets it read, and
 * the seq up to which the journal was read. A client that follows it misses no event. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "engine/core/engine.h"
#include "engine/core/published.h"
#include "model/core/event.h"
#include "model/office/unit.h"
#include "model/param/defs.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

enum { CACHE = 256, ITEM_OVERHEAD = 200 };

struct fetching {
	struct request *rq;
	const Duban__FetchRequest *q;
	uint32_t unit, project; /* of the filter */
	struct {
		uint32_t num; /* 0 = empty */
		bool yes;
	} readable[CACHE], inside[CACHE]; /* projects; units */
	struct arena *pad;		  /* for one event */
	const Duban__Event *event;	  /* the one that is looked at; NULL: it is not unpacked */
	Duban__FetchReply *b;
	size_t bytes;
	uint64_t looked;
	uint8_t hash[HASH_SIZE]; /* of the event `looked` */
	bool hash_known;
};

/* Kinds of events of the whole city that everybody may read: without them a county could not name
 * its own units and people. */
static bool public_kind(Duban__Event__BodyCase c)
{
	return c == DUBAN__EVENT__BODY_STORE_CREATED || c == DUBAN__EVENT__BODY_UNIT_PUT ||
	       c == DUBAN__EVENT__BODY_CALENDAR_PUBLISHED ||
	       c == DUBAN__EVENT__BODY_PARAMETER_SET || c == DUBAN__EVENT__BODY_CLOCK_SET;
}

static bool security_kind(Duban__Event__BodyCase c)
{
	return c == DUBAN__EVENT__BODY_PRINCIPAL_ADDED ||
	       c == DUBAN__EVENT__BODY_PRINCIPAL_REVOKED ||
	       c == DUBAN__EVENT__BODY_PRINCIPAL_KEY_ADDED ||
	       c == DUBAN__EVENT__BODY_PRINCIPAL_KEY_REVOKED;
}

static bool reads_project(struct fetching *f, uint32_t num)
{
	size_t i = num % CACHE;

	if (f->readable[i].num != num) {
		Duban__Project *p = project_get(f->rq->txn, f->rq->arena, num);

		f->readable[i].num = num;
		f->readable[i].yes = p && scope_reads(f->rq, p);
	}
	return f->readable[i].yes;
}

/* A pending command is for those who could have made it; what the admin socket asks for, office or
 * security officer confirm. A unit reads its own by `confirm list`. */
static bool reads_pending(unsigned reader, unsigned by)
{
	unsigned readers = by | ROLE_BIT(AUDITOR) | ROLE_BIT(LOCAL);

	if (by & ROLE_BIT(LOCAL))
		readers |= ROLE_BIT(OFFICE) | ROLE_BIT(SECURITY);
	return reader & readers & (ROLES_CITY | ROLE_BIT(SECURITY));
}

static int unpack(struct fetching *f, struct bytes event)
{
	arena_reset(f->pad);
	f->event = duban__event__unpack(arena_pb(f->pad), event.size, event.data);
	return f->event ? 0 : -EBADMSG;
}

/* The event itself names its readers. */
static bool reads_internal(struct fetching *f, const struct published *e)
{
	return (f->event || !unpack(f, e->event)) &&
	       scope_reads_internal(f->rq, f->event->reader, f->event->n_reader);
}

static bool reads(struct fetching *f, const struct published *e)
{
	unsigned role = 1u << f->rq->caller->role;

	if (security_kind(e->body))
		return role & (ROLE_BIT(SECURITY) | ROLE_BIT(AUDITOR) | ROLE_BIT(LOCAL));
	if (e->role_only)
		return reads_pending(role, 1u << e->role_only);
	if (e->notice)
		return role & ROLES_NOTICES;
	if (e->office_only && !(role & ROLES_RULE_CHANGES))
		return false;
	if (e->internal)
		return reads_internal(f, e);
	if (role & ROLES_CITY)
		return true;
	if (e->turn_unit && scope_reads_of(f->rq, e->turn_unit))
		return true;
	if (e->project)
		return reads_project(f, e->project);
	/* A warning about a subject of the city: its unit may read it. */
	if (e->level)
		return scope_reads_of(f->rq, e->unit);
	return public_kind(e->body);
}

static bool inside(struct fetching *f, uint32_t unit)
{
	size_t i = unit % CACHE;

	if (!unit)
		return false;
	if (f->inside[i].num != unit) {
		f->inside[i].num = unit;
		f->inside[i].yes = unit_within(f->rq->txn, f->rq->arena, unit, f->unit);
	}
	return f->inside[i].yes;
}

static bool named(char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return n == 0;
}

/* The levels that the warning of the event had up to then. Events of an older store do not tell
 * them; levels only rise, so those of its record up to the event's are meant. */
static unsigned levels_had(struct fetching *f, const struct published *e)
{
	const Duban__Event *ev = f->event;
	const Duban__Subject *s = ev && !ev->about ? event_subject(ev) : NULL;
	const Duban__Warning *w;
	unsigned levels = e->levels;

	if (!s || ev->body_case == DUBAN__EVENT__BODY_WARNING_RAISED)
		return levels;
	w = warning_get(f->rq->txn, f->pad, s, event_rule(ev), event_occurrence(ev));
	for (size_t i = 0; w && i < w->n_before; i++)
		if ((int)w->before[i] < e->level)
			levels |= 1u << (unsigned)w->before[i];
	return levels;
}

/* A filter by level lets all of a warning's life pass from that level on: who was told of yellow
 * hears that it became red, and that it was cleared. */
static bool level_asked(struct fetching *f, const struct published *e)
{
	const Duban__Filter *q = f->q->filter;
	unsigned wanted = 0;

	for (size_t i = 0; i < q->n_level; i++)
		wanted |= 1u << (unsigned)q->level[i];
	return q->n_level == 0 || (e->level && (wanted & levels_had(f, e)));
}

static bool asked(struct fetching *f, const struct published *e)
{
	const Duban__Filter *q = f->q->filter;

	if (!q)
		return true;
	return level_asked(f, e) && (!f->project || e->project == f->project) &&
	       (!f->unit || inside(f, e->unit) || inside(f, e->turn_unit)) &&
	       named(q->kind, q->n_kind, event_kind_of(e->body));
}

static int add_other(struct fetching *f, Duban__FetchItem *it, uint32_t num, uint32_t known)
{
	struct request *rq = f->rq;
	Duban__ProjectName *one;
	Duban__Project *p;

	for (size_t i = 0; i < it->n_other; i++)
		if (it->other[i]->num == num)
			return 0;
	p = num && num != known ? project_get(rq->txn, rq->arena, num) : NULL;
	if (!p)
		return 0;
	one = REQUEST_NEW(rq, Duban__ProjectName, duban__project_name__init);
	if (!one)
		return -ENOMEM;
	one->num = num;
	one->code = p->code;
	f->bytes += strlen(p->code) + 16;
	return REQUEST_PUSH(rq, it->other, it->n_other, one);
}

static int add_named(struct fetching *f, Duban__FetchItem *it, const ProtobufCMessage *m,
		     uint32_t known);

static int add_below(struct fetching *f, Duban__FetchItem *it, const ProtobufCMessage *m,
		     const ProtobufCFieldDescriptor *d, uint32_t known)
{
	const uint8_t *base = (const uint8_t *)m, *at = base + d->offset;
	bool several = d->label == PROTOBUF_C_LABEL_REPEATED;
	size_t n = several ? *(const size_t *)(const void *)(base + d->quantifier_offset) : 1;
	ProtobufCMessage *const *below = several
					     ? *(ProtobufCMessage *const *const *)(const void *)at
					     : (ProtobufCMessage *const *)(const void *)at;
	int r = 0;

	for (size_t i = 0; i < n && !r; i++)
		r = add_named(f, it, below[i], known);
	return r;
}

/* The projects that a message names at any depth: in a subject, or as what succeeds another. */
static int add_named(struct fetching *f, Duban__FetchItem *it, const ProtobufCMessage *m,
		     uint32_t known)
{
	int r = 0;

	for (unsigned i = 0; m && i < m->descriptor->n_fields && !r; i++) {
		const ProtobufCFieldDescriptor *d = &m->descriptor->fields[i];
		const void *at = (const uint8_t *)m + d->offset;

		if (d->type == PROTOBUF_C_TYPE_MESSAGE)
			r = add_below(f, it, m, d, known);
		else if (d->type == PROTOBUF_C_TYPE_UINT32 &&
			 (strcmp(d->name, "project") == 0 || strcmp(d->name, "successor") == 0))
			r = add_other(f, it, *(const uint32_t *)at, known);
	}
	return r;
}

/* A project's own record names the one that succeeds it, and what people are told is of several.
 * Other events are about their own project alone, and are not unpacked for this. */
static int add_others(struct fetching *f, Duban__FetchItem *it, const struct published *e)
{
	int r = 0;

	if (e->body != DUBAN__EVENT__BODY_PROJECT_PUT && !e->notice)
		return 0;
	if (!f->event)
		r = unpack(f, e->event);
	return r ? r : add_named(f, it, event_body(f->event), e->project);
}

static int add(struct fetching *f, const struct published *e)
{
	struct request *rq = f->rq;
	Duban__FetchItem *it = REQUEST_NEW(rq, Duban__FetchItem, duban__fetch_item__init);
	Duban__Project *p = project_get(rq->txn, rq->arena, e->project);
	uint8_t *copy = arena_dup(rq->arena, e->event.data, e->event.size);
	int r;

	if (!it || !copy)
		return -ENOMEM;
	it->event = (ProtobufCBinaryData){e->event.size, copy};
	it->kind = (char *)(uintptr_t)event_kind_of(e->body);
	it->level = (Duban__Level)e->level;
	it->unit = request_unit_id(rq, e->unit);
	if (p)
		it->project = p->code;
	f->bytes += e->event.size + ITEM_OVERHEAD;
	r = add_others(f, it, e);
	return r ? r : REQUEST_PUSH(rq, f->b->item, f->b->n_item, it);
}

/* ---- the cursor */

static int check_cursor(struct fetching *f, uint64_t *ret_from)
{
	const Duban__Cursor *c = f->q->cursor;
	struct journal *j = engine_journal(f->rq->engine);
	uint8_t epoch[EPOCH_SIZE], hash[HASH_SIZE];
	uint64_t seq = c ? c->seq : 0;
	int r;

	*ret_from = 1;
	if (!c)
		return 0;
	journal_epoch(j, epoch);
	if (c->epoch.len &&
	    !bytes_equal(BYTES(c->epoch.data, c->epoch.len), BYTES(epoch, sizeof epoch)))
		return request_refuse(f->rq, STATUS_DIVERGED, "cursor.other_store", NULL);
	if (seq == UINT64_MAX)
		seq = journal_durable(j);
	else if (seq > journal_durable(j))
		return request_refuse(f->rq, STATUS_DIVERGED, "cursor.ahead", NULL);
	*ret_from = seq + 1;
	if (seq + 1 < journal_first(j)) {
		f->b->first = journal_first(j);
		return request_refuse(
		    f->rq, STATUS_SNAPSHOT_REQUIRED, "cursor.too_old",
		    arena_printf(f->rq->arena, "%llu", (unsigned long long)journal_first(j)), NULL);
	}
	if (seq == 0 || c->hash.len == 0)
		return 0;
	r = journal_hash_at(j, seq, hash);
	if (!r && !bytes_equal(BYTES(c->hash.data, c->hash.len), BYTES(hash, sizeof hash)))
		r = request_refuse(f->rq, STATUS_DIVERGED, "cursor.other_history", NULL);
	return r;
}

static int fill_next(struct fetching *f)
{
	struct arena *ar = f->rq->arena;
	Duban__Cursor *c = REQUEST_NEW(f->rq, Duban__Cursor, duban__cursor__init);
	uint8_t *epoch = arena_alloc(ar, EPOCH_SIZE), *hash = arena_alloc(ar, HASH_SIZE);
	struct journal *j = engine_journal(f->rq->engine);

	if (!c || !epoch || !hash)
		return -ENOMEM;
	journal_epoch(j, epoch);
	c->epoch = (ProtobufCBinaryData){EPOCH_SIZE, epoch};
	c->seq = f->looked;
	f->b->next = c;
	f->b->head = journal_durable(j);
	if (f->looked == 0)
		return 0;
	c->hash = (ProtobufCBinaryData){HASH_SIZE, hash};
	memcpy(hash, f->hash, HASH_SIZE);
	return f->hash_known ? 0 : journal_hash_at(j, f->looked, hash);
}

/* The events after `after` cannot be read. Tells from where on they can be, and a cursor for it. */
static int fill_damaged(struct fetching *f, uint64_t after)
{
	uint64_t first;
	int r = journal_readable_after(engine_journal(f->rq->engine), after + 1, &first);

	if (r < 0)
		return r;
	f->b->first = first;
	f->looked = first - 1;
	f->hash_known = false;
	f->b->head = journal_durable(engine_journal(f->rq->engine));
	r = first ? fill_next(f) : 0;
	return r < 0 ? r : STATUS_DAMAGED;
}

/* ---- the page */

static bool page_full(const struct fetching *f)
{
	return f->bytes >= WIRE_PAGE_MAX - 24 * 1024 || (f->q->max && f->b->n_item >= f->q->max);
}

/* A client that waits for new events asks for the newest group: its events need not be unpacked
 * again. */
static int look_at(struct fetching *f, const struct journal_record *rec)
{
	const struct published *known = engine_published_at(f->rq->engine, rec->seq);
	struct published e;
	int r;

	f->event = NULL;
	if (known) {
		e = *known;
	} else {
		r = unpack(f, rec->event);
		if (r)
			return r;
		e = published_of(f->event, rec->event);
	}
	f->looked = rec->seq;
	memcpy(f->hash, rec->hash, HASH_SIZE);
	f->hash_known = true;
	return asked(f, &e) && reads(f, &e) ? add(f, &e) : 0;
}

static int scan(struct fetching *f, uint64_t from)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	_cleanup_(arena_freep) struct arena *pad = NULL;
	struct journal_record rec;
	bool found = true;
	int r;

	f->looked = from - 1;
	if (from > journal_durable(engine_journal(f->rq->engine)))
		return 0;
	r = arena_new(&pad, WIRE_ARENA_MAX);
	f->pad = pad;
	if (!r)
		r = journal_read(&rd, engine_journal(f->rq->engine), from);
	for (int i = 0; !r && i < FETCH_SCAN_MAX && !page_full(f); i++) {
		r = journal_reader_next(rd, &rec, &found);
		if (r || !found)
			break;
		r = look_at(f, &rec);
	}
	return r;
}

static bool is_kind(const char *name)
{
	const ProtobufCFieldDescriptor *d =
	    protobuf_c_message_descriptor_get_field_by_name(&duban__event__descriptor, name);

	return d && (d->flags & PROTOBUF_C_FIELD_FLAG_ONEOF);
}

static int check_filter(struct fetching *f)
{
	const Duban__Filter *q = f->q->filter;
	Duban__Project *p;
	int r = 0;

	if (!q)
		return 0;
	if (q->n_kind > FILTER_KINDS_MAX)
		return request_refuse(f->rq, STATUS_INVALID, "filter.too_many_kinds", NULL);
	for (size_t i = 0; i < q->n_kind; i++)
		if (!is_kind(q->kind[i]))
			return request_refuse(f->rq, STATUS_INVALID, "filter.unknown_kind",
					      q->kind[i], NULL);
	if (*q->unit)
		r = request_unit(f->rq, q->unit, &f->unit);
	if (!r && *q->project) {
		r = request_project(f->rq, q->project, &p);
		f->project = r ? 0 : p->num;
	}
	return r;
}

static int fetch(struct request *rq, const void *body)
{
	struct fetching f = {.rq = rq, .q = body};
	uint64_t from = 1;
	int r;

	f.b = REQUEST_NEW(rq, Duban__FetchReply, duban__fetch_reply__init);
	if (!f.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_FETCH;
	rq->reply->fetch = f.b;
	r = check_filter(&f);
	if (!r)
		r = check_cursor(&f, &from);
	if (!r)
		r = scan(&f, from);
	if (r == STATUS_DAMAGED && f.looked < from)
		return fill_damaged(&f, from - 1);
	if (r && r != STATUS_DAMAGED)
		return r;
	rq->wait_ms = f.q->wait_ms < FETCH_WAIT_MAX_MS ? f.q->wait_ms : FETCH_WAIT_MAX_MS;
	if (f.b->n_item == 0 && rq->wait_ms && !rq->last && f.q->cursor &&
	    f.q->cursor->seq != UINT64_MAX &&
	    f.looked == journal_durable(engine_journal(rq->engine)))
		return STATUS_PARKED;
	return fill_next(&f);
}
HANDLER(FETCH, .kind = HANDLER_QUERY, .roles = ROLES_ALL, .simulated_only_for_local = true,
	.decide = fetch);
