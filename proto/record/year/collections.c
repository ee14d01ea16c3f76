/* The making of a year's list: an opening balance. */
#include "proto/record/record.h"

static const struct record_word state_words[] = {
    {"征集", DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN},
    {"本轮截止", DUBAN__COLLECTION_STATE__COLLECTION_STATE_FROZEN},
    {"要素匹配", DUBAN__COLLECTION_STATE__COLLECTION_STATE_MATCHING},
    {"下达", DUBAN__COLLECTION_STATE__COLLECTION_STATE_APPROVED},
    {},
};

static const struct record_column columns[] = {
    {"year", "年度|年份|计划年度", RECORD_YEAR, .field = "year", .key = true},
    {"state", "状态", RECORD_ENUM, .field = "state", .required = true, .terms = "collection_state",
     .word = state_words, .unknown = "collection.unknown_state"},
    {"round", "轮次", RECORD_NUMBER, .field = "round", .required = true, .min = 1, .max = 99},
    {"opened", "征集开始", RECORD_DATE, .field = "opened_date"},
    {"until", "截止|征集截止", RECORD_DATE, .field = "until_date"},
    {"document", "文号|通知文号", RECORD_TEXT, .field = "document"},
    {"approved_document", "批准文号", RECORD_TEXT, .field = "approved_document"},
    {"approved", "批准日期", RECORD_DATE, .field = "approved_date"},
    {},
};

RECORD(COLLECTIONS, .name = "collections", .noun = &duban__collection__descriptor,
       .put = DUBAN__EVENT__BODY_COLLECTION_PUT, .column = columns, .table = "collection",
       .key = "year", .year = "year", .shown = "state",
       .no_changes = "what happened to one is told by its commands", .order = 220,
       .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "collection",
	       .no_set = true,
	       .no_list = true,
	       .import = "where the making of a year's list stood (次年计划编制)"});
