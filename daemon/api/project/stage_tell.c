#include "api/project/stage_tell.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/project/stage_change.h"
#include "api/project/stage_guard.h"
#include "api/report/claim.h"
#include "model/office/unit.h"

/* The project's own unit or the department of its sector may ask. */
static bool may_ask(struct request *rq, const Duban__Project *p)
{
	return scope_reports(rq, p) ||
	       (rq->caller->role == DUBAN__ROLE__ROLE_SECTOR && p->sector &&
		unit_within(rq->txn, rq->arena, p->sector, rq->caller->unit));
}

int stage_may_tell(struct request *rq, const Duban__Project *p)
{
	return may_ask(rq, p) ? 0
			      : request_refuse(rq, STATUS_DENIED, "scope.denied", p->code, NULL);
}

/* A caller who may not move the project asks for it: makes a report that waits for review. */
static int move_ask(struct request *rq, Duban__Project *p, const struct stage_change *m)
{
	Duban__Report *r = REQUEST_NEW(rq, Duban__Report, duban__report__init);

	if (!r)
		return -ENOMEM;
	r->form = DUBAN__REPORT_FORM__REPORT_FORM_STAGE;
	r->stage = m->to;
	r->on_date = m->moved_date;
	r->period_month = m->moved_date / 100;
	r->reason = (char *)(uintptr_t)m->reason;
	r->approver = (char *)(uintptr_t)m->approver;
	r->document = (char *)(uintptr_t)m->document;
	r->exemption = (char *)(uintptr_t)m->exemption;
	r->correction = m->correction;
	r->has_percent = m->has_percent;
	r->percent = m->percent;
	r->evidence = (ProtobufCBinaryData *)(uintptr_t)m->evidence;
	r->n_evidence = m->n_evidence;
	return report_ask(rq, p, r);
}

int stage_tell(struct request *rq, Duban__Project *p, const struct stage_change *m)
{
	int r = stage_may_tell(rq, p);

	if (!r)
		r = stage_change_check(rq, p, m);
	if (r)
		return r;
	return report_decides(rq) ? stage_change_draft(rq, p, m) : move_ask(rq, p, m);
}
