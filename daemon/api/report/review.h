/* Review of reports in layers (分层审核): each is passed on, returned or confirmed. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

struct report_judged {
	uint32_t num;
	int verdict; /* Duban__Verdict */
	const char *reason;
	uint32_t line;	   /* of the file, 0 = none; for problems */
	Duban__Report *r;  /* out */
	Duban__Project *p; /* out */
};
/* report_judge finds a report and checks the verdict on it. When all are checked, report_draft
 * drafts them together, the earlier period first, stage changes after links. Verdicts come with a
 * problem for each report. */
int report_judge(struct request *rq, struct report_judged *j);
int report_draft(struct request *rq, struct report_judged *j, size_t n);
