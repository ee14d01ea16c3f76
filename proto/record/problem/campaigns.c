/* Campaigns (攻坚). */
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"问题攻坚", DUBAN__CAMPAIGN_KIND__CAMPAIGN_KIND_PROBLEMS},
    {"百个问题", DUBAN__CAMPAIGN_KIND__CAMPAIGN_KIND_PROBLEMS},
    {"前期攻坚", DUBAN__CAMPAIGN_KIND__CAMPAIGN_KIND_PROJECTS},
    {"百个前期", DUBAN__CAMPAIGN_KIND__CAMPAIGN_KIND_PROJECTS},
    {},
};

static const struct record_word goal_words[] = {
    {"前期", DUBAN__STAGE__STAGE_PRELIMINARY}, {"计划新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"在建", DUBAN__STAGE__STAGE_BUILDING},    {"开工", DUBAN__STAGE__STAGE_BUILDING},
    {"完工", DUBAN__STAGE__STAGE_COMPLETED},   {"竣工", DUBAN__STAGE__STAGE_ACCEPTED},
    {"投产", DUBAN__STAGE__STAGE_OPERATING},   {},
};

static const struct record_column columns[] = {
    {"id", "攻坚编号|编号", RECORD_ID, .field = "id", .key = true},
    {"name", "攻坚名称|名称", RECORD_TEXT, .field = "name", .required = true, .value = "NAME",
     .help = "name of the campaign; a new one needs it"},
    {"kind", "攻坚类别|类别", RECORD_ENUM, .field = "kind", .required = true,
     .terms = "campaign_kind", .word = kind_words, .unknown = "campaign.unknown_kind",
     .value = "KIND", .help = "problems, projects (问题攻坚 前期攻坚)"},
    {"from", "开始日期|起", RECORD_DATE, .field = "from_date", .required = true,
     .help = "first day (开始日期): from then on its list is fixed"},
    {"until", "结束日期|止", RECORD_DATE, .field = "until_date", .required = true,
     .help = "last day (结束日期)"},
    {"unit", "牵头单位", RECORD_UNIT, .field = "unit", .help = "the unit that leads it (牵头单位)"},
    {"leader", "领衔领导", RECORD_WHO, .field = "leader",
     .help = "the leader of all (领衔领导), id or name; - empties it"},
    {"target", "目标数", RECORD_NUMBER, .field = "target", .max = 100000,
     .help = "how many are to be done (目标数); all, if not given"},
    {"goal", "目标阶段", RECORD_ENUM, .field = "goal", .terms = "stage", .word = goal_words,
     .unknown = "project.unknown_stage", .value = "STAGE",
     .help = "of projects: the stage that they are to reach (目标阶段)"},
    {"document", "文号", RECORD_TEXT, .field = "document"},
    {"ended", "收官日期", RECORD_DATE, .field = "ended_date", .hidden = true},
    {"ended_total", "收官总数", RECORD_NUMBER, .field = "ended_total", .hidden = true},
    {"ended_done", "收官完成数", RECORD_NUMBER, .field = "ended_done", .hidden = true},
    {},
};

RECORD(CAMPAIGNS, .name = "campaigns", .ignored = "序号|备注", .noun = &duban__campaign__descriptor,
       .put = DUBAN__EVENT__BODY_CAMPAIGN_PUT, .column = columns, .table = "campaign", .key = "num",
       .index = "campaign_id", .shown_key = "id", .shown = "name", .order = 371,
       .year = "from_date", .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "campaign",
	       .set = "a campaign (攻坚) over problems or projects",
	       .list = "campaigns (攻坚)",
	       .import = "campaigns (攻坚)",
	       .filter = "year out"});
