/* What leaders did themselves (亲自研究、谋划、推动、协调), a row a deed. */
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"研究", DUBAN__LEADER_ACTION_KIND__LEADER_ACTION_KIND_RESEARCH},
    {"亲自研究", DUBAN__LEADER_ACTION_KIND__LEADER_ACTION_KIND_RESEARCH},
    {"谋划", DUBAN__LEADER_ACTION_KIND__LEADER_ACTION_KIND_PLAN},
    {"亲自谋划", DUBAN__LEADER_ACTION_KIND__LEADER_ACTION_KIND_PLAN},
    {"推动", DUBAN__LEADER_ACTION_KIND__LEADER_ACTION_KIND_PUSH},
    {"亲自推动", DUBAN__LEADER_ACTION_KIND__LEADER_ACTION_KIND_PUSH},
    {"协调", DUBAN__LEADER_ACTION_KIND__LEADER_ACTION_KIND_COORDINATE},
    {"亲自协调", DUBAN__LEADER_ACTION_KIND__LEADER_ACTION_KIND_COORDINATE},
    {},
};

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"no", "序次|编号", RECORD_NUMBER, .field = "no", .key = true, .min = 1, .max = 9999},
    {"leader", "领导", RECORD_WHO, .field = "leader", .required = true,
     .help = "the leader (领导), id or name"},
    {"kind", "方式", RECORD_ENUM, .field = "kind", .required = true, .terms = "leader_action_kind",
     .word = kind_words, .unknown = "action.unknown_kind", .value = "KIND",
     .help = "research, plan, push, coordinate (研究 谋划 推动 协调)"},
    {"date", "日期", RECORD_DATE, .field = "acted_date", .required = true, .past = true},
    {"text", "情况|内容", RECORD_TEXT, .field = "text", .max = 2000, .value = "TEXT",
     .help = "what was done (情况)"},
    {},
};

RECORD(ACTIONS, .name = "actions", .ignored = "备注", .noun = &duban__leader_action__descriptor,
       .put = DUBAN__EVENT__BODY_LEADER_ACTION_PUT, .column = columns, .table = "leader_action",
       .key = "project no", .shown = "text", .order = 340, .year = "acted_date",
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(COUNTY) | RECORD_ROLE(UNIT) | RECORD_ROLE(SECTOR),
       .cli = {.noun = "action",
	       .set = "what a leader did himself for a project (亲自研究、谋划、推动、协调)",
	       .list = "what leaders did themselves for their projects",
	       .import = "what leaders did themselves (亲自研究、谋划、推动、协调)"});
