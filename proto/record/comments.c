/* Comments (征求意见) on candidates. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"code", "项目代码|项目编号|代码", RECORD_ID, .field = "code", .key = true},
    {"unit", "单位|征求单位|部门", RECORD_UNIT, .field = "unit", .key = true},
    {"round", "轮次", RECORD_NUMBER, .field = "round"},
    {"text", "意见|修改意见", RECORD_TEXT, .field = "text"},
    {"answer", "答复|采纳情况", RECORD_TEXT, .field = "answer"},
    {},
};

RECORD(COMMENTS, .name = "comments", .ignored = "序号|备注|项目名称",
       .noun = &duban__comment__descriptor, .put = DUBAN__EVENT__BODY_COMMENT_PUT,
       .column = columns, .table = "comment", .key = "year round code unit",
       .shown_key = "year code unit", .shown = "text", .order = 250,
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(COUNTY) | RECORD_ROLE(UNIT) | RECORD_ROLE(SECTOR));
