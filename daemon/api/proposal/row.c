#include "api/proposal/row.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"

bool proposal_seen(struct request *rq, const Duban__Proposal *p)
{
	Duban__Project *of;

	if ((1u << rq->caller->role) & ROLES_CITY)
		return true;
	if (p->kind == PROPOSAL_KIND(REFER))
		return false;
	if (!p->subject->project)
		return scope_reads_of(rq, p->unit);
	of = project_get(rq->txn, rq->arena, p->subject->project);
	return of && scope_reads(rq, of);
}

static bool put_lamp(struct request *rq, const Duban__Proposal *p, Duban__ProposalRow *row)
{
	const struct rule *rule = rule_by_num(p->rule);
	char id[WARNING_ID_MAX];

	if (!p->rule)
		return true;
	row->lamp = arena_str(rq->arena, warning_id_print(id, p->subject, p->rule, p->occurrence));
	if (rule)
		row->rule_name = (char *)(uintptr_t)rule->name;
	return row->lamp;
}

Duban__ProposalRow *proposal_row(struct request *rq, const Duban__Proposal *p)
{
	Duban__ProposalRow *row = REQUEST_NEW(rq, Duban__ProposalRow, duban__proposal_row__init);
	Duban__Project *of = project_get(rq->txn, rq->arena, p->subject->project);
	struct proposal_name n = proposal_name(p);
	struct subject_about about;

	if (!row || !put_lamp(rq, p, row))
		return NULL;
	row->id = proposal_id(rq->arena, &n);
	row->kind = p->kind;
	if (of) {
		row->project = of->code;
		row->project_name = of->name;
	}
	if (row_subject(rq, p->subject, of, &about))
		row->subject = (char *)(uintptr_t)about.name;
	if (!*row->subject && of)
		row->subject = of->name;
	row->unit = request_unit_id(rq, p->unit);
	row->unit_name = request_unit_name(rq, p->unit);
	row->since_at = p->since_at;
	row->made_at = p->made_at;
	row->decided_date = p->decided_date;
	if (p->state != PROPOSAL_STATE(OPEN))
		row->decision = p->state;
	row->decided_by = request_principal_name(rq, p->decided_by);
	row->document = p->document;
	row->reason = p->reason;
	row->effect = p->effect;
	return row->id ? row : NULL;
}
