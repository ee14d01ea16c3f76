/* Numbers of a series that no order has (空号), each with the reason. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"series", "文号系列|系列", RECORD_TEXT, .field = "series", .key = true, .refers = "series",
     .max = 64},
    {"year", "年度|年份", RECORD_YEAR, .field = "year", .key = true},
    {"n", "号", RECORD_NUMBER, .field = "n", .key = true, .min = 1, .max = 99999},
    {"reason", "空号原因|原因", RECORD_TEXT, .field = "reason", .required = true,
     .max = REASON_MAX},
    {},
};

RECORD(VOIDS, .name = "voids", .ignored = "序号|备注", .noun = &duban__void_number__descriptor,
       .put = DUBAN__EVENT__BODY_VOID_NUMBER_PUT, .column = columns, .table = "void_number",
       .key = "series year n", .shown = "reason", .order = 339, .year = "year",
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "void",
	       .set = "a number of a series that no order has (空号), and why",
	       .list = "void numbers (空号) of the series",
	       .import = "void numbers (空号) from a CSV file or workbook"});
