/* `project move`, `project set-code`. The office moves a project at once. A county, a unit or a
 * department asks for the move with a report that is reviewed (form STAGE). */

#include "model/project/stage.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/project/stage_change.h"
#include "api/project/stage_guard.h"
#include "api/project/stage_tell.h"
#include "api/report/claim.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/project/acceptance.h"
#include "model/project/code.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/report/report.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/txn.h"

/* ---- project move */

static int move_read(struct request *rq, const Duban__ProjectMoveRequest *q, struct stage_change *m)
{
	date_t moved = rq->today;
	int r;

	*m = (struct stage_change){
	    .to = q->to,
	    .reason = q->reason,
	    .approver = q->approver,
	    .document = q->document,
	    .exemption = q->exemption,
	    .evidence = q->evidence,
	    .n_evidence = q->n_evidence,
	    .correction = q->correction,
	    .has_percent = q->has_percent,
	    .percent = q->percent,
	    .reviewed = !report_decides(rq),
	};
	if (!protobuf_c_enum_descriptor_get_value(&duban__stage__descriptor, (int)q->to) || !q->to)
		return request_refuse(rq, STATUS_INVALID, "project.unknown_stage", NULL);
	if (q->has_percent && q->percent > 100)
		return request_refuse(rq, STATUS_INVALID, "move.percent",
				      arena_printf(rq->arena, "%u", q->percent), NULL);
	r = request_day(rq, q->at_date, &moved);
	m->moved_date = date_ymd(moved);
	return r;
}

/* Open defects noted by the parties do not prevent 竣工, but the reply lists them. */
static int move_answer(struct request *rq, const Duban__ProjectMoveRequest *q, uint32_t from,
		       uint32_t report)
{
	Duban__ProjectMoveReply *b =
	    REQUEST_NEW(rq, Duban__ProjectMoveReply, duban__project_move_reply__init);
	uint32_t num = project_by_code(rq->txn, q->project);
	Duban__Acceptance *x = NULL;

	if (!b)
		return -ENOMEM;
	b->project = q->project;
	b->from = (Duban__Stage)from;
	b->to = q->to;
	b->report = report;
	b->dry_run = q->dry_run;
	if (q->to == DUBAN__STAGE__STAGE_ACCEPTED)
		x = acceptance_get(rq->txn, rq->arena, num);
	if (x) {
		b->open_defect = x->open_defect;
		b->n_open_defect = x->n_open_defect;
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_PROJECT_MOVE;
	rq->reply->project_move = b;
	return txn_error(rq->txn);
}

static int project_move(struct request *rq, const void *body)
{
	const Duban__ProjectMoveRequest *q = body;
	Duban__Project *p;
	struct stage_change m;
	int r = request_project(rq, q->project, &p);

	if (!r)
		r = stage_may_tell(rq, p);
	if (!r)
		r = move_read(rq, q, &m);
	if (r)
		return r;
	if (!q->dry_run)
		return stage_tell(rq, p, &m);
	r = stage_change_check(rq, p, &m);
	return r ? r : move_answer(rq, q, p->stage, 0);
}

static int project_move_answer(struct request *rq, const void *body)
{
	const Duban__Event *ev = rq->event[0];
	Duban__Project *p;

	if (ev->body_case == DUBAN__EVENT__BODY_STAGE_MOVED)
		return move_answer(rq, body, ev->stage_moved->from, 0);
	p = project_get(rq->txn, rq->arena, ev->project);
	if (ev->body_case != DUBAN__EVENT__BODY_REPORT_SUBMITTED || !p)
		return -EBADMSG;
	return move_answer(rq, body, p->stage, ev->report_submitted->report->num);
}
HANDLER(PROJECT_MOVE, .kind = HANDLER_COMMAND,
	.roles = ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |
		 ROLE_BIT(LOCAL),
	.simulated_only_for_local = true, .frees = true, .decide = project_move,
	.answer = project_move_answer);

/* ---- project set-code */

static int code_free(struct request *rq, const Duban__Project *p, const char *code)
{
	uint32_t num = project_by_code(rq->txn, code);
	Duban__Project *other = num ? project_get(rq->txn, rq->arena, num) : NULL;

	if (strcmp(code, p->code) == 0)
		return request_refuse(rq, STATUS_CONFLICT, "project.code_same", p->code, NULL);
	if (!num)
		return 0;
	return request_refuse(rq, STATUS_CONFLICT, "project.code_taken", code,
			      other ? other->name : "", NULL);
}

static int code_check(struct request *rq, const Duban__Project *p, const char *code)
{
	const char *kind = project_code_kind(code);

	if (strcmp(kind, "own") == 0)
		return request_refuse(rq, STATUS_INVALID, "project.code_shape", code, NULL);
	if (strcmp(kind, "bad") == 0)
		return request_refuse(rq, STATUS_INVALID, "project.code_bad", code, NULL);
	if (p->n_former >= FORMER_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "project.code_too_often", p->code,
				      arena_printf(rq->arena, "%d", FORMER_MAX), NULL);
	return code_free(rq, p, code);
}

/* Checks that the record still fits with one more former code. */
static int code_fits(struct request *rq, const Duban__Project *p, const char *code)
{
	Duban__Project next = *p;
	char *name[FORMER_MAX + 1];

	for (size_t i = 0; i < p->n_former; i++)
		name[i] = p->former[i];
	name[p->n_former] = p->code;
	next.former = name;
	next.n_former = p->n_former + 1;
	next.code = (char *)(uintptr_t)code;
	return record_fits(&next) ? 0
				  : request_refuse(rq, STATUS_TOO_MANY, "request.too_large", NULL);
}

static int project_set_code(struct request *rq, const void *body)
{
	const Duban__ProjectSetCodeRequest *q = body;
	Duban__ProjectCodeSet *b =
	    REQUEST_NEW(rq, Duban__ProjectCodeSet, duban__project_code_set__init);
	Duban__Project *p;
	Duban__Event *ev;
	int r = request_text(rq, "code", q->code, CODE_MAX, true);

	if (!r)
		r = request_project(rq, q->project, &p);
	if (!r)
		r = code_check(rq, p, q->code);
	if (!r)
		r = code_fits(rq, p, q->code);
	if (r)
		return r;
	ev = request_event(rq);
	if (!ev || !b)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_PROJECT_CODE_SET;
	ev->project_code_set = b;
	ev->project = p->num;
	ev->project_unit = p->unit;
	b->code = q->code;
	b->was = p->code;
	return 0;
}
HANDLER(PROJECT_SET_CODE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = project_set_code);
