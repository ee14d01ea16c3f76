/* Proposals (建议事项): what the daemon puts before a person, and the decision. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

#define PROPOSAL_COLUMNS                                                                           \
	"id kind project project_name subject unit since_at lamp decided_date decision "           \
	"document reason effect"

static const struct verb_option list_options[] = {
    {"kind", "KIND",
     "order, talk, circular, leave, refer, raise (督办函 约谈 通报批评 调出 移交 提级)"},
    {"unit", "UNIT", "about this unit and all units below it"},
    {"project", "CODE", "about this project"},
    {"open", NULL, "only those that wait for a decision (待定)"},
    OUT_OPTION,
    {},
};
FORM(list, PROPOSAL_LIST, .columns = PROPOSAL_COLUMNS);
VERB(proposal_list, .noun = "proposal", .verb = "list", .args = "", .options = list_options,
     .form = &form_list, .help = "what is proposed (建议事项), and how it was decided");

static const struct verb_option accept_options[] = {
    {"document", "TEXT", "number of the document (文号); it becomes that of what is made"},
    {"reason", "TEXT", "why (理由)"},
    {"person", "PERSON", "who is talked with, criticised, concerned; id or name"},
    {"by", "PERSON", "who talks, or signs; id or name"},
    {"on", "DATE", "of a talk its day, of an order its end, of a circular or referral its day"},
    {"offence", "KIND",
     "of a referral: falsifying, deceiving, formalism, bureaucratism, inaction, slowness, "
     "misconduct (弄虚作假 欺上瞒下 形式主义 官僚主义 不作为 慢作为 乱作为)"},
    {"deducted", "N", "points off (扣分); by the parameters if not given"},
    {},
};
FORM(accept, PROPOSAL_ACCEPT, .words = "id", .need = "document reason");
VERB(proposal_accept, .noun = "proposal", .verb = "accept", .args = "ID", .options = accept_options,
     .form = &form_accept,
     .help = "accept a proposal: its order, talk, circular, referral is made at once (采纳)");

static const struct verb_option refuse_options[] = {
    {"reason", "TEXT", "why (理由)"},
    {"document", "TEXT", "number of the document (文号)"},
    {},
};
FORM(refuse, PROPOSAL_REFUSE, .words = "id", .need = "reason");
VERB(proposal_refuse, .noun = "proposal", .verb = "refuse", .args = "ID", .options = refuse_options,
     .form = &form_refuse, .help = "refuse a proposal (不予采纳)");
