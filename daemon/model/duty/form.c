#include "model/duty/form.h"

#include "proto/enums.h"

static const struct duty_form forms[DUTY_FORM_MAX_] = {
    [DUTY_FORM(DAILY)] = {.period = WHEN_DAY, .report = REPORT_FORM(DAILY), .any = true},
    [DUTY_FORM(WEEKLY_DATA)] = {.period = WHEN_WEEK, .report = REPORT_FORM(WEEKLY)},
    [DUTY_FORM(WEEKLY_DISPATCH)] = {.period = WHEN_WEEK, .held = true},
    [DUTY_FORM(TEXTS)] = {.period = WHEN_WEEK},
    [DUTY_FORM(BRIEF)] = {.period = WHEN_WEEK},
    [DUTY_FORM(COORDINATION)] = {.period = WHEN_HALF_MONTH, .held = true},
    [DUTY_FORM(PUSH)] = {.period = WHEN_MONTH, .held = true},
    [DUTY_FORM(MONTHLY_DATA)] = {.period = WHEN_MONTH, .report = REPORT_FORM(MONTHLY)},
    [DUTY_FORM(MONTHLY_REVIEW)] = {.period = WHEN_MONTH, .judges = REPORT_STATE(PENDING)},
    [DUTY_FORM(MONTHLY_CONFIRM)] = {.period = WHEN_MONTH, .judges = REPORT_STATE(REVIEWED)},
    [DUTY_FORM(GENERAL_DISPATCH)] = {.period = WHEN_MONTH, .held = true},
    [DUTY_FORM(SECTOR_DISPATCH)] = {.period = WHEN_MONTH, .held = true},
    [DUTY_FORM(BULLETIN)] = {.period = WHEN_MONTH},
    [DUTY_FORM(POLICY)] = {.period = WHEN_MONTH},
    [DUTY_FORM(PLANNING)] = {.period = WHEN_MONTH},
    [DUTY_FORM(STANDING_COMMITTEE)] = {.period = WHEN_QUARTER, .held = true},
    [DUTY_FORM(EXECUTIVE_MEETING)] = {.period = WHEN_QUARTER, .held = true},
    [DUTY_FORM(GATHERING)] = {.period = WHEN_QUARTER},
    [DUTY_FORM(CAMPAIGN)] = {.period = WHEN_QUARTER},
    [DUTY_FORM(LIST_ADJUSTMENT)] = {.period = WHEN_HALF_YEAR},
    [DUTY_FORM(ASSESSMENT)] = {.period = WHEN_YEAR},
    [DUTY_FORM(COLLECTION)] = {.period = WHEN_COLLECTION},
    [DUTY_FORM(ONE_OFF)] = {.period = WHEN_DAY},
    [DUTY_FORM(CITY_DISPATCH)] = {.period = WHEN_QUARTER, .held = true},
};

const struct duty_form *duty_form(Duban__DutyForm form)
{
	return form > 0 && form < DUTY_FORM_MAX_ ? &forms[form] : NULL;
}
