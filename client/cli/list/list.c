/* Lists of projects, who is on them, categories. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

#define MOVE_OPTIONS                                                                               \
	{"at", "DATE", "effective date; today if not given, cannot be in the future"},             \
	    {"reason", "TEXT", "why (理由)"}, {"approver", "NAME", "who approved it (批准人)"},    \
	{                                                                                          \
		"document", "TEXT", "number of the document (文号)"                              \
	}

static const struct verb_option move_options[] = {MOVE_OPTIONS, {}};
static const struct verb_option join_options[] = {
    MOVE_OPTIONS,
    {"promise", "DATE", "when missing requirements will be met (容缺); --document is the promise"},
    {},
};
static const struct verb_option apply_options[] = {
    {"at", "DATE", "the day of the step; today if not given, cannot be in the future"},
    {"document", "TEXT", "number of the document (文号): 上报 and 入选 need one"},
    {},
};
static const struct verb_option show_options[] = {
    {"unit", "UNIT", "projects of this unit and all units below it"},
    {"at", "DATE", "those that counted on the list at the end of that day; today if not given"},
    {"former", NULL, "also those that left the list or withdrew (已调出、已退出)"},
    OUT_OPTION,
    {},
};

SHEET_FORM(list_show, MEMBERS, .words = "list");
VERB(list_show, .noun = "list", .verb = "show", .args = "LIST", .form = &form_list_show,
     .options = show_options,
     .help = "projects that count on a list (在册), or apply for it: 调入, 调出, 申报");
FORM(list_join, LIST_JOIN, .words = "project list", .need = "reason");
VERB(list_join, .noun = "list", .verb = "join", .args = "CODE LIST", .form = &form_list_join,
     .options = join_options,
     .help = "put a project on a list (调入), if it meets the list's requirements");
FORM(list_leave, LIST_LEAVE, .words = "project list", .need = "reason approver");
VERB(list_leave, .noun = "list", .verb = "leave", .args = "CODE LIST", .form = &form_list_leave,
     .options = move_options, .help = "take a project off a list (调出)");
FORM(list_apply, LIST_APPLY, .words = "project list state");
VERB(list_apply, .noun = "list", .verb = "apply", .args = "CODE LIST STATE",
     .form = &form_list_apply, .options = apply_options,
     .help = "record a step of an application (拟报 上报 入选 未入选) to a list kept elsewhere");
FORM(list_check, LIST_CHECK, .words = "list",
     .columns = "project project_name unit lack promised promised_date overdue");
VERB(list_check, .noun = "list", .verb = "check", .args = "LIST", .form = &form_list_check,
     .help = "members of a list that lack 挂点, 六个一, a chain or a code");

static const struct verb_option figures_options[] = {
    {"year", "YYYY", "of that year; the current one if not given"},
    {"unit", "UNIT", "projects of this unit and all units below it"},
    {"month", "YYYY-MM", "only this month"},
    {"by", "unit|category|sector|band|batch", "a row for each of them, of the last complete month"},
    {"truncate", NULL, "cut rates off after one decimal instead of rounding them"},
    OUT_OPTION,
    MONEY_OPTION,
    {},
};
FORM(list_figures, LIST_FIGURES, .words = "list",
     .columns = "name month members unplanned unreported plan expected invested cumulative rate "
		"lead_pp planned_year planned_to_date started start_rate library");
VERB(list_figures, .noun = "list", .verb = "figures", .args = "LIST", .form = &form_list_figures,
     .options = figures_options,
     .help = "monthly figures of a list, of its members at each month's end (截止日在册)");
