/* `notice show`: a notice as its recipient reads it, and the matters in it. */
#include <stdio.h>

#include "client/cli/form/form.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/verb.h"
#include "client/cli/notice/text.h"
#include "proto/cleanup.h"

static int print(struct cli *c, const Duban__Reply *r)
{
	const Duban__Notice *n = r->body_case == DUBAN__REPLY__BODY_NOTICE_SHOW && r->notice_show
				     ? r->notice_show->notice
				     : NULL;
	if (!n)
		return 0;
	_cleanup_free_ char *text = notice_text(n);
	if (text)
		(void)printf("%s\n", text);
	int rc = form_put_facts(c, &n->base,
				"key kind person_id post channel made_at valid_until_at result "
				"result_at via detail replied_at reply items");
	return rc ? rc : form_put_section(c, &n->base, "item", "id kind what unit due_date");
}

FORM(show, NOTICE_SHOW, .words = "key");
VERB(notice_show, .noun = "notice", .verb = "show", .args = "KEY", .form = &form_show,
     .help = "one notice: its text, what became of it, and the matters in it", .print = print);

/* Not --idle: that is a number of seconds for `watch`. */
static const struct verb_option list_options[] = {
    {"person", "PERSON", "only what this person was told; id or name"},
    {"unit", "UNIT", "recipients of this unit and of those below it"},
    {"subject", "ID", "only this warning"},
    {"since", "DATE", "told on that day or later"},
    {"result", "RESULT", "only with this result: unknown, accepted, delivered, failed, expired"},
    {"unheeded", NULL, "told and nothing was done since (跟踪问效)"},
    {},
};
FORM(list, NOTICE_LIST, .fields = "unheeded=idle");
VERB(notice_list, .noun = "notice", .verb = "list", .args = "", .form = &form_list,
     .options = list_options,
     .help =
	 "the ledger (告知台账): what each recipient was told last of each matter, and whether it "
	 "arrived");
