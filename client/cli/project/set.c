/* What a project is: a new one, or one that is there. The daemon takes both by the same
 * request; a mistyped code must not make a project. */
#include <string.h>

#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/import/print.h"
#include "proto/cleanup.h"

static const struct verb_option options[] = {
    {"name", "NAME", "name of the project (项目名称)"},
    {"unit", "UNIT", "responsible unit (责任单位), id or exact name"},
    {"co-units", "UNIT;UNIT", "further units (协同单位); - empties it"},
    {"sector", "UNIT", "sector department (行业主管部门); - empties it"},
    {"category", "CATEGORY", "category (类别)"},
    {"stage", "STAGE", "of a new project: its stage (阶段)"},
    {"total", "AMOUNT", "total investment (总投资): 1.2亿元; - empties it"},
    {"plan", "AMOUNT", "this year's plan (年度计划)"},
    {"year", "YYYY", "year (年度)"},
    {"planned-start", "YYYY-MM", "planned start (计划开工)"},
    {"planned-finish", "YYYY-MM", "planned finish (计划竣工)"},
    {"list", "LIST;LIST", "of a new project: lists (清单)"},
    {"batch", "BATCH", "batch (批次)"},
    {"successor", "CODE", "the project that goes on from it (接续项目)"},
    {"funding", "FUNDING", "government, filing, approval (政府投资 备案 核准)"},
    {"place", "TEXT", "place (建设地点)"},
    {"content", "TEXT", "what is built (建设规模及内容)"},
    {"leader-city", "PERSON;PERSON", "city leaders (挂点市领导)"},
    {"leader-county", "PERSON;PERSON", "county leaders (挂点县领导)"},
    {"liaison", "PERSON", "liaison of the office (市办联络人)"},
    {"responsible-first", "PERSON", "first responsible (第一责任人)"},
    {"responsible-main", "PERSON", "main responsible (主要责任人)"},
    {"responsible-direct", "PERSON", "directly responsible (直接责任人)"},
    {"responsible-other", "PERSON;PERSON", "others responsible (其他责任人)"},
    {"team", "TEXT", "team (工作班子)"},
    {"scheme", "TEXT", "scheme (实施方案)"},
    {"crew", "TEXT", "crew (施工队伍)"},
    {"project-owner", "NAME", "owner (项目业主)"},
    {"legal-entity", "NAME", "legal entity that builds (建设单位, 项目法人)"},
    {"mark", "MARK", "mark of the published list (标识): ★▲"},
    {"finance-assessed", "DATE", "finance assessed (财政承受能力评估)"},
    DRY_RUN_OPTION,
    {},
};

/* The code is that of a project, its present one or an earlier one. */
static int check_known(struct cli *c)
{
	const Duban__Reply *r;
	const char *code = cli_word(c, 0);
	Duban__ProjectShowRequest q = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	q.project = cli_loose(code);
	int rc = CLI_ASK(c, PROJECT_SHOW, project_show, &q, &r);
	const Duban__ProjectRow *p = rc == 0 && r->body_case == DUBAN__REPLY__BODY_PROJECT_SHOW
					 ? r->project_show->project
					 : NULL;
	bool known = p && strcmp(p->code, code) == 0;
	for (size_t i = 0; p && i < p->n_former; i++)
		known |= strcmp(p->former[i], code) == 0;
	return rc != 0 || known ? rc : cli_fail(c, STATUS_NOT_FOUND, "project.unknown", code, NULL);
}

static int run(struct cli *c, bool add)
{
	_cleanup_(form_done) struct filling f = {};
	const ProtobufCMessage *body;
	int r = form_fill(c, c->verb->form, &f);
	if (r == 0 && !add)
		r = check_known(c);
	if (r != 0)
		return r;
	Duban__RecordSetRequest *q = (Duban__RecordSetRequest *)f.body;
	bool dry_run = q->dry_run;
	q->dry_run = true;
	r = form_ask(&f, NULL, &body);
	if (r == 0 && (!body || body->descriptor != &duban__import_reply__descriptor))
		r = cli_fail(c, CLI_LOCAL, "import.bad_reply", NULL);
	if (r != 0)
		return r;
	bool made = ((const Duban__ImportReply *)body)->done->created > 0;
	if (add && !made)
		return cli_fail(c, STATUS_CONFLICT, "project.exists", cli_word(c, 0), NULL);
	if (!add && made)
		return cli_fail(c, STATUS_NOT_FOUND, "project.unknown", cli_word(c, 0), NULL);
	q->dry_run = dry_run;
	if (!dry_run)
		r = form_ask(&f, NULL, &body);
	const Duban__Reply *reply = c->reply;
	c->reply = NULL;
	return r ? r : import_print_record(c, reply);
}

static int run_add(struct cli *c)
{
	return run(c, true);
}

static int run_set(struct cli *c)
{
	return run(c, false);
}

RECORD_FORM(add, PROJECTS, .words = "code", .need = "name unit");
VERB(project_add, .noun = "project", .verb = "add", .args = "CODE", .form = &form_add,
     .options = options, .run = run_add, .help = "a new project (项目)");
RECORD_FORM(set, PROJECTS, .words = "code", .some = true);
VERB(project_set, .noun = "project", .verb = "set", .args = "CODE", .form = &form_set,
     .options = options, .run = run_set, .help = "change what a project (项目) is; - empties");
