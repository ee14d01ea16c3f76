/* Units: counties, zones, departments, owners. */
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"办公室", DUBAN__UNIT_KIND__UNIT_KIND_OFFICE},
    {"市重点办", DUBAN__UNIT_KIND__UNIT_KIND_OFFICE},
    {"重点办", DUBAN__UNIT_KIND__UNIT_KIND_OFFICE},
    {"督查", DUBAN__UNIT_KIND__UNIT_KIND_SUPERVISION},
    {"督查办", DUBAN__UNIT_KIND__UNIT_KIND_SUPERVISION},
    {"开发区（管理局）", DUBAN__UNIT_KIND__UNIT_KIND_ZONE},
    {"督查问责办", DUBAN__UNIT_KIND__UNIT_KIND_SUPERVISION},
    {"县区", DUBAN__UNIT_KIND__UNIT_KIND_COUNTY},
    {"县", DUBAN__UNIT_KIND__UNIT_KIND_COUNTY},
    {"区", DUBAN__UNIT_KIND__UNIT_KIND_COUNTY},
    {"县（区）", DUBAN__UNIT_KIND__UNIT_KIND_COUNTY},
    {"县(区)", DUBAN__UNIT_KIND__UNIT_KIND_COUNTY},
    {"开发区", DUBAN__UNIT_KIND__UNIT_KIND_ZONE},
    {"管理局", DUBAN__UNIT_KIND__UNIT_KIND_ZONE},
    {"行业主管部门", DUBAN__UNIT_KIND__UNIT_KIND_SECTOR},
    {"行业部门", DUBAN__UNIT_KIND__UNIT_KIND_SECTOR},
    {"主管部门", DUBAN__UNIT_KIND__UNIT_KIND_SECTOR},
    {"市直", DUBAN__UNIT_KIND__UNIT_KIND_MUNICIPAL},
    {"市直单位", DUBAN__UNIT_KIND__UNIT_KIND_MUNICIPAL},
    {"市直部门", DUBAN__UNIT_KIND__UNIT_KIND_MUNICIPAL},
    {"业主", DUBAN__UNIT_KIND__UNIT_KIND_OWNER},
    {"业主单位", DUBAN__UNIT_KIND__UNIT_KIND_OWNER},
    {"项目业主", DUBAN__UNIT_KIND__UNIT_KIND_OWNER},
    {},
};

static const struct record_column columns[] = {
    {"id", "单位编号|单位代码|编号|代码", RECORD_ID, .field = "id", .key = true},
    {"name", "单位名称|单位|名称", RECORD_TEXT, .field = "name", .required = true, .value = "NAME",
     .help = "name of the unit (单位名称)"},
    {"kind", "类型|类别|单位类型|单位类别", RECORD_ENUM, .field = "kind", .required = true,
     .terms = "unit_kind", .word = kind_words, .unknown = "unit.unknown_kind", .value = "KIND",
     .help = "county, zone, sector, municipal, owner, ... (县区 开发区 ...)"},
    {"parent", "上级单位|上级|隶属单位", RECORD_UNIT, .field = "parent",
     .help = "the unit above (上级单位); - empties it"},
    {"gb_code", "区划代码|行政区划代码|国标代码", RECORD_TEXT, .field = "gb_code", .value = "CODE",
     .help = "GB/T 2260 (区划代码); - empties it"},
    {"section", "业务科室|科室", RECORD_TEXT, .field = "section",
     .help = "section that handles it (业务科室); - empties it"},
    {},
};

RECORD(UNITS, .name = "units", .ignored = "序号|备注", .noun = &duban__unit__descriptor,
       .put = DUBAN__EVENT__BODY_UNIT_PUT, .column = columns, .table = "unit", .key = "num",
       .index = "unit_id", .unit = "num", .shown_key = "id", .shown = "name", .order = 20,
       .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "unit",
	       .set = "make a unit (单位) or change what it is",
	       .import = "units (单位) from a CSV file or workbook; - is standard input",
	       .some = true});
