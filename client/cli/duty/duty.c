/* Duties (应办事项) and meetings (会议). */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"

FORM(duty_show, DUTY_SHOW, .words = "id");
VERB(duty_show, .noun = "duty", .verb = "show", .args = "ID", .form = &form_duty_show,
     .help = "one duty (应办事项) and what keeps it open");

static const struct verb_option done_options[] = {
    {"at", "DATE", "the day on which it was done; today if not given"},
    {"document", "NO", "the document's number (文号)"},
    {},
};
FORM(duty_done, DUTY_DONE, .words = "id");
VERB(duty_done, .noun = "duty", .verb = "done", .args = "ID", .form = &form_duty_done,
     .options = done_options, .help = "a duty that nothing else records is done (办结)");

static const struct verb_option waive_options[] = {
    {"reason", "TEXT", "why it need not be done (免办理由)"},
    {"document", "NO", "the document's number (文号)"},
    {},
};
FORM(duty_waive, DUTY_WAIVE, .words = "id", .need = "reason");
VERB(duty_waive, .noun = "duty", .verb = "waive", .args = "ID", .form = &form_duty_waive,
     .options = waive_options, .help = "a duty need not be done (免办)");

static const struct verb_option set_options[] = {
    {"title", "TEXT", "what is to be done (内容)"},
    {"due", "DATE", "the last day (期限)"},
    {"person", "PERSON", "who does it (责任人), id or name"},
    {"document", "NO", "the notice's number (文号)"},
    {},
};
FORM(duty_set, DUTY_SET, .words = "unit", .need = "title due");
VERB(duty_set, .noun = "duty", .verb = "set", .args = "UNIT", .form = &form_duty_set,
     .options = set_options, .help = "ask a unit for something once, by a day (限期报送)");

static const struct verb_option hold_options[] = {
    {"number", "N", "which one of the series; the next one if not given"},
    {"at", "DATE", "the day on which it was held; today if not given"},
    {"tier", "TIER", "the tier (层级), of one that was not planned"},
    {"duty", "FORM", "the duty that it fulfils (对应事项)"},
    {"unit", "UNIT", "who held it (召集单位); the office if not given"},
    {"chair", "PERSON", "who presided (主持人)"},
    {"projects", "CODE;CODE", "the projects that it took up (调度项目)"},
    {"attendees", "PERSON;PERSON", "who came (参会人员)"},
    {"agenda", "TEXT", "what it was about (议题)"},
    {"minutes", "NO", "number of the minutes (纪要文号)"},
    {},
};
FORM(meeting_hold, MEETING_HOLD, .words = "series", .fields = "duty=form");
VERB(meeting_hold, .noun = "meeting", .verb = "hold", .args = "SERIES", .form = &form_meeting_hold,
     .options = hold_options, .help = "a meeting (会议) was held; its tier's duty is fulfilled");

static const struct verb_option decide_options[] = {
    {"text", "TEXT", "what was decided (议定事项)"},
    {"project", "CODE", "the project that it is about"},
    {"unit", "UNIT", "who is to do it; the project's unit if not given"},
    {"person", "PERSON", "who does it there"},
    {"due", "DATE", "by when (期限)"},
    {},
};
FORM(meeting_decide, MEETING_DECIDE, .words = "series number", .need = "text");
VERB(meeting_decide, .noun = "meeting", .verb = "decide", .args = "SERIES NUMBER",
     .form = &form_meeting_decide, .options = decide_options,
     .help = "a decision of a meeting becomes an order (督办件)");

static const struct verb_option propose_options[] = {
    {"tier", "TIER", "of which tier the meeting is (层级)"},
    {"unit", "UNIT", "only its projects, those of its trade and of the units below it"},
    {},
};
FORM(meeting_propose, MEETING_PROPOSE);
VERB(meeting_propose, .noun = "meeting", .verb = "propose", .form = &form_meeting_propose,
     .options = propose_options,
     .help = "which projects the next meeting should take up (拟调度项目)");
