/* Closed years. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"state", "状态|年度状态", RECORD_ENUM, .field = "state", .terms = "year_state"},
    {"closed", "结转日期|关闭日期", RECORD_DATE, .field = "closed_date"},
    {"carried_projects", "结转项目|结转项目数", RECORD_NUMBER, .field = "carried_projects"},
    {"carried_links", "结转环节|结转环节数", RECORD_NUMBER, .field = "carried_links"},
    {},
};

RECORD(YEARS, .name = "years", .noun = &duban__year__descriptor, .put = DUBAN__EVENT__BODY_YEAR_PUT,
       .column = columns, .table = "year", .key = "year", .shown = "state", .order = 270,
       .roles = RECORD_BY_OFFICE);
