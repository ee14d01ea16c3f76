/* How links go: an opening balance. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_word state_words[] = {
    {"未启动", DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED},
    {"办理中", DUBAN__LINK_STATE__LINK_STATE_ACTIVE},
    {"挂起", DUBAN__LINK_STATE__LINK_STATE_SUSPENDED},
    {"办结", DUBAN__LINK_STATE__LINK_STATE_DONE},
    {"取消", DUBAN__LINK_STATE__LINK_STATE_CANCELLED},
    {"结转", DUBAN__LINK_STATE__LINK_STATE_CARRIED},
    {},
};

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = NULL, .key = true},
    {"no", "环节序号|环节编号|序号|编号|环节", RECORD_NUMBER, .field = NULL, .key = true},
    {"year", "年度", RECORD_YEAR, .field = NULL},
    {"state", "环节状态|状态|办理状态", RECORD_ENUM, .field = "state", .terms = "link_state",
     .word = state_words, .unknown = "link.unknown_state"},
    {"started", "启动日期|实际启动日期|启动时间", RECORD_DATE, .field = "started_date",
     .past = true},
    {"finished", "办结日期|实际办结日期|办结时间|完成时间", RECORD_DATE, .field = "finished_date",
     .past = true},
    {"extended", "延期至", RECORD_DATE, .field = "extended_date"},
    {"suspended", "挂起日期", RECORD_DATE, .field = "suspended_date", .past = true},
    {"resumed", "恢复日期", RECORD_DATE, .field = "resumed_date", .past = true},
    {"shift_days", "顺延天数", RECORD_NUMBER, .field = "shift_days", .max = LIMIT_DAYS_MAX},
    {"returned", "退回次数", RECORD_NUMBER, .field = "returned", .max = UINT16_MAX},
    {"out_of_order", "未按顺序|逆序", RECORD_BOOL, .field = "out_of_order"},
    {"accepted", "受理日期", RECORD_DATE, .field = "accepted_date", .past = true},
    {"acceptance_no", "受理号", RECORD_TEXT, .field = "acceptance_no"},
    {"extensions", "延期次数|已延期次数", RECORD_NUMBER, .field = "extensions", .max = UINT16_MAX},
    {"lacking", "缺项起始日期|缺项日期", RECORD_DATE, .field = "lacking_date", .past = true},
    {"cancelled", "取消日期|取消时间", RECORD_DATE, .field = "cancelled_date", .past = true},
    {"stops", "历次挂起|历次挂起日期", RECORD_DATE, .field = "stopped_date", .many = true,
     .max = 200, .past = true, .value = "FROM;TO;FROM;TO"},
    {"extended_on", "批准延期日期|延期批准日期", RECORD_DATE, .field = "extended_on_date",
     .past = true},
    {},
};

RECORD(PROGRESS, .name = "progress", .ignored = "备注|项目名称|环节名称",
       .noun = &duban__link_progress__descriptor, .put = DUBAN__EVENT__BODY_PROGRESS_PUT,
       .column = columns, .table = "progress", .key = "project year no", .shown_key = "",
       .shown = "state", .no_revert = "a link has one as long as it is there", .order = 200,
       .roles = RECORD_BY_OFFICE,
       .cli = {.import = "how links stand (环节进度) from a CSV file or workbook"});
