#include "model/warning/handling.h"

#include "base/sm.h"
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
