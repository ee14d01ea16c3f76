/* What the event of a warning tells of it besides the numbers: the names as they are now. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/evaluate/turn.h"
#include "proto/event.pb-c.h"

struct evaluation;
struct finding;

/* A warning that an event is about to be written of. */
struct told_of {
	const Duban__Subject *subject;
	struct turn turn;
	uint32_t unit; /* if the subject is gone: the unit that the warning was for */
	uint32_t due_date;
	const Duban__Warning *before; /* its record before the event; NULL: it is raised */
};

/* Of a warning that a finding changes; `w` NULL: that it raises. */
struct told_of told_of_finding(const struct finding *s, const Duban__Warning *w);
/* An event about a warning, with what is told of it; it is for the unit whose turn it is, too.
 * NULL: no memory, the transaction has failed. */
Duban__Event *warning_event(struct evaluation *l, const struct told_of *of);
/* In the evaluation's arena; NULL: no memory, the sticky error is set. */
Duban__WarningAbout *warning_about(struct evaluation *l, const struct told_of *of);
/* The event moves the warning on from `level`. */
bool about_leave_level(struct evaluation *l, Duban__WarningAbout *about, Duban__Level level);
/* For the event of a warning that a finding changes. */
struct told_of told_of_finding(const struct finding *s, const Duban__Warning *w);
/* An event about a warning; it is for the unit whose turn it is, too. NULL: no memory, the
 * transaction has failed. */
Duban__Event *warning_event(struct evaluation *l, const struct told_of *of);
