#include "api/admin/own.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct own_count {
	struct request *rq;
	struct arena *scratch; /* for one project */
	Duban__StatusReply *b;
};

static void count_lamps(struct own_count *o, uint32_t project)
{
	struct scan s =
	    scan_start(o->rq->txn, TABLE_warning_open, key_bytes(key_u32(KEY(), project)));

	while (scan_next(&s)) {
		const Duban__Warning *w = warning_of_open(o->rq->txn, o->scratch, s.key);

		o->b->open_yellow += w && w->level == DUBAN__LEVEL__LEVEL_YELLOW;
		o->b->open_red += w && w->level == DUBAN__LEVEL__LEVEL_RED;
	}
}

/* A project stands below its unit and below its sector; it is counted once. */
static bool counts(struct own_count *o, const Duban__Project *p, uint32_t below)
{
	const struct caller *c = o->rq->caller;

	if (p->unit == below)
		return true;
	return c->role == DUBAN__ROLE__ROLE_SECTOR &&
	       !unit_within(o->rq->txn, o->scratch, p->unit, c->unit);
}

static int count_unit(struct own_count *o, uint32_t unit)
{
	struct txn *t = o->rq->txn;
	struct scan s = scan_start(t, TABLE_project_unit, key_bytes(key_u32(KEY(), unit)));

	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		const Duban__Project *p;

		(void)key_read_u32(&k);
		arena_reset(o->scratch);
		p = project_get(t, o->scratch, key_read_u32(&k));
		if (!p)
			return txn_error(t) ? txn_error(t) : -EBADMSG;
		if (!counts(o, p, unit))
			continue;
		o->b->projects++;
		count_lamps(o, p->num);
	}
	return txn_error(t);
}

int own_totals(struct request *rq, Duban__StatusReply *b)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct own_count o = {.rq = rq, .b = b};
	struct unit_list all = {.n = 0};
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	o.scratch = scratch;
	if (!r && rq->caller->unit)
		r = units_below(rq->txn, rq->arena, rq->caller->unit, &all);
	for (size_t i = 0; i < all.n && !r; i++)
		r = count_unit(&o, all.unit[i]);
	return r ? r : txn_error(rq->txn);
}
