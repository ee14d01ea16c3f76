/* Import of parameters: the key, the scope, the value and its source. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/ladder/ladder.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "proto/limits.h"

enum { PARAMETER_KEY, PARAMETER_SCOPE, PARAMETER_OF, PARAMETER_VALUE, PARAMETER_SOURCE };

static bool read_scope(struct import *im, Duban__Parameter *now)
{
	struct cell scope_cell = import_cell(im, PARAMETER_SCOPE);
	struct cell of = import_cell(im, PARAMETER_OF);
	int scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;

	if (!cell_enum(&scope_cell, &duban__scope_kind__descriptor, &scope))
		return false;
	now->scope = (Duban__ScopeKind)scope;
	if (scope == DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT)
		return cell_empty(&of) ? true : cell_refuse(&of, "param.of_nothing", NULL);
	if (!cell_required(&of))
		return false;
	if (scope == DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT)
		return cell_project(&of, &now->project);
	return cell_text(&of, NAME_MAX_BYTES, &now->scope_name);
}

static bool read_value(struct import *im, const struct parameter_def *d, Duban__Parameter *now,
		       bool is_new)
{
	struct cell value = import_cell(im, PARAMETER_VALUE);
	struct cell source = import_cell(im, PARAMETER_SOURCE);
	struct checks all = {0};
	int64_t v;

	checks_fine(&all, cell_needed(&value, is_new));
	checks_fine(&all, cell_text(&value, NAME_MAX_BYTES, &now->value));
	checks_fine(&all, cell_text(&source, NAME_MAX_BYTES, &now->source));
	if (!checks_passed(&all))
		return false;
	if (d->type == PARAMETER_LADDER && !ladder_chosen(im->in.rq->txn, now->value))
		return cell_refuse(&value, "param.unknown_ladder", now->value);
	if (parameter_value(d, now->value, &v))
		return true;
	if (d->type == PARAMETER_CHOICE)
		return cell_refuse(&value, "param.not_of_choices", d->choices);
	return cell_refuse(
	    &value, "cell.out_of_range",
	    arena_printf(im->in.scratch, "%lld-%lld", (long long)d->min, (long long)d->max));
}

static Duban__Parameter *copy(struct import *im, const Duban__Parameter *p)
{
	Duban__Parameter *q = arena_dup(im->in.rq->arena, p, sizeof *p);

	if (!q)
		return NULL;
	q->key = arena_str(im->in.rq->arena, p->key);
	q->scope_name = arena_str(im->in.rq->arena, p->scope_name);
	q->value = arena_str(im->in.rq->arena, p->value);
	q->source = arena_str(im->in.rq->arena, p->source);
	return q->key && q->scope_name && q->value && q->source ? q : NULL;
}

static void put(struct import *im, const Duban__Parameter *now, const Duban__Parameter *was)
{
	struct arena *a = im->in.rq->arena;
	Duban__ParameterSet *b = arena_alloc(a, sizeof *b);
	Duban__Event *e;

	im->done->created += !was;
	im->done->updated += was != NULL;
	if (im->in.problems)
		return;
	e = b ? request_event(im->in.rq) : NULL;
	if (!e) {
		im->in.full = true;
		return;
	}
	duban__parameter_set__init(b);
	b->parameter = copy(im, now);
	if (b->parameter)
		b->parameter->seq = 0; /* the fold's */
	b->was = was ? arena_str(a, was->value) : b->was;
	b->replaced = was ? copy(im, was) : NULL;
	e->body_case = DUBAN__EVENT__BODY_PARAMETER_SET;
	e->parameter_set = b;
	e->project = now->project;
	if (!b->parameter || !b->was || (was && !b->replaced))
		im->in.full = true;
	else
		import_drafted(im, e, im->row->line);
}

/* Reads the row as one that sets this parameter. */
static void read_one(struct import *im, struct import_map *seen, const struct parameter_def *d,
		     const Duban__Parameter *scope)
{
	struct cell key = import_cell(im, PARAMETER_KEY);
	Duban__Parameter now = *scope, *was;
	const char *name;

	now.key = (char *)(uintptr_t)d->key;
	name = arena_printf(im->in.rq->arena, "%s/%d/%s/%u", now.key, (int)now.scope,
			    now.scope_name, now.project);
	im->in.full = im->in.full || !name;
	if (!name || !import_key(im, seen, &key, name))
		return;
	was = parameter_get(im->in.rq->txn, im->in.scratch, &now);
	if (was)
		now = *was;
	if (!read_value(im, d, &now, !was))
		return;
	if (was && strcmp(was->value, now.value) == 0 && strcmp(was->source, now.source) == 0)
		im->done->unchanged++;
	else
		put(im, &now, was);
}

/* A row of a file that an older version wrote: it sets each parameter that took the key's place. */
static void read_renamed(struct import *im, struct import_map *seen, const char *const *to,
			 const Duban__Parameter *scope)
{
	Duban__Parameter given = *scope;

	given.key = (char *)(uintptr_t)import_cell(im, PARAMETER_KEY).text;
	given.value = (char *)(uintptr_t)import_cell(im, PARAMETER_VALUE).text;
	if (parameter_is_shipped(&given)) {
		im->done->unchanged++;
		return;
	}
	for (; *to; to++)
		read_one(im, seen, parameter_def(*to), scope);
}

static void read_parameter(struct import *im, struct import_map *seen)
{
	struct cell key = import_cell(im, PARAMETER_KEY);
	Duban__Parameter scope = DUBAN__PARAMETER__INIT;
	const struct parameter_def *d = parameter_def(key.text);
	const char *const *renamed = parameter_renamed(key.text);

	if (!cell_required(&key))
		return;
	if (!d && !renamed) {
		(void)cell_refuse(&key, "param.unknown", key.text);
		return;
	}
	if (!read_scope(im, &scope))
		return;
	if (parameter_of_office(key.text) && scope.scope != DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT) {
		(void)cell_refuse(&key, "param.of_office", key.text);
		return;
	}
	if (d)
		read_one(im, seen, d, &scope);
	else
		read_renamed(im, seen, renamed, &scope);
}

static int read_parameters(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_parameter(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_parameter(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Parameter *p = out_record(s, value, &duban__parameter__descriptor);

	(void)key;
	if (!p || !(p->project ? out_project(s, p->project, 0) != NULL : out_city(s, 0, 0)))
		return;
	out_row(s);
	out_text(s, PARAMETER_KEY, p->key);
	out_enum(s, PARAMETER_SCOPE, &duban__scope_kind__descriptor, (int)p->scope);
	if (p->project)
		out_code(s, PARAMETER_OF, p->project);
	else
		out_text(s, PARAMETER_OF, p->scope_name);
	out_text(s, PARAMETER_VALUE, p->value);
	out_text(s, PARAMETER_SOURCE, p->source);
}

RECORD_KIND(PARAMETERS, .read = read_parameters, .write = write_parameter);
