/* Supervision (督查): a row a day on which something was seen, also without a finding. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word kind_words[] = {
    {"督查", DUBAN__SUPERVISION_KIND__SUPERVISION_KIND_VISIT},
    {"专项督查", DUBAN__SUPERVISION_KIND__SUPERVISION_KIND_SPECIAL},
    {"联合办公", DUBAN__SUPERVISION_KIND__SUPERVISION_KIND_SESSION},
    {},
};

static const struct record_word means_words[] = {
    {"窗口催办", DUBAN__SUPERVISION_MEANS__SUPERVISION_MEANS_WINDOW},
    {"平台监办", DUBAN__SUPERVISION_MEANS__SUPERVISION_MEANS_PLATFORM},
    {"链条跟办", DUBAN__SUPERVISION_MEANS__SUPERVISION_MEANS_CHAIN},
    {"现场督办", DUBAN__SUPERVISION_MEANS__SUPERVISION_MEANS_SITE},
    {"进度评办", DUBAN__SUPERVISION_MEANS__SUPERVISION_MEANS_PROGRESS},
    {},
};

static const struct record_word form_words[] = {
    {"日常", DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_DAILY},
    {"日常跟踪督查", DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_DAILY},
    {"随机", DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_RANDOM},
    {"不打招呼随机督查", DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_RANDOM},
    {"媒体", DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_MEDIA},
    {"邀请媒体协调督查", DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_MEDIA},
    {"回马枪", DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_REVISIT},
    {"回马枪式巡回督查", DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_REVISIT},
    {},
};

static const struct record_word gravity_words[] = {
    {"重大问题", DUBAN__GRAVITY__GRAVITY_PROBLEM},
    {"重大隐患", DUBAN__GRAVITY__GRAVITY_DANGER},
    {},
};

static const struct record_column columns[] = {
    {"id", "督查编号|编号", RECORD_ID, .field = "id", .key = true},
    {"kind", "督查类型|类型", RECORD_ENUM, .field = "kind", .terms = "supervision_kind",
     .word = kind_words, .unknown = "supervision.bad_kind"},
    {"means", "督查手段|手段", RECORD_ENUM, .field = "means", .terms = "supervision_means",
     .word = means_words, .unknown = "supervision.bad_means", .required = true},
    {"form", "督查形式|形式", RECORD_ENUM, .field = "form", .terms = "supervision_form",
     .word = form_words, .unknown = "supervision.bad_form", .required = true},
    {"held", "督查日期|日期", RECORD_DATE, .field = "held_date", .required = true, .past = true},
    {"team", "督查组|专班", RECORD_REFER, .field = "team", .refers = "groups", .value = "GROUP",
     .help = "the group that went (督查组、巡回专班)"},
    {"person", "督查人员|人员", RECORD_WHO, .field = "person", .many = true, .max = 40},
    {"project", "督查项目|项目", RECORD_PROJECT, .field = "project", .many = true, .max = 200},
    {"list", "督查清单|清单", RECORD_TEXT, .field = "list", .refers = "lists"},
    {"place", "地点", RECORD_TEXT, .field = "place"},
    {"text", "督查情况|情况", RECORD_TEXT, .field = "text", .max = TEXT_MAX},
    {"revisit", "回访日期|再次督查日期", RECORD_DATE, .field = "revisit_date",
     .help = "when to look again (回马枪)"},
    {"revisits", "所回访的督查编号", RECORD_ID, .field = "revisits", .refers = "supervisions",
     .help = "id of the earlier one that this looks at again"},
    {"gravity", "重大事项", RECORD_ENUM, .field = "gravity", .terms = "gravity",
     .word = gravity_words, .unknown = "supervision.bad_gravity"},
    {"reported_to", "报告对象", RECORD_TEXT, .field = "reported_to"},
    {"reported", "报告日期", RECORD_DATE, .field = "reported_date", .past = true},
    {},
};

RECORD(SUPERVISIONS, .name = "supervisions", .ignored = "序号|备注",
       .noun = &duban__supervision__descriptor, .put = DUBAN__EVENT__BODY_SUPERVISION_PUT,
       .column = columns, .table = "supervision", .key = "id", .shown = "text", .order = 344,
       .year = "held_date", .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "supervision",
	       .set = "what a supervision (督查) saw on a day, also without a finding",
	       .list = "supervisions (督查)",
	       .import = "supervisions (督查), one a row, from a CSV file or workbook",
	       .filter = "project year out"});
