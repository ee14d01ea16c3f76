/* 应办事项: what units have to do, one row a unit and period. */
#include "proto/record/duty/words.h"
#include "proto/record/record.h"

static const struct record_word state_words[] = {
    {"待办", DUBAN__DUTY_STATE__DUTY_STATE_OPEN},
    {"已办", DUBAN__DUTY_STATE__DUTY_STATE_DONE},
    {"未办", DUBAN__DUTY_STATE__DUTY_STATE_MISSED},
    {"免办", DUBAN__DUTY_STATE__DUTY_STATE_WAIVED},
    {},
};

static const struct record_word by_words[] = {
    {"项目报送", DUBAN__DUTY_BY__DUTY_BY_REPORTS},
    {"审核办结", DUBAN__DUTY_BY__DUTY_BY_VERDICTS},
    {"会议召开", DUBAN__DUTY_BY__DUTY_BY_MEETING},
    {"集中开工", DUBAN__DUTY_BY__DUTY_BY_GATHERING},
    {"项目申报", DUBAN__DUTY_BY__DUTY_BY_CANDIDATES},
    {"登记", DUBAN__DUTY_BY__DUTY_BY_HAND},
    {"制度调整", DUBAN__DUTY_BY__DUTY_BY_CADENCE},
    {},
};

static const struct record_column columns[] = {
    {"unit", "单位|责任单位", RECORD_UNIT, .field = "unit", .key = true},
    {"form", "事项|应办事项", RECORD_ENUM, .field = "form", .key = true, .terms = "duty_form",
     .word = duty_form_words, .unknown = "duty.unknown_form"},
    {"no", "编号|限期报送编号", RECORD_NUMBER, .field = "no", .max = 99999999},
    {"period", "所属期|周期首日", RECORD_DATE, .field = "period_date", .key = true},
    {"title", "内容|事项内容", RECORD_TEXT, .field = "title"},
    {"tier", "层级", RECORD_ENUM, .field = "tier", .terms = "duty_tier", .word = duty_tier_words,
     .unknown = "duty.unknown_tier"},
    {"due", "期限|办理期限", RECORD_TEXT, .field = NULL, .max = 32},
    {"state", "状态", RECORD_ENUM, .field = "state", .terms = "duty_state", .word = state_words,
     .unknown = "duty.unknown_state"},
    {"done", "办结日期", RECORD_DATE, .field = "done_date", .past = true},
    {"by", "办结方式", RECORD_ENUM, .field = "by", .terms = "duty_by", .word = by_words,
     .unknown = "duty.unknown_by"},
    {"record", "办结依据", RECORD_TEXT, .field = "record"},
    {"document", "文号", RECORD_TEXT, .field = "document"},
    {"reason", "免办理由", RECORD_TEXT, .field = "reason", .max = 600},
    {"person", "责任人", RECORD_WHO, .field = "person"},
    {"lamps", "亮灯|是否亮灯", RECORD_BOOL, .field = "lamps"},
    {"profile", "制度|调度制度", RECORD_TEXT, .field = "profile", .max = 32, .hidden = true},
    {"opened", "列出时间", RECORD_TEXT, .field = NULL, .max = 40, .hidden = true},
    {"ended", "记录时间", RECORD_TEXT, .field = NULL, .max = 40, .hidden = true},
    {},
};

RECORD(DUTIES, .name = "duties", .ignored = "序号|备注", .noun = &duban__duty__descriptor,
       .put = DUBAN__EVENT__BODY_DUTY_PUT, .column = columns, .table = "duty",
       .key = "form no unit period_date", .shown_key = "unit form", .shown = "state", .order = 320,
       .roles = RECORD_BY_OFFICE, .own_unit = true, .unit = "unit", .year = "period_date",
       .cli = {.noun = "duty",
	       .no_set = true,
	       .no_list = true,
	       .import = "duties (应办事项) that are taken over, with their states"});
