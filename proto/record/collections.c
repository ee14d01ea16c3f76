/* The making of a year's list: an opening balance. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"year", "年度|年份|计划年度", RECORD_YEAR, .field = "year", .key = true},
    {"state", "状态", RECORD_ENUM, .field = "state", .terms = "collection_state"},
    {"round", "轮次", RECORD_NUMBER, .field = "round"},
    {"opened", "征集开始", RECORD_DATE, .field = "opened_date"},
    {"until", "截止|征集截止", RECORD_DATE, .field = "until_date"},
    {"document", "文号|通知文号", RECORD_TEXT, .field = "document"},
    {"approved_document", "批准文号", RECORD_TEXT, .field = "approved_document"},
    {"approved", "批准日期", RECORD_DATE, .field = "approved_date"},
    {},
};

RECORD(COLLECTIONS, .name = "collections", .noun = &duban__collection__descriptor,
       .put = DUBAN__EVENT__BODY_COLLECTION_PUT, .column = columns, .table = "collection",
       .key = "year", .order = 220, .roles = RECORD_BY_OFFICE);
