/* Projects: the list of them. */
#include <errno.h>

#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "proto/cleanup.h"

static int put_rows_json(struct cli *c, const struct rows *rows)
{
	struct json j = {.out = stdout};
	int r = cli_names(c, NULL, &j.names);
	if (r != 0)
		return r;
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++)
		json_message(&j, NULL, rows->row[i]);
	json_end_array(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static int run_list(struct cli *c)
{
	const char *money;
	const ProtobufCMessage *body;
	_cleanup_(rows_done) struct rows rows = {};
	_cleanup_(form_done) struct filling f = {};
	int r = project_money_unit(c, &money);
	if (r == 0)
		r = form_fill(c, c->verb->form, &f);
	if (r == 0)
		r = form_ask(&f, &rows, &body);
	c->reply = NULL;
	if (r != 0)
		return r;
	project_sort(&rows);
	if (cli_json(c))
		return put_rows_json(c, &rows);
	r = project_table(c, &rows, money);
	if (r == 0) {
		char n[24];
		(void)snprintf(n, sizeof n, "%zu", rows.n);
		cli_say(c, "project.count", n, NULL);
	}
	return r;
}

static const struct verb_option list_options[] = {
    {"unit", "UNIT", "of this unit and all units below it"},
    {"list", "LIST", "on this list (清单)"},
    {"category", "CATEGORY", "of this category (类别) and all below it"},
    {"sector", "UNIT", "of this sector department (行业主管部门)"},
    {"stage", "STAGE", "in this stage (阶段)"},
    {"year", "YYYY", "of this year (年度)"},
    MONEY_OPTION,
    OUT_OPTION,
    {},
};

FORM(list, PROJECT_LIST, .words = "find");
VERB(project_list, .noun = "project", .verb = "list", .args = "[PART-OF-NAME]", .form = &form_list,
     .options = list_options, .help = "list projects (项目), worst lamp first", .run = run_list);
