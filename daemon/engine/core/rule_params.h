/* The parameters of all rules, for one project. */
#pragma once

#include <stdint.h>

#include "model/chain/schedule_link.h"
#include "proto/limits.h"
#include "rules/rule.h"

enum { RULES_MAX = 32 };

/* The choices of Wnn.on: for every project, for those on a list that asks for chains, for none. */
/* The choices of Wnn.exempt: is the rule stopped by an exemption that names no rules? */
enum rule_exempt { RULE_EXEMPT_YES, RULE_EXEMPT_NO };

enum rule_on { RULE_ON_YES, RULE_ON_NEEDS_CHAIN, RULE_ON_NO };

struct rule_params {
	int64_t value[RULES_MAX][RULE_PARAMS_MAX];
	int64_t on[RULES_MAX];	     /* enum rule_on; RULE_ON_NEEDS_CHAIN only in the defaults */
	int64_t grace_cd[RULES_MAX]; /* no lamp before the n-th day after the project was entered */
	int64_t exempt[RULES_MAX];   /* enum rule_exempt */
	struct schedule_rolls roll;
	int64_t review_wd;	 /* how long a rule stands still for a report that waits */
	char ladder[ID_MAX + 1]; /* escalation.ladder */
	int64_t reds_carried;	 /* does a lamp that is red over the turn count in the new year? */
	int64_t reopen_cd; /* lit again within so many days of its clearing, a lamp is 反弹 */
};
