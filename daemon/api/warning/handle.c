/* `warning ack` (认领) and `warning answer` (答复): what those do about a lamp whose it is. Neither
 * puts it out, nor off. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/evidence/attached.h"
#include "api/hand/hand.h"
#include "api/warning/target.h"
#include "model/warning/handling.h"
#include "proto/limits.h"

#define LAMP_HANDLERS                                                                              \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))

/* Not yet over, and not so far ahead that it says nothing. */
static int check_until(struct request *rq, uint32_t ymd)
{
	date_t until = date_from_ymd(ymd);
	char day[DATE_TEXT_MAX], last[DATE_TEXT_MAX];

	if (!ymd)
		return request_refuse(rq, STATUS_INVALID, "warning.until_missing", NULL);
	if (until == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", ymd), NULL);
	if (until >= rq->today && until <= rq->today + ACK_DAYS_MAX)
		return 0;
	return request_refuse(rq, STATUS_INVALID, "warning.until_range", date_text(until, day),
			      date_text(rq->today + ACK_DAYS_MAX, last), NULL);
}

/* The unit that it is to be done by, where the sender has none. */
static uint32_t whose(const Duban__Warning *w)
{
	return w->turn ? w->turn_unit : w->unit;
}

static int check_move(struct request *rq, const struct warning_target *t, enum handling_move move)
{
	if (handling_next(t->w->handling, move, NULL))
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "warning.answered_already", t->id,
			      t->w->answered_by ? t->w->answered_by->name : "", NULL);
}

static int ack(struct request *rq, const void *body)
{
	const Duban__WarningAckRequest *q = body;
	struct warning_target t;
	Duban__WarningAcked *b;
	int r = request_text(rq, "person", q->person, NAME_MAX_BYTES, false);

	if (!r)
		r = request_text(rq, "note", q->note, REASON_MAX, false);
	if (!r)
		r = warning_find_open(rq, q->id, true, &t);
	if (!r)
		r = warning_check_part(rq, &t);
	if (!r)
		r = check_until(rq, q->until_date);
	if (!r)
		r = check_move(rq, &t, HANDLING_MOVE_ACK);
	if (r)
		return r;
	b = WARNING_DEED(rq, &t, WARNING_ACKED, warning_acked, Duban__WarningAcked,
			 duban__warning_acked__init);
	if (!b)
		return -ENOMEM;
	b->by = hand_who(rq, q->person);
	b->hand = hand_of_caller(rq, whose(t.w));
	b->unit = b->hand ? b->hand->unit : 0;
	b->until_date = q->until_date;
	b->step = t.w->step;
	b->note = q->note;
	return b->by && b->hand ? 0 : -ENOMEM;
}
HANDLER(WARNING_ACK, .kind = HANDLER_COMMAND, .roles = LAMP_HANDLERS, .decide = ack,
	.simulated_only_for_local = true, .frees = true);

static int answer(struct request *rq, const void *body)
{
	const Duban__WarningAnswerRequest *q = body;
	struct warning_target t;
	Duban__WarningAnswered *b;
	int r = request_text(rq, "text", q->text, TEXT_MAX, true);

	if (!r)
		r = request_text(rq, "person", q->person, NAME_MAX_BYTES, false);
	if (!r)
		r = warning_find_open(rq, q->id, false, &t);
	if (!r)
		r = warning_check_part(rq, &t);
	if (!r)
		r = check_move(rq, &t, HANDLING_MOVE_ANSWER);
	if (!r)
		r = evidence_check_attached(rq, t.w->subject->project, q->evidence, q->n_evidence);
	if (r)
		return r;
	b = WARNING_DEED(rq, &t, WARNING_ANSWERED, warning_answered, Duban__WarningAnswered,
			 duban__warning_answered__init);
	if (!b)
		return -ENOMEM;
	b->by = hand_who(rq, q->person);
	b->hand = hand_of_caller(rq, whose(t.w));
	b->unit = b->hand ? b->hand->unit : 0;
	b->text = q->text;
	b->n_evidence = q->n_evidence;
	b->evidence = q->evidence;
	return b->by && b->hand ? 0 : -ENOMEM;
}
HANDLER(WARNING_ANSWER, .kind = HANDLER_COMMAND, .roles = LAMP_HANDLERS, .decide = answer,
	.simulated_only_for_local = true, .frees = true);
