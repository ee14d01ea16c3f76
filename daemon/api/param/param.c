/* `param set`: a parameter of the rules (规则参数), for all, a category, a list or a project. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/record.h"
#include "model/ladder/ladder.h"
#include "model/list/category.h"
#include "model/list/list.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

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
	if (parameter_of_office(q->key) && q->scope != DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT)
		return request_refuse(rq, STATUS_INVALID, "param.of_office", q->key, NULL);
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
	if (d->type == PARAMETER_LADDER && !ladder_chosen(rq->txn, q->value))
		return request_refuse(rq, STATUS_NOT_FOUND, "param.unknown_ladder", q->value, NULL);
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
