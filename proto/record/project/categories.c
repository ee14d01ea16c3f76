/* Categories (项目类别), a tree by name. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"name", "类别|类别名称|名称", RECORD_TEXT, .field = "name", .key = true},
    {"parent", "上级类别", RECORD_TEXT, .field = "parent", .refers = "categories", .value = "NAME",
     .help = "the category above it; - makes it a top"},
    {"industry", "产业类|是否产业类", RECORD_BOOL, .field = "industry",
     .help = "industrial, with all below it (产业类)"},
    {},
};

RECORD(CATEGORIES, .name = "categories", .ignored = "序号|备注",
       .noun = &duban__category__descriptor, .put = DUBAN__EVENT__BODY_CATEGORY_PUT,
       .column = columns, .table = "category", .key = "name", .index = "category", .shown = "name",
       .order = 60, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "category",
	       .set = "a category (类别) and the one above it",
	       .list = "the tree of categories (类别)",
	       .import = "categories (类别) from a CSV file or workbook"});
