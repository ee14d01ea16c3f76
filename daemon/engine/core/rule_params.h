/* The parameters of all rules, for one project. */
#pragma once

#include <stdint.h>

#include "model/chain/schedule_link.h"
#include "rules/rule.h"

enum { RULES_MAX = 32 };

/* The choices of Wnn.on: for every project, for those on a list that asks for chains, for none. */
enum rule_on { RULE_ON_YES, RULE_ON_NEEDS_CHAIN, RULE_ON_NO };

struct rule_params {
	int64_t value[RULES_MAX][RULE_PARAMS_MAX];
	int64_t on[RULES_MAX];	     /* enum rule_on; RULE_ON_NEEDS_CHAIN only in the defaults */
	int64_t grace_cd[RULES_MAX]; /* no lamp before the n-th day after the project was entered */
	struct schedule_rolls roll;
	int64_t review_wd; /* how long a rule stands still for a report that waits */
};
