/* 约谈: a row a talk with people of a unit. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"number", "编号|文号|约谈编号", RECORD_TEXT, .field = "number", .key = true, .max = CODE_MAX},
    {"unit", "被约谈单位|单位|责任单位", RECORD_UNIT, .field = "unit", .required = true,
     .help = "whose people are called in (被约谈单位)"},
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project",
     .help = "the project that it is about; - empties it"},
    {"person", "约谈对象|被约谈人", RECORD_WHO, .field = "person",
     .help = "who is talked with (约谈对象), id or name"},
    {"talker", "约谈人|主谈人", RECORD_WHO, .field = "talker", .help = "who talks (约谈人)"},
    {"planned", "拟谈日期|计划日期|约谈期限", RECORD_DATE, .field = "planned_date",
     .help = "the day by which it is to be held (拟谈日期)"},
    {"held", "约谈日期|日期", RECORD_DATE, .field = "held_date", .past = true,
     .help = "the day on which it was held (约谈日期)"},
    {"cancelled", "取消日期", RECORD_DATE, .field = "cancelled_date", .past = true,
     .help = "the day on which it was called off (取消日期); say why in --result"},
    {"place", "地点|约谈地点", RECORD_TEXT, .field = "place"},
    {"reason", "事由|约谈事由", RECORD_TEXT, .field = "reason", .required = true, .max = REASON_MAX,
     .help = "what it is about (事由)"},
    {"result", "结果|约谈结果|整改要求", RECORD_TEXT, .field = "result", .max = REASON_MAX,
     .help = "what came of it (结果)"},
    {"minutes", "纪要|约谈纪要", RECORD_DIGEST, .field = "minutes",
     .help = "digest of the stored minutes (约谈纪要)"},
    {"deducted", "扣分", RECORD_NUMBER, .field = "deducted", .max = 100,
     .help = "points off (扣分), for the score"},
    {"source", "来源|依据", RECORD_TEXT, .field = "source", .many = true,
     .help = "ids of the lamps that it is about (来源)"},
    {},
};

RECORD(TALKS, .name = "talks", .ignored = "序号|备注", .noun = &duban__talk__descriptor,
       .put = DUBAN__EVENT__BODY_TALK_PUT, .column = columns, .table = "talk", .key = "number",
       .shown = "number", .order = 329, .unit = "unit", .year = "planned_date", .own_unit = true,
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "talk",
	       .set = "a talk (约谈) with people of a unit: planned, held, called off",
	       .list = "talks (约谈), by unit and year",
	       .import = "talks (约谈), also those of former years, from a CSV file or workbook",
	       .filter = "unit year out"});
