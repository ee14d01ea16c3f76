/* The holiday notices and city overrides: a row a day. */
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"节假日", DUBAN__DAY_KIND__DAY_KIND_HOLIDAY},
    {"放假", DUBAN__DAY_KIND__DAY_KIND_HOLIDAY},
    {"休息日", DUBAN__DAY_KIND__DAY_KIND_HOLIDAY},
    {"休", DUBAN__DAY_KIND__DAY_KIND_HOLIDAY},
    {"工作日", DUBAN__DAY_KIND__DAY_KIND_WORKDAY},
    {"上班", DUBAN__DAY_KIND__DAY_KIND_WORKDAY},
    {"调休上班", DUBAN__DAY_KIND__DAY_KIND_WORKDAY},
    {"班", DUBAN__DAY_KIND__DAY_KIND_WORKDAY},
    {"常规", DUBAN__DAY_KIND__DAY_KIND_REGULAR},
    {"恢复", DUBAN__DAY_KIND__DAY_KIND_REGULAR},
    {},
};

static const struct record_column columns[] = {
    {"date", "日期", RECORD_DATE, .field = NULL, .key = true},
    {"kind", "类型|类别", RECORD_ENUM, .field = NULL, .terms = "day_kind", .word = kind_words,
     .unknown = "calendar.unknown_kind", .in_file = true},
    {"name", "名称|节日|节假日", RECORD_TEXT, .field = NULL},
    {"source", "来源|依据", RECORD_TEXT, .field = NULL},
    {"year", "年度|结算年度", RECORD_YEAR, .field = "year"},
    {"override", "本市自定|市级调整", RECORD_BOOL, .field = NULL},
    {},
};

RECORD(CALENDAR, .name = "calendar", .ignored = "序号|备注", .noun = &duban__calendar__descriptor,
       .put = DUBAN__EVENT__BODY_CALENDAR_PUBLISHED, .column = columns, .table = "calendar",
       .key = "version", .order = 80, .no_revert = "a notice is withdrawn by another version",
       .roles = RECORD_BY_OFFICE);
