/* The holiday notices and city overrides: a row a day. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"date", "日期", RECORD_DATE, .field = NULL, .key = true},
    {"kind", "类型|类别", RECORD_TEXT, .field = NULL},
    {"name", "名称|节日|节假日", RECORD_TEXT, .field = NULL},
    {"source", "来源|依据", RECORD_TEXT, .field = NULL},
    {"year", "年度|结算年度", RECORD_YEAR, .field = "year"},
    {"override", "本市自定|市级调整", RECORD_BOOL, .field = NULL},
    {},
};

RECORD(CALENDAR, .name = "calendar", .ignored = "序号|备注", .noun = &duban__calendar__descriptor,
       .put = DUBAN__EVENT__BODY_CALENDAR_PUBLISHED, .column = columns, .table = "calendar",
       .key = "version", .order = 80, .roles = RECORD_BY_OFFICE);
