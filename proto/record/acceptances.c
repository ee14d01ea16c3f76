/* Acceptances (竣工验收). */
#include "proto/record/record.h"

static const struct record_word result_words[] = {
    {"合格", DUBAN__PARTY_RESULT__PARTY_RESULT_PASSED},
    {"通过", DUBAN__PARTY_RESULT__PARTY_RESULT_PASSED},
    {"不合格", DUBAN__PARTY_RESULT__PARTY_RESULT_FAILED},
    {"不通过", DUBAN__PARTY_RESULT__PARTY_RESULT_FAILED},
    {},
};

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"organiser", "组织单位|验收组织单位", RECORD_TEXT, .field = "organiser", .required = true},
    {"accepted", "验收日期|竣工验收日期|验收时间", RECORD_DATE, .field = "accepted_date",
     .required = true, .past = true},
    {"document", "文号|验收文号|验收报告", RECORD_TEXT, .field = "document"},
    {"owner", "建设单位", RECORD_TEXT, .field = NULL},
    {"owner_result", "建设单位结论", RECORD_ENUM, .field = NULL, .terms = "party_result",
     .word = result_words, .unknown = "acceptance.unknown_result"},
    {"design", "设计单位", RECORD_TEXT, .field = NULL},
    {"design_result", "设计单位结论", RECORD_ENUM, .field = NULL, .terms = "party_result",
     .word = result_words, .unknown = "acceptance.unknown_result"},
    {"builder", "施工单位", RECORD_TEXT, .field = NULL},
    {"builder_result", "施工单位结论", RECORD_ENUM, .field = NULL, .terms = "party_result",
     .word = result_words, .unknown = "acceptance.unknown_result"},
    {"supervision", "监理单位", RECORD_TEXT, .field = NULL},
    {"supervision_result", "监理单位结论", RECORD_ENUM, .field = NULL, .terms = "party_result",
     .word = result_words, .unknown = "acceptance.unknown_result"},
    {"fire", "消防", RECORD_TEXT, .field = NULL},
    {"fire_result", "消防结论", RECORD_ENUM, .field = NULL, .terms = "party_result",
     .word = result_words, .unknown = "acceptance.unknown_result"},
    {"quality", "质监", RECORD_TEXT, .field = NULL},
    {"quality_result", "质监结论", RECORD_ENUM, .field = NULL, .terms = "party_result",
     .word = result_words, .unknown = "acceptance.unknown_result"},
    {"open_defect", "遗留问题", RECORD_TEXT, .field = "open_defect", .many = true, .max = 40},
    {},
};

RECORD(ACCEPTANCES, .name = "acceptances", .ignored = "序号|备注",
       .noun = &duban__acceptance__descriptor, .put = DUBAN__EVENT__BODY_ACCEPTANCE_PUT,
       .column = columns, .table = "acceptance", .key = "project", .shown = "organiser",
       .order = 160, .roles = RECORD_BY_OFFICE | RECORD_ROLE(SECTOR));
