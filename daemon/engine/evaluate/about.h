/* What the event of a warning tells of it besides the numbers: the names as they are now. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/evaluate/turn.h"
#include "proto/event.pb-c.h"

struct evaluation;

/* A warning that an event is about to be written of. */
struct told_of {
	const Duban__Subject *subject;
	struct turn turn;
	uint32_t unit; /* if the subject is gone: the unit that the warning was for */
	uint32_t due_date;
	const Duban__Warning *before; /* its record before the event; NULL: it is raised */
};

/* In the evaluation's arena; NULL: no memory, the sticky error is set. */
Duban__WarningAbout *warning_about(struct evaluation *l, const struct told_of *of);
/* The event moves the warning on from `level`. */
bool about_leave_level(struct evaluation *l, Duban__WarningAbout *about, Duban__Level level);
