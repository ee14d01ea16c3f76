/* Yearly plans (年度计划) and targets (目标). */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

#define MONTH(n)                                                                                   \
	{                                                                                          \
		"m" #n, "AMOUNT", "what is planned for month " #n                                  \
	}

static const struct verb_option plan_options[] = {
    {"year", "YYYY", "the plan's year"},
    {"amount", "AMOUNT", "of the year: 1200万元"},
    {"planned-start", "YYYY-MM", "planned start (计划开工); - empties it"},
    {"planned-finish", "YYYY-MM", "planned finish (计划竣工); - empties it"},
    {"document", "NO", "document that adopts it (文号)"},
    {"adopted", "DATE", "in force from that day; today if not given, never in the future"},
    {"goal", "TEXT", "what shall stand at the year's end (工程形象目标)"},
    MONTH(1),
    MONTH(2),
    MONTH(3),
    MONTH(4),
    MONTH(5),
    MONTH(6),
    MONTH(7),
    MONTH(8),
    MONTH(9),
    MONTH(10),
    MONTH(11),
    MONTH(12),
    DRY_RUN_OPTION,
    {},
};
RECORD_FORM(plan_set, PLANS, .words = "project", .need = "year");
VERB(plan_set, .noun = "plan", .verb = "set", .args = "CODE", .form = &form_plan_set,
     .options = plan_options,
     .help = "a project's yearly plan: the first one, or a new version (原始、调整)");

static const struct verb_option plan_list_options[] = {
    {"project", "CODE", "of one project"},
    {"unit", "UNIT", "of that unit and all below"},
    {"list", "NAME", "of a list's projects"},
    {"year", "YYYY", "of that year"},
    OUT_OPTION,
    MONEY_OPTION,
    {},
};
SHEET_FORM(plan_list, PLANS);
VERB(plan_list, .noun = "plan", .verb = "list", .args = "", .form = &form_plan_list,
     .options = plan_list_options, .help = "yearly plans with all their versions");

static const struct verb_option plan_show_options[] = {
    {"year", "YYYY", "of that year, not the project's present one"},
    {"month", "YYYY-MM", "at that month's end; the last one that is over if not given"},
    MONEY_OPTION,
    {},
};
FORM(plan_show, PLAN_SHOW, .words = "project",
     .columns = "plan.version plan.kind plan.document plan.adopted_date plan.amount due "
		"due_percent done_percent ahead_points plan.goal");
VERB(plan_show, .noun = "plan", .verb = "show", .args = "CODE", .form = &form_plan_show,
     .options = plan_show_options,
     .help = "how a project stands against its first plan and the one in force (序时)");

static const struct verb_option target_options[] = {
    {"unit", "UNIT", "whose target; the city's if not given"},
    {"kind", "KIND", "amount, count, growth, share (金额 数量 增速 占比)"},
    {"value", "VALUE", "120亿元, 45, 10.5%"},
    {"previous", "VALUE", "of the year before (基数)"},
    {"q1", "VALUE", "to be reached by the end of the first quarter"},
    {"q2", "VALUE", "by the half-year"},
    {"q3", "VALUE", "by the end of the third quarter"},
    {"q4", "VALUE", "by the year's end"},
    {"source", "TEXT", "where it is written (依据)"},
    DRY_RUN_OPTION,
    {},
};
RECORD_FORM(target_set, TARGETS, .words = "year indicator");
VERB(target_set, .noun = "target", .verb = "set", .args = "YEAR INDICATOR",
     .form = &form_target_set, .options = target_options,
     .help = "a target (目标) of the city or of a unit");

static const struct verb_option target_list_options[] = {
    {"unit", "UNIT", "of that unit and all below"},
    {"year", "YYYY", "of that year"},
    OUT_OPTION,
    {},
};
SHEET_FORM(target_list, TARGETS);
VERB(target_list, .noun = "target", .verb = "list", .args = "", .form = &form_target_list,
     .options = target_list_options, .help = "targets, with their quarters' steps");
