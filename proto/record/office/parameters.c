/* Parameters of lists, categories and projects. */
#include "proto/record/record.h"

static const struct record_word scope_words[] = {
    {"默认", DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT},
    {"类别", DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY},
    {"清单", DUBAN__SCOPE_KIND__SCOPE_KIND_LIST},
    {"项目", DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT},
    {},
};

static const struct record_column columns[] = {
    {"key", "参数|键|参数名称", RECORD_TEXT, .field = "key", .key = true},
    {"scope", "范围|适用范围", RECORD_ENUM, .field = "scope", .terms = "scope_kind",
     .word = scope_words, .unknown = "param.unknown_scope"},
    {"of", "对象|适用对象", RECORD_TEXT, .field = NULL},
    {"value", "值|参数值", RECORD_TEXT, .field = "value"},
    {"source", "依据|来源", RECORD_TEXT, .field = "source"},
    {},
};

RECORD(PARAMETERS, .name = "parameters", .ignored = "序号|备注",
       .noun = &duban__parameter__descriptor, .put = DUBAN__EVENT__BODY_PARAMETER_SET,
       .column = columns, .table = "parameter", .key = "key scope scope_name project",
       .shown = "value", .order = 100, .first_without = "of", .roles = RECORD_BY_OFFICE,
       .cli = {.import = "parameters (规则参数) from a CSV file or workbook"});
