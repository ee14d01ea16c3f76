/* 移交: a row a lead that is handed over to the discipline inspection, with its reply. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word offence_words[] = {
    {"弄虚作假", DUBAN__OFFENCE__OFFENCE_FALSIFYING},
    {"欺上瞒下", DUBAN__OFFENCE__OFFENCE_DECEIVING},
    {"形式主义", DUBAN__OFFENCE__OFFENCE_FORMALISM},
    {"官僚主义", DUBAN__OFFENCE__OFFENCE_BUREAUCRATISM},
    {"不作为", DUBAN__OFFENCE__OFFENCE_INACTION},
    {"慢作为", DUBAN__OFFENCE__OFFENCE_SLOWNESS},
    {"乱作为", DUBAN__OFFENCE__OFFENCE_MISCONDUCT},
    {},
};

static const struct record_column columns[] = {
    {"number", "移交文号|文号|编号", RECORD_TEXT, .field = "number", .key = true, .max = CODE_MAX},
    {"unit", "涉及单位|单位|责任单位", RECORD_UNIT, .field = "unit", .required = true,
     .help = "the unit concerned (涉及单位)"},
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project",
     .help = "the project that it is about; - empties it"},
    {"person", "涉及人员|人员", RECORD_WHO, .field = "person", .many = true, .max = LEADERS_MAX,
     .help = "the persons concerned (涉及人员)"},
    {"offence", "情形|问题情形|问题类别", RECORD_ENUM, .field = "offence", .required = true,
     .terms = "offence", .word = offence_words, .unknown = "referral.unknown_offence",
     .value = "KIND",
     .help = "falsifying, deceiving, formalism, bureaucratism, inaction, slowness, misconduct "
	     "(弄虚作假 欺上瞒下 形式主义 官僚主义 不作为 慢作为 乱作为)"},
    {"receiver", "受理机关|移交机关", RECORD_TEXT, .field = "receiver", .max = NAME_MAX_BYTES,
     .help = "to whom (受理机关); 市纪委监委 if not given"},
    {"sent", "移交日期|日期", RECORD_DATE, .field = "sent_date", .past = true, .required = true,
     .help = "the day on which it was handed over (移交日期)"},
    {"reason", "事由|线索内容", RECORD_TEXT, .field = "reason", .required = true, .max = REASON_MAX,
     .help = "what it is about (线索内容)"},
    {"replied", "回复日期", RECORD_DATE, .field = "replied_date", .past = true,
     .help = "the day of the reply (回复日期)"},
    {"reply_document", "回复文号", RECORD_TEXT, .field = "reply_document", .max = NAME_MAX_BYTES,
     .help = "文号 of the reply"},
    {"reply", "回复内容|处理结果", RECORD_TEXT, .field = "reply", .max = REASON_MAX,
     .help = "what they found and did (处理结果)"},
    {"deducted", "扣分", RECORD_NUMBER, .field = "deducted", .max = 100,
     .help = "points off (扣分), for the score"},
    {"source", "来源|依据", RECORD_TEXT, .field = "source", .many = true,
     .help = "ids of the lamps that it is about (来源)"},
    {},
};

RECORD(REFERRALS, .name = "referrals", .ignored = "序号|备注", .noun = &duban__referral__descriptor,
       .put = DUBAN__EVENT__BODY_REFERRAL_PUT, .column = columns, .table = "referral",
       .key = "number", .shown = "number", .order = 332, .unit = "unit", .year = "sent_date",
       .city_only = true, .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "referral",
	       .set = "a lead handed over to the discipline inspection (移交), and its reply",
	       .list = "leads handed over (移交), by unit and year",
	       .import = "leads handed over (移交), with their replies",
	       .filter = "unit year out"});
