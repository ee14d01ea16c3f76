/* Categories (项目类别), a tree by name. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"name", "类别|类别名称|名称", RECORD_TEXT, .field = "name", .key = true},
    {"parent", "上级类别", RECORD_TEXT, .field = "parent", .refers = "categories"},
    {},
};

RECORD(CATEGORIES, .name = "categories", .ignored = "序号|备注",
       .noun = &duban__category__descriptor, .put = DUBAN__EVENT__BODY_CATEGORY_PUT,
       .column = columns, .table = "category", .key = "name", .index = "category", .shown = "name",
       .order = 60, .roles = RECORD_BY_OFFICE);
