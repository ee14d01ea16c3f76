/* Who is told nothing for a time (免打扰). What comes meanwhile waits: it is told afterwards, if it
 * still stands. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"person", "姓名|人员|人员编号", RECORD_PERSON, .field = "person", .key = true},
    {"from", "起始日期|起", RECORD_DATE, .field = "from_date", .help = "first day"},
    {"until", "截止日期|止", RECORD_DATE, .field = "until_date", .required = true,
     .help = "last day"},
    {"reason", "事由|原因", RECORD_TEXT, .field = "reason", .max = 600, .help = "why (事由)"},
    {},
};

RECORD(NOTICE_MUTES, .name = "notice_mutes", .ignored = "序号|备注",
       .noun = &duban__notice_mute__descriptor, .put = DUBAN__EVENT__BODY_NOTICE_MUTE_PUT,
       .column = columns, .table = "notice_mute", .key = "person", .shown = "reason", .order = 46,
       .roles = RECORD_BY_OFFICE, .city_only = true, .by_day = true,
       .cli = {.noun = "notice_mute",
	       .set = "a person is told nothing for a time (免打扰)",
	       .list = "who is told nothing, until when and why",
	       .import = "mutes of persons (免打扰) from a CSV file or workbook"});
