/* `supervision finding`: what a visit found, and whether an order is issued about it. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"

/* Not --order: that is the number of an order in `finding set`. */
static const struct verb_option finding_options[] = {
    {"text", "TEXT", "what was found (发现情况)"},
    {"project", "CODE", "the project it is about"},
    {"issue", NULL, "issue an order about it (转督办件)"},
    {"unit", "UNIT", "the order's main handler; the project's unit if not given"},
    {"due", "DATE", "the order's deadline"},
    {"title", "TEXT", "the order's title; the finding's text if not given"},
    {"signer", "PERSON", "who signs the order (签发人)"},
    {},
};
FORM(finding, SUPERVISION_FINDING, .words = "id", .fields = "issue=order", .need = "text");
VERB(supervision_finding, .noun = "supervision", .verb = "finding", .args = "ID",
     .form = &form_finding, .options = finding_options,
     .help = "a finding (督查发现); with --issue it becomes an order");
