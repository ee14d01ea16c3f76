/* Review of reports in layers (分层审核): passed on, returned or confirmed. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

struct report_judged {
	uint32_t num;
	int verdict; /* Duban__Verdict */
	const char *reason;
	uint32_t line;	   /* of a file, 0 = none: for the problem */
	Duban__Report *r;  /* out */
	Duban__Project *p; /* out */
};
/* Looks one up and checks it; then all are drafted together, in an order that makes sense
 * (the earlier period first, stages after links). Verdicts come with a problem each. */
int report_judge(struct request *rq, struct report_judged *j);
int report_draft(struct request *rq, struct report_judged *j, size_t n);
