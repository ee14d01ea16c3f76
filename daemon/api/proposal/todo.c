/* To do: proposals that wait for a decision. */
#include <errno.h>

#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/proposal/row.h"
#include "api/todo/source.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "proto/wire_name.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* What it is about: the link, another subject, else the project. */
static const char *what(struct todo *t, const Duban__Proposal *p)
{
	struct subject_about about;

	if (row_subject(t->rq, p->subject, t->project, &about) && *about.name)
		return about.name;
	return t->project ? t->project->name : request_unit_name(t->rq, p->unit);
}

static int add(struct todo *t, const Duban__Proposal *p)
{
	const char *kind = wire_enum_name(&duban__proposal_kind__descriptor, (int)p->kind);
	const struct rule *rule = p->rule ? rule_by_num(p->rule) : NULL;
	struct proposal_name n = proposal_name(p);
	struct todo_item i = {.kind = "proposal",
			      .id = proposal_id(t->arena, &n),
			      .what = what(t, p),
			      .link = p->subject->link,
			      .why = {"todo.why.proposal", {rule ? rule->name : ""}},
			      .owner = p->unit};

	i.why.arg[1] = arena_printf(t->arena, "@proposal_kind.%s", kind);
	if (!i.id || !i.why.arg[1])
		return -ENOMEM;
	return todo_add(t, &i);
}

static int each(struct todo *t)
{
	struct key *k = key_u32(KEY(), t->project ? t->project->num : 0);
	struct scan s = scan_start(t->rq->txn, TABLE_proposal_open, key_bytes(k));
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Proposal *p;

		todo_next(t);
		p = record_get(t->rq->txn, TABLE_proposal, s.key, &duban__proposal__descriptor,
			       t->arena);
		if (p && proposal_seen(t->rq, p))
			r = add(t, p);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(proposal, .each = each);
