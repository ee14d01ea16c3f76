/* Groups (领导小组, 工作专班): a row a member. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"from", "进组日期|起", RECORD_DATE, .field = NULL, .key = true},
    {"until", "出组日期|止", RECORD_DATE, .field = NULL},
    {"id", "机构编号|编号", RECORD_TEXT, .field = "id"},
    {"name", "机构名称|名称", RECORD_TEXT, .field = "name"},
    {"kind", "机构类别|类别", RECORD_ENUM, .field = "kind", .terms = "group_kind"},
    {"parent", "上级机构", RECORD_NUMBER, .field = "parent"},
    {"person", "姓名|成员", RECORD_WHO, .field = NULL},
    {"role", "组内职务|职务", RECORD_ENUM, .field = NULL, .terms = "member_role"},
    {"unit", "所在单位|单位", RECORD_UNIT, .field = NULL},
    {"seconded", "抽调|是否抽调", RECORD_BOOL, .field = NULL},
    {},
};

RECORD(GROUPS, .name = "groups", .ignored = "序号|备注", .noun = &duban__group__descriptor,
       .put = DUBAN__EVENT__BODY_GROUP_PUT, .column = columns, .table = "group", .key = "num",
       .shown_key = "id", .shown = "name", .order = 50, .roles = RECORD_BY_OFFICE, .by_day = true);
