/* What waits for a second person (复核): listing it, looking at what it would do, deciding it. */
#include <errno.h>

#include "client/cli/form/form.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/verb.h"
#include "client/cli/import/print.h"
#include "client/cli/print/done.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"

#define PENDING_COLUMNS                                                                            \
	"num state command about rows proposed_by role unit made_at until_at why decided_by "      \
	"decided_at reason"

/* The fields of the command, for a person who must judge it. An import's are in its dry run. */
static int put_request(struct cli *c, const Duban__Request *q)
{
	ProtobufCMessage *body = NULL;
	if (!q || q->body_case == DUBAN__REQUEST__BODY_IMPORT_COMMIT || !wire_body(&q->base, &body))
		return 0;
	return form_put_facts(c, body, NULL);
}

static int put_result(struct cli *c, const Duban__PendingReply *b, uint64_t seq)
{
	int r = 0;
	if (b->import)
		r = import_print_told(c, &(struct import_told){.path = b->pending->about,
							       .reply = b->import,
							       .seq = seq});
	if (r == 0 && b->import_revert && b->import_revert->done)
		r = form_put_facts(c, &b->import_revert->done->base, "removed restored");
	if (r == 0 && b->year_close)
		r = form_put_facts(c, &b->year_close->base, NULL);
	return r;
}

static void put_problems(struct cli *c, const Duban__PendingReply *b)
{
	if (b->n_problem)
		cli_say(c, "confirm.would_be_refused", NULL);
	for (size_t i = 0; i < b->n_problem; i++) {
		_cleanup_free_ char *text = cli_problem_text(c, b->problem[i]);
		(void)printf("  %s [%s]\n", text ? text : "", b->problem[i]->code);
	}
}

static int print(struct cli *c, const Duban__Reply *r)
{
	const Duban__PendingReply *b =
	    r->body_case == DUBAN__REPLY__BODY_PENDING ? r->pending : NULL;
	if (!b || !b->pending)
		return cli_fail(c, CLI_LOCAL, "confirm.bad_reply", NULL);
	int rc = form_put_facts(c, &b->pending->base, PENDING_COLUMNS);
	if (rc == 0)
		rc = put_request(c, b->request);
	/* the last event says that it was confirmed; the import ends with the one before */
	if (rc == 0)
		rc = put_result(c, b, r->last_seq ? r->last_seq - 1 : 0);
	put_problems(c, b);
	if (rc == 0 && r->last_seq)
		rc = done_print(c, r);
	return rc;
}

static const struct verb_option list_options[] = {
    {"all", NULL, "also those that are over (已办结)"}, OUT_OPTION, {}};
static const struct verb_option refuse_options[] = {
    {"reason", "TEXT", "why; not needed to withdraw one's own"}, {}};

FORM(confirm, CONFIRM, .words = "pending");
VERB(confirm, .noun = "confirm", .args = "ID", .form = &form_confirm,
     .help =
	 "confirm as the second person (复核) what another proposed; it is decided anew, then done",
     .print = print);
FORM(list, CONFIRM_LIST, .columns = PENDING_COLUMNS);
VERB(confirm_list, .noun = "confirm", .verb = "list", .args = "", .options = list_options,
     .form = &form_list, .help = "what waits for a second person (待复核事项)");
FORM(show, CONFIRM_SHOW, .words = "pending");
VERB(confirm_show, .noun = "confirm", .verb = "show", .args = "ID", .form = &form_show,
     .help = "who proposed it, why, and what it would change now", .print = print);
FORM(refuse, CONFIRM_REFUSE, .words = "pending");
VERB(confirm_refuse, .noun = "confirm", .verb = "refuse", .args = "ID", .options = refuse_options,
     .form = &form_refuse, .help = "refuse it, or withdraw one's own (不予复核、撤回)",
     .print = print);
