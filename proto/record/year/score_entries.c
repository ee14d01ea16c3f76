/* Points that a person enters (录入): supervision results, rewards, corrections after an appeal. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"unit", "单位|责任单位", RECORD_UNIT, .field = "unit", .key = true},
    {"item", "计分项|计分项代码", RECORD_ID, .field = "item", .key = true},
    {"number", "编号", RECORD_ID, .field = "number", .key = true},
    {"points", "分值|得分", RECORD_TEXT, .field = NULL, .value = "POINTS",
     .help = "2, -0.5; of an item that is counted: what is added to its points (分值)"},
    {"date", "日期|录入日期", RECORD_DATE, .field = "entry_date", .past = true, .required = true},
    {"reason", "事由", RECORD_TEXT, .field = "reason", .required = true, .max = REASON_MAX,
     .help = "what the points are for (事由)"},
    {"document", "佐证文号|文号|依据", RECORD_TEXT, .field = "document", .max = CODE_MAX,
     .help = "number of the document that proves it (佐证)"},
    {"no_evidence", "无佐证|是否无佐证", RECORD_BOOL, .field = "no_evidence",
     .help = "the evidence is missing: it counts nothing; of an item that is counted, the item "
	     "counts 0 (无佐证)"},
    {},
};

RECORD(SCORE_ENTRIES, .name = "score_entries", .ignored = "序号|备注",
       .noun = &duban__score_entry__descriptor, .put = DUBAN__EVENT__BODY_SCORE_ENTRY_PUT,
       .column = columns, .table = "score_entry", .key = "year unit item number", .shown = "reason",
       .order = 278, .unit = "unit", .year = "year", .own_unit = true, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "score_entry",
	       .set = "points of an item of the score that a person enters (录入)",
	       .list = "points that persons entered (录入), by unit and year",
	       .import = "points of items of the score (录入) from a CSV file or workbook"});
