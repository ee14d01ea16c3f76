/* Reports on their way in: from a unit's own words (report.c, import_reports.c), or made of a
 * move that only the office may make at once (link.c, stage.c). And on their way through the
 * review: a verdict at a time, drafted into one command. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct request;

/* Does the caller decide at once: the office, or `local`? Else what it asks for is a report. */
bool report_decides(const struct request *rq);

/* Drafts the ReportSubmitted of `r`, of which form, period, what is reported or asked for are
 * filled in: gives it its number, its reviewer and the state it begins in. CONFLICT when the
 * slot holds a confirmed report that only a correction changes; INVALID for evidence that is
 * not stored for the project. */
int report_ask(struct request *rq, const Duban__Project *p, Duban__Report *r);

/* Is what it says possible: its dates, numbers and words? */
int report_check(struct request *rq, const Duban__Project *p, Duban__Report *r);

/* Whose turn is it? The reviewer's scope holds the unit that reviews and is not the project's
 * own; the office's turn is any that waits. */
bool report_turn(struct request *rq, const Duban__Project *p, const Duban__Report *r);
