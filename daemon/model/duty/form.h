/* The forms of duties: what is known of each beside its row of the cadence. */
#pragma once

#include <stdbool.h>

#include "model/cadence/when.h"
#include "proto/model.pb-c.h"

#define DUTY_FORM_MAX_ (DUBAN__DUTY_FORM__DUTY_FORM_CITY_DISPATCH + 1)

struct duty_form {
	enum when_period period; /* as it is shipped: how a period of it is written */
	bool held;		 /* a meeting: W20 tells that it was not held; of others W13 */
	int report;		 /* Duban__ReportForm: each project of the unit owes one; 0: none */
	bool any;		 /* one of them is enough for the whole unit (零报告) */
	int judges; /* Duban__ReportState: monthly reports wait for the unit in it; 0: none */
};

/* NULL: there is no such form. */
const struct duty_form *duty_form(Duban__DutyForm form);
