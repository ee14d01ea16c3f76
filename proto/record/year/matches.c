/* 要素匹配: what a department answered for a candidate. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word result_words[] = {
    {"已落实", DUBAN__MATCH_RESULT__MATCH_RESULT_MET},
    {"满足", DUBAN__MATCH_RESULT__MATCH_RESULT_MET},
    {"有条件落实", DUBAN__MATCH_RESULT__MATCH_RESULT_CONDITIONAL},
    {"基本满足", DUBAN__MATCH_RESULT__MATCH_RESULT_CONDITIONAL},
    {"未落实", DUBAN__MATCH_RESULT__MATCH_RESULT_LACKING},
    {"不满足", DUBAN__MATCH_RESULT__MATCH_RESULT_LACKING},
    {},
};

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"code", "项目代码|项目编号|代码", RECORD_CODE, .field = "code", .key = true},
    {"element", "要素|要素类别", RECORD_TEXT, .field = "element", .key = true},
    {"unit", "责任部门|部门|单位", RECORD_UNIT, .field = "unit", .required = true,
     .help = "the department asked"},
    {"result", "匹配结果|落实情况|结果", RECORD_ENUM, .field = "result", .terms = "match_result",
     .word = result_words, .unknown = "match.unknown_result", .value = "RESULT",
     .help = "met, conditional, lacking (已落实 有条件落实 未落实)"},
    {"text", "说明|意见", RECORD_TEXT, .field = "text", .max = REASON_MAX,
     .help = "what is to be said about it"},
    {},
};

RECORD(MATCHES, .name = "matches", .ignored = "序号|备注|项目名称",
       .noun = &duban__match__descriptor, .put = DUBAN__EVENT__BODY_MATCH_PUT, .column = columns,
       .table = "match", .key = "year code element", .shown = "element", .order = 260,
       .unit = "unit", .year = "year",
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(COUNTY) | RECORD_ROLE(UNIT) | RECORD_ROLE(SECTOR),
       .cli = {.noun = "match",
	       .set = "an element (要素) of a candidate: asked for, or answered",
	       .list = "elements and their state; --unit for one department's sheet (要素匹配表)",
	       .import = "what departments say of candidates (要素匹配)",
	       .filter = "year unit out in"});
