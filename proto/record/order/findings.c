/* What supervisions found (督查发现), a row a finding. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"supervision", "督查编号", RECORD_ID, .field = "supervision", .refers = "supervisions",
     .key = true, .value = "ID"},
    {"no", "发现序号|序号", RECORD_NUMBER, .field = "no", .key = true, .min = 1, .max = 999},
    {"project", "项目代码|项目", RECORD_PROJECT, .field = "project"},
    {"text", "发现情况|发现问题", RECORD_TEXT, .field = "text", .required = true,
     .max = REASON_MAX},
    {"order", "转督办件文号", RECORD_REFER, .field = "order", .refers = "orders", .value = "NUMBER",
     .help = "the order that it became (督办件文号)"},
    {"problem", "转问题编号", RECORD_REFER, .field = "problem", .refers = "problems", .value = "ID",
     .help = "the problem that it became (问题编号)"},
    {},
};

RECORD(FINDINGS, .name = "findings", .ignored = "备注", .noun = &duban__finding__descriptor,
       .put = DUBAN__EVENT__BODY_FINDING_PUT, .column = columns, .table = "finding",
       .key = "supervision no", .shown = "text", .order = 374,
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "finding",
	       .set = "a finding (督查发现) of a supervision",
	       .list = "findings (督查发现) of supervisions",
	       .import = "findings (督查发现) from a CSV file or workbook",
	       .args = "ID NO",
	       .filter = "project out"});
