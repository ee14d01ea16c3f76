/* What people did about a lamp, and what it hangs on. */
#include "model/core/fold.h"
#include "model/warning/fold.h"
#include "model/warning/step.h"
#include "proto/enums.h"

static void fold_acked(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningAcked *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	if (!w)
		return;
	w->handling = HANDLING_STATE(ACKED);
	w->acked_by = b->by;
	w->acked_unit = b->unit;
	w->acked_at = e->at;
	w->acked_until_date = b->until_date;
	w->acked_step = b->step;
	w->acked_hand = b->hand;
	w->ack_note = b->note;
	warning_put(t, w);
}
FOLD(WARNING_ACKED, fold_acked, .tallies = TALLY_NOTHING, .touches = true, .family = "warnings",
     .subject = "rule subject occurrence");

static void fold_answered(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningAnswered *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	if (!w)
		return;
	w->handling = HANDLING_STATE(ANSWERED);
	w->answered_by = b->by;
	w->answered_unit = b->unit;
	w->answered_at = e->at;
	w->answered_hand = b->hand;
	w->answer = b->text;
	w->n_answer_evidence = b->n_evidence;
	w->answer_evidence = b->evidence;
	warning_put(t, w);
}
FOLD(WARNING_ANSWERED, fold_answered, .tallies = TALLY_NOTHING, .touches = true,
     .family = "warnings", .subject = "rule subject occurrence");

static void fold_reopened(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningReopened *b = body;
	Duban__Warning now = *b->warning, *w = &now;

	(void)e;
	w->reopen_reason = b->reason;
	warning_open(t, a, w);
}
FOLD(WARNING_REOPENED, fold_reopened, .tallies = TALLY_LAMPS, .touches = true, .family = "warnings",
     .subject = "rule subject occurrence");

static void fold_rooted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningRooted *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	if (!w)
		return;
	warning_root(w, b->root, e->at);
	warning_put(t, w);
}
FOLD(WARNING_ROOTED, fold_rooted, .tallies = TALLY_LAMPS, .family = "warnings",
     .subject = "rule subject occurrence");

static void fold_upheld(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningUpheld *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	w->by_person = false;
	warning_put(t, w);
}
FOLD(WARNING_UPHELD, fold_upheld, .tallies = TALLY_NOTHING, .family = "warnings",
     .subject = "rule subject occurrence");
