/* 集中开工: a row a project that takes part. */
#include "proto/record/record.h"

static const struct record_word venue_words[] = {
    {"主会场", DUBAN__VENUE_KIND__VENUE_KIND_MAIN},
    {"分会场", DUBAN__VENUE_KIND__VENUE_KIND_BRANCH},
    {},
};

static const struct record_column columns[] = {
    {"id", "批次编号|集中开工编号|编号", RECORD_ID, .field = "id", .key = true},
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"held", "开工日期|集中开工日期|举办日期", RECORD_DATE, .field = "held_date", .required = true,
     .help = "the day of the gathering (举办日期)"},
    {"name", "集中开工名称|名称", RECORD_TEXT, .field = "name", .required = true, .value = "NAME",
     .help = "name of the gathering"},
    {"venue", "会场", RECORD_ENUM, .field = "venue", .terms = "venue_kind", .word = venue_words,
     .unknown = "gathering.unknown_venue", .value = "VENUE",
     .help = "main, branch (主会场 分会场)"},
    {"place", "地点", RECORD_TEXT, .field = "place", .help = "where (地点)"},
    {"leader", "责任领导|挂钩领导", RECORD_WHO, .field = "leader",
     .help = "the leader who follows it up (责任领导), id or name; - empties it"},
    {},
};

RECORD(GATHERINGS, .name = "gatherings", .ignored = "序号|备注",
       .noun = &duban__gathering__descriptor, .put = DUBAN__EVENT__BODY_GATHERING_PUT,
       .column = columns, .table = "gathering", .key = "id project", .shown = "name", .order = 180,
       .year = "held_date", .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "gathering",
	       .set = "a project takes part in a gathering (集中开工)",
	       .list = "gatherings (集中开工) and their projects",
	       .import = "joint starts (集中开工), a project a row"});
