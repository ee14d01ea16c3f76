#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "engine/core/engine.h"
#include "engine/past/pick.h"
#include "model/core/record.h"
#include "model/list/category.h"
#include "model/list/list.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/principal/principal.h"
#include "model/project/project.h"
#include "proto/wire_name.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"

/* ---- set */

static bool bears(struct request *rq, const Duban__Project *p, int scope, const char *name)
{
	if (scope == DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY)
		return category_within(rq->txn, rq->arena, p->category, name);
	return project_on_list(p, name);
}

/* A name without a record that no project uses is taken for a typing error. */
static int check_borne(struct request *rq, int scope, const char *name)
{
	struct scan s = scan_start(rq->txn, TABLE_project, BYTES("", 0));
	const char *code = scope == DUBAN__SCOPE_KIND__SCOPE_KIND_LIST ? "param.unknown_list"
								       : "param.unknown_category";

	if (scope == DUBAN__SCOPE_KIND__SCOPE_KIND_LIST
		? list_get(rq->txn, rq->arena, name) != NULL
		: category_get(rq->txn, rq->arena, name) != NULL)
		return 0;
	while (scan_next(&s)) {
		Duban__Project *p =
		    record_unpack(rq->txn, s.value, &duban__project__descriptor, rq->arena);

		if (p && bears(rq, p, scope, name))
			return 0;
	}
	return request_refuse(rq, STATUS_NOT_FOUND, code, name, NULL);
}

static int fill_scope(struct request *rq, const Duban__ParamSetRequest *q, Duban__Parameter *p)
{
	char *code = q->scope_name;
	Duban__Project *project;
	int r;

	p->scope = q->scope;
	switch (q->scope) {
	case DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT:
		return 0;
	case DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT:
		r = request_name_project(rq, &code);
		r = r ? r : request_project(rq, code, &project);
		if (!r)
			p->project = project->num;
		return r;
	case DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY:
	case DUBAN__SCOPE_KIND__SCOPE_KIND_LIST:
		p->scope_name = q->scope_name;
		r = request_text(rq, "scope", q->scope_name, NAME_MAX_BYTES, true);
		return r ? r : check_borne(rq, (int)q->scope, q->scope_name);
	default:
		return request_refuse(rq, STATUS_INVALID, "param.no_scope", NULL);
	}
}

static int unknown(struct request *rq, const char *key)
{
	const char *const *to = parameter_renamed(key);
	const char *keys = to ? "" : NULL;

	for (; to && *to && keys; to++)
		keys = arena_printf(rq->arena, "%s%s%s", keys, *keys ? ", " : "", *to);
	if (keys)
		return request_refuse(rq, STATUS_NOT_FOUND, "param.renamed", key, keys, NULL);
	return request_refuse(rq, STATUS_NOT_FOUND, "param.unknown", key, NULL);
}

static int check_value(struct request *rq, const Duban__ParamSetRequest *q)
{
	const struct parameter_def *d = parameter_def(q->key);
	int64_t v;

	if (!d)
		return unknown(rq, q->key);
	if (parameter_value(d, q->value, &v))
		return request_text(rq, "source", q->source, NAME_MAX_BYTES, false);
	if (d->type == PARAMETER_CHOICE)
		return request_refuse(rq, STATUS_INVALID, "param.bad_choice", q->key, q->value,
				      d->choices, NULL);
	return request_refuse(rq, STATUS_INVALID, "param.bad_number", q->key, q->value,
			      arena_printf(rq->arena, "%lld", (long long)d->min),
			      arena_printf(rq->arena, "%lld", (long long)d->max), NULL);
}

static int param_set(struct request *rq, const void *body)
{
	const Duban__ParamSetRequest *q = body;
	Duban__Parameter *p = REQUEST_NEW(rq, Duban__Parameter, duban__parameter__init), *was;
	Duban__ParameterSet *b = REQUEST_NEW(rq, Duban__ParameterSet, duban__parameter_set__init);
	Duban__Event *ev;
	int r = check_value(rq, q);

	if (r || !p || !b)
		return r ? r : -ENOMEM;
	r = fill_scope(rq, q, p);
	if (r)
		return r;
	p->key = q->key;
	p->value = q->value;
	p->source = q->source;
	was = parameter_get(rq->txn, rq->arena, p);
	ev = request_event(rq);
	if (!ev)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_PARAMETER_SET;
	ev->parameter_set = b;
	ev->project = p->project;
	b->parameter = p;
	b->replaced = was;
	if (was)
		b->was = was->value;
	return 0;
}
HANDLER(PARAM_SET, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	.decide = param_set);

/* ---- list */

struct listing {
	struct request *rq;
	const Duban__ParamListRequest *q;
	struct journal_pick pick;
	Duban__ParamListReply *b;
};

static bool is_full(const struct listing *l)
{
	return l->b->n_param >= WIRE_ELEMENTS_MAX / 8;
}

/* Who set it, when and from which value, by the event that did. *ret_replaced: the parameter
 * before, NULL if there was none. */
static int tell_setting(struct listing *l, const Duban__Parameter *p, Duban__ParamRow *row,
			const Duban__Parameter **ret_replaced)
{
	struct request *rq = l->rq;
	struct journal_record rec;
	const Duban__Principal *by;
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
	by = principal_get(rq->txn, rq->arena, ev->principal);
	if (by)
		row->set_by = by->name;
	else if (ev->role != DUBAN__ROLE__ROLE_SYSTEM)
		row->set_by =
		    (char *)(uintptr_t)wire_enum_name(&duban__role__descriptor, (int)ev->role);
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
	return r ? r : REQUEST_PUSH(rq, l->b->param, l->b->n_param, row);
}

/* The parameter, and if they are asked for the values that it replaced, newest first. */
static int add_rows(struct listing *l, const Duban__Parameter *p, bool in_force)
{
	const Duban__Parameter *replaced;
	int r = add_one(l, p, in_force, &replaced);

	while (!r && l->q->history && replaced && replaced->seq && !is_full(l))
		r = add_one(l, replaced, false, &replaced);
	return r;
}

static int list_in_force(struct listing *l, const Duban__Project *of)
{
	const struct parameter_def *d;
	size_t n = parameter_defs(&d);
	int r = 0;

	for (size_t i = 0; i < n && !r; i++) {
		const Duban__Parameter *p = parameter_in_force(l->rq->txn, l->rq->arena, of, &d[i]);

		r = p ? add_rows(l, p, true) : -ENOMEM;
	}
	return r;
}

/* The defaults, then what is set for categories, lists and projects. */
static int list_all(struct listing *l)
{
	struct request *rq = l->rq;
	struct scan s = scan_start(rq->txn, TABLE_parameter, BYTES("", 0));
	int r = list_in_force(l, NULL);

	while (!r && !is_full(l) && scan_next(&s)) {
		Duban__Parameter *p =
		    record_unpack(rq->txn, s.value, &duban__parameter__descriptor, rq->arena);
		Duban__Project *of = p ? project_get(rq->txn, rq->arena, p->project) : NULL;

		if (!p)
			return txn_error(rq->txn);
		if (p->scope != DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT &&
		    (!of || scope_reads(rq, of)))
			r = add_rows(l, p, false);
	}
	return r;
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
