/* `warning clear` (核销) and `warning reopen` (反弹): judged by another hand than the handler's.
 * What a fact clears is cleared by the fact, so a lamp whose rule still asks for something stays;
 * cleared by hand is only what no fact clears any more: what a person re-opened, and the lamp of a
 * rule that a newer duband no longer has. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/evidence/attached.h"
#include "api/hand/hand.h"
#include "api/warning/target.h"
#include "engine/core/engine.h"
#include "engine/core/rule_params.h"
#include "engine/evaluate/evaluate.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/warning_id.h"
#include "proto/wire_name.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"

#define LAMP_JUDGES (ROLE_BIT(OFFICE) | ROLE_BIT(SUPERVISION) | ROLE_BIT(LOCAL))

/* ---- does the rule still ask for it? */

static int judge_now(struct request *rq, const Duban__Warning *w, struct lit *ret)
{
	Duban__Subject of = *w->subject;
	struct lit_list now = {.n = 0};
	int r;

	if (of.project) {
		of = (Duban__Subject)DUBAN__SUBJECT__INIT;
		of.project = w->subject->project;
	}
	*ret = (struct lit){.rule = 0};
	r = evaluate_dry(rq->engine, rq->arena, &of, engine_now(rq->engine), &now);
	for (size_t i = 0; i < now.n && !r; i++)
		if (now.lit[i].rule == w->rule && now.lit[i].occurrence == w->occurrence &&
		    subject_same(&now.lit[i].subject, w->subject))
			*ret = now.lit[i];
	return r;
}

/* The command by which the fact is recorded that puts the lamp out. */
static const char *met_by(struct request *rq, const struct warning_target *t)
{
	const struct rule *rule = rule_by_num(t->w->rule);
	struct subject_about about;

	if (rule && rule->met_by)
		return rule->met_by;
	return row_subject(rq, t->w->subject, t->project, &about)
		   ? arena_printf(rq->arena, "%s %s", subject_kind_of(t->w->subject)->page,
				  about.words)
		   : "";
}

static int check_met(struct request *rq, const struct warning_target *t)
{
	char due[DATE_TEXT_MAX];
	struct lit lit;
	int r = judge_now(rq, t->w, &lit);

	if (r || (t->w->by_person && !lit.outcome.level))
		return r;
	if (lit.still)
		return request_refuse(rq, STATUS_CONFLICT, "warning.stands_still", t->id, NULL);
	if (!lit.outcome.level)
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "warning.still_holds", t->id,
			      date_text(date_from_ymd(t->w->due_date), due), met_by(rq, t), NULL);
}

/* ---- clear */

static int check_hands(struct request *rq, const struct warning_target *t)
{
	int r = hand_check_other(rq, t->w->acked_hand, t->id);
	Duban__Hand unit = DUBAN__HAND__INIT;

	if (!r)
		r = hand_check_other(rq, t->w->answered_hand, t->id);
	/* nor the unit that had to handle it and did not say how */
	unit.unit = t->w->turn_unit ? t->w->turn_unit : t->w->unit;
	unit.for_other = true;
	return r ? r : hand_check_other(rq, &unit, t->id);
}

static int clear(struct request *rq, const void *body)
{
	const Duban__WarningClearRequest *q = body;
	struct warning_target t;
	Duban__WarningCleared *b;
	int r = request_text(rq, "reason", q->reason, REASON_MAX, true);

	if (!r)
		r = warning_find_open(rq, q->id, false, &t);
	if (!r)
		r = check_hands(rq, &t);
	if (!r)
		r = check_met(rq, &t);
	if (!r && !q->n_evidence && !t.w->n_answer_evidence)
		r = request_refuse(rq, STATUS_INVALID, "warning.no_evidence", t.id, NULL);
	if (!r)
		r = evidence_check_attached(rq, t.w->subject->project, q->evidence, q->n_evidence);
	if (r)
		return r;
	b = WARNING_DEED(rq, &t, WARNING_CLEARED, warning_cleared, Duban__WarningCleared,
			 duban__warning_cleared__init);
	if (!b)
		return -ENOMEM;
	b->cause = CLEAR_CAUSE(BY_HAND);
	b->due_date = t.w->due_date;
	b->cleared_on_date = date_ymd(rq->today);
	b->reason = q->reason;
	b->n_evidence = q->n_evidence;
	b->evidence = q->evidence;
	return 0;
}
HANDLER(WARNING_CLEAR, .kind = HANDLER_COMMAND, .roles = LAMP_JUDGES, .decide = clear,
	.simulated_only_for_local = true, .frees = true);

