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

static const struct record_word measure_words[] = {
    {"项目个数", DUBAN__TARGET_MEASURE__TARGET_MEASURE_PROJECTS},
    {"新增项目个数", DUBAN__TARGET_MEASURE__TARGET_MEASURE_NEW_PROJECTS},
    {"总投资", DUBAN__TARGET_MEASURE__TARGET_MEASURE_TOTAL},
    {"年度计划投资", DUBAN__TARGET_MEASURE__TARGET_MEASURE_PLAN},
    {"完成投资", DUBAN__TARGET_MEASURE__TARGET_MEASURE_COMPLETED},
    {"投资完成率", DUBAN__TARGET_MEASURE__TARGET_MEASURE_RATE},
    {"开工个数", DUBAN__TARGET_MEASURE__TARGET_MEASURE_STARTS},
    {"开工率", DUBAN__TARGET_MEASURE__TARGET_MEASURE_START_RATE},
    {"入库个数", DUBAN__TARGET_MEASURE__TARGET_MEASURE_LIBRARY},
    {"储备项目个数", DUBAN__TARGET_MEASURE__TARGET_MEASURE_RESERVE},
    {"产业占比", DUBAN__TARGET_MEASURE__TARGET_MEASURE_INDUSTRY_SHARE},
    {"支撑率", DUBAN__TARGET_MEASURE__TARGET_MEASURE_SUPPORT},
    {},
};

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"indicator", "指标|指标名称|目标", RECORD_TEXT, .field = "indicator", .key = true},
    {"unit", "责任单位|单位", RECORD_UNIT, .field = "unit",
     .help = "whose target; the city's if not given"},
    {"kind", "类型|指标类型", RECORD_ENUM, .field = "kind", .required = true,
     .terms = "target_kind", .word = kind_words, .unknown = "target.unknown_kind", .value = "KIND",
     .help = "amount, count, growth, share (金额 数量 增速 占比)"},
    {"previous", "上年数|上年值|基数", RECORD_TEXT, .field = NULL, .value = "VALUE",
     .help = "of the year before (基数)"},
    {"value", "目标值|年度目标", RECORD_TEXT, .field = NULL, .required = true, .value = "VALUE",
     .help = "120亿元, 45, 10.5%"},
    {"q1", "一季度", RECORD_TEXT, .field = NULL, .value = "VALUE",
     .help = "to be reached by the end of the first quarter"},
    {"q2", "二季度|上半年", RECORD_TEXT, .field = NULL, .value = "VALUE",
     .help = "by the half-year"},
    {"q3", "三季度|前三季度", RECORD_TEXT, .field = NULL, .value = "VALUE",
     .help = "by the end of the third quarter"},
    {"q4", "四季度|全年", RECORD_TEXT, .field = NULL, .value = "VALUE",
     .help = "by the year's end"},
    {"source", "依据|来源|文号", RECORD_TEXT, .field = "source", .max = REASON_MAX,
     .help = "where it is written (依据)"},
    {"measure", "测算指标|统计指标", RECORD_ENUM, .field = "measure", .terms = "target_measure",
     .word = measure_words, .unknown = "target.unknown_measure", .value = "MEASURE",
     .help = "by what `target status` measures it: completed, start_rate, ... (测算指标)"},
    {"list", "清单|测算清单", RECORD_TEXT, .field = "list", .max = NAME_MAX_BYTES,
     .help = "of the projects on this list; of all if not given (清单)"},
    {},
};

RECORD(TARGETS, .name = "targets", .ignored = "序号|备注", .noun = &duban__target__descriptor,
       .put = DUBAN__EVENT__BODY_TARGET_PUT, .column = columns, .table = "target",
       .key = "unit year indicator", .shown = "indicator", .order = 140, .unit = "unit",
       .year = "year", .own_unit = true, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "target",
	       .set = "a target (目标) of the city or of a unit",
	       .list = "targets, with their quarters' steps",
	       .import = "targets (目标任务) from a CSV file or workbook"});
