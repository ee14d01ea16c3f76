/* Reports (报送): handed in, or judged: a verdict a row. */
#include "proto/api.pb-c.h"
#include "proto/record/record.h"

static const struct record_word form_words[] = {
    {"月报", DUBAN__REPORT_FORM__REPORT_FORM_MONTHLY},
    {"周报", DUBAN__REPORT_FORM__REPORT_FORM_WEEKLY},
    {"日报", DUBAN__REPORT_FORM__REPORT_FORM_DAILY},
    {"环节办结", DUBAN__REPORT_FORM__REPORT_FORM_LINK},
    {"阶段申报", DUBAN__REPORT_FORM__REPORT_FORM_STAGE},
    {"更正", DUBAN__REPORT_FORM__REPORT_FORM_CORRECTION},
    {"说明", DUBAN__REPORT_FORM__REPORT_FORM_EXPLANATION},
    {"环节延期申请", DUBAN__REPORT_FORM__REPORT_FORM_LINK_EXTENSION},
    {"环节挂起申请", DUBAN__REPORT_FORM__REPORT_FORM_LINK_SUSPENSION},
    {"环节取消申请", DUBAN__REPORT_FORM__REPORT_FORM_LINK_CANCELLATION},
    {},
};

static const struct record_word ground_words[] = {
    {"初审意见", DUBAN__SUSPEND_GROUND__SUSPEND_GROUND_PRELIMINARY_OPINION},
    {"补正告知", DUBAN__SUSPEND_GROUND__SUSPEND_GROUND_CORRECTION_NOTICE},
    {"听证", DUBAN__SUSPEND_GROUND__SUSPEND_GROUND_HEARING},
    {"检测", DUBAN__SUSPEND_GROUND__SUSPEND_GROUND_INSPECTION},
    {"专家评审", DUBAN__SUSPEND_GROUND__SUSPEND_GROUND_EXPERT_REVIEW},
    {},
};

static const struct record_word state_words[] = {
    {"待审", DUBAN__REPORT_STATE__REPORT_STATE_PENDING},
    {"待审核", DUBAN__REPORT_STATE__REPORT_STATE_PENDING},
    {"待确认", DUBAN__REPORT_STATE__REPORT_STATE_REVIEWED},
    {"已确认", DUBAN__REPORT_STATE__REPORT_STATE_CONFIRMED},
    {"退回", DUBAN__REPORT_STATE__REPORT_STATE_RETURNED},
    {"已退回", DUBAN__REPORT_STATE__REPORT_STATE_RETURNED},
    {"已替换", DUBAN__REPORT_STATE__REPORT_STATE_REPLACED},
    {},
};

