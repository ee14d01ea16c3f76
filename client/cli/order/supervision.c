/* `supervision finding`: what a visit found, and whether it becomes an order or a problem. */
#include <stdio.h>
#include <string.h>

#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/print.h"
#include "client/cli/form/run.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/verb.h"
#include "proto/cleanup.h"

FORM(finding, SUPERVISION_FINDING, .words = "id",
     .fields = "issue=order raise=- criterion=- reason=-", .need = "text");
/* A problem whose source is a supervision is a finding of it too: one request for both. */
FORM(raise, PROBLEM_RAISE, .words = "source", .fields = "issue=- raise=- due=- signer=-",
     .need = "text");

static int raise_problem(struct cli *c)
{
	_cleanup_(form_done) struct filling f = {};
	const ProtobufCMessage *body = NULL;
	char source[NAME_MAX_BYTES + 1];
	int rc = form_fill(c, &form_raise, &f);
	if (rc != 0)
		return rc;
	Duban__ProblemRaiseRequest *q = f.request.problem_raise;
	(void)snprintf(source, sizeof source, "supervision %s", cli_word(c, 0));
	q->source = source;
	if (!*q->title) {
		q->title = q->text;
		q->text = cli_loose("");
	}
	rc = form_ask(&f, NULL, &body);
	if (rc != 0 || !body)
		return rc;
	const Duban__Reply *reply = c->reply;
	c->reply = NULL;
	return form_print(c, &form_raise, body, NULL, reply);
}

static int run(struct cli *c)
{
	static const char *const of_order[] = {"issue", "due", "signer"};
	static const char *const of_problem[] = {"criterion", "reason"};
	if (!cli_flag(c, "raise")) {
		for (size_t i = 0; i < sizeof of_problem / sizeof *of_problem; i++)
			if (cli_option(c, of_problem[i]))
				return cli_fail(c, CLI_USAGE, "supervision.only_with_problem",
						of_problem[i], NULL);
		return form_run(c);
	}
	for (size_t i = 0; i < sizeof of_order / sizeof *of_order; i++)
		if (cli_flag(c, of_order[i]) || cli_option(c, of_order[i]))
			return cli_fail(c, CLI_USAGE, "supervision.not_with_problem", of_order[i],
					NULL);
	return raise_problem(c);
}

/* Not --order and --problem: those are the numbers of an order and a problem in `finding set`. */
static const struct verb_option finding_options[] = {
    {"text", "TEXT", "what was found (发现情况)"},
    {"project", "CODE", "the project it is about"},
    {"issue", NULL, "issue an order about it (转督办件)"},
    {"raise", NULL, "raise a problem about it (转问题)"},
    {"unit", "UNIT", "the order's or problem's handler; the project's unit if not given"},
    {"due", "DATE", "the order's deadline"},
    {"title", "TEXT", "title of the order or problem; the finding's text if not given"},
    {"signer", "PERSON", "who signs the order (签发人)"},
    {"criterion", "WORD", "why the problem is not of the first tier (分级标准)"},
    {"reason", "TEXT", "the reason for that (分级理由)"},
    {},
};
VERB(supervision_finding, .noun = "supervision", .verb = "finding", .args = "ID",
     .form = &form_finding, .options = finding_options, .run = run,
     .help = "a finding (督查发现); with --issue it becomes an order, with --raise a problem");
