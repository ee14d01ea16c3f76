/* Submitting reports: those that a unit writes (report/report.c, report/import.c), and those made
 * from a move that only the office may make at once (link/link.c, project/stage.c). */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct request;

/* May the caller decide at once, as the office or `local`? Otherwise the request becomes a
 * report. */
bool report_decides(const struct request *rq);

/* Drafts the ReportSubmitted event of `r`, in which the form, the period and the contents are
 * filled in; sets its number, reviewer and first state. CONFLICT if the slot holds a confirmed
 * report, which only a correction can change; INVALID for evidence that is not stored for the
 * project. */
int report_ask(struct request *rq, const Duban__Project *p, Duban__Report *r);

/* Are its dates, numbers and texts valid? */
int report_check(struct request *rq, const Duban__Project *p, Duban__Report *r);

/* Must the caller act on it? A reviewer if the reviewing unit is in the caller's scope and is not
 * the project's own; the office for every waiting report. */
bool report_turn(struct request *rq, const Duban__Project *p, const Duban__Report *r);
