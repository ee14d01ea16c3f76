/* What is to be done about supervisions: somebody shall look again (回马枪) from the day that was
 * set, until another supervision did. */
#include <errno.h>
#include <string.h>

#include "api/cell/map.h"
#include "api/core/request.h"
#include "api/supervision/supervision.h"
#include "api/todo/source.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Supervisions that wait to be looked at again. */
struct revisits {
	Duban__Supervision **waits;
	size_t n;
};

static int load(struct request *rq, struct import_map *seen, struct revisits *all)
{
	struct scan s = scan_start(rq->txn, TABLE_supervision, BYTES("", 0));

	while (scan_next(&s)) {
		Duban__Supervision *v =
		    record_unpack(rq->txn, s.value, &duban__supervision__descriptor, rq->arena);

		if (!v)
			break;
		if (*v->revisits && !import_map_put(seen, v->revisits, NULL))
			return -ENOMEM;
		if (v->revisit_date && v->revisit_date <= date_ymd(rq->today) &&
		    REQUEST_PUSH(rq, all->waits, all->n, v))
			return -ENOMEM;
	}
	return txn_error(rq->txn);
}

static int begin(struct todo *t, void **ret_own)
{
	struct revisits *all = arena_alloc(t->rq->arena, sizeof *all);
	struct import_map seen = {.arena = t->rq->arena};
	size_t n = 0;
	int r;

	if (!all)
		return -ENOMEM;
	*all = (struct revisits){.n = 0};
	r = load(t->rq, &seen, all);
	for (size_t i = 0; i < all->n; i++)
		if (!import_map_get(&seen, all->waits[i]->id))
			all->waits[n++] = all->waits[i];
	all->n = n;
	*ret_own = all;
	return r;
}

/* It is the supervision office's, or without one the office's, so it is told once, with what
 * belongs to the city. */
static int each(struct todo *t)
{
	const struct revisits *all = t->own;
	uint32_t turn =
	    all->n && !t->project
		? unit_by_kind(t->rq->txn, t->arena, DUBAN__UNIT_KIND__UNIT_KIND_SUPERVISION)
		: 0;
	int r = 0;

	for (size_t i = 0; i < all->n && !r && !t->project; i++) {
		const Duban__Supervision *v = all->waits[i];
		struct todo_item item = {.kind = "supervision",
					 .id = v->id,
					 .what = *v->text ? v->text : v->id,
					 .due = v->revisit_date,
					 .why = {.code = "todo.why.revisit", .arg = {v->id}},
					 .unit = turn};

		todo_next(t);
		for (size_t k = 0; k < v->n_person && k < TODO_PERSONS_MAX; k++)
			item.person[k] = todo_who(v->person[k]);
		r = todo_add(t, &item);
	}
	return r;
}
TODO_SOURCE(supervision, .begin = begin, .each = each);
