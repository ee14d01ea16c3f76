/* Comments (征求意见) on candidates. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"code", "项目代码|项目编号|代码", RECORD_CODE, .field = "code", .key = true},
    {"unit", "单位|征求单位|部门", RECORD_UNIT, .field = "unit", .key = true},
    {"round", "轮次", RECORD_NUMBER, .field = "round", .min = 1, .max = 99,
     .help = "of that round; the last one frozen if not given"},
    {"text", "意见|修改意见", RECORD_TEXT, .field = "text", .required = true, .max = TEXT_MAX,
     .help = "the comment (意见)"},
    {"answer", "答复|采纳情况", RECORD_TEXT, .field = "answer", .max = TEXT_MAX,
     .help = "the office's answer (答复)"},
    {},
};

RECORD(COMMENTS, .name = "comments", .ignored = "序号|备注|项目名称",
       .noun = &duban__comment__descriptor, .put = DUBAN__EVENT__BODY_COMMENT_PUT,
       .column = columns, .table = "comment", .key = "year round code unit",
       .shown_key = "year code unit", .shown = "text", .order = 250, .unit = "unit", .year = "year",
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(COUNTY) | RECORD_ROLE(UNIT) | RECORD_ROLE(SECTOR),
       .cli = {.noun = "comment",
	       .set = "a unit's comment on a candidate (征求意见), or the answer to it",
	       .list = "comments and answers",
	       .import = "comments (征求意见) on candidates",
	       .filter = "year unit out in"});
