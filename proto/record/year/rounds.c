/* Candidates as a collection's rounds froze them. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word stage_words[] = {
    {"谋划储备", DUBAN__STAGE__STAGE_RESERVE},
    {"储备", DUBAN__STAGE__STAGE_RESERVE},
    {"前期", DUBAN__STAGE__STAGE_PRELIMINARY},
    {"前期工作", DUBAN__STAGE__STAGE_PRELIMINARY},
    {"计划新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"在建", DUBAN__STAGE__STAGE_BUILDING},
    {"续建", DUBAN__STAGE__STAGE_BUILDING},
    {},
};

static const struct record_word state_words[] = {
    {"申报", DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_SUBMITTED},
    {"不予列入", DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_REJECTED},
    {"撤回", DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_WITHDRAWN},
    {},
};

static const struct record_column columns[] = {
    {"year", "年度|年份|计划年度", RECORD_YEAR, .field = "year", .key = true},
    {"code", "项目代码|项目编号|编号|代码", RECORD_CODE, .field = "code", .key = true},
    {"name", "项目名称|名称", RECORD_TEXT, .field = "name", .required = true},
    {"unit", "责任单位|申报单位", RECORD_UNIT, .field = "unit", .required = true},
    {"sector", "行业主管部门|主管部门", RECORD_UNIT, .field = "sector"},
    {"category", "类别|项目类别|行业", RECORD_TEXT, .field = "category", .refers = "categories"},
    {"stage", "阶段|项目阶段", RECORD_ENUM, .field = "stage", .terms = "stage", .word = stage_words,
     .unknown = "candidate.unknown_stage"},
    {"total", "总投资|总投资额", RECORD_MONEY, .field = "total"},
    {"plan", "年度计划投资|年度计划", RECORD_MONEY, .field = "plan"},
    {"planned_start", "计划开工|计划开工年月", RECORD_MONTH, .field = "planned_start_month",
     .open = "planned_start_open", .value = "YYYY-MM|YYYY"},
    {"planned_finish", "计划竣工|计划竣工年月", RECORD_MONTH, .field = "planned_finish_month"},
    {"content", "建设规模及内容|建设内容", RECORD_TEXT, .field = "content", .max = TEXT_MAX},
    {"goal", "工程形象目标|形象目标", RECORD_TEXT, .field = "goal", .max = REASON_MAX},
    {"state", "状态|申报状态", RECORD_ENUM, .field = "state", .terms = "candidate_state",
     .word = state_words, .unknown = "candidate.unknown_state"},
    {"list", "清单|所属清单", RECORD_TEXT, .field = "list", .refers = "lists"},
    {"batch", "批次", RECORD_TEXT, .field = "batch"},
    {"round", "轮次", RECORD_NUMBER, .field = NULL, .min = 1, .max = 99, .in_file = true},
    {},
};

RECORD(ROUNDS, .name = "rounds", .ignored = "序号|备注", .noun = &duban__candidate__descriptor,
       .put = DUBAN__EVENT__BODY_CANDIDATE_PUT, .column = columns, .table = "candidate",
       .key = "year round code", .shown_key = "year code", .family = "year code", .shown = "name",
       .order = 240, .unit = "unit", .year = "year", .roles = RECORD_BY_OFFICE,
       .cli = {.import = "candidates as a round froze them (各轮快照)"});
