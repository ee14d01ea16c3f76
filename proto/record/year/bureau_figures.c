/* 统计局反馈: what the statistics bureau counted of a project from January to a month. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"month", "月份|截至月份", RECORD_MONTH, .field = "month", .key = true},
    {"amount", "统计局数|统计局累计|累计完成投资", RECORD_MONEY, .field = "amount",
     .required = true, .help = "counted from January to this month (统计局累计)"},
    {"source", "来源|依据", RECORD_TEXT, .field = "source", .max = REASON_MAX,
     .help = "the file or letter that it comes from (来源)"},
    {},
};

RECORD(BUREAU_FIGURES, .name = "bureau_figures", .ignored = "序号|备注|项目名称|责任单位",
       .noun = &duban__bureau_figure__descriptor, .put = DUBAN__EVENT__BODY_BUREAU_FIGURE_PUT,
       .column = columns, .table = "bureau_figure", .key = "project month", .shown = "source",
       .order = 276, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "bureau_figure",
	       .set = "what the statistics bureau counted of a project (统计局反馈)",
	       .list = "what the statistics bureau counted (统计局反馈), by project and month",
	       .import = "the statistics bureau's file (统计局反馈), a project and month a row"});
