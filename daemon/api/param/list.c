/* `param list`: the values in force, and what is set for categories, lists and projects, with the
 * values that they replaced. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "engine/core/engine.h"
#include "engine/past/pick.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/principal/principal.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"

/* A page begins at a place: among the parameters in force, or at a stored one; with the seq of one
 * of the values that it replaced, 0: at the present value. */
enum param_place { PLACE_IN_FORCE, PLACE_STORED };

struct listing {
	struct request *rq;
	const Duban__ParamListRequest *q;
	struct journal_pick pick;
	Duban__ParamListReply *b;
	size_t bytes;
	/* where this page begins */
	enum param_place of;
	uint32_t def;	   /* PLACE_IN_FORCE */
	struct bytes key;  /* PLACE_STORED; empty: at the first */
	uint64_t replaced; /* seq */
	struct key here;   /* the place of the parameter that is being listed, without its seq */
};

static bool read_place(struct listing *l)
{
	struct key_reader k = {.rest = BYTES(l->q->after.data, l->q->after.len), .ok = true};

	if (!k.rest.size)
		return true;
	l->replaced = key_read_u64(&k);
	l->of = key_read_u8(&k);
	if (l->of == PLACE_IN_FORCE)
		l->def = key_read_u32(&k);
	else
		l->key = k.rest;
	return k.ok && l->of <= PLACE_STORED && l->key.size <= KEY_MAX;
}

/* Ends the page before the row with this seq, if there is no room for it. */
static int page_ends(struct listing *l, uint64_t seq, bool *ret)
{
	struct key next = {.size = 0};
	struct bytes b;

	*ret =
	    request_page_full(l->rq, l->bytes, VALUE_MAX) || l->b->n_param >= WIRE_ELEMENTS_MAX / 8;
	if (!*ret)
		return 0;
	b = key_bytes(key_raw(key_u64(&next, seq), key_bytes(&l->here)));
	l->b->next =
	    (ProtobufCBinaryData){b.size, (uint8_t *)arena_dup(l->rq->arena, b.data, b.size)};
	return l->b->next.data ? 0 : -ENOMEM;
}

/* Who set it, when and from which value, by the event that did. *ret_replaced: the parameter
 * before, NULL if there was none. */
static int tell_setting(struct listing *l, const Duban__Parameter *p, Duban__ParamRow *row,
			const Duban__Parameter **ret_replaced)
{
	struct request *rq = l->rq;
	struct journal_record rec;
	const Duban__Principal *by;
	const Duban__Person *person;
	const Duban__Event *ev;
	int r;

	*ret_replaced = NULL;
	if (p->seq < journal_first(engine_journal(rq->engine)))
		return 0;
	r = journal_pick(&l->pick, p->seq, &rec);
	if (r)
		return r;
	ev = duban__event__unpack(arena_pb(rq->arena), rec.event.size, rec.event.data);
	if (!ev || ev->body_case != DUBAN__EVENT__BODY_PARAMETER_SET)
		return ev ? 0 : -EBADMSG; /* put back by a revert: its value stands in the row */
	row->set_at = ev->at;
	row->was = ev->parameter_set->was;
	row->confirmed_by = request_confirmed_by(rq, ev);
	if (!row->confirmed_by)
		return -ENOMEM;
	row->for_unit = request_unit_id(rq, ev->for_unit);
	person = person_get(rq->txn, rq->arena, ev->for_person);
	if (person)
		row->for_person = person->name;
	by = principal_get(rq->txn, rq->arena, ev->principal);
	if (by)
		row->set_by = by->name;
	else if (ev->role != DUBAN__ROLE__ROLE_SYSTEM)
		row->set_by =
		    (char *)(uintptr_t)wire_enum_name(&duban__role__descriptor, (int)ev->role);
	if (ev->parameter_set->replaced && ev->parameter_set->replaced->seq)
		*ret_replaced = ev->parameter_set->replaced;
	return 0;
}

static int add_one(struct listing *l, const Duban__Parameter *p, bool in_force,
		   const Duban__Parameter **ret_replaced)
{
	struct request *rq = l->rq;
	Duban__ParamRow *row = REQUEST_NEW(rq, Duban__ParamRow, duban__param_row__init);
	Duban__Project *project;
	int r;

	if (!row)
		return -ENOMEM;
	row->key = p->key;
	row->value = p->value;
	row->scope =
	    (char *)(uintptr_t)wire_enum_name(&duban__scope_kind__descriptor, (int)p->scope);
	row->scope_name = p->scope_name;
	project = project_get(rq->txn, rq->arena, p->project);
	if (project)
		row->scope_name = project->code;
	row->source = p->source;
	row->in_force = in_force;
	r = tell_setting(l, p, row, ret_replaced);
	l->bytes += duban__param_row__get_packed_size(row) + 8;
	return r ? r : REQUEST_PUSH(rq, l->b->param, l->b->n_param, row);
}

