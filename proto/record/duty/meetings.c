/* 会议: the meetings of the tiers, one row a meeting. */
#include "proto/record/duty/words.h"
#include "proto/record/record.h"

static const struct record_word state_words[] = {
    {"拟开", DUBAN__MEETING_STATE__MEETING_STATE_PLANNED},
    {"已开", DUBAN__MEETING_STATE__MEETING_STATE_HELD},
    {"取消", DUBAN__MEETING_STATE__MEETING_STATE_CANCELLED},
    {},
};

static const struct record_column columns[] = {
    {"series", "会议|会议名称|例会", RECORD_TEXT, .field = "series", .key = true},
    {"number", "次数|第几次", RECORD_NUMBER, .field = "number", .key = true, .min = 1,
     .max = 99999},
    {"held", "召开日期", RECORD_DATE, .field = "held_date", .past = true,
     .help = "the day on which it was held (召开日期)"},
    {"tier", "层级", RECORD_ENUM, .field = "tier", .terms = "duty_tier", .word = duty_tier_words,
     .unknown = "duty.unknown_tier", .required = true},
    {"projects", "调度项目|项目", RECORD_PROJECT, .field = "project", .many = true, .max = 200,
     .value = "CODE;CODE", .help = "the projects that it takes up (调度项目)"},
    {"decisions", "议定事项", RECORD_TEXT, .field = "decisions", .max = 2000, .value = "TEXT",
     .help = "what it decided (议定事项)"},
    {"state", "状态", RECORD_ENUM, .field = "state", .terms = "meeting_state", .word = state_words,
     .unknown = "meeting.unknown_state"},
    {"duty", "对应事项", RECORD_ENUM, .field = "form", .terms = "duty_form",
     .word = duty_form_words, .unknown = "duty.unknown_form", .value = "FORM",
     .help = "the duty that it fulfils (对应事项); empty: the tier's"},
    {"unit", "召集单位|单位", RECORD_UNIT, .field = "unit",
     .help = "who holds it (召集单位), id or exact name; empty: the office"},
    {"planned", "拟开日期", RECORD_DATE, .field = "planned_date",
     .help = "the day for which it is planned (拟开日期)"},
    {"chair", "主持人", RECORD_WHO, .field = "chair"},
    {"agenda", "议题", RECORD_TEXT, .field = "agenda", .max = 2000, .value = "TEXT",
     .help = "what it is about (议题)"},
    {"attendees", "参会人员", RECORD_WHO, .field = "attendee", .many = true, .max = 200,
     .value = "PERSON;PERSON", .help = "who came (参会人员), ids or names"},
    {"minutes", "纪要文号|会议纪要", RECORD_TEXT, .field = "minutes", .value = "NO",
     .help = "number of the minutes (纪要文号)"},
    {},
};

RECORD(MEETINGS, .name = "meetings", .ignored = "序号|备注", .noun = &duban__meeting__descriptor,
       .put = DUBAN__EVENT__BODY_MEETING_PUT, .column = columns, .table = "meeting",
       .key = "series number", .shown = "held_date", .order = 330, .year = "held_date",
       .unit = "unit", .own_unit = true,
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(COUNTY) | RECORD_ROLE(UNIT) | RECORD_ROLE(SECTOR),
       .cli = {.noun = "meeting",
	       .set = "plan or record a meeting (会议)",
	       .list = "meetings (会议) of the tiers",
	       .import = "meetings (会议), a row each"});
