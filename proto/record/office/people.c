/* People (人员), who answer for links and projects. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"id", "人员编号|编号|工号", RECORD_ID, .field = "id", .key = true},
    {"name", "姓名|名字", RECORD_TEXT, .field = "name", .required = true, .value = "NAME"},
    {"unit", "单位|所在单位|工作单位", RECORD_UNIT, .field = "unit",
     .help = "unit (单位), id or exact name"},
    {"post", "职务|岗位", RECORD_TEXT, .field = "post", .help = "post (职务); - empties it"},
    {"phone", "电话|联系电话|手机|手机号|手机号码|电话号码", RECORD_TEXT, .field = NULL,
     .value = "NUMBER", .aside = true,
     .help = "telephone (电话), kept apart and erasable; - erases it"},
    {},
};

RECORD(PEOPLE, .name = "people", .ignored = "序号|备注", .noun = &duban__person__descriptor,
       .put = DUBAN__EVENT__BODY_PERSON_PUT, .column = columns, .table = "person", .key = "num",
       .index = "person_id", .unit = "unit", .shown_key = "id", .shown = "name", .order = 30,
       .roles = RECORD_BY_OFFICE, .personal = DUBAN__ACCESS_WHAT__ACCESS_WHAT_PEOPLE,
       .cli = {.noun = "person",
	       .set = "make a person (人员) or change who it is",
	       .list = "people (人员)",
	       .import = "people (人员) from a CSV file or workbook",
	       .some = true});
