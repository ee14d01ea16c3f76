/* The cadence (调度制度): the office's own rows, in the place of the shipped ones. */
#include "proto/record/duty/words.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"profile", "制度|调度制度", RECORD_ID, .field = "profile", .key = true},
    {"form", "事项|应办事项", RECORD_ENUM, .field = "form", .key = true, .terms = "duty_form",
     .word = duty_form_words, .unknown = "duty.unknown_form"},
    {"tier", "层级", RECORD_ENUM, .field = "tier", .terms = "duty_tier", .word = duty_tier_words,
     .unknown = "duty.unknown_tier"},
    {"who", "由谁办|办理主体", RECORD_TEXT, .field = "who", .value = "WHO;WHO",
     .help = "units, sectors, reviewers, counties, municipal, departments, office, supervision, "
	     "unit:ID (办理主体)"},
    {"when", "时限|办理时限", RECORD_TEXT, .field = "when", .value = "WHEN",
     .help = "day 18:00, week fri 12:00, month 25, month+1 5wd, quarter +15cd (时限)"},
    {"lamps", "亮灯|是否亮灯", RECORD_BOOL, .field = "lamps",
     .help = "does a late one light a lamp (亮灯)"},
    {"off", "停用|是否停用", RECORD_BOOL, .field = "off",
     .help = "there is no such duty here (停用)"},
    {"attendance", "参会范围", RECORD_TEXT, .field = "attendance", .value = "WHO;WHO",
     .help = "of a meeting: who has to come (参会范围)"},
    {"basis", "依据", RECORD_TEXT, .field = "basis", .max = 600},
    {},
};

RECORD(CADENCES, .name = "cadences", .ignored = "序号|备注", .noun = &duban__cadence__descriptor,
       .put = DUBAN__EVENT__BODY_CADENCE_PUT, .column = columns, .table = "cadence",
       .key = "profile form", .shown = "when", .order = 15, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "cadence",
	       .no_list = true,
	       .some = true,
	       .set = "change a row of the cadence (调度制度)",
	       .import = "the office's own rows of the cadence (调度制度)"});
