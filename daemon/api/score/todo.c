/* To do: appeals against a score that the office has to answer. */
#include <errno.h>

#include "api/core/request.h"
#include "api/todo/source.h"
#include "base/arena.h"
#include "model/core/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static int add(struct todo *t, const Duban__ScoreAppeal *p)
{
	struct todo_item i = {.kind = "score_appeal", .what = p->text};

	i.id =
	    arena_printf(t->arena, "%u/%s/%s", p->year, request_unit_id(t->rq, p->unit), p->item);
	i.why = (struct todo_text){"todo.why.score_appeal", {request_unit_name(t->rq, p->unit)}};
	i.owner = p->unit;
	return i.id && i.why.arg[0] ? todo_add(t, &i) : -ENOMEM;
}

static int each(struct todo *t)
{
	struct scan s = scan_start(t->rq->txn, TABLE_score_appeal, BYTES("", 0));
	int r = 0;

	while (!t->project && !r && scan_next(&s)) {
		const Duban__ScoreAppeal *p;

		todo_next(t);
		p = record_unpack(t->rq->txn, s.value, &duban__score_appeal__descriptor, t->arena);
		if (p && p->state == DUBAN__APPEAL_STATE__APPEAL_STATE_OPEN)
			r = add(t, p);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(score_appeal, .each = each);
