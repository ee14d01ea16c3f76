/* Lines of a profile of the score (计分项): the office's own, in the place of the shipped ones. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word part_words[] = {
    {"基本分", DUBAN__SCORE_PART__SCORE_PART_BASE},
    {"加分", DUBAN__SCORE_PART__SCORE_PART_BONUS},
    {"扣分", DUBAN__SCORE_PART__SCORE_PART_DEDUCTION},
    {},
};

static const struct record_word basis_words[] = {
    {"投资完成", DUBAN__SCORE_BASIS__SCORE_BASIS_INVESTMENT},
    {"项目开工", DUBAN__SCORE_BASIS__SCORE_BASIS_STARTS},
    {"入库纳统", DUBAN__SCORE_BASIS__SCORE_BASIS_LIBRARY},
    {"链条推进", DUBAN__SCORE_BASIS__SCORE_BASIS_LINKS},
    {"问题销号", DUBAN__SCORE_BASIS__SCORE_BASIS_PROBLEMS},
    {"数据质量", DUBAN__SCORE_BASIS__SCORE_BASIS_QUALITY},
    {"超额完成", DUBAN__SCORE_BASIS__SCORE_BASIS_EXCESS},
    {"增长", DUBAN__SCORE_BASIS__SCORE_BASIS_GROWTH},
    {"黄灯", DUBAN__SCORE_BASIS__SCORE_BASIS_YELLOW},
    {"红灯", DUBAN__SCORE_BASIS__SCORE_BASIS_RED},
    {"通报", DUBAN__SCORE_BASIS__SCORE_BASIS_CIRCULARS},
    {"录入", DUBAN__SCORE_BASIS__SCORE_BASIS_ENTRIES},
    {},
};

static const struct record_column columns[] = {
    {"profile", "计分办法|办法", RECORD_ID, .field = "profile", .key = true},
    {"item", "计分项代码|代码", RECORD_ID, .field = "item", .key = true},
    {"name", "计分项|计分项名称|名称", RECORD_TEXT, .field = "name"},
    {"part", "分类", RECORD_ENUM, .field = "part", .terms = "score_part", .word = part_words,
     .unknown = "score.unknown_part", .value = "PART",
     .help = "base, bonus, deduction (基本分 加分 扣分)"},
    {"basis", "计分依据|指标", RECORD_ENUM, .field = "basis", .terms = "score_basis",
     .word = basis_words, .unknown = "score.unknown_basis", .value = "BASIS",
     .help = "what it is counted from: investment, starts, ... (docs/nouns/score.md)"},
    {"weight", "分值|满分", RECORD_TEXT, .field = NULL, .value = "POINTS",
     .help = "at most so many points (分值); without it a bonus or deduction has no limit"},
    {"each", "每次分值|每点分值", RECORD_TEXT, .field = NULL, .value = "POINTS",
     .help = "of each case, each percentage point, each late report (每次分值)"},
    {"beyond", "超出部分分值|更正分值", RECORD_TEXT, .field = NULL, .value = "POINTS",
     .help = "of each point beyond `bend`; of each correction; of growth: for the number of "
	     "projects (超出部分分值)"},
    {"bend", "分段点", RECORD_NUMBER, .field = "bend", .max = 1000,
     .help = "up to so many percent `each` counts (分段点)"},
    {"without", "无指标得分比例", RECORD_NUMBER, .field = "without", .max = 100,
     .help = "percent of the weight if there is nothing to count (无指标得分比例)"},
    {"redistribute", "无指标时分摊", RECORD_BOOL, .field = "redistribute",
     .help = "if there is nothing to count the other items carry the weight (分摊)"},
    {"withdrawn", "停用|是否停用", RECORD_BOOL, .field = "withdrawn",
     .help = "it does not count (停用)"},
    {"order", "顺序", RECORD_NUMBER, .field = "order", .max = 10000,
     .help = "its place in the profile (顺序)"},
    {"source", "依据|来源", RECORD_TEXT, .field = "source", .max = REASON_MAX,
     .help = "where it is written (依据)"},
    {},
};

RECORD(SCORE_ITEMS, .name = "score_items", .ignored = "序号|备注",
       .noun = &duban__score_item__descriptor, .put = DUBAN__EVENT__BODY_SCORE_ITEM_PUT,
       .column = columns, .table = "score_item", .key = "profile item", .shown = "name",
       .order = 277, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "score_item",
	       .some = true,
	       .set = "a line of a profile of the score (计分项), in the place of the shipped one",
	       .list = "the office's own lines of the profiles of the score (计分项)",
	       .import = "lines of a profile of the score (计分项) from a CSV file or workbook"});
