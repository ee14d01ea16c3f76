/* `person replace`: another person takes over everything that is still open. Finished work keeps
 * the name of whoever did it; groups and posts keep the old person until the day before. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/office/handover.h"
#include "model/core/counter.h"
#include "model/core/oneof_pack.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/post.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct swap {
	struct handover h;
	struct request *rq;
	struct arena *scratch; /* for one record */
	Duban__Person *old, *new;
	uint32_t from, day_before; /* yyyymmdd */
	Duban__PersonReplaced *done;
	size_t bytes;
	int verdict; /* of the first failure, or < 0 */
};

static bool is_old(const struct swap *s, const Duban__Who *who)
{
	return handover_names(&s->h, who);
}

static Duban__Who *new_who(struct swap *s)
{
	Duban__Who *who = arena_alloc(s->scratch, sizeof *who);

	if (!who) {
		s->verdict = -ENOMEM;
		return NULL;
	}
	duban__who__init(who);
	who->person = s->new->num;
	who->name = s->new->name;
	return who;
}

static void swap_one(struct swap *s, Duban__Who **who)
{
	if (!is_old(s, *who))
		return;
	*who = new_who(s);
}

/* Replaces the old person in a list of persons, so that nobody is in it twice. */
static void swap_several(struct swap *s, Duban__Who **who, size_t *n)
{
	bool there = false;
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++)
		there = there || who[i]->person == s->new->num;
	for (size_t i = 0; i < *n; i++) {
		if (is_old(s, who[i]) && there)
			continue;
		there = there || is_old(s, who[i]);
		swap_one(s, &who[i]);
		who[kept++] = who[i];
	}
	*n = kept;
}

/* Adds the event of one changed record; `where` names it in the problem if it would be too
 * large. */
static void put(struct swap *s, struct put p, const void *now, const void *was, const char *where)
{
	Duban__Event *e;

	if (s->verdict)
		return;
	if (!record_fits(now)) {
		s->verdict =
		    request_refuse(s->rq, STATUS_TOO_MANY, "person.record_too_large", where, NULL);
		return;
	}
	p.on_date = s->from;
	p.is_new = !was;
	e = put_pack(s->scratch, now, &p.now) && put_pack(s->scratch, was, &p.was)
		? put_event(s->rq, &p)
		: NULL;
	if (!e) {
		s->verdict = -ENOMEM;
		return;
	}
	s->bytes += oneof_packed_size(&e->base) + PUT_EVENT_OVERHEAD;
	if (s->bytes > PERSON_REPLACE_BYTES_MAX)
		s->verdict = request_refuse(
		    s->rq, STATUS_TOO_MANY, "person.replace_too_large", s->old->id,
		    arena_printf(s->rq->arena, "%d", PERSON_REPLACE_BYTES_MAX), NULL);
}

/* ---- records that name people, by the columns of their kinds */

/* In a list nobody is twice. */
static void swap_column(struct swap *s, const ProtobufCFieldDescriptor *f, void *now)
{
	uint8_t *at = (uint8_t *)now + f->offset;

	if (f->type == PROTOBUF_C_TYPE_UINT32)
		*(uint32_t *)(void *)at = s->new->num;
	else if (f->label == PROTOBUF_C_LABEL_REPEATED)
		swap_several(s, *(Duban__Who ***)(void *)at,
			     (size_t *)(void *)((uint8_t *)now + f->quantifier_offset));
	else
		swap_one(s, (Duban__Who **)(void *)at);
}

