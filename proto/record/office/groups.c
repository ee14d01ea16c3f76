/* Groups (领导小组, 工作专班): a row a member. */
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"领导小组", DUBAN__GROUP_KIND__GROUP_KIND_LEADING},
    {"办公室", DUBAN__GROUP_KIND__GROUP_KIND_OFFICE},
    {"督查问责办", DUBAN__GROUP_KIND__GROUP_KIND_SUPERVISION},
    {"工作专班", DUBAN__GROUP_KIND__GROUP_KIND_TASK_FORCE},
    {},
};

static const struct record_word role_words[] = {
    {"组长", DUBAN__MEMBER_ROLE__MEMBER_ROLE_CHIEF},
    {"主任", DUBAN__MEMBER_ROLE__MEMBER_ROLE_CHIEF},
    {"常务副组长", DUBAN__MEMBER_ROLE__MEMBER_ROLE_EXECUTIVE},
    {"副组长", DUBAN__MEMBER_ROLE__MEMBER_ROLE_DEPUTY},
    {"副主任", DUBAN__MEMBER_ROLE__MEMBER_ROLE_DEPUTY},
    {"成员", DUBAN__MEMBER_ROLE__MEMBER_ROLE_MEMBER},
    {},
};

static const struct record_column columns[] = {
    {"id", "机构编号|编号", RECORD_ID, .field = "id", .key = true},
    {"name", "机构名称|名称", RECORD_TEXT, .field = "name", .value = "NAME",
     .help = "name of the group; a new one needs it"},
    {"kind", "机构类别|类别", RECORD_ENUM, .field = "kind", .terms = "group_kind",
     .word = kind_words, .unknown = "group.bad_kind", .value = "KIND",
     .help = "leading, office, supervision, task-force (领导小组 办公室 督查问责办 工作专班)"},
    {"parent", "上级机构", RECORD_TEXT, .field = "parent", .refers = "groups", .value = "ID",
     .help = "the group above it; - empties it"},
    {"person", "姓名|成员", RECORD_WHO, .field = NULL, .help = "a member, id or name"},
    {"role", "组内职务|职务", RECORD_ENUM, .field = NULL, .terms = "member_role",
     .word = role_words, .unknown = "group.bad_role", .value = "ROLE",
     .help = "chief, executive, deputy, member (组长 常务副组长 副组长 成员)"},
    {"unit", "所在单位|单位", RECORD_UNIT, .field = NULL,
     .help = "whence the member comes (所在单位)"},
    {"seconded", "抽调|是否抽调", RECORD_BOOL, .field = NULL, .help = "seconded from there (抽调)"},
    {"from", "进组日期|起", RECORD_DATE, .field = NULL, .help = "first day (进组日期)"},
    {"until", "出组日期|止", RECORD_DATE, .field = NULL,
     .help = "last day (出组日期); - empties it"},
    {},
};

RECORD(GROUPS, .name = "groups", .ignored = "序号|备注", .noun = &duban__group__descriptor,
       .put = DUBAN__EVENT__BODY_GROUP_PUT, .column = columns, .table = "group", .key = "num",
       .index = "group_id", .shown_key = "id", .shown = "name", .order = 50,
       .roles = RECORD_BY_OFFICE, .by_day = true,
       .cli = {.noun = "group",
	       .set = "a group (领导小组、工作专班), or a member of it",
	       .list = "groups and their members (机构成员)",
	       .import = "groups (组织机构), a member a row, from a CSV file or workbook",
	       .some = true,
	       .filter = "unit at out"});
