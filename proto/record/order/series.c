/* Series of 文号, from which orders draw their numbers. */
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"督办函", DUBAN__ORDER_KIND__ORDER_KIND_LETTER},
    {"批示指示", DUBAN__ORDER_KIND__ORDER_KIND_INSTRUCTION},
    {"会议议定事项", DUBAN__ORDER_KIND__ORDER_KIND_DECISION},
    {"审计巡察整改", DUBAN__ORDER_KIND__ORDER_KIND_AUDIT},
    {"审议意见", DUBAN__ORDER_KIND__ORDER_KIND_OPINION},
    {},
};

static const struct record_column columns[] = {
    {"name", "文号系列|系列", RECORD_TEXT, .field = "name", .key = true, .max = 64},
    {"text", "文号格式", RECORD_TEXT, .field = "text", .required = true, .max = 64,
     .help = "with {n}, and {year} before it: 督办〔{year}〕{n}号"},
    {"first", "起始号", RECORD_NUMBER, .field = "first", .max = 99999,
     .help = "the first number of a year that is drawn here; 1 if not given"},
    {"kind", "适用类型", RECORD_ENUM, .field = "kind", .terms = "order_kind", .word = kind_words,
     .unknown = "order.bad_kind",
     .help = "only for orders of this kind (督办件类型); else for those without a series"},
    {},
};

RECORD(SERIES, .name = "series", .ignored = "序号|备注", .noun = &duban__order_series__descriptor,
       .put = DUBAN__EVENT__BODY_ORDER_SERIES_PUT, .column = columns, .table = "order_series",
       .key = "name", .shown = "text", .order = 338,
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "series",
	       .set = "a series of numbers (文号系列) for orders",
	       .list = "series of numbers (文号系列)",
	       .import = "series of numbers (文号系列) from a CSV file or workbook"});