static int count(struct swap *s, const struct record *kind)
{
	struct {
		Duban__ImportKind kind;
		uint32_t *n;
	} const own[] = {{IMPORT_KIND(CHAINS), &s->done->links},
			 {IMPORT_KIND(PROJECTS), &s->done->projects},
			 {IMPORT_KIND(GATHERINGS), &s->done->gatherings}};
	Duban__PersonReplaced *d = s->done;
	Duban__ReplacedCount *c;

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (own[i].kind == kind->kind) {
			++*own[i].n;
			return 0;
		}
	for (size_t i = 0; i < d->n_other; i++)
		if (strcmp(d->other[i]->kind, kind->name) == 0) {
			d->other[i]->count++;
			return 0;
		}
	c = REQUEST_NEW(s->rq, Duban__ReplacedCount, duban__replaced_count__init);
	if (!c)
		return -ENOMEM;
	c->kind = (char *)(uintptr_t)kind->name;
	c->count = 1;
	return REQUEST_PUSH(s->rq, d->other, d->n_other, c);
}

/* Of a record that belongs to no project: its unit, if it has one. */
static uint32_t unit_of(const struct record *kind, const void *noun)
{
	const struct record_column *c = kind->unit ? record_column(kind, kind->unit) : NULL;
	const ProtobufCFieldDescriptor *f =
	    c && c->field ? protobuf_c_message_descriptor_get_field_by_name(kind->noun, c->field)
			  : NULL;

	if (!f || f->type != PROTOBUF_C_TYPE_UINT32 || f->label == PROTOBUF_C_LABEL_REPEATED)
		return 0;
	return *(const uint32_t *)(const void *)((const uint8_t *)noun + f->offset);
}

static bool passes_any(const struct handover *h, const struct record_column *const *column,
		       size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (handover_passes(h, column[i]))
			return true;
	return false;
}

/* A copy with the new person in the columns that pass on. NULL: no memory. */
static void *swapped(struct swap *s, const struct record *kind, const void *was,
		     const struct record_column *const *column, size_t n)
{
	struct bytes packed;
	void *now = put_pack(s->scratch, was, &packed)
			? protobuf_c_message_unpack(kind->noun, arena_pb(s->scratch), packed.size,
						    packed.data)
			: NULL;

	for (size_t i = 0; now && i < n; i++)
		if (handover_passes(&s->h, column[i]))
			swap_column(s,
				    protobuf_c_message_descriptor_get_field_by_name(
					kind->noun, column[i]->field),
				    now);
	return now;
}

static int swap_record(struct handover *h, const struct record *kind, const void *was,
		       const struct record_column *const *column, size_t n)
{
	struct swap *s = h->user;
	const Duban__Project *p = h->project;
	void *now;

	if (!passes_any(h, column, n))
		return 0;
	now = swapped(s, kind, was, column, n);
	if (!now)
		return -ENOMEM;
	put(s,
	    (struct put){.body = kind->put,
			 .project = p ? p->num : 0,
			 .project_unit = p ? p->unit : unit_of(kind, now)},
	    now, was, p ? p->code : kind->name);
	if (s->verdict)
		return s->verdict;
	if (h->row->address)
		h->row->address(s->rq->event[s->rq->n_event - 1], p);
	return count(s, kind);
}

/* ---- posts and groups */

static bool holds_already(const struct swap *s, const struct posts *of_new, const Duban__Post *p)
{
	for (size_t i = 0; i < of_new->n; i++)
		if (of_new->post[i]->unit == p->unit &&
		    strcmp(of_new->post[i]->title, p->title) == 0 &&
		    held_on(of_new->post[i]->from_date, of_new->post[i]->until_date, s->from))
			return true;
	return false;
}

static void swap_post(struct swap *s, const struct posts *of_new, const Duban__Post *p,
		      uint32_t *last)
{
	const struct put what = {.body = DUBAN__EVENT__BODY_POST_PUT};
	Duban__Post now = *p, next = *p;

	if (p->until_date && p->until_date < s->from)
		return;
	s->done->posts++;
	if (p->from_date >= s->from) {
		/* begins on the day or later: the old person never held it */
		now.person = s->new->num;
		put(s, what, &now, p, p->title);
		return;
	}
	now.until_date = s->day_before;
	put(s, what, &now, p, p->title);
	if (holds_already(s, of_new, p))
		return;
	next.num = ++*last;
	next.person = s->new->num;
	next.from_date = s->from;
	put(s, what, &next, NULL, p->title);
}

