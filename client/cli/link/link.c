/* Links of a chain (环节): what they are, and how they go. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"
#include "client/cli/report/report.h"

#define LINK_YEAR                                                                                  \
	{                                                                                          \
		"year", "YYYY",                                                                    \
		    "of the chain of that year; the project's current year if not given"           \
	}
#define LINK_AT                                                                                    \
	{                                                                                          \
		"at", "DATE", "effective date; today if not given, cannot be in the future"        \
	}
#define LINK_REASON                                                                                \
	{                                                                                          \
		"reason", "TEXT", "why (理由)"                                                   \
	}

/* clang-format off */
#define LINK_CELLS                                                                                 \
	{"name", "NAME", "name of the link"},                                                      \
	{"class", "CLASS", "approval, construction, service, milestone (审批 实施 服务 节点)"},    \
	{"unit", "UNIT", "responsible unit (责任单位), id or exact name"},                         \
	{"service-unit", "UNIT", "service unit (服务部门); - empties it"},                         \
	{"leader", "PERSON", "responsible leader (责任领导), id or name; - empties it"},           \
	{"person", "PERSON", "responsible person (责任人), id or name; - empties it"},             \
	{"after", "NO;NO", "prerequisites (前置); - empties it"},                                  \
	{"limit", "LIMIT", "5wd (5个工作日), 30cd (30日), 2m (2个月), 0 or a date (办理时限)"},                               \
	{"begin", "DATE", "planned begin (计划启动); - empties it"},                               \
	{"evidence", "TEXT", "required evidence (佐证材料); - empties it"},                        \
	{"is", "STEP",                                                                             \
	 "the project's step that it is: start, library, completion, acceptance, operating, "      \
	 "on_target (开工 入库 完工 竣工 投产 达效); - for none"}
/* clang-format on */

static const struct verb_option add_options[] = {LINK_CELLS, LINK_YEAR, {}};
static const struct verb_option set_options[] = {
    LINK_CELLS,
    {"reason", "TEXT", "why a link whose lamp is lit is put off (变动理由)"},
    LINK_YEAR,
    {},
};
static const struct verb_option at_options[] = {LINK_AT, LINK_YEAR, {}};
static const struct verb_option accept_options[] = {
    LINK_AT, {"no", "TEXT", "number of the acceptance (受理号)"}, LINK_YEAR, {}};
static const struct verb_option finish_options[] = {
    LINK_AT,
    {"text", "TEXT", "how it was done (办理情况)"},
    {"evidence", "SM3", "digest of stored evidence (佐证); may be given several times"},
    {"document", "TEXT", "of a step of the project: number of a document (文号)"},
    {"exemption", "TEXT",
     "of the start (开工): the legal ground on which it needs no construction permit (施工许可)"},
    {"percent", "0-100", "of the completion (完工): progress of the works (形象进度)"},
    LINK_YEAR,
    {},
};
static const struct verb_option reason_options[] = {LINK_REASON, LINK_YEAR, {}};
static const struct verb_option suspend_options[] = {
    LINK_AT,
    LINK_REASON,
    {"document", "TEXT", "the department's act (文号)"},
    {"ground", "GROUND", "初审意见, 补正告知, 听证, 检测, 专家评审 (挂起事由)"},
    LINK_YEAR,
    {},
};
static const struct verb_option extend_options[] = {
    {"to", "DATE", "the new date (延期至)"}, LINK_REASON, LINK_YEAR, {}};

#define LINK_VERB(id, BODY, opts, text, ...)                                                       \
	FORM(link_##id, BODY, .words = "link", ##__VA_ARGS__);                                     \
	VERB(link_##id, .noun = "link", .verb = #id, .args = "CODE NO", .form = &form_link_##id,   \
	     .options = opts, .help = text)

/* The answer names the request that waits, if it became one. */
#define LINK_ASKED(id, BODY, opts, text, ...)                                                      \
	FORM(link_##id, BODY, .words = "link", ##__VA_ARGS__);                                     \
	VERB(link_##id, .noun = "link", .verb = #id, .args = "CODE NO", .form = &form_link_##id,   \
	     .options = opts, .print = report_print_taken, .help = text)

LINK_VERB(add, LINK_ADD, add_options, "add a link (环节) to a chain");
LINK_VERB(set, LINK_SET, set_options, "change the data of a link", .some = true);
LINK_ASKED(cancel, LINK_CANCEL, reason_options,
	   "cancel a link that is not needed any more (取消); except from the office, a request "
	   "that waits for the unit one tier up");
LINK_VERB(start, LINK_START, at_options, "record that a link has begun (启动)");
FORM(link_finish, LINK_FINISH, .words = "link");
VERB(link_finish, .noun = "link", .verb = "finish", .args = "CODE NO", .form = &form_link_finish,
     .options = finish_options, .print = report_print_taken,
     .help = "record that a link is done (办结); except from the office, a report for review");
LINK_VERB(accept, LINK_ACCEPT, accept_options,
	  "the service department takes the matter over (受理)", .need = "no",
	  .fields = "no=acceptance_no");
LINK_VERB(return, LINK_RETURN, reason_options, "reopen a finished link (退回)");
LINK_ASKED(extend, LINK_EXTEND, extend_options,
	   "extend a link's deadline (延期); except from the office, a request that waits for the "
	   "unit one tier up",
	   .need = "to");
LINK_ASKED(suspend, LINK_SUSPEND, suspend_options,
	   "stop the clock of a link (挂起): the office, or its service department by an act with "
	   "a number and a ground; from all others a request that waits for the unit one tier up");
LINK_VERB(resume, LINK_RESUME, at_options, "let the clock of a link run again (恢复)");
