/* Posts (职务) of people in units. */
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"主要负责人", DUBAN__POST_KIND__POST_KIND_HEAD},
    {"主要领导", DUBAN__POST_KIND__POST_KIND_HEAD},
    {"负责人", DUBAN__POST_KIND__POST_KIND_HEAD},
    {"分管领导", DUBAN__POST_KIND__POST_KIND_DEPUTY},
    {"工作人员", DUBAN__POST_KIND__POST_KIND_STAFF},
    {"经办人", DUBAN__POST_KIND__POST_KIND_STAFF},
    {"信息员", DUBAN__POST_KIND__POST_KIND_REPORTER},
    {"联络员", DUBAN__POST_KIND__POST_KIND_REPORTER},
    {"常务副职", DUBAN__POST_KIND__POST_KIND_EXECUTIVE},
    {"常务副县长", DUBAN__POST_KIND__POST_KIND_EXECUTIVE},
    {"常务副区长", DUBAN__POST_KIND__POST_KIND_EXECUTIVE},
    {"分管市领导", DUBAN__POST_KIND__POST_KIND_PATRON},
    {"分管副市长", DUBAN__POST_KIND__POST_KIND_PATRON},
    {"其他", DUBAN__POST_KIND__POST_KIND_OTHER},
    {},
};

static const struct record_column columns[] = {
    {"person", "姓名|人员|人员编号", RECORD_PERSON, .field = "person", .key = true},
    {"unit", "单位|责任单位|所在单位", RECORD_UNIT, .field = "unit", .key = true},
    {"title", "职务|岗位", RECORD_TEXT, .field = "title", .key = true},
    {"kind", "职务类别|类别", RECORD_ENUM, .field = "kind", .terms = "post_kind",
     .word = kind_words, .unknown = "post.bad_kind", .value = "KIND",
     .help =
	 "head, deputy, staff, reporter, executive, patron, other (主要负责人 分管领导 工作人员 "
	 "信息员 常务副职 分管市领导 其他)"},
    {"from", "任职日期|任职时间|起", RECORD_DATE, .field = "from_date",
     .help = "first day (任职日期)"},
    {"until", "免职日期|免职时间|止", RECORD_DATE, .field = "until_date",
     .help = "last day (免职日期); - empties it"},
    {},
};

RECORD(POSTS, .name = "posts", .ignored = "序号|备注", .noun = &duban__post__descriptor,
       .put = DUBAN__EVENT__BODY_POST_PUT, .column = columns, .table = "post", .key = "num",
       .shown_key = "person title", .shown = "title", .order = 40, .roles = RECORD_BY_OFFICE,
       .by_day = true, .unit = "unit",
       .cli = {.noun = "post",
	       .set = "a person holds a post (职务) in a unit",
	       .list = "posts (职务): with --unit a department's contacts",
	       .import = "posts (职务) from a CSV file or workbook"});
