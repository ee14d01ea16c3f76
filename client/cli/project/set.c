/* Adds a project or changes one. The daemon has one request for both. `set` therefore asks for the
 * project first: otherwise a mistyped code would add a project. */
#include <string.h>

#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/record.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/import/print.h"
#include "client/cli/project/code.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

static int run(struct cli *c, bool add)
{
	_cleanup_(form_done) struct filling f = {};
	const ProtobufCMessage *body;
	char code[CODE_MAX + 1] = "";
	int r = form_fill(c, c->verb->form, &f);
	if (r == 0 && !add)
		r = project_code(c, cli_word(c, 0), code);
	if (r != 0)
		return r;
	Duban__RecordSetRequest *q = (Duban__RecordSetRequest *)f.body;
	for (size_t i = 0; *code && i < q->n_cell; i++)
		if (strcmp(q->cell[i]->column, "code") == 0)
			q->cell[i]->value = code;
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
RECORD_FORM(set, PROJECTS, .words = "code", .some = true);

/* The options of both verbs are the columns of projects. */
static void project_verbs(struct verb_list *all)
{
	static struct verb add = {.noun = "project",
				  .verb = "add",
				  .args = "CODE",
				  .form = &form_add,
				  .run = run_add,
				  .help = "add a project (项目)"};
	static struct verb set = {.noun = "project",
				  .verb = "set",
				  .args = "CODE",
				  .form = &form_set,
				  .run = run_set,
				  .help = "change the data of a project (项目); - empties a value"};
	struct described_options o = record_options(form_set.record, form_set.words);

	add.options = set.options = o.row;
	add.option_zh = set.option_zh = o.zh;
	verb_list_add(all, &add);
	verb_list_add(all, &set);
}
VERB_MAKER(0, project_verbs);
