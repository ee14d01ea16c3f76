/* Closed years. */
#include "proto/record/record.h"

static const struct record_word state_words[] = {
    {"开放", DUBAN__YEAR_STATE__YEAR_STATE_OPEN},
    {"未结转", DUBAN__YEAR_STATE__YEAR_STATE_OPEN},
    {"关闭", DUBAN__YEAR_STATE__YEAR_STATE_CLOSED},
    {"已结转", DUBAN__YEAR_STATE__YEAR_STATE_CLOSED},
    {},
};

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"state", "状态|年度状态", RECORD_ENUM, .field = "state", .required = true,
     .terms = "year_state", .word = state_words, .unknown = "year.unknown_state"},
    {"closed", "结转日期|关闭日期", RECORD_DATE, .field = "closed_date"},
    {"carried_projects", "结转项目|结转项目数", RECORD_NUMBER, .field = "carried_projects",
     .max = INT32_MAX},
    {"carried_links", "结转环节|结转环节数", RECORD_NUMBER, .field = "carried_links",
     .max = INT32_MAX},
    {},
};

RECORD(YEARS, .name = "years", .noun = &duban__year__descriptor, .put = DUBAN__EVENT__BODY_YEAR_PUT,
       .column = columns, .table = "year", .key = "year", .year = "year", .shown = "state",
       .order = 270, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "year",
	       .no_set = true,
	       .no_list = true,
	       .import = "years that were closed (年度结转情况)"});
