/* A city whose units have duties, and the steps of tests about them. */
#pragma once

#include <stdint.h>

#include "proto/api.pb-c.h"

struct world;

/* The office (unit 1), a department `works` (2), a county `east` (3) and a unit `site` (4) below
 * it. Projects A and B are of the unit, A of the department's trade. No cadence is in force. */
struct world *duty_city(const char *start);
void duty_profile(struct world *w, const char *name);
/* The profile has only these duties: their names, each ended by a blank. */
void duty_only(struct world *w, const char *profile, const char *names);
const Duban__DutyShowReply *duty_shown(struct world *w, const char *id);
void duty_absent(struct world *w, const char *id);
/* "open 2020-10-16 12:00", "done 2020-10-12 reports", "missed" */
void duty_is(struct world *w, const char *id, const char *expected);
/* Hands in a report of the project; `month` of a monthly one. Returns its number. */
uint32_t duty_report(struct world *w, const char *project, Duban__ReportForm form, uint32_t month);
void duty_judge(struct world *w, uint32_t report, int verdict);
/* A request to say that it is done; valid until the next call. */
Duban__Request *duty_done_request(const char *id, uint32_t at, const char *document);
