/* Ladders (升级阶梯): a row a step. What is shipped is in daemon/data/ladders.csv. */
#include "proto/limits.h"
#include "proto/record/record.h"

enum { STEPS = 16, WAIT = 250 }; /* LADDER_STEPS_MAX, LADDER_WAIT_MAX */

static const struct record_word recipient_words[] = {
    {"责任人", DUBAN__RECIPIENT__RECIPIENT_RESPONSIBLE},
    {"联系人", DUBAN__RECIPIENT__RECIPIENT_CONTACT},
    {"分管领导", DUBAN__RECIPIENT__RECIPIENT_DEPUTY},
    {"责任领导", DUBAN__RECIPIENT__RECIPIENT_DEPUTY},
    {"主要负责人", DUBAN__RECIPIENT__RECIPIENT_HEAD},
    {"第一责任人", DUBAN__RECIPIENT__RECIPIENT_HEAD},
    {"行业主管部门工作人员", DUBAN__RECIPIENT__RECIPIENT_SECTOR_STAFF},
    {"行业主管部门分管领导", DUBAN__RECIPIENT__RECIPIENT_SECTOR_DEPUTY},
    {"行业主管部门主要负责人", DUBAN__RECIPIENT__RECIPIENT_SECTOR_HEAD},
    {"行业主管部门", DUBAN__RECIPIENT__RECIPIENT_SECTOR_HEAD},
    {"县区专班", DUBAN__RECIPIENT__RECIPIENT_COUNTY_TEAM},
    {"常务副县（区）长", DUBAN__RECIPIENT__RECIPIENT_COUNTY_EXECUTIVE},
    {"常务副县长", DUBAN__RECIPIENT__RECIPIENT_COUNTY_EXECUTIVE},
    {"常务副区长", DUBAN__RECIPIENT__RECIPIENT_COUNTY_EXECUTIVE},
    {"督查问责办", DUBAN__RECIPIENT__RECIPIENT_SUPERVISION},
    {"领导小组办公室", DUBAN__RECIPIENT__RECIPIENT_OFFICE},
    {"市重点办", DUBAN__RECIPIENT__RECIPIENT_OFFICE},
    {"挂点县领导", DUBAN__RECIPIENT__RECIPIENT_COUNTY_LEADER},
    {"挂点市领导", DUBAN__RECIPIENT__RECIPIENT_LINKED_LEADER},
    {"挂点领导", DUBAN__RECIPIENT__RECIPIENT_LINKED_LEADER},
    {"分管副市长", DUBAN__RECIPIENT__RECIPIENT_VICE_MAYOR},
    {"常务副市长", DUBAN__RECIPIENT__RECIPIENT_EXECUTIVE_MAYOR},
    {"市长", DUBAN__RECIPIENT__RECIPIENT_MAYOR},
    {},
};

static const struct record_word action_words[] = {
    {"督办函", DUBAN__STEP_ACTION__STEP_ACTION_ORDER},
    {"约谈", DUBAN__STEP_ACTION__STEP_ACTION_TALK},
    {"通报批评", DUBAN__STEP_ACTION__STEP_ACTION_CIRCULAR},
    {"通报", DUBAN__STEP_ACTION__STEP_ACTION_CIRCULAR},
    {"调出", DUBAN__STEP_ACTION__STEP_ACTION_LEAVE},
    {"移交", DUBAN__STEP_ACTION__STEP_ACTION_REFER},
    {},
};

static const struct record_column columns[] = {
    {"ladder", "阶梯|升级阶梯", RECORD_ID, .field = "ladder", .key = true},
    {"step", "级次|级", RECORD_NUMBER, .field = "step", .key = true, .min = 1, .max = STEPS},
    {"tier", "层级|名称", RECORD_TEXT, .field = "tier"},
    {"lit_wd", "亮灯满工作日|亮灯满", RECORD_NUMBER, .field = "lit_wd", .max = WAIT,
     .help = "due when lit for so many working days (亮灯满若干工作日); 0 empties it"},
    {"evaluations", "连续评估次数|连续评估", RECORD_NUMBER, .field = "evaluations", .max = 24,
     .help = "due when lit at so many monthly evaluations in a row (连续评估亮灯)"},
    {"reds", "当年红灯次数|当年红灯", RECORD_NUMBER, .field = "reds", .max = 99,
     .help = "due when red for the n-th time in the year; 1: as soon as it is red (当年红灯次数)"},
    {"red_wd", "红灯满工作日|红灯满", RECORD_NUMBER, .field = "red_wd", .max = WAIT,
     .help = "due when red for so many working days (红灯满若干工作日)"},
    {"after_wd", "上一级后工作日|上一级后", RECORD_NUMBER, .field = "after_wd", .max = WAIT,
     .help = "due so many working days after the step before (上一级之后)"},
    {"order_wd", "督办函逾期工作日|督办函逾期", RECORD_NUMBER, .field = "order_wd", .max = WAIT,
     .help = "due so many working days after the deadline of the lamp's order (督办函逾期)"},
    {"to", "告知对象|告知", RECORD_ENUM, .field = "to", .many = true, .max = 16,
     .terms = "recipient", .word = recipient_words, .unknown = "ladder.bad_recipient"},
    {"action", "措施", RECORD_ENUM, .field = "action", .terms = "step_action", .word = action_words,
     .unknown = "ladder.bad_action"},
    {"rules", "适用规则|规则", RECORD_TEXT, .field = "rule", .many = true, .max = 16,
     .value = "W04;W05", .help = "only for these rules (适用规则); - for all"},
    {"basis", "依据|来源", RECORD_TEXT, .field = "basis"},
    {},
};

RECORD(LADDERS, .name = "ladders", .ignored = "序号|备注", .noun = &duban__ladder_step__descriptor,
       .put = DUBAN__EVENT__BODY_LADDER_STEP_PUT, .column = columns, .table = "ladder_step",
       .key = "ladder step", .shown = "tier", .order = 10, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "ladder",
	       .set = "a step of a ladder (升级阶梯): who is told when a lamp stays lit",
	       .list = "the steps that the office made or changed; ladder show tells all",
	       .import = "ladders (升级阶梯) from a CSV file or workbook"});
