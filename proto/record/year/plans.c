/* Yearly plans (年度计划): a row a version. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"原始", DUBAN__PLAN_KIND__PLAN_KIND_ORIGINAL},
    {"原计划", DUBAN__PLAN_KIND__PLAN_KIND_ORIGINAL},
    {"调整", DUBAN__PLAN_KIND__PLAN_KIND_ADJUSTED},
    {"调整计划", DUBAN__PLAN_KIND__PLAN_KIND_ADJUSTED},
    {},
};

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"year", "年度|年份|计划年度", RECORD_YEAR, .field = "year", .key = true,
     .help = "the plan's year"},
    {"version", "版本|版次", RECORD_NUMBER, .field = "version", .min = 1, .max = 9999,
     .hidden = true},
    {"kind", "计划类型|类型|类别", RECORD_ENUM, .field = "kind", .terms = "plan_kind",
     .word = kind_words, .unknown = "plan.unknown_kind", .hidden = true},
    {"amount", "年度计划投资|年度计划|计划投资", RECORD_MONEY, .field = "amount",
     .help = "of the year: 1200万元"},
    {"planned_start", "计划开工|计划开工年月", RECORD_MONTH, .field = "planned_start_month",
     .open = "planned_start_open", .value = "YYYY-MM|YYYY",
     .help = "planned start (计划开工); - empties it"},
    {"planned_finish", "计划竣工|计划竣工年月", RECORD_MONTH, .field = "planned_finish_month",
     .help = "planned finish (计划竣工); - empties it"},
    {"document", "文号|文件|依据", RECORD_TEXT, .field = "document", .value = "NO",
     .help = "document that adopts it (文号)"},
    {"adopted", "下达日期|批准日期", RECORD_DATE, .field = "adopted_date",
     .help = "in force from that day; today if not given, never in the future"},
    {"goal", "工程形象目标|形象目标|年度目标", RECORD_TEXT, .field = "goal", .max = REASON_MAX,
     .help = "what shall stand at the year's end (工程形象目标)"},
    {"m1", "1月|一月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 1"},
    {"m2", "2月|二月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 2"},
    {"m3", "3月|三月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 3"},
    {"m4", "4月|四月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 4"},
    {"m5", "5月|五月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 5"},
    {"m6", "6月|六月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 6"},
    {"m7", "7月|七月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 7"},
    {"m8", "8月|八月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 8"},
    {"m9", "9月|九月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 9"},
    {"m10", "10月|十月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 10"},
    {"m11", "11月|十一月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 11"},
    {"m12", "12月|十二月", RECORD_MONEY, .field = NULL, .help = "what is planned for month 12"},
    {},
};

RECORD(PLANS, .name = "plans", .ignored = "序号|备注|项目名称", .noun = &duban__plan__descriptor,
       .put = DUBAN__EVENT__BODY_PLAN_PUT, .column = columns, .table = "plan",
       .key = "project year version", .shown = "document", .order = 130, .year = "year",
       .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "plan",
	       .set = "a project's yearly plan: the first one, or a new version (原始、调整)",
	       .list = "yearly plans with all their versions",
	       .import = "yearly plans (年度计划), a version a row, from a CSV file or workbook",
	       .words = "project",
	       .filter = "project unit list year out in"});
