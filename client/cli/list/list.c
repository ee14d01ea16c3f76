/* Lists of projects, who is on them, categories. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

#define YES "yes|no"

static const struct verb_option list_options[] = {
    {"authority", "TEXT", "who keeps the list (管理机关)"},
    {"elsewhere", YES, "kept by another: we only apply (省大中型, 省重点)"},
    {"min-total", "AMOUNT", "entry: total investment at least (总投资门槛); - empties it"},
    {"needs-code", YES, "entry: a project code (项目代码)"},
    {"needs-leader", YES, "entry: a linked leader (挂点)"},
    {"needs-six", YES, "entry: 六个一"},
    {"needs-chain", YES, "entry: a chain of the year (年度链条)"},
    {"fast-track", YES, "its members: 容缺审批"},
    {"linked-leader", YES, "its members: 挂点帮扶"},
    {"timely-reward", YES, "its members: 及时奖励"},
    DRY_RUN_OPTION,
    {},
};

#define MOVE_OPTIONS                                                                               \
	{"at", "DATE", "the day from which it holds; today if not given, never in the future"},    \
	    {"reason", "TEXT", "why (理由)"}, {"approver", "NAME", "who approved it (批准人)"},    \
	{                                                                                          \
		"document", "TEXT", "number of the paper (文号)"                                 \
	}

static const struct verb_option move_options[] = {MOVE_OPTIONS, {}};
static const struct verb_option join_options[] = {
    MOVE_OPTIONS,
    {"promise", "DATE", "by then there shall be what may follow (容缺); --document is the promise"},
    {},
};
static const struct verb_option apply_options[] = {
    {"at", "DATE", "the day of the step; today if not given, never in the future"},
    {"document", "TEXT", "number of the paper (文号): 上报 and 入选 need one"},
    {},
};
static const struct verb_option show_options[] = {
    {"unit", "UNIT", "projects of this unit and all below"},
    {"at", "DATE", "only who was a member at the end of that day (a cut-off)"},
    OUT_OPTION,
    {},
};
static const struct verb_option category_options[] = {
    {"parent", "NAME", "the category above it; - makes it a top"}, DRY_RUN_OPTION, {}};

RECORD_FORM(list_set, LISTS, .words = "name");
VERB(list_set, .noun = "list", .verb = "set", .args = "LIST", .form = &form_list_set,
     .options = list_options, .help = "a list (清单): what it asks for, what its members get");
SHEET_FORM(list_list, LISTS);
VERB(list_list, .noun = "list", .verb = "list", .form = &form_list_list,
     .help = "lists (清单): entry requirements and defaults");
SHEET_FORM(list_show, MEMBERS, .words = "list");
VERB(list_show, .noun = "list", .verb = "show", .args = "LIST", .form = &form_list_show,
     .options = show_options, .help = "who is or was on a list: 调入, 调出, 申报");
FORM(list_join, LIST_JOIN, .words = "project list", .need = "reason");
VERB(list_join, .noun = "list", .verb = "join", .args = "CODE LIST", .form = &form_list_join,
     .options = join_options,
     .help = "a project comes onto a list (调入), if it has what the list asks for");
FORM(list_leave, LIST_LEAVE, .words = "project list", .need = "reason approver");
VERB(list_leave, .noun = "list", .verb = "leave", .args = "CODE LIST", .form = &form_list_leave,
     .options = move_options, .help = "a project leaves a list (调出)");
FORM(list_apply, LIST_APPLY, .words = "project list state");
VERB(list_apply, .noun = "list", .verb = "apply", .args = "CODE LIST STATE",
     .form = &form_list_apply, .options = apply_options,
     .help = "a step of an application (拟报 上报 入选 未入选) to a list kept elsewhere");
FORM(list_check, LIST_CHECK, .words = "list",
     .columns = "project project_name unit lack promised promised_date overdue");
VERB(list_check, .noun = "list", .verb = "check", .args = "LIST", .form = &form_list_check,
     .help = "members of a list that lack 挂点, 六个一, a chain or a code");

static const struct verb_option figures_options[] = {
    {"year", "YYYY", "of that year; the present one if not given"},
    {"unit", "UNIT", "projects of this unit and all below"},
    OUT_OPTION,
    MONEY_OPTION,
    {},
};
FORM(list_figures, LIST_FIGURES, .words = "list");
VERB(list_figures, .noun = "list", .verb = "figures", .args = "LIST", .form = &form_list_figures,
     .options = figures_options,
     .help = "a list's months: of those who were members at each month's end (截止日在册)");

RECORD_FORM(category_set, CATEGORIES, .words = "name");
VERB(category_set, .noun = "category", .verb = "set", .args = "NAME", .form = &form_category_set,
     .options = category_options, .help = "a category (类别) and the one above it");
SHEET_FORM(category_list, CATEGORIES);
VERB(category_list, .noun = "category", .verb = "list", .form = &form_category_list,
     .help = "the tree of categories (类别)");
