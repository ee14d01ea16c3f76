/* An accepted proposal of a 督办函 becomes an order to the unit that it is about. */
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/order/issue.h"
#include "api/proposal/effect.h"
#include "model/office/unit.h"
#include "rules/rule.h"
#include "rules/rules.h"

/* "红谷滩医院：建设环节滞后"; of the city the unit in place of the project. */
static const char *title(struct request *rq, const struct accepting *x)
{
	const struct rule *rule = rule_by_num(x->p->rule);

	return arena_printf(rq->arena, "%s：%s",
			    x->project ? x->project->name : request_unit_name(rq, x->p->unit),
			    rule && x->p->rule ? rule->name : x->q->reason);
}

static int accept_order(struct request *rq, struct accepting *x)
{
	struct order_draft d = {.kind = DUBAN__ORDER_KIND__ORDER_KIND_LETTER,
				.number = x->q->document,
				.project = x->project,
				.unit = x->p->unit,
				.title = title(rq, x),
				.text = x->q->reason,
				.issued = DATE_NONE,
				.due_date = x->q->on_date,
				.source = x->ground};
	Duban__Who *person = NULL, *signer = NULL;
	int r = d.title ? request_who(rq, x->q->person, &person) : -ENOMEM;

	if (!r)
		r = request_who(rq, x->q->by, &signer);
	if (r)
		return r;
	d.person = person;
	d.signer = signer;
	r = order_issue(rq, &d);
	if (r)
		return r;
	x->effect = arena_printf(rq->arena, "order %s", d.ret_number);
	return x->effect ? 0 : -ENOMEM;
}
PROPOSAL_EFFECT(ORDER, .takes = ACCEPT_PERSON | ACCEPT_BY | ACCEPT_DAY, .accept = accept_order);