/* The first row of this page: the parameter, or the replaced value at which the page before it
 * ended. NULL: that is gone, by a revert. */
static int first_row(struct listing *l, const Duban__Parameter **p, uint64_t *ret_seq)
{
	uint64_t seq = l->replaced;
	int r = 0;

	l->replaced = 0;
	*ret_seq = seq;
	while (!r && seq && *p && (*p)->seq != seq) {
		Duban__ParamRow row = DUBAN__PARAM_ROW__INIT;

		r = tell_setting(l, *p, &row, p);
	}
	return r;
}

/* The parameter, and if they are asked for the values that it replaced, newest first. */
static int add_rows(struct listing *l, const Duban__Parameter *p, bool in_force)
{
	uint64_t seq;
	bool ends = false;
	int r = first_row(l, &p, &seq);

	while (!r && p) {
		r = page_ends(l, seq, &ends);
		if (r || ends)
			return r;
		r = add_one(l, p, in_force && !seq, &p);
		seq = p ? p->seq : 0;
		if (!l->q->history)
			break;
	}
	return r;
}

static int list_in_force(struct listing *l, const Duban__Project *of)
{
	const struct parameter_def *d;
	size_t n = parameter_defs(&d);
	int r = 0;

	for (size_t i = l->def; i < n && !r && !l->b->next.len; i++) {
		const Duban__Parameter *p = parameter_in_force(l->rq->txn, l->rq->arena, of, &d[i]);

		l->here = (struct key){.size = 0};
		(void)key_u32(key_u8(&l->here, PLACE_IN_FORCE), (uint32_t)i);
		r = p ? add_rows(l, p, true) : -ENOMEM;
	}
	return r;
}

static int add_stored(struct listing *l, struct bytes key, struct bytes value)
{
	struct request *rq = l->rq;
	Duban__Parameter *p =
	    record_unpack(rq->txn, value, &duban__parameter__descriptor, rq->arena);
	Duban__Project *of = p ? project_get(rq->txn, rq->arena, p->project) : NULL;

	if (!p)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	l->here = (struct key){.size = 0};
	(void)key_raw(key_u8(&l->here, PLACE_STORED), key);
	if (p->scope == DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT || (of && !scope_reads(rq, of)))
		return 0;
	return add_rows(l, p, false);
}

/* What is set for categories, lists and projects. */
static int list_stored(struct listing *l)
{
	struct scan s = scan_after(l->rq->txn, TABLE_parameter, BYTES("", 0), l->key);
	struct bytes value;
	int r = 0;

	if (l->key.size && txn_get(l->rq->txn, TABLE_parameter, l->key, &value))
		r = add_stored(l, l->key, value);
	while (!r && !l->b->next.len && scan_next(&s))
		r = add_stored(l, s.key, s.value);
	return r ? r : txn_error(l->rq->txn);
}

/* The defaults, then the stored ones. */
static int list_all(struct listing *l)
{
	int r = l->of == PLACE_IN_FORCE ? list_in_force(l, NULL) : 0;

	return r || l->b->next.len ? r : list_stored(l);
}

static int param_list(struct request *rq, const void *body)
{
	struct listing l = {
	    .rq = rq,
	    .q = body,
	    .pick = {.journal = engine_journal(rq->engine)},
	    .b = REQUEST_NEW(rq, Duban__ParamListReply, duban__param_list_reply__init)};
	Duban__Project *of;
	int r = l.b ? request_durable(rq) : -ENOMEM;

	if (!r && !read_place(&l))
		r = request_refuse(rq, STATUS_INVALID, "page.bad_token", NULL);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_PARAM_LIST;
	rq->reply->param_list = l.b;
	if (*l.q->project) {
		r = request_project(rq, l.q->project, &of);
		if (!r)
			r = list_in_force(&l, of);
	} else {
		r = list_all(&l);
	}
	journal_pick_done(&l.pick);
	return r;
}
HANDLER(PARAM_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = param_list, .simulated_only_for_local = true);
