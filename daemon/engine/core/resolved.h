/* The calendar and the rules' parameters, kept resolved until an event changes them. */
#pragma once

#include <stdint.h>

#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"
#include "rules/rule.h"

struct engine;

enum { RULES_MAX = 32 };

/* Parameters of all rules as one rule set sees them. */
struct rule_params {
	int64_t value[RULES_MAX][RULE_PARAMS_MAX];
	enum schedule_roll roll;
};

int params_for(struct engine *e, const Duban__Project *p, struct rule_params *ret);
void params_forget(struct engine *e);
int calendar_reload(struct engine *e);