static void swap_posts(struct swap *s)
{
	uint32_t last = counter_last(s->rq->txn, "post");
	struct posts of_old, of_new;

	if (posts_load(s->rq->txn, s->scratch, s->old->num, &of_old) ||
	    posts_load(s->rq->txn, s->scratch, s->new->num, &of_new)) {
		s->verdict = -ENOMEM;
		return;
	}
	for (size_t i = 0; i < of_old.n && !s->verdict; i++)
		swap_post(s, &of_new, of_old.post[i], &last);
}

static bool in_group(const struct swap *s, const Duban__Group *g, const Duban__GroupMember *like)
{
	for (size_t i = 0; i < g->n_member; i++)
		if (g->member[i]->who->person == s->new->num &&
		    g->member[i]->role == like->role &&held_on(g->member[i]->from_date,
							       g->member[i]->until_date, s->from))
			return true;
	return false;
}

/* Ends the old person's membership the day before; the new person's is added at the end. */
static void swap_member(struct swap *s, Duban__Group *now, Duban__GroupMember *m)
{
	Duban__GroupMember *next;

	if (m->from_date >= s->from) {
		swap_one(s, &m->who);
		return;
	}
	next = arena_dup(s->scratch, m, sizeof *m);
	m->until_date = s->day_before;
	if (!next || in_group(s, now, m)) {
		s->verdict = next ? s->verdict : -ENOMEM;
		return;
	}
	next->who = new_who(s);
	next->from_date = s->from;
	now->member = arena_longer(s->scratch, now->member, now->n_member, sizeof *now->member);
	if (!now->member)
		s->verdict = -ENOMEM;
	else
		now->member[now->n_member++] = next;
}

static void swap_group(struct swap *s, struct bytes value)
{
	Duban__Group *was = record_unpack(s->rq->txn, value, &duban__group__descriptor, s->scratch);
	Duban__Group *now = record_unpack(s->rq->txn, value, &duban__group__descriptor, s->scratch);
	size_t n = now ? now->n_member : 0;
	bool changed = false;

	for (size_t i = 0; was && i < n && !s->verdict; i++) {
		Duban__GroupMember *m = now->member[i];

		if (!is_old(s, m->who) || (m->until_date && m->until_date < s->from))
			continue;
		swap_member(s, now, m);
		changed = true;
	}
	if (!changed || s->verdict)
		return;
	if (now->n_member > GROUP_MEMBERS_MAX) {
		s->verdict = request_refuse(s->rq, STATUS_TOO_MANY, "person.record_too_large",
					    now->id, NULL);
		return;
	}
	put(s, (struct put){.body = DUBAN__EVENT__BODY_GROUP_PUT}, now, was, now->id);
	s->done->groups++;
}

static void swap_groups(struct swap *s)
{
	struct scan scan = scan_start(s->rq->txn, TABLE_group, BYTES("", 0));

	while (!s->verdict && scan_next(&scan)) {
		swap_group(s, scan.value);
		arena_reset(s->scratch);
	}
}

/* ---- leaves: for whom the old person would stand in */

static void swap_leaves(struct swap *s)
{
	struct scan scan = scan_start(s->rq->txn, TABLE_leave, BYTES("", 0));

	while (!s->verdict && scan_next(&scan)) {
		Duban__Leave *was =
		    record_unpack(s->rq->txn, scan.value, &duban__leave__descriptor, s->scratch);
		Duban__Leave now = was ? *was : (Duban__Leave)DUBAN__LEAVE__INIT;

		now.substitute = now.person == s->new->num ? 0 : s->new->num;
		if (was && was->substitute == s->old->num && was->until_date >= s->from)
			put(s, (struct put){.body = DUBAN__EVENT__BODY_LEAVE_PUT}, &now, was,
			    s->old->id);
		arena_reset(s->scratch);
	}
}

