/* Memberships of lists: a row a spell. */
#include "proto/record/record.h"

static const struct record_word application_words[] = {
    {"拟报", DUBAN__APPLICATION_STATE__APPLICATION_STATE_PROPOSED},
    {"上报", DUBAN__APPLICATION_STATE__APPLICATION_STATE_SUBMITTED},
    {"入选", DUBAN__APPLICATION_STATE__APPLICATION_STATE_SELECTED},
    {"未入选", DUBAN__APPLICATION_STATE__APPLICATION_STATE_REJECTED},
    {},
};

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"list", "清单|清单名称", RECORD_TEXT, .field = "list", .refers = "lists", .key = true},
    {"joined", "调入日期|调入时间", RECORD_DATE, .field = NULL},
    {"join_reason", "调入理由|调入原因", RECORD_TEXT, .field = NULL},
    {"join_approver", "调入审批|调入审批人", RECORD_TEXT, .field = NULL},
    {"join_document", "调入文号", RECORD_TEXT, .field = NULL},
    {"left", "调出日期|调出时间", RECORD_DATE, .field = NULL},
    {"leave_reason", "调出理由|调出原因", RECORD_TEXT, .field = NULL},
    {"leave_approver", "调出审批|调出审批人", RECORD_TEXT, .field = NULL},
    {"leave_document", "调出文号", RECORD_TEXT, .field = NULL},
    {"application", "申报状态", RECORD_ENUM, .field = "application", .terms = "application_state",
     .word = application_words, .unknown = "member.bad_state"},
    {"application_date", "申报日期", RECORD_DATE, .field = "application_date"},
    {"application_document", "申报文号", RECORD_TEXT, .field = "application_document"},
    {"promised", "容缺事项|承诺事项", RECORD_ENUM, .field = NULL, .many = true, .terms = "lack",
     .unknown = "list.unknown_lack"},
    {"promised_date", "承诺补齐日期|补齐期限", RECORD_DATE, .field = NULL},
    {},
};

RECORD(MEMBERS, .name = "members", .ignored = "序号|备注", .noun = &duban__member__descriptor,
       .put = DUBAN__EVENT__BODY_MEMBER_PUT, .column = columns, .table = "member",
       .key = "project list", .shown = "list", .order = 120, .roles = RECORD_BY_OFFICE,
       .by_list = true, .by_day = true,
       .cli = {.import = "memberships (调入调出), a spell a row, from a CSV file or workbook"});