static const struct record_word verdict_words[] = {
    {"通过", DUBAN__VERDICT__VERDICT_PASS},
    {"同意", DUBAN__VERDICT__VERDICT_PASS},
    {"确认", DUBAN__VERDICT__VERDICT_PASS},
    {"退回", DUBAN__VERDICT__VERDICT_RETURN},
    {},
};

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|代码", RECORD_PROJECT, .field = "project", .key = true},
    {"num", "报送编号|编号", RECORD_NUMBER, .field = "num"},
    {"form", "报送类型|类型", RECORD_ENUM, .field = "form", .terms = "report_form",
     .word = form_words, .unknown = "report.no_form"},
    {"period", "报告期|月份", RECORD_MONTH, .field = "period_month"},
    {"on", "日期|报送日期|发生日期", RECORD_DATE, .field = "on_date"},
    {"invested", "完成投资|本期完成投资|本月完成投资|平台口径", RECORD_MONEY, .field = "invested"},
    {"cumulative", "累计完成投资|累计完成", RECORD_MONEY, .field = "cumulative"},
    {"statistics", "列统投资|本期列统投资|列统口径", RECORD_MONEY, .field = "statistics"},
    {"cumulative_statistics", "列统累计|累计列统投资", RECORD_MONEY,
     .field = "cumulative_statistics"},
    {"percent", "形象进度%|形象进度百分比", RECORD_NUMBER, .field = "percent"},
    {"text", "形象进度|进展情况", RECORD_TEXT, .field = "text"},
    {"state", "状态|报送状态", RECORD_ENUM, .field = "state", .terms = "report_state",
     .word = state_words, .unknown = "report.bad_state", .hidden = true},
    {"booked", "记入月份|记入报告期", RECORD_MONTH, .field = "booked_month", .hidden = true},
    {"link_year", "环节年度", RECORD_YEAR, .field = "link_year", .hidden = true},
    {"link", "环节序号", RECORD_NUMBER, .field = NULL},
    {"stage", "申报阶段", RECORD_ENUM, .field = "stage", .terms = "stage",
     .unknown = "project.unknown_stage"},
    {"evidence", "佐证材料", RECORD_DIGEST, .field = "evidence", .many = true},
    {"submitted", "报送时间", RECORD_DATE, .field = NULL, .hidden = true},
    {"confirmed", "确认时间", RECORD_DATE, .field = NULL, .hidden = true},
    {"verdict", "结论|审核结论|审核意见", RECORD_ENUM, .field = NULL, .terms = "verdict",
     .word = verdict_words, .unknown = "report.bad_verdict"},
    {"reason", "理由|更正理由|退回理由", RECORD_TEXT, .field = "reason"},
    {"unit", "报送单位", RECORD_UNIT, .field = "unit", .hidden = true},
    {"reviewer", "审核单位", RECORD_UNIT, .field = "reviewer", .hidden = true},
    {"reviewer_is_sector", "行业部门审核", RECORD_BOOL, .field = "reviewer_is_sector",
     .hidden = true},
    {"corrects", "更正的报送编号", RECORD_NUMBER, .field = NULL},
    {"returned", "退回次数", RECORD_NUMBER, .field = "returned", .hidden = true},
    {"return_reason", "上次退回理由", RECORD_TEXT, .field = "return_reason", .hidden = true},
    {"approver", "批准人", RECORD_TEXT, .field = "approver"},
    {"document", "批准文件", RECORD_TEXT, .field = "document"},
    {"exemption", "免办依据|施工许可免办依据", RECORD_TEXT, .field = "exemption"},
    {"stage_correction", "阶段更正", RECORD_TEXT, .field = NULL, .hidden = true},
    {"typed_for", "代填", RECORD_BOOL, .field = "typed_for", .hidden = true},
    {"submitted_at", "报送时刻", RECORD_MOMENT, .field = "submitted_at", .hidden = true},
    {"reviewed_at", "审核时刻", RECORD_MOMENT, .field = "reviewed_at", .hidden = true},
    {"confirmed_at", "确认时刻", RECORD_MOMENT, .field = "confirmed_at", .hidden = true},
    {"to", "延期至|申请延期至", RECORD_DATE, .field = "to_date"},
    {"ground", "挂起事由", RECORD_ENUM, .field = "ground", .terms = "suspend_ground",
     .word = ground_words, .unknown = "link.no_ground"},
    {"returned_before", "此前退回次数", RECORD_NUMBER, .field = "returned_before", .hidden = true},
    {"project_name", "项目名称", RECORD_TEXT, .field = NULL},
    {},
};

/* `report list --out` tells whose hand it was; no file may say so. */
RECORD(REPORTS, .name = "reports", .ignored = "by|for_unit|for_person|报送账号|代填单位|代填人",
       .noun = &duban__report__descriptor, .put = DUBAN__EVENT__BODY_REPORT_PUT, .column = columns,
       .table = "report", .key = "project num", .shown_key = "project num", .shown = "text",
       .order = 210,
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(COUNTY) | RECORD_ROLE(UNIT) | RECORD_ROLE(SECTOR),
       .cli = {.import = "reports (报告) handed in or judged, from a CSV file or workbook"});