/* ---- the command */

/* All events except the closing one. */
static int draft(struct swap *s)
{
	s->verdict = handover_walk(&s->h);
	arena_reset(s->scratch);
	if (!s->verdict)
		swap_posts(s);
	arena_reset(s->scratch);
	if (!s->verdict)
		swap_groups(s);
	if (!s->verdict)
		swap_leaves(s);
	if (!s->verdict && txn_error(s->rq->txn))
		s->verdict = txn_error(s->rq->txn);
	if (!s->verdict && s->rq->n_event == 0)
		s->verdict =
		    request_refuse(s->rq, STATUS_CONFLICT, "person.nothing_open", s->old->id, NULL);
	return s->verdict;
}

static int close_with(struct swap *s)
{
	Duban__Event *e = request_event(s->rq);

	if (!e)
		return -ENOMEM;
	e->on_date = s->from;
	e->body_case = DUBAN__EVENT__BODY_PERSON_REPLACED;
	e->person_replaced = s->done;
	return 0;
}

static int person_replace(struct request *rq, const void *body)
{
	const Duban__PersonReplaceRequest *q = body;
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct swap s = {.rq = rq};
	date_t from = rq->today;
	int r = request_text(rq, "reason", q->reason, REASON_MAX, false);

	if (!r)
		r = request_person(rq, q->old_person, &s.old);
	if (!r)
		r = request_person(rq, q->new_person, &s.new);
	if (!r && s.old->num == s.new->num)
		r = request_refuse(rq, STATUS_INVALID, "person.same", s.old->id, NULL);
	if (!r)
		r = request_day(rq, q->from_date, &from);
	if (!r)
		r = arena_new(&scratch, (size_t)2 * WIRE_ARENA_MAX);
	if (r)
		return r;
	s.scratch = scratch;
	s.from = date_ymd(from);
	s.h = (struct handover){.rq = rq,
				.arena = scratch,
				.old = s.old,
				.only_name =
				    person_find(rq->txn, rq->arena, s.old->name) == s.old->num,
				.from = s.from,
				.take = swap_record,
				.user = &s};
	s.day_before = date_ymd(from - 1);
	s.done = REQUEST_NEW(rq, Duban__PersonReplaced, duban__person_replaced__init);
	if (!s.done)
		return -ENOMEM;
	s.done->old_person = s.old->num;
	s.done->new_person = s.new->num;
	s.done->from_date = s.from;
	s.done->reason = q->reason;
	r = draft(&s);
	if (!r)
		r = close_with(&s);
	if (r)
		rq->n_event = 0;
	return r;
}

static char *person_id(struct request *rq, uint32_t num)
{
	Duban__Person *p = person_get(rq->txn, rq->arena, num);

	return p ? p->id : (char *)(uintptr_t)protobuf_c_empty_string;
}

/* Made from the closing event, so that a repeated request gets the same reply. */
static int answer(struct request *rq, const void *body)
{
	Duban__PersonReplaceReply *b =
	    REQUEST_NEW(rq, Duban__PersonReplaceReply, duban__person_replace_reply__init);
	const Duban__PersonReplaced *done = rq->event[rq->n_event - 1]->person_replaced;

	(void)body;
	if (!b)
		return -ENOMEM;
	b->old_person = person_id(rq, done->old_person);
	b->new_person = person_id(rq, done->new_person);
	b->from_date = done->from_date;
	b->links = done->links;
	b->projects = done->projects;
	b->posts = done->posts;
	b->groups = done->groups;
	b->gatherings = done->gatherings;
	b->other = done->other;
	b->n_other = done->n_other;
	rq->reply->body_case = DUBAN__REPLY__BODY_PERSON_REPLACE;
	rq->reply->person_replace = b;
	return 0;
}
HANDLER(PERSON_REPLACE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = person_replace, .answer = answer);
