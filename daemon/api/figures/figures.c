#include "api/figures/figures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Only the units asked for. */
static void keep_units(struct request *rq, const struct figures_asked *q, struct tally_years *io)
{
	size_t n = 0;

	for (size_t i = 0; i < io->n; i++)
		if (unit_within(rq->txn, rq->arena, io->group[i]->num, q->unit))
			io->group[n++] = io->group[i];
	io->n = n;
}

static int add_project(struct request *rq, const struct figures_asked *q, struct arena *one,
		       uint32_t num, struct tally_adding *io)
{
	const Duban__Project *p = project_get(rq->txn, one, num);
	const Duban__TallyShare *s;

	if (!p)
		return txn_error(rq->txn);
	if (!scope_reads(rq, p) || !unit_within(rq->txn, one, p->unit, q->unit))
		return 0;
	s = tally_share_get(rq->txn, one, num);
	return s ? tally_add_share(s, q->list, q->kind, io) : txn_error(rq->txn);
}

/* Project by project. */
static int add_up(struct request *rq, const struct figures_asked *q, struct tally_years *ret)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct tally_adding adding = {.arena = rq->arena, .year = q->year};
	struct scan s = scan_start(rq->txn, TABLE_tally_share, BYTES("", 0));
	int r = arena_new(&one, WIRE_ARENA_MAX);

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		r = add_project(rq, q, one, key_read_u32(&k), &adding);
		arena_reset(one);
	}
	tally_add_end(&adding);
	*ret = adding.years;
	return r ? r : txn_error(rq->txn);
}

static int order(const void *a, const void *b)
{
	const struct tally_year *x = *(struct tally_year *const *)a;
	const struct tally_year *y = *(struct tally_year *const *)b;

	if (x->num != y->num)
		return x->num < y->num ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int read_groups(struct request *rq, const struct figures_asked *q, struct tally_years *ret)
{
	bool whole = ROLES_CITY & (1u << rq->caller->role);
	int r = engine_settle_tallies(rq->engine);

	if (r)
		return r;
	if (!whole || (q->unit && q->kind != TALLY_GROUP_UNIT))
		return add_up(rq, q, ret);
	r = tally_read(rq->txn, rq->arena,
		       &(struct tally_asked){.list = q->list, .kind = q->kind, .year = q->year},
		       ret);
	if (!r && q->unit)
		keep_units(rq, q, ret);
	return r;
}

int figures_of(struct request *rq, const struct figures_asked *q, struct tally_years *ret)
{
	int r = read_groups(rq, q, ret);

	if (!r && ret->n)
		qsort(ret->group, ret->n, sizeof *ret->group, order);
	return r;
}

struct tally_year *figures_sum(struct request *rq, const struct tally_years *all)
{
	struct tally_year *sum = arena_alloc(rq->arena, sizeof *sum);

	if (!sum)
		return NULL;
	sum->name = "";
	for (size_t i = 0; i < all->n; i++)
		for (unsigned k = 0; k < TALLY_MONTHS; k++)
			for (unsigned m = 0; m < TALLY_MEASURES_; m++)
				sum->at[k][m] += all->group[i]->at[k][m];
	return sum;
}

Duban__YearBase *figures_base(struct request *rq, const char *list, uint32_t unit, uint32_t yyyymm)
{
	struct key *k = key_u32(key_u32(key_text(KEY(), list), unit), yyyymm);

	return record_get(rq->txn, TABLE_year_base, key_bytes(k), &duban__year_base__descriptor,
			  rq->arena);
}
