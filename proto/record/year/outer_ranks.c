/* 外部排名: the places that an authority outside gave the city. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"list", "清单|清单名称", RECORD_TEXT, .field = "list", .key = true},
    {"month", "月份|截至月份", RECORD_MONTH, .field = "month", .key = true},
    {"indicator", "指标|指标名称", RECORD_TEXT, .field = "indicator", .key = true},
    {"rank", "名次|排名", RECORD_NUMBER, .field = "rank", .required = true, .max = 10000},
    {"of", "参排数|参加排名数", RECORD_NUMBER, .field = "of", .max = 10000},
    {"among", "排名范围|范围", RECORD_TEXT, .field = "among", .max = NAME_MAX_BYTES},
    {"source", "来源|依据", RECORD_TEXT, .field = "source", .required = true, .max = REASON_MAX,
     .help = "where it is published (依据)"},
    {},
};

RECORD(OUTER_RANKS, .name = "outer_ranks", .ignored = "序号|备注",
       .noun = &duban__outer_rank__descriptor, .put = DUBAN__EVENT__BODY_OUTER_RANK_PUT,
       .column = columns, .table = "outer_rank", .key = "list month indicator", .shown = "rank",
       .order = 275, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "outer_rank",
	       .set = "a place that an authority outside gave the city (外部排名)",
	       .list = "places that authorities outside gave the city (外部排名)",
	       .import = "ranks from outside (外部排名) from a CSV file or workbook"});
