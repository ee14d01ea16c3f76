/* Leave (请假) of persons, and who stands in for them. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"person", "姓名|人员|请假人", RECORD_PERSON, .field = "person", .key = true},
    {"from", "起始日期|起", RECORD_DATE, .field = "from_date", .key = true},
    {"until", "截止日期|止", RECORD_DATE, .field = "until_date", .required = true,
     .help = "the last day (截止日期)"},
    {"substitute", "代理人", RECORD_PERSON, .field = "substitute",
     .help = "who is told instead (代理人); - empties it"},
    {"reason", "事由", RECORD_TEXT, .field = "reason", .max = REASON_MAX},
    {},
};

RECORD(LEAVES, .name = "leaves", .ignored = "序号|备注", .noun = &duban__leave__descriptor,
       .put = DUBAN__EVENT__BODY_LEAVE_PUT, .column = columns, .table = "leave",
       .key = "person from_date", .shown = "until_date", .order = 45, .roles = RECORD_BY_OFFICE,
       .by_day = true,
       .cli = {.noun = "leave",
	       .set = "a person is on leave (请假), and who is told instead",
	       .list = "who is on leave (请假), and who stands in",
	       .import = "leaves (请假) from a CSV file or workbook"});
