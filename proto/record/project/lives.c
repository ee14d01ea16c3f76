/* The dates of a project's life: an opening balance. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"entered", "录入日期|进入日期|入统日期", RECORD_DATE, .field = "entered_date", .past = true},
    {"stage_since", "现阶段起|现阶段起始日期|本阶段自|阶段日期", RECORD_DATE, .field = "stage_date",
     .past = true},
    {"started", "开工日期|实际开工日期|实际开工", RECORD_DATE, .field = "started_date",
     .past = true},
    {"stopped", "停工日期", RECORD_DATE, .field = "stopped_date", .past = true},
    {"resumed", "复工日期", RECORD_DATE, .field = "resumed_date", .past = true},
    {"completed", "完工日期", RECORD_DATE, .field = "completed_date", .past = true},
    {"accepted", "竣工日期|竣工验收日期", RECORD_DATE, .field = "accepted_date", .past = true},
    {"operating", "投产日期", RECORD_DATE, .field = "operating_date", .past = true},
    {"on_target", "达效日期", RECORD_DATE, .field = "on_target_date", .past = true},
    {"archived", "归档日期", RECORD_DATE, .field = "archived_date", .past = true},
    {"withdrawn", "退出日期", RECORD_DATE, .field = "withdrawn_date", .past = true},
    {"library", "入库日期|入库纳统日期", RECORD_DATE, .field = "library_date", .past = true},
    {"library_left", "出库日期|退库日期", RECORD_DATE, .field = "library_left_date", .past = true},
    {"begun_by", "已知在建日期", RECORD_DATE, .field = "begun_by_date", .past = true},
    {"library_document", "入库文号", RECORD_TEXT, .field = "library_document"},
    {"corrections", "更正次数", RECORD_NUMBER, .field = "corrections", .max = UINT16_MAX},
    {},
};

RECORD(LIVES, .name = "lives", .ignored = "序号|备注|项目名称", .noun = &duban__life__descriptor,
       .put = DUBAN__EVENT__BODY_LIFE_PUT, .column = columns, .table = "life", .key = "project",
       .shown = "", .order = 110, .roles = RECORD_BY_OFFICE,
       .cli = {.import = "dates of projects' lives (阶段日期) from a CSV file or workbook"});
