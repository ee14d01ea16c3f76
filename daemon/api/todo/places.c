/* Where a unit has something to do: the projects with a part of it, and those in which it has an
 * open matter without having any other part. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/request.h"
#include "api/todo/walk.h"
#include "model/core/matter.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct places {
	struct request *rq;
	uint32_t unit;
	uint32_t *num;
	size_t n;
};

static int add(struct places *x, uint32_t project)
{
	return REQUEST_PUSH(x->rq, x->num, x->n, project);
}

/* `table` maps a unit and a project to nothing. */
static int add_under(struct places *x, enum table table, uint32_t unit)
{
	struct scan s = scan_start(x->rq->txn, table, key_bytes(key_u32(KEY(), unit)));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_u32(&k);
		r = add(x, key_read_u32(&k));
	}
	return r ? r : txn_error(x->rq->txn);
}

bool part_of(const struct todo_part *q, uint32_t unit)
{
	return unit && unit_within(q->txn, q->arena, unit, q->unit);
}

/* ---- matters: they have no index by unit, but only those that are open are read */

static const struct todo_source *source_of(const char *kind)
{
	SECTION_FOREACH(duban_todo_sources, struct todo_source, it)
	if ((*it)->has_part && strcmp((*it)->name, kind) == 0)
		return *it;
	return NULL;
}

/* Matters come project by project. */
static int add_matters(struct places *x)
{
	_cleanup_(arena_freep) struct arena *place = NULL, *one = NULL;
	struct todo_part q = {.txn = x->rq->txn, .unit = x->unit};
	struct matter_at at = {.project = 0};
	const struct todo_source *source;
	uint32_t project = 0;
	bool found = false;
	int r = arena_new(&place, WIRE_ARENA_MAX);

	r = r ? r : arena_new(&one, WIRE_ARENA_MAX);
	q.arena = one;
	while (!r && matter_after(q.txn, &at)) {
		if (!at.project || !(source = source_of(at.kind)))
			continue;
		if (at.project != project) {
			project = at.project;
			found = false;
			arena_reset(place);
			q.project = project_get(q.txn, place, project);
		}
		arena_reset(one);
		q.num = at.num;
		if (found || !q.project || !source->has_part(&q))
			continue;
		found = true;
		r = add(x, project);
	}
	return r ? r : txn_error(q.txn);
}

/* ---- all */

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

int projects_of_units(struct request *rq, uint32_t unit, uint32_t **ret, size_t *ret_n)
{
	struct places x = {.rq = rq, .unit = unit};
	struct unit_list units;
	size_t kept = 0;
	int r = units_below(rq->txn, rq->arena, unit, &units);

	for (size_t i = 0; !r && i < units.n; i++) {
		r = add_under(&x, TABLE_project_unit, units.unit[i]);
		if (!r)
			r = add_under(&x, TABLE_link_unit, units.unit[i]);
	}
	if (!r)
		r = add_matters(&x);
	if (x.n > 1)
		qsort(x.num, x.n, sizeof *x.num, by_number);
	for (size_t i = 0; i < x.n; i++)
		if (!kept || x.num[kept - 1] != x.num[i])
			x.num[kept++] = x.num[i];
	*ret = x.num;
	*ret_n = kept;
	return r;
}
