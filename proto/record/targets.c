/* Targets (目标) of units and of the city. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"金额", DUBAN__TARGET_KIND__TARGET_KIND_AMOUNT},
    {"投资额", DUBAN__TARGET_KIND__TARGET_KIND_AMOUNT},
    {"数量", DUBAN__TARGET_KIND__TARGET_KIND_COUNT},
    {"个数", DUBAN__TARGET_KIND__TARGET_KIND_COUNT},
    {"增速", DUBAN__TARGET_KIND__TARGET_KIND_GROWTH},
    {"增长率", DUBAN__TARGET_KIND__TARGET_KIND_GROWTH},
    {"占比", DUBAN__TARGET_KIND__TARGET_KIND_SHARE},
    {"比例", DUBAN__TARGET_KIND__TARGET_KIND_SHARE},
    {},
};

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"indicator", "指标|指标名称|目标", RECORD_TEXT, .field = "indicator", .key = true},
    {"unit", "责任单位|单位", RECORD_UNIT, .field = "unit"},
    {"kind", "类型|指标类型", RECORD_ENUM, .field = "kind", .required = true,
     .terms = "target_kind", .word = kind_words, .unknown = "target.unknown_kind"},
    {"previous", "上年数|上年值|基数", RECORD_TEXT, .field = NULL},
    {"value", "目标值|年度目标", RECORD_TEXT, .field = NULL, .required = true},
    {"q1", "一季度", RECORD_TEXT, .field = NULL},
    {"q2", "二季度|上半年", RECORD_TEXT, .field = NULL},
    {"q3", "三季度|前三季度", RECORD_TEXT, .field = NULL},
    {"q4", "四季度|全年", RECORD_TEXT, .field = NULL},
    {"source", "依据|来源|文号", RECORD_TEXT, .field = "source", .max = REASON_MAX},
    {},
};

RECORD(TARGETS, .name = "targets", .ignored = "序号|备注", .noun = &duban__target__descriptor,
       .put = DUBAN__EVENT__BODY_TARGET_PUT, .column = columns, .table = "target",
       .key = "unit year indicator", .shown = "indicator", .order = 140, .unit = "unit",
       .year = "year", .roles = RECORD_BY_OFFICE);