/* ---- reopen */

/* Its rule would put it out again at once. */
static int check_judged(struct request *rq, const struct warning_target *t)
{
	const struct rule *rule = rule_by_num(t->w->rule);
	char key[NAME_MAX_BYTES];
	int64_t on = RULE_ON_YES;
	int r = 0;

	if (t->project && !project_active(t->project))
		return request_refuse(rq, STATUS_CONFLICT, "project.closed", t->project->code,
				      NULL);
	(void)snprintf(key, sizeof key, "%s.on", rule ? rule->id : "");
	if (rule && parameter_def(key))
		r = parameter_number(rq->txn, rq->arena, t->project, key, &on);
	if (r || on != RULE_ON_NO)
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "warning.rule_off", t->id, rule->id, NULL);
}

static int check_cleared(struct request *rq, const struct warning_target *t)
{
	const Duban__Warning *w = t->w;
	uint32_t last = warning_last_occurrence(rq->txn, w->subject, w->rule);
	char id[WARNING_ID_MAX];

	if (w->occurrence != last)
		return request_refuse(rq, STATUS_CONFLICT, "warning.lit_since", t->id,
				      warning_id_print(id, w->subject, w->rule, last), NULL);
	if (w->state == WARNING_STATE(OPEN))
		return request_refuse(rq, STATUS_CONFLICT, "warning.still_open", t->id, NULL);
	if (w->level >= LEVEL(YELLOW) && warning_by_deed(w))
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "warning.no_deed", t->id,
			      wire_enum_name(&duban__clear_cause__descriptor, (int)w->cause), NULL);
}

/* It begins now: until now it was believed to be out. */
static Duban__Warning *again(struct request *rq, const Duban__Warning *was)
{
	Duban__Warning *w = REQUEST_NEW(rq, Duban__Warning, duban__warning__init);

	if (!w)
		return NULL;
	w->rule = was->rule;
	w->subject = was->subject;
	w->occurrence = was->occurrence + 1;
	w->level = was->level;
	w->state = WARNING_STATE(OPEN);
	w->unit = was->unit;
	w->turn = was->turn;
	w->turn_unit = was->turn_unit;
	w->due_date = was->due_date;
	w->since_at = w->lit_at = rq->now;
	*(w->level == LEVEL(RED) ? &w->red_since_at : &w->yellow_since_at) = rq->now;
	w->inputs = was->inputs;
	w->reopened = was->reopened + 1;
	w->reopened_from = was->occurrence;
	w->by_person = true;
	return w;
}

static int reopen(struct request *rq, const void *body)
{
	const Duban__WarningReopenRequest *q = body;
	Duban__WarningReopened *b =
	    REQUEST_NEW(rq, Duban__WarningReopened, duban__warning_reopened__init);
	struct warning_target t;
	Duban__Event *ev;
	int r = request_text(rq, "reason", q->reason, REASON_MAX, true);

	if (!r)
		r = warning_find(rq, q->id, &t);
	if (!r)
		r = check_cleared(rq, &t);
	if (!r)
		r = check_judged(rq, &t);
	if (r)
		return r;
	ev = warning_deed(rq, &t);
	if (!b || !ev)
		return -ENOMEM;
	b->warning = again(rq, t.w);
	b->reason = q->reason;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_REOPENED;
	ev->warning_reopened = b;
	return b->warning ? 0 : -ENOMEM;
}
HANDLER(WARNING_REOPEN, .kind = HANDLER_COMMAND, .roles = LAMP_JUDGES, .decide = reopen,
	.simulated_only_for_local = true);
