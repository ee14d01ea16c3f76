/* To do: items of a list's adjustment that wait to be approved or refused. */
#include <errno.h>

#include "api/core/request.h"
#include "api/todo/source.h"
#include "model/core/record.h"
#include "model/list/half.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static int add(struct todo *t, const Duban__Adjustment *a)
{
	const char *way =
	    wire_enum_name(&duban__adjustment_direction__descriptor, (int)a->direction);
	struct todo_item i = {.kind = "adjustment",
			      .project = project_get(t->rq->txn, t->arena, a->project),
			      .what = a->list,
			      .why = {"todo.why.adjustment", {a->period}}};
	struct half half;

	i.id = arena_printf(t->arena, "%s/%s/%s", a->list, a->period,
			    i.project ? i.project->code : "");
	i.why.arg[1] = arena_printf(t->arena, "@adjustment_direction.%s", way);
	if (!i.id || !i.why.arg[1])
		return -ENOMEM;
	if (half_parse(a->period, &half)) /* lists are adjusted by the end of the half-year */
		i.due = date_ymd(half.last);
	return todo_add(t, &i);
}

static int each(struct todo *t)
{
	struct scan s = scan_start(t->rq->txn, TABLE_adjustment, BYTES("", 0));
	int r = 0;

	while (!t->project && !r && scan_next(&s)) {
		const Duban__Adjustment *a;

		todo_next(t);
		a = record_unpack(t->rq->txn, s.value, &duban__adjustment__descriptor, t->arena);
		if (a && a->state == ADJUSTMENT_STATE(PROPOSED))
			r = add(t, a);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(adjustment, .each = each);
