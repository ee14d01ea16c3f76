/* 核对: the days in which units look at their lines of a month before they are published. */
#pragma once

#include "text/date.h"

struct ranking_asked;
struct ranking_lines;
struct request;

/* Reports are taken until `lock` (report.lock_wd); lines are looked at from the day after it until
 * `until` (close.objection_wd). */
struct check_days {
	date_t lock, until;
};
int check_days(struct request *rq, uint32_t yyyymm, struct check_days *ret);
/* May the ranking be published, as far as the units go? Sets the problem and returns the verdict.
 */
int check_lines(struct request *rq, const struct ranking_asked *q, const struct ranking_lines *l);
