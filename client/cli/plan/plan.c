/* Yearly plans (年度计划) and targets (目标). */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"

static const struct verb_option plan_show_options[] = {
    {"year", "YYYY", "of that year; the project's current year if not given"},
    {"month", "YYYY-MM", "at that month's end; the last complete month if not given"},
    MONEY_OPTION,
    {},
};
FORM(plan_show, PLAN_SHOW, .words = "project",
     .columns = "plan.version plan.kind plan.document plan.adopted_date plan.amount due "
		"due_percent done_percent ahead_points plan.goal");
VERB(plan_show, .noun = "plan", .verb = "show", .args = "CODE", .form = &form_plan_show,
     .options = plan_show_options,
     .help = "a project's progress against its first plan and the plan in force (序时)");
