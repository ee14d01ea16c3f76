/* The half-yearly adjustment of a list (半年调整). */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

FORM(propose, ADJUSTMENT_PROPOSE, .words = "list period");
VERB(adjustment_propose, .noun = "adjustment", .verb = "propose", .args = "LIST YYYY-H1|YYYY-H2",
     .form = &form_propose,
     .help = "find who is to leave a list (调出), by red lamps and proposals of the half-year");

static const struct verb_option approve_options[] = {
    {"document", "TEXT", "number of the document (文号)"},
    {"approver", "NAME", "who approved it (批准人)"},
    {"reason", "TEXT", "why (理由)"},
    {"at", "DATE", "the day on which they join and leave; today if not given"},
    {"project", "CODE", "only this project's item; several are given by repeating the option"},
    {},
};
FORM(approve, ADJUSTMENT_APPROVE, .words = "list period", .need = "document approver reason");
VERB(adjustment_approve, .noun = "adjustment", .verb = "approve", .args = "LIST YYYY-H1|YYYY-H2",
     .options = approve_options, .form = &form_approve,
     .help = "approve the adjustment: all that wait join and leave on one day (批准调整)");

static const struct verb_option refuse_options[] = {
    {"project", "CODE", "whose item; several are given by repeating the option"},
    {"reason", "TEXT", "why (理由)"},
    {"document", "TEXT", "number of the document (文号)"},
    {},
};
FORM(refuse, ADJUSTMENT_REFUSE, .words = "list period", .need = "project reason");
VERB(adjustment_refuse, .noun = "adjustment", .verb = "refuse", .args = "LIST YYYY-H1|YYYY-H2",
     .options = refuse_options, .form = &form_refuse,
     .help = "do not adjust these projects (不予调整); the reason is kept");
