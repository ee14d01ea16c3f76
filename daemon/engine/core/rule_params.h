/* The parameters of all rules, for one project. */
#pragma once

#include <stdint.h>

#include "model/chain/schedule_link.h"
#include "rules/rule.h"

enum { RULES_MAX = 32 };

struct rule_params {
	int64_t value[RULES_MAX][RULE_PARAMS_MAX];
	struct schedule_rolls roll;
};
