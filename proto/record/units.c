/* Units: counties, zones, departments, owners. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"id", "单位编号|单位代码|编号|代码", RECORD_ID, .field = "id", .key = true},
    {"name", "单位名称|单位|名称", RECORD_TEXT, .field = "name"},
    {"kind", "类型|类别|单位类型|单位类别", RECORD_ENUM, .field = "kind", .terms = "unit_kind"},
    {"parent", "上级单位|上级|隶属单位", RECORD_UNIT, .field = "parent"},
    {"gb_code", "区划代码|行政区划代码|国标代码", RECORD_TEXT, .field = "gb_code"},
    {"section", "业务科室|科室", RECORD_TEXT, .field = "section"},
    {},
};

RECORD(UNITS, .name = "units", .ignored = "序号|备注", .noun = &duban__unit__descriptor,
       .put = DUBAN__EVENT__BODY_UNIT_PUT, .column = columns, .table = "unit", .key = "num",
       .shown_key = "id", .shown = "name", .order = 20, .roles = RECORD_BY_OFFICE);
