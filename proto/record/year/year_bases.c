/* 基数: what was counted for a month elsewhere or before duban, for comparisons with the year
 * before. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"list", "清单|清单名称", RECORD_TEXT, .field = "list", .key = true},
    {"month", "月份|截至月份", RECORD_MONTH, .field = "month", .key = true},
    {"unit", "责任单位|单位", RECORD_UNIT, .field = "unit",
     .help = "of this unit; of the whole city if not given"},
    {"plan", "年度计划|年度计划投资", RECORD_MONEY, .field = "plan"},
    {"completed", "累计完成|累计完成投资", RECORD_MONEY, .field = "completed"},
    {"planned_starts", "计划新开工", RECORD_NUMBER, .field = "planned_starts", .max = 1000000},
    {"started", "已开工", RECORD_NUMBER, .field = "started", .max = 1000000},
    {"source", "来源|依据", RECORD_TEXT, .field = "source", .required = true, .max = REASON_MAX,
     .help = "where it is published, or that it was estimated (依据)"},
    {},
};

RECORD(YEAR_BASES, .name = "year_bases", .ignored = "序号|备注",
       .noun = &duban__year_base__descriptor, .put = DUBAN__EVENT__BODY_YEAR_BASE_PUT,
       .column = columns, .table = "year_base", .key = "list unit month", .shown = "source",
       .order = 274, .unit = "unit", .own_unit = true, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "year_base",
	       .set = "what was counted for a month of an earlier year (基数)",
	       .list = "bases of comparisons with the year before (基数)",
	       .import = "bases of the year before (基数) from a CSV file or workbook"});
