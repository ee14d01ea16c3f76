/* The problems or projects of a campaign (攻坚), each with its leader, plan and date. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"campaign", "攻坚编号", RECORD_TEXT, .field = "campaign", .key = true, .refers = "campaigns"},
    {"subject", "问题编号或项目代码|问题编号|项目代码", RECORD_CODE, .field = "subject",
     .key = true},
    {"unit", "责任单位", RECORD_UNIT, .field = "unit",
     .help = "responsible unit (责任单位); that of the problem or project if not given"},
    {"leader", "领衔领导|责任领导", RECORD_WHO, .field = "leader", .required = true,
     .help = "the leader in charge (领衔领导), id or name; a new one needs it"},
    {"due", "完成时限|期限", RECORD_DATE, .field = "due_date",
     .help = "to be done by (完成时限); the campaign's last day if not given"},
    {"reason", "增列理由", RECORD_TEXT, .field = "reason", .max = REASON_MAX,
     .help = "why it is added after the list was fixed (增列理由)"},
    {"scheme", "方案文号", RECORD_TEXT, .field = NULL, .value = "TEXT",
     .help = "document of its plan (方案文号)"},
    {"task_book", "任务书", RECORD_DIGEST, .field = NULL, .value = "SM3",
     .help = "digest of the stored task book (任务书)"},
    {"timetable", "时间表", RECORD_DIGEST, .field = NULL, .value = "SM3",
     .help = "digest of the stored timetable (时间表)"},
    {"roadmap", "路线图", RECORD_DIGEST, .field = NULL, .value = "SM3",
     .help = "digest of the stored road map (路线图)"},
    {"added", "列入日期", RECORD_DATE, .field = "added_date", .hidden = true},
    {"left", "未完成结转日期", RECORD_DATE, .field = "left_date", .hidden = true},
    {},
};

RECORD(CAMPAIGN_ITEMS, .name = "campaign_items", .ignored = "序号|备注",
       .noun = &duban__campaign_item__descriptor, .put = DUBAN__EVENT__BODY_CAMPAIGN_ITEM_PUT,
       .column = columns, .table = "campaign_item", .key = "campaign subject", .shown = "subject",
       .order = 372, .unit = "unit", .own_unit = true, .roles = RECORD_BY_OFFICE,
       .cli = {.import = "problems or projects of campaigns (攻坚), one a row"});
