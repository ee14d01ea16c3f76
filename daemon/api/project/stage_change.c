#include "api/project/stage_change.h"

#include "api/core/request.h"
#include "model/link/step.h"
#include "model/project/life.h"
#include "model/report/report.h"

void stage_change_of_report(const Duban__Report *r, struct stage_change *ret)
{
	*ret = (struct stage_change){
	    .to = r->stage,
	    .moved_date = r->on_date,
	    .reason = r->reason,
	    .approver = r->approver,
	    .document = r->document,
	    .exemption = r->exemption,
	    .evidence = r->evidence,
	    .n_evidence = r->n_evidence,
	    .correction = r->correction,
	    .has_percent = r->has_percent,
	    .percent = r->percent,
	    .reviewed = true,
	    .report = r->num,
	};
}

int stage_change_draft(struct request *rq, const Duban__Project *p, const struct stage_change *m)
{
	Duban__Event *ev = request_event(rq);
	Duban__StageMoved *b = REQUEST_NEW(rq, Duban__StageMoved, duban__stage_moved__init);
	const Duban__Life *l = life_get(rq->txn, rq->arena, p->num);
	uint32_t left = report_left_stage(rq->txn, rq->arena, p->num);

	if (!ev || !b || !l)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_STAGE_MOVED;
	ev->stage_moved = b;
	ev->project = p->num;
	ev->project_unit = p->unit;
	/* No event may be dated before the day on which the project was entered in duban. */
	ev->on_date = m->moved_date > l->entered_date ? m->moved_date : l->entered_date;
	b->from = p->stage;
	b->to = m->to;
	b->moved_date = m->moved_date;
	b->reason = (char *)(uintptr_t)m->reason;
	b->approver = (char *)(uintptr_t)m->approver;
	b->document = (char *)(uintptr_t)m->document;
	b->exemption = (char *)(uintptr_t)m->exemption;
	b->evidence = (ProtobufCBinaryData *)(uintptr_t)m->evidence;
	b->n_evidence = m->n_evidence;
	b->correction = m->correction;
	b->report = m->report;
	/* another report that asks for a move from the old stage is replaced */
	b->replaces = left == m->report ? 0 : left;
	/* and one that asks for the finish of the link that is this step */
	left = report_left_step(rq->txn, rq->arena, p, step_of_stage(m->to));
	if (!m->correction && left != m->report)
		b->replaces_link = left;
	return 0;
}
