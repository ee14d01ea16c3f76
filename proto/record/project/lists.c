/* Lists (清单) and what they ask of a project. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"name", "清单|清单名称|名称", RECORD_TEXT, .field = "name", .key = true},
    {"authority", "管理机关|管理单位", RECORD_TEXT, .field = "authority",
     .help = "who keeps the list (管理机关)"},
    {"elsewhere", "上级清单", RECORD_BOOL, .field = "elsewhere",
     .help = "kept by another: we only apply (省大中型, 省重点)"},
    {"min_total", "总投资门槛", RECORD_MONEY, .field = "min_total",
     .help = "entry: total investment at least (总投资门槛); - empties it"},
    {"needs_code", "要求项目代码", RECORD_BOOL, .field = "needs_code",
     .help = "entry: a project code (项目代码)"},
    {"needs_leader", "要求挂点", RECORD_BOOL, .field = "needs_leader",
     .help = "entry: a linked leader (挂点)"},
    {"needs_six", "要求六个一", RECORD_BOOL, .field = "needs_six", .help = "entry: 六个一"},
    {"needs_chain", "要求链条", RECORD_BOOL, .field = "needs_chain",
     .help = "entry: a chain of the year (年度链条)"},
    {"fast_track", "容缺审批", RECORD_BOOL, .field = "fast_track", .help = "its members: 容缺审批"},
    {"linked_leader", "挂点帮扶", RECORD_BOOL, .field = "linked_leader",
     .help = "its members: 挂点帮扶"},
    {"timely_reward", "及时奖励", RECORD_BOOL, .field = "timely_reward",
     .help = "its members: 及时奖励"},
    {},
};

RECORD(LISTS, .name = "lists", .ignored = "序号|备注", .noun = &duban__list__descriptor,
       .put = DUBAN__EVENT__BODY_LIST_PUT, .column = columns, .table = "list", .key = "name",
       .index = "list", .shown = "name", .order = 70, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "list",
	       .set = "a list (清单): what it asks for, what its members get",
	       .list = "lists (清单): entry requirements and defaults",
	       .import = "lists (清单) from a CSV file or workbook",
	       .args = "LIST",
	       .filter = "out"});
