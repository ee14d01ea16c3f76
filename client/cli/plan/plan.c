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

static const struct verb_option target_status_options[] = {
    {"month", "YYYY-MM", "at that month's end; the last full month if not given"},
    {"unit", "UNIT", "targets of this unit"},
    OUT_OPTION,
    {},
};
FORM(target_status, TARGET_STATUS,
     .columns = "indicator name measure list previous value due reached percent state");
VERB(target_status, .noun = "target", .verb = "status", .args = "", .form = &form_target_status,
     .options = target_status_options,
     .help = "what was reached of each target, and what the quarter lets expect");
