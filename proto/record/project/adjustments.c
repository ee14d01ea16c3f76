/* 半年调整: a row a project that shall join or leave a list. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word direction_words[] = {
    {"调入", DUBAN__ADJUSTMENT_DIRECTION__ADJUSTMENT_DIRECTION_JOIN},
    {"调出", DUBAN__ADJUSTMENT_DIRECTION__ADJUSTMENT_DIRECTION_LEAVE},
    {},
};

static const struct record_word state_words[] = {
    {"拟调整", DUBAN__ADJUSTMENT_STATE__ADJUSTMENT_STATE_PROPOSED},
    {"已批准", DUBAN__ADJUSTMENT_STATE__ADJUSTMENT_STATE_APPROVED},
    {"不予调整", DUBAN__ADJUSTMENT_STATE__ADJUSTMENT_STATE_REFUSED},
    {},
};

static const struct record_column columns[] = {
    {"list", "清单|清单名称", RECORD_TEXT, .field = "list", .refers = "lists", .key = true},
    {"period", "调整期次|期次|半年", RECORD_ID, .field = "period", .key = true,
     .value = "YYYY-H1|YYYY-H2"},
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"direction", "调整方向|调入调出", RECORD_ENUM, .field = "direction", .required = true,
     .terms = "adjustment_direction", .word = direction_words,
     .unknown = "adjustment.unknown_direction", .value = "KIND", .help = "join, leave (调入 调出)"},
    {"ground", "理由|调整理由|依据", RECORD_TEXT, .field = "ground", .many = true, .required = true,
     .help = "why: ids of lamps and proposals, or words (调整理由)"},
    {"state", "状态|审批状态", RECORD_ENUM, .field = "state", .terms = "adjustment_state",
     .word = state_words, .unknown = "adjustment.unknown_state", .hidden = true},
    {"decided", "审批日期|批准日期", RECORD_DATE, .field = "decided_date", .past = true,
     .hidden = true},
    {"reason", "审批意见", RECORD_TEXT, .field = "reason", .max = REASON_MAX, .hidden = true},
    {"document", "文号|批准文号", RECORD_TEXT, .field = "document", .max = NAME_MAX_BYTES,
     .hidden = true},
    {"approver", "批准人|审批人", RECORD_TEXT, .field = "approver", .max = NAME_MAX_BYTES,
     .hidden = true},
    {},
};

RECORD(ADJUSTMENTS, .name = "adjustments", .ignored = "序号|备注",
       .noun = &duban__adjustment__descriptor, .put = DUBAN__EVENT__BODY_ADJUSTMENT_PUT,
       .column = columns, .table = "adjustment", .key = "list period project", .shown = "direction",
       .order = 125, .by_list = true, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "adjustment",
	       .set = "a project shall join or leave a list in the half-year's adjustment",
	       .list = "items of the half-yearly adjustments of lists (半年调整)",
	       .import = "items of half-yearly adjustments (调入调出)",
	       .filter = "list project unit out"});
