/* Targets (目标) of units and of the city. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"indicator", "指标|指标名称|目标", RECORD_TEXT, .field = "indicator", .key = true},
    {"unit", "责任单位|单位", RECORD_UNIT, .field = "unit"},
    {"kind", "类型|指标类型", RECORD_ENUM, .field = "kind", .terms = "target_kind"},
    {"previous", "上年数|上年值|基数", RECORD_TEXT, .field = "previous"},
    {"value", "目标值|年度目标", RECORD_TEXT, .field = "value"},
    {"q1", "一季度", RECORD_TEXT, .field = NULL},
    {"q2", "二季度|上半年", RECORD_TEXT, .field = NULL},
    {"q3", "三季度|前三季度", RECORD_TEXT, .field = NULL},
    {"q4", "四季度|全年", RECORD_TEXT, .field = NULL},
    {"source", "依据|来源|文号", RECORD_TEXT, .field = "source"},
    {},
};

RECORD(TARGETS, .name = "targets", .ignored = "序号|备注", .noun = &duban__target__descriptor,
       .put = DUBAN__EVENT__BODY_TARGET_PUT, .column = columns, .table = "target",
       .key = "unit year indicator", .shown = "indicator", .order = 140, .roles = RECORD_BY_OFFICE);
