/* Lists (清单) and what they ask of a project. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"name", "清单|清单名称|名称", RECORD_TEXT, .field = "name", .key = true},
    {"authority", "管理机关|管理单位", RECORD_TEXT, .field = "authority"},
    {"elsewhere", "上级清单", RECORD_BOOL, .field = "elsewhere"},
    {"min_total", "总投资门槛", RECORD_MONEY, .field = "min_total"},
    {"needs_code", "要求项目代码", RECORD_BOOL, .field = "needs_code"},
    {"needs_leader", "要求挂点", RECORD_BOOL, .field = "needs_leader"},
    {"needs_six", "要求六个一", RECORD_BOOL, .field = "needs_six"},
    {"needs_chain", "要求链条", RECORD_BOOL, .field = "needs_chain"},
    {"fast_track", "容缺审批", RECORD_BOOL, .field = "fast_track"},
    {"linked_leader", "挂点帮扶", RECORD_BOOL, .field = "linked_leader"},
    {"timely_reward", "及时奖励", RECORD_BOOL, .field = "timely_reward"},
    {},
};

RECORD(LISTS, .name = "lists", .ignored = "序号|备注", .noun = &duban__list__descriptor,
       .put = DUBAN__EVENT__BODY_LIST_PUT, .column = columns, .table = "list", .key = "name",
       .index = "list", .shown = "name", .order = 70, .roles = RECORD_BY_OFFICE);
