/* 通报: a row a unit that is rewarded or criticised. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"及时奖励", DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_REWARD},
    {"通报表扬", DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_REWARD},
    {"通报批评", DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_CRITICISM},
    {},
};

static const struct record_column columns[] = {
    {"number", "文号|通报文号|编号", RECORD_TEXT, .field = "number", .key = true, .max = CODE_MAX},
    {"unit", "被通报单位|单位|责任单位", RECORD_UNIT, .field = "unit", .key = true},
    {"kind", "类别|通报类别|类型", RECORD_ENUM, .field = "kind", .required = true,
     .terms = "circular_kind", .word = kind_words, .unknown = "circular.unknown_kind",
     .value = "KIND", .help = "reward, criticism (及时奖励 通报批评)"},
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project",
     .help = "the project that it is about; - empties it"},
    {"person", "人员|被通报人", RECORD_WHO, .field = "person", .many = true, .max = LEADERS_MAX,
     .help = "persons of the unit who are named (人员)"},
    {"issued", "印发日期|通报日期|日期", RECORD_DATE, .field = "issued_date", .past = true,
     .required = true, .help = "the day on which it was issued (印发日期)"},
    {"about", "通报月份|月份|期次", RECORD_MONTH, .field = "about_month",
     .help = "the month whose ranking it is about (通报月份)"},
    {"rank", "名次|排名", RECORD_NUMBER, .field = "rank", .max = 1000,
     .help = "the place in that ranking (名次); of a criticism counted from the last"},
    {"reason", "事由|通报事由", RECORD_TEXT, .field = "reason", .required = true, .max = REASON_MAX,
     .help = "why (事由)"},
    {"basis", "制度依据|办法", RECORD_TEXT, .field = "basis", .max = NAME_MAX_BYTES,
     .help = "the act that it rests on (制度依据)"},
    {"awarded", "加分", RECORD_NUMBER, .field = "awarded", .max = 100,
     .help = "points on (加分), for the score"},
    {"deducted", "扣分", RECORD_NUMBER, .field = "deducted", .max = 100,
     .help = "points off (扣分), for the score"},
    {"prize", "奖金|奖励金额", RECORD_MONEY, .field = "prize", .help = "prize money (奖金)"},
    {"source", "来源|依据", RECORD_TEXT, .field = "source", .many = true,
     .help = "ids of the lamps that it is about (来源)"},
    {},
};

RECORD(CIRCULARS, .name = "circulars", .ignored = "序号|备注", .noun = &duban__circular__descriptor,
       .put = DUBAN__EVENT__BODY_CIRCULAR_PUT, .column = columns, .table = "circular",
       .key = "number unit", .shown = "number", .order = 331, .unit = "unit", .year = "issued_date",
       .own_unit = true, .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "circular",
	       .set = "a unit is rewarded or criticised in a circular (及时奖励、通报批评)",
	       .list = "rewards and criticisms (及时奖励、通报批评), by unit and year",
	       .import = "rewards and criticisms (及时奖励、通报批评), a unit a row",
	       .filter = "unit year out in"});
