/* How links go: an opening balance. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = NULL, .key = true},
    {"no", "环节序号|环节编号|序号|编号|环节", RECORD_NUMBER, .field = NULL, .key = true},
    {"year", "年度", RECORD_YEAR, .field = NULL},
    {"state", "环节状态|状态|办理状态", RECORD_ENUM, .field = "state", .terms = "link_state"},
    {"started", "启动日期|实际启动日期|启动时间", RECORD_DATE, .field = "started_date"},
    {"finished", "办结日期|实际办结日期|办结时间|完成时间", RECORD_DATE, .field = "finished_date"},
    {"extended", "延期至", RECORD_DATE, .field = "extended_date"},
    {"suspended", "挂起日期", RECORD_DATE, .field = "suspended_date"},
    {"resumed", "恢复日期", RECORD_DATE, .field = "resumed_date"},
    {"shift_days", "顺延天数", RECORD_NUMBER, .field = "shift_days"},
    {"returned", "退回次数", RECORD_NUMBER, .field = "returned"},
    {"out_of_order", "未按顺序|逆序", RECORD_BOOL, .field = "out_of_order"},
    {"lacking", "缺项起始日期|缺项日期", RECORD_DATE, .field = "lacking_date"},
    {},
};

RECORD(PROGRESS, .name = "progress", .ignored = "备注|项目名称|环节名称",
       .noun = &duban__link_progress__descriptor, .put = DUBAN__EVENT__BODY_PROGRESS_PUT,
       .column = columns, .table = "progress", .key = "project year no", .shown_key = "",
       .shown = "state", .order = 200, .roles = RECORD_BY_OFFICE);
