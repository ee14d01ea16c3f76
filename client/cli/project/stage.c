/* A project's stages, its code, its acceptance, the statistics' library, the gatherings. */
#include <stdio.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/verb.h"
#include "proto/wire_name.h"

#define AT                                                                                         \
	{                                                                                          \
		"at", "DATE",                                                                      \
		    "the day from which it holds; today if not given, never in the future"         \
	}
#define DOCUMENT                                                                                   \
	{                                                                                          \
		"document", "TEXT", "number of the paper (文号)"                                 \
	}

static const struct verb_option move_options[] = {
    AT,
    {"reason", "TEXT", "why (理由): 停工, 退出 and 更正 need it; of 达效 the targets that are met"},
    {"approver", "TEXT", "who approved it (批准人): 退出 and 更正 need one"},
    DOCUMENT,
    {"exemption", "TEXT", "which law or rule needs no 施工许可 (免办依据), of a 在建"},
    {"evidence", "SM3", "digest of stored evidence (佐证); may be given several times"},
    {"percent", "0-100", "progress (形象进度), of a 完工"},
    {"correction", NULL, "it was reported wrongly: back to 前期 (错报更正)"},
    {"dry-run", NULL, "say which conditions do not hold, change nothing (试运行)"},
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
     .help = "a project goes over to another stage (阶段), if its conditions hold");

FORM(set_code, PROJECT_SET_CODE, .words = "project code");
VERB(project_set_code, .noun = "project", .verb = "set-code", .args = "CODE NEW-CODE",
     .form = &form_set_code,
     .help = "a project gets its code (项目代码); the earlier one still finds it");

/* ---- acceptance */

#define PARTY(name, term)                                                                          \
	{name, "NAME", term},                                                                      \
	{                                                                                          \
		name "-result", "RESULT", term ": passed, failed (合格 不合格)"               \
	}

static const struct verb_option acceptance_options[] = {
    {"organiser", "NAME", "who organised it (组织单位)"},
    {"accepted", "DATE", "day of the acceptance (验收日期)"},
    DOCUMENT,
    PARTY("owner", "建设"),
    PARTY("design", "设计"),
    PARTY("builder", "施工"),
    PARTY("supervision", "监理"),
    PARTY("fire", "消防"),
    PARTY("quality", "质监"),
    {"open-defect", "TEXT;TEXT", "what is still to be mended (遗留问题); - empties it"},
    DRY_RUN_OPTION,
    {},
};
static const struct verb_option project_options[] = {
    {"project", "CODE", "of this project"}, {"unit", "UNIT", "of this unit and all below"}, {}};

RECORD_FORM(acceptance_set, ACCEPTANCES, .words = "project", .some = true);
VERB(acceptance_set, .noun = "acceptance", .verb = "set", .args = "CODE",
     .form = &form_acceptance_set, .options = acceptance_options,
     .help = "record a project's acceptance (竣工验收)");
SHEET_FORM(acceptance_show, ACCEPTANCES, .words = "project");
VERB(acceptance_show, .noun = "acceptance", .verb = "show", .args = "CODE",
     .form = &form_acceptance_show, .help = "a project's acceptance (竣工验收)");
SHEET_FORM(acceptance_list, ACCEPTANCES);
VERB(acceptance_list, .noun = "acceptance", .verb = "list", .form = &form_acceptance_list,
     .options = project_options, .help = "acceptances (竣工验收) of all projects");

/* ---- library */

static const struct verb_option enter_options[] = {AT, DOCUMENT, {}};
static const struct verb_option leave_options[] = {AT, {"reason", "TEXT", "why (理由)"}, {}};
static const struct verb_option paper_options[] = {
    {"filed", "DATE", "day it came (报送日期); today if not given"},
    {"digest", "SM3", "digest of the stored file (佐证); - empties it"},
    {"note", "TEXT", "a note (说明); - empties it"},
    DRY_RUN_OPTION,
    {},
};

FORM(library_enter, LIBRARY_ENTER, .words = "project");
VERB(library_enter, .noun = "library", .verb = "enter", .args = "CODE", .form = &form_library_enter,
     .options = enter_options,
     .help = "a started project enters the statistics' library (入库纳统)");
FORM(library_leave, LIBRARY_LEAVE, .words = "project", .need = "reason");
VERB(library_leave, .noun = "library", .verb = "leave", .args = "CODE", .form = &form_library_leave,
     .options = leave_options, .help = "a project is taken out of the library (清除出库)");
FORM(library_show, LIBRARY_SHOW, .words = "project",
     .columns = "name required alternative filed filed_date note digest");
VERB(library_show, .noun = "library", .verb = "show", .args = "CODE", .form = &form_library_show,
     .help = "the dossier (入库资料) of a project, and what it lacks");
RECORD_FORM(paper_set, PAPERS, .words = "project paper");
VERB(paper_set, .noun = "paper", .verb = "set", .args = "CODE PAPER", .form = &form_paper_set,
     .options = paper_options, .help = "a paper of the dossier (入库资料) is there");
SHEET_FORM(paper_list, PAPERS);
VERB(paper_list, .noun = "paper", .verb = "list", .form = &form_paper_list,
     .options = project_options, .help = "papers (入库资料) that are there");

/* ---- gatherings */

static const struct verb_option gathering_options[] = {
    {"held", "DATE", "the day of the gathering (举办日期)"},
    {"name", "NAME", "name of the gathering"},
    {"venue", "VENUE", "main, branch (主会场 分会场)"},
    {"place", "TEXT", "where (地点)"},
    {"leader", "PERSON", "the leader who follows it up (责任领导), id or name; - empties it"},
    DRY_RUN_OPTION,
    {},
};
static const struct verb_option gatherings_options[] = {
    {"project", "CODE", "those of this project"},
    {"unit", "UNIT", "of this unit and all below"},
    {"year", "YYYY", "held in that year"},
    {}};

RECORD_FORM(gathering_set, GATHERINGS, .words = "id project");
VERB(gathering_set, .noun = "gathering", .verb = "set", .args = "ID CODE",
     .form = &form_gathering_set, .options = gathering_options,
     .help = "a project takes part in a gathering (集中开工)");
SHEET_FORM(gathering_list, GATHERINGS);
VERB(gathering_list, .noun = "gathering", .verb = "list", .form = &form_gathering_list,
     .options = gatherings_options, .help = "gatherings (集中开工) and their projects");
FORM(gathering_show, GATHERING_SHOW, .words = "id");
VERB(gathering_show, .noun = "gathering", .verb = "show", .args = "ID",
     .form = &form_gathering_show,
     .help = "a gathering (集中开工): how far each project is, until 入库");
