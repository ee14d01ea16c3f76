/* The folds of steps. */
#include "model/warning/stepped.h"

#include <errno.h>

#include "base/arena.h"
#include "model/core/fold.h"
#include "model/warning/fold.h"
#include "model/warning/step.h"
#include "model/warning/warning.h"
#include "proto/warning_id.h"
#include "store/db/txn.h"

void warning_ordered(struct txn *t, struct arena *a, const char *id, uint32_t due_date)
{
	struct warning_id of;
	Duban__Warning *w = NULL;

	if (warning_id_parse(id, &of))
		w = warning_get(t, a, &of.subject, of.rule, of.occurrence);
	if (!w)
		return;
	w->order_due_date = due_date;
	warning_put(t, w);
}

static void fold_stepped(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningStepped *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	for (size_t i = 0; i < b->n_step; i++) {
		Duban__StepTaken *s = b->step[i];

		w->stepped = arena_longer(a, w->stepped, w->n_stepped, sizeof *w->stepped);
		if (!w->stepped) {
			txn_fail(t, -ENOMEM);
			return;
		}
		w->stepped[w->n_stepped++] = s;
		w->step = s->step;
		w->step_at = s->since_at;
		w->ladder = s->ladder;
		if (!w->ladder_at)
			w->ladder_at = s->since_at;
	}
	warning_put(t, w);
}
FOLD(WARNING_STEPPED, fold_stepped, .tallies = TALLY_NOTHING, .family = "warnings",
     .subject = "rule subject occurrence");

static void fold_held(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningHeld *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	if (!w)
		return;
	if (b->held == warning_held(w))
		txn_fail(t, -EBADMSG);
	else if (!warning_hold(a, w, b->held, e->on_date))
		txn_fail(t, -ENOMEM);
	else
		warning_put(t, w);
}
FOLD(WARNING_HELD, fold_held, .tallies = TALLY_NOTHING, .family = "warnings",
     .subject = "rule subject occurrence");
