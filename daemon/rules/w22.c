/* 链条缺项: a project on the list has no chain, or unfinished links of its chain lack a unit, a
 * leader, a person or a limit. Time counts from the latest of: the day duban first knew the
 * project, the day it went into 前期, the day its record first showed construction begun without a
 * start date; and for a gap that appeared later (a new link, or a value taken away), the day of
 * that gap.
 *
 * Applies from 前期, whose approvals are the chain's first links, to 完工. In 谋划储备 a project
 * need not even have a unit (R2), and after 竣工 nothing is left to supervise. Only the latest
 * chain counts, whatever its year: a new year does not require a new chain before links are
 * carried. */
#include "proto/model.pb-c.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_AFTER_WD, RED_AFTER_WD };

static bool asked(const struct project_view *v)
{
	return v->active && v->life->entered_date &&
	       v->project->stage >= DUBAN__STAGE__STAGE_PRELIMINARY &&
	       v->project->stage <= DUBAN__STAGE__STAGE_COMPLETED;
}

/* The day from which a complete chain can be expected. */
static date_t due_from(const struct project_view *v)
{
	const Duban__Life *l = v->life;
	uint32_t from = l->entered_date;
	uint32_t asked_from =
	    v->project->stage == DUBAN__STAGE__STAGE_PRELIMINARY ? l->stage_date : l->begun_by_date;

	if (asked_from > from)
		from = asked_from;
	if (v->chain.lacking_date > from)
		from = v->chain.lacking_date;
	return date_from_ymd(from);
}

static bool complete(const struct chain_facts *c)
{
	return c->exists && !(c->lacks_unit + c->lacks_leader + c->lacks_person + c->lacks_limit);
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	date_t listed = due_from(v);

	*ret = outcome_project_dark(listed);
	if (!asked(v)) {
		ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
		return;
	}
	if (complete(&v->chain)) {
		ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
		return;
	}
	outcome_light(ret,
		      (struct moments){
			  .yellow = view_wd(v, listed, param[YELLOW_AFTER_WD]),
			  .red = view_wd(v, listed, param[RED_AFTER_WD]),
		      },
		      now);
	outcome_fact(ret, "listed", FACT_DATE, listed);
	outcome_fact(ret, "chain", FACT_NUMBER, v->chain.exists ? v->chain.year : 0);
	outcome_fact(ret, "links_without_unit", FACT_NUMBER, v->chain.lacks_unit);
	outcome_fact(ret, "links_without_leader", FACT_NUMBER, v->chain.lacks_leader);
	outcome_fact(ret, "links_without_person", FACT_NUMBER, v->chain.lacks_person);
	outcome_fact(ret, "links_without_limit", FACT_NUMBER, v->chain.lacks_limit);
}

const struct rule rule_w22 = {
    .num = 22,
    .id = "W22",
    .name = "链条缺项",
    .version = 3,
    .met_by = "link set",
    .supply = "chains",
    .params = {"W22.y_after_wd", "W22.r_after_wd"},
    .subject = "project",
    .evaluate = evaluate,
};
