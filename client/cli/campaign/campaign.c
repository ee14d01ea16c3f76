/* Campaigns (攻坚): one more problem or project on the list of one. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"

static const struct verb_option add_options[] = {
    {"leader", "PERSON", "the leader in charge (领衔领导), id or name; a new one needs it"},
    {"unit", "UNIT", "responsible unit (责任单位); that of the problem or project if not given"},
    {"due", "DATE", "to be done by (完成时限); the campaign's last day if not given"},
    {"reason", "TEXT", "why it is added after the list was fixed (增列理由)"},
    {"scheme", "TEXT", "document of its plan (方案文号)"},
    {"task-book", "SM3", "digest of the stored task book (任务书)"},
    {"timetable", "SM3", "digest of the stored timetable (时间表)"},
    {"roadmap", "SM3", "digest of the stored road map (路线图)"},
    DRY_RUN_OPTION,
    {},
};
RECORD_FORM(campaign_add, CAMPAIGN_ITEMS, .words = "campaign subject");
VERB(campaign_add, .noun = "campaign", .verb = "add", .args = "ID SUBJECT",
     .form = &form_campaign_add, .options = add_options,
     .help = "put a problem or a project on the list of a campaign (列入攻坚)");
