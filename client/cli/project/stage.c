/* A project's stages, its code, its acceptance, the statistics' library, the gatherings. */
#include <stdio.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/verb.h"
#include "proto/wire_name.h"

#define STAGE_AT                                                                                   \
	{                                                                                          \
		"at", "DATE", "effective date; today if not given, cannot be in the future"        \
	}
#define DOCUMENT                                                                                   \
	{                                                                                          \
		"document", "TEXT", "number of the document (文号)"                              \
	}

static const struct verb_option move_options[] = {
    STAGE_AT,
    {"reason", "TEXT",
     "why (理由): 停工, 退出 and 更正 need it; for 达效 the targets that are met"},
    {"approver", "TEXT", "who approved it (批准人): 退出 and 更正 need one"},
    DOCUMENT,
    {"exemption", "TEXT", "for 在建: the rule that exempts it from 施工许可 (免办依据)"},
    {"evidence", "SM3", "digest of stored evidence (佐证); may be given several times"},
    {"percent", "0-100", "for 完工: progress (形象进度)"},
    {"correction", NULL, "the stage was reported wrongly: back to 前期 (错报更正)"},
    {"dry-run", NULL, "show which conditions are not met, change nothing (试运行)"},
    {},
};

static int print_move(struct cli *c, const Duban__Reply *r)
{
	const Duban__ProjectMoveReply *b = r->project_move;
	char report[24];
	const char *from, *to;

	if (r->body_case != DUBAN__REPLY__BODY_PROJECT_MOVE)
		return 0;
	from = wire_enum_name(&duban__stage__descriptor, (int)b->from);
	to = wire_enum_name(&duban__stage__descriptor, (int)b->to);
	(void)snprintf(report, sizeof report, "%u", b->report);
	if (b->report)
		cli_say(c, "move.asked", b->project, to, report, NULL);
	else
		cli_say(c, b->dry_run ? "move.possible" : "move.done", b->project, from, to, NULL);
	for (size_t i = 0; i < b->n_open_defect; i++)
		cli_say(c, "move.open_defect", b->open_defect[i], NULL);
	return 0;
}

FORM(move, PROJECT_MOVE, .words = "project to");
VERB(project_move, .noun = "project", .verb = "move", .args = "CODE STAGE", .form = &form_move,
     .options = move_options, .print = print_move,
     .help = "move a project to another stage (阶段), if the conditions are met");

FORM(set_code, PROJECT_SET_CODE, .words = "project code");
VERB(project_set_code, .noun = "project", .verb = "set-code", .args = "CODE NEW-CODE",
     .form = &form_set_code,
     .help = "give a project its code (项目代码); the earlier code still finds it");

/* ---- acceptance */

SHEET_FORM(acceptance_show, ACCEPTANCES, .words = "project");
VERB(acceptance_show, .noun = "acceptance", .verb = "show", .args = "CODE",
     .form = &form_acceptance_show, .help = "a project's acceptance (竣工验收)");

/* ---- library */

static const struct verb_option enter_options[] = {STAGE_AT, DOCUMENT, {}};
static const struct verb_option leave_options[] = {STAGE_AT, {"reason", "TEXT", "why (理由)"}, {}};

FORM(library_enter, LIBRARY_ENTER, .words = "project");
VERB(library_enter, .noun = "library", .verb = "enter", .args = "CODE", .form = &form_library_enter,
     .options = enter_options,
     .help = "enter a started project in the statistics' library (入库纳统)");
FORM(library_leave, LIBRARY_LEAVE, .words = "project", .need = "reason");
VERB(library_leave, .noun = "library", .verb = "leave", .args = "CODE", .form = &form_library_leave,
     .options = leave_options, .help = "take a project out of the library (清除出库)");
FORM(library_show, LIBRARY_SHOW, .words = "project",
     .columns = "name required alternative filed filed_date note digest");
VERB(library_show, .noun = "library", .verb = "show", .args = "CODE", .form = &form_library_show,
     .help = "the papers (入库资料) of a project, and those that are missing");
