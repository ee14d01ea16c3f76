#include "model/warning/handling.h"

#include "base/sm.h"
#include "model/core/fold.h"
#include "model/warning/fold.h"
#include "proto/enums.h"

static const struct sm_row table[] = {
    {HANDLING_STATE(INVALID), HANDLING_MOVE_ACK, HANDLING_STATE(ACKED)},
    {HANDLING_STATE(INVALID), HANDLING_MOVE_ANSWER, HANDLING_STATE(ANSWERED)},
    {HANDLING_STATE(ACKED), HANDLING_MOVE_ACK, HANDLING_STATE(ACKED)},
    {HANDLING_STATE(ACKED), HANDLING_MOVE_ANSWER, HANDLING_STATE(ANSWERED)},
    {HANDLING_STATE(ANSWERED), HANDLING_MOVE_ANSWER, HANDLING_STATE(ANSWERED)},
};

bool handling_next(Duban__HandlingState state, enum handling_move move, Duban__HandlingState *ret)
{
	int to = SM_NEXT(table, (int)state, (int)move);

	if (to && ret)
		*ret = (Duban__HandlingState)to;
	return to != 0;
}

void handling_none(Duban__Warning *w)
{
	const Duban__Warning nothing = DUBAN__WARNING__INIT;

	handling_go_on(&nothing, w);
}

void handling_go_on(const Duban__Warning *from, Duban__Warning *to)
{
	to->handling = from->handling;
	to->acked_by = from->acked_by;
	to->acked_unit = from->acked_unit;
	to->acked_at = from->acked_at;
	to->acked_until_date = from->acked_until_date;
	to->acked_step = from->acked_step;
	to->acked_hand = from->acked_hand;
	to->ack_note = from->ack_note;
	to->answered_by = from->answered_by;
	to->answered_unit = from->answered_unit;
	to->answered_at = from->answered_at;
	to->answered_hand = from->answered_hand;
	to->answer = from->answer;
	to->n_answer_evidence = from->n_answer_evidence;
	to->answer_evidence = from->answer_evidence;
}

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
FOLD(WARNING_ACKED, fold_acked, .touches = true, .family = "warnings",
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
FOLD(WARNING_ANSWERED, fold_answered, .touches = true, .family = "warnings",
     .subject = "rule subject occurrence");

static void fold_reopened(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningReopened *b = body;
	Duban__Warning now = *b->warning, *w = &now;

	(void)e;
	w->reopen_reason = b->reason;
	warning_open(t, a, w);
}
FOLD(WARNING_REOPENED, fold_reopened, .touches = true, .family = "warnings",
     .subject = "rule subject occurrence");

static void fold_rooted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningRooted *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	w->root = b->root ? b->root->subject : NULL;
	w->root_rule = b->root ? b->root->rule : 0;
	w->root_occurrence = b->root ? b->root->occurrence : 0;
	warning_put(t, w);
}
FOLD(WARNING_ROOTED, fold_rooted, .family = "warnings", .subject = "rule subject occurrence");

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
FOLD(WARNING_UPHELD, fold_upheld, .family = "warnings", .subject = "rule subject occurrence");
