#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/record.h"
#include "model/list/category.h"
#include "model/list/list.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "proto/wire_name.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

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
	Duban__Project *project;
	int r;

	p->scope = q->scope;
	switch (q->scope) {
	case DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT:
		return 0;
	case DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT:
		r = request_project(rq, q->scope_name, &project);
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

static int add_row(struct request *rq, Duban__ParamListReply *b, const Duban__Parameter *p,
		   bool in_force)
{
	Duban__ParamRow *row = REQUEST_NEW(rq, Duban__ParamRow, duban__param_row__init);
	Duban__Project *project;

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
	return REQUEST_PUSH(rq, b->param, b->n_param, row);
}

static int list_in_force(struct request *rq, const Duban__Project *of, Duban__ParamListReply *b)
{
	const struct parameter_def *d;
	size_t n = parameter_defs(&d);
	int r = 0;

	for (size_t i = 0; i < n && !r; i++) {
		Duban__Parameter *p = parameter_in_force(rq->txn, rq->arena, of, &d[i]);

		r = p ? add_row(rq, b, p, true) : -ENOMEM;
	}
	return r;
}

/* The defaults, then what is set for categories, lists and projects. */
static int list_all(struct request *rq, Duban__ParamListReply *b)
{
	struct scan s = scan_start(rq->txn, TABLE_parameter, BYTES("", 0));
	int r = list_in_force(rq, NULL, b);

	while (!r && scan_next(&s) && b->n_param < WIRE_ELEMENTS_MAX / 8) {
		Duban__Parameter *p =
		    record_unpack(rq->txn, s.value, &duban__parameter__descriptor, rq->arena);
		Duban__Project *of = p ? project_get(rq->txn, rq->arena, p->project) : NULL;

		if (!p)
			return txn_error(rq->txn);
		if (p->scope != DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT &&
		    (!of || scope_reads(rq, of)))
			r = add_row(rq, b, p, false);
	}
	return r;
}

static int param_list(struct request *rq, const void *body)
{
	const Duban__ParamListRequest *q = body;
	Duban__ParamListReply *b =
	    REQUEST_NEW(rq, Duban__ParamListReply, duban__param_list_reply__init);
	Duban__Project *of;
	int r = 0;

	if (!b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_PARAM_LIST;
	rq->reply->param_list = b;
	if (!*q->project)
		return list_all(rq, b);
	r = request_project(rq, q->project, &of);
	return r ? r : list_in_force(rq, of, b);
}
HANDLER(PARAM_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = param_list, .simulated_only_for_local = true);
