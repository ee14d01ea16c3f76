/* Orders (督办件): a row an order, with everything that happened to it, so that open ones can be
 * taken over with their old numbers, dates and states. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"督办函", DUBAN__ORDER_KIND__ORDER_KIND_LETTER},
    {"批示指示", DUBAN__ORDER_KIND__ORDER_KIND_INSTRUCTION},
    {"批示", DUBAN__ORDER_KIND__ORDER_KIND_INSTRUCTION},
    {"指示", DUBAN__ORDER_KIND__ORDER_KIND_INSTRUCTION},
    {"会议议定事项", DUBAN__ORDER_KIND__ORDER_KIND_DECISION},
    {"会议议定", DUBAN__ORDER_KIND__ORDER_KIND_DECISION},
    {"审计巡察整改", DUBAN__ORDER_KIND__ORDER_KIND_AUDIT},
    {"整改", DUBAN__ORDER_KIND__ORDER_KIND_AUDIT},
    {"审议意见", DUBAN__ORDER_KIND__ORDER_KIND_OPINION},
    {"人大审议意见", DUBAN__ORDER_KIND__ORDER_KIND_OPINION},
    {},
};

static const struct record_word state_words[] = {
    {"待签收", DUBAN__ORDER_STATE__ORDER_STATE_ISSUED},
    {"已签收", DUBAN__ORDER_STATE__ORDER_STATE_SIGNED},
    {"办理中", DUBAN__ORDER_STATE__ORDER_STATE_WORKING},
    {"已答复", DUBAN__ORDER_STATE__ORDER_STATE_ANSWERED},
    {"办结", DUBAN__ORDER_STATE__ORDER_STATE_ACCEPTED},
    {"退回", DUBAN__ORDER_STATE__ORDER_STATE_RETURNED},
    {"撤销", DUBAN__ORDER_STATE__ORDER_STATE_WITHDRAWN},
    {},
};

static const struct record_word ask_words[] = {
    {"改派", DUBAN__ORDER_ASK__ORDER_ASK_REASSIGN},
    {"延期", DUBAN__ORDER_ASK__ORDER_ASK_EXTEND},
    {},
};

static const struct record_column columns[] = {
    {"number", "文号|督办件文号|编号", RECORD_TEXT, .field = "number", .key = true,
     .max = CODE_MAX},
    {"kind", "类型|督办件类型", RECORD_ENUM, .field = "kind", .terms = "order_kind",
     .word = kind_words, .unknown = "order.bad_kind", .required = true},
    {"project", "项目代码|项目", RECORD_PROJECT, .field = "project"},
    {"unit", "承办单位|主办单位|责任单位", RECORD_UNIT, .field = "unit", .required = true},
    {"title", "事项|标题", RECORD_TEXT, .field = "title", .required = true},
    {"issued", "交办日期|下发日期", RECORD_DATE, .field = "issued_date", .required = true,
     .past = true},
    {"due", "办结时限|期限", RECORD_DATE, .field = "due_date", .required = true},
    {"state", "状态|办理状态", RECORD_ENUM, .field = "state", .terms = "order_state",
     .word = state_words, .unknown = "order.bad_state"},
    {"signer", "签发人", RECORD_WHO, .field = "signer"},
    {"person", "承办人|经办人", RECORD_WHO, .field = "person"},
    {"text", "交办内容|要求", RECORD_TEXT, .field = "text", .max = TEXT_MAX},
    {"source", "来源", RECORD_TEXT, .field = "source"},
    {"liaison", "联系人|项目联系人", RECORD_WHO, .field = "liaison"},
    {"acceptor", "验收单位|核销单位", RECORD_UNIT, .field = "acceptor"},
    {"internal", "内部|是否内部", RECORD_BOOL, .field = "internal"},
    {"reader", "可阅账号", RECORD_TEXT, .field = "reader", .many = true, .max = 20},
    {"assigned", "承办起算日期", RECORD_DATE, .field = "assigned_date", .past = true},
    {"signed", "签收日期", RECORD_DATE, .field = "signed_date", .past = true},
    {"progress", "办理情况", RECORD_TEXT, .field = "progress", .max = TEXT_MAX},
    {"answer", "答复内容|答复", RECORD_TEXT, .field = "answer", .max = TEXT_MAX},
    {"answered", "答复日期", RECORD_DATE, .field = "answered_date", .past = true},
    {"answered_by", "答复账号", RECORD_TEXT, .field = "answered_by", .max = ID_MAX},
    {"evidence", "佐证材料", RECORD_DIGEST, .field = "evidence", .many = true},
    {"returned", "退回次数", RECORD_NUMBER, .field = "returned", .max = 999},
    {"return_reason", "上次退回理由", RECORD_TEXT, .field = "return_reason", .max = REASON_MAX},
    {"closed", "办结日期|销号日期", RECORD_DATE, .field = "closed_date", .past = true},
    {"closing", "办结意见|撤销理由", RECORD_TEXT, .field = "closing", .max = REASON_MAX},
    {"extensions", "延期次数", RECORD_NUMBER, .field = "extensions", .max = 99},
    {"ask", "申请事项", RECORD_ENUM, .field = "ask", .terms = "order_ask", .word = ask_words,
     .unknown = "order.bad_ask"},
    {"ask_unit", "申请改派单位", RECORD_UNIT, .field = "ask_unit"},
    {"ask_to", "申请延至", RECORD_DATE, .field = "ask_to_date"},
    {"ask_reason", "申请理由", RECORD_TEXT, .field = "ask_reason", .max = REASON_MAX},
    {"asked", "申请日期", RECORD_DATE, .field = "ask_date", .past = true},
    {},
};

RECORD(ORDERS, .name = "orders", .ignored = "序号|备注|项目名称", .noun = &duban__order__descriptor,
       .put = DUBAN__EVENT__BODY_ORDER_PUT, .column = columns, .table = "order", .key = "num",
       .index = "order_number", .shown_key = "number", .shown = "title", .order = 342,
       .unit = "unit", .year = "issued_date", .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "order",
	       .no_set = true,
	       .no_list = true,
	       .import = "orders (督办件) with their numbers, dates and states, from a CSV file or "
			 "workbook"});
