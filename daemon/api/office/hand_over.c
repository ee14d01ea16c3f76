/* `person handover`: a list (交接单) of what names a person and is still open, for who takes over.
 */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/office/handover.h"
#include "model/core/noun.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/post.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct hand_over {
	struct handover h;
	struct request *rq;
	Duban__PersonHandoverReply *b;
	uint32_t after, seen; /* rows of earlier pages; rows so far */
	size_t bytes;
};

static char *kept(struct request *rq, const char *s)
{
	return s && *s ? arena_str(rq->arena, s) : (char *)(uintptr_t)protobuf_c_empty_string;
}

/* Of the rows that the page shows. NULL with *ret_r 0: it is on another page. */
static Duban__HandoverRow *new_row(struct hand_over *x, const char *kind, int *ret_r)
{
	Duban__HandoverRow *row;

	*ret_r = 0;
	if (x->seen++ < x->after || x->b->next)
		return NULL;
	if (request_page_full(x->rq, x->bytes, VALUE_MAX)) {
		x->b->next = x->seen - 1;
		return NULL;
	}
	row = REQUEST_NEW(x->rq, Duban__HandoverRow, duban__handover_row__init);
	*ret_r = row ? REQUEST_PUSH(x->rq, x->b->row, x->b->n_row, row) : -ENOMEM;
	if (*ret_r)
		return NULL;
	row->kind = (char *)(uintptr_t)kind;
	return row;
}

static int fill(struct hand_over *x, Duban__HandoverRow *row, const char *id, const char *what)
{
	const Duban__Project *p = x->h.project;

	row->id = kept(x->rq, id);
	row->what = kept(x->rq, what);
	row->project = kept(x->rq, p ? p->code : NULL);
	row->project_name = kept(x->rq, p ? p->name : NULL);
	x->bytes += duban__handover_row__get_packed_size(row) + 64;
	return row->id && row->what && row->project && row->project_name ? 0 : -ENOMEM;
}

/* As people name it: a project by its code, not by its number. */
static const char *id_of(const struct handover *h, const char *key, const void *noun)
{
	const char *rest = strncmp(key, "project", 7) == 0 ? key + 7 : NULL;

	if (!h->project || !rest || (*rest && *rest != ' '))
		return noun_text(h->arena, key, noun);
	if (!*rest)
		return h->project->code;
	rest = noun_text(h->arena, rest + 1, noun);
	return rest ? arena_printf(h->arena, "%s/%s", h->project->code, rest) : NULL;
}

/* A record of a project that the sender may not read is not shown; what is of the city is. */
static int list_record(struct handover *h, const struct record *kind, const void *noun,
		       const struct record_column *const *column, size_t n)
{
	struct hand_over *x = h->user;
	const ProtobufCFieldDescriptor *no =
	    kind->noun == &duban__link__descriptor
		? protobuf_c_message_descriptor_get_field_by_name(kind->noun, "no")
		: NULL;
	Duban__HandoverRow *row;
	const char *id, *what;
	int r = 0;

	if (h->row->reads ? !h->row->reads(x->rq, noun, h->project)
			  : h->project && !scope_reads(x->rq, h->project))
		return txn_error(x->rq->txn);
	row = new_row(x, kind->name, &r);
	if (!row)
		return r;
	for (size_t i = 0; i < n && !r; i++)
		r = REQUEST_PUSH(x->rq, row->as, row->n_as, (char *)(uintptr_t)column[i]->name);
	if (no)
		row->link = *(const uint32_t *)(const void *)((const uint8_t *)noun + no->offset);
	if (r)
		return r;
	if (h->row->named) {
		h->row->named(h, noun, &id, &what);
	} else {
		id = id_of(h, kind->shown_key ? kind->shown_key : kind->key, noun);
		what = noun_text(h->arena, kind->shown ? kind->shown : kind->key, noun);
	}
	return fill(x, row, id, what);
}

static int list_posts(struct hand_over *x)
{
	struct posts all;
	int r = posts_load(x->rq->txn, x->rq->arena, x->h.old->num, &all);

	for (size_t i = 0; i < all.n && !r; i++) {
		const Duban__Post *p = all.post[i];
		Duban__HandoverRow *row;

		if (p->until_date && p->until_date < x->h.from)
			continue;
		row = new_row(x, "posts", &r);
		if (row)
			r = fill(x, row, request_unit_name(x->rq, p->unit), p->title);
	}
	return r;
}

static bool member_of(const struct hand_over *x, const Duban__Group *g)
{
	for (size_t i = 0; i < g->n_member; i++) {
		const Duban__GroupMember *m = g->member[i];

		if (handover_names(&x->h, m->who) && (!m->until_date || m->until_date >= x->h.from))
			return true;
	}
	return false;
}

static int list_groups(struct hand_over *x)
{
	struct scan s = scan_start(x->rq->txn, TABLE_group, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Group *g =
		    record_unpack(x->rq->txn, s.value, &duban__group__descriptor, x->rq->arena);
		Duban__HandoverRow *row = NULL;

		if (g && member_of(x, g))
			row = new_row(x, "groups", &r);
		if (row)
			r = fill(x, row, g->id, g->name);
	}
	return r ? r : txn_error(x->rq->txn);
}

static int list_all(struct hand_over *x)
{
	int r = handover_walk(&x->h);

	if (!r)
		r = list_posts(x);
	return r ? r : list_groups(x);
}

static int decide(struct request *rq, const void *body)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	const Duban__PersonHandoverRequest *q = body;
	struct hand_over x = {.rq = rq, .after = q->after};
	Duban__Person *old = NULL, *to = NULL;
	int r = request_person(rq, q->person, &old);

	if (!r && *q->to)
		r = request_person(rq, q->to, &to);
	if (!r && to && to->num == old->num)
		r = request_refuse(rq, STATUS_INVALID, "person.same", old->id, NULL);
	if (!r)
		r = arena_new(&one, WIRE_ARENA_MAX);
	if (r)
		return r;
	x.b = REQUEST_NEW(rq, Duban__PersonHandoverReply, duban__person_handover_reply__init);
	if (!x.b)
		return -ENOMEM;
	x.b->person = old->id;
	x.b->name = old->name;
	if (to) {
		x.b->to = to->id;
		x.b->to_name = to->name;
	}
	x.h = (struct handover){.rq = rq,
				.arena = one,
				.old = old,
				.only_name = person_find(rq->txn, rq->arena, old->name) == old->num,
				.from = date_ymd(rq->today),
				.take = list_record,
				.user = &x};
	rq->reply->body_case = DUBAN__REPLY__BODY_PERSON_HANDOVER;
	rq->reply->person_handover = x.b;
	return list_all(&x);
}
HANDLER(PERSON_HANDOVER, .kind = HANDLER_QUERY,
	.roles = ROLES_ALL & ~(ROLE_BIT(SECURITY) | ROLE_BIT(GATEWAY) | ROLE_BIT(LEADER)),
	.simulated_only_for_local = true, .decide = decide);
