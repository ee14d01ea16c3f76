/* When a step of a ladder comes due for a warning. Pure: it follows from the warning, the step and
 * the calendar, so that a restart, a downtime or a second look can neither skip nor repeat one.
 *
 * Waits are working days and end at 00:00 of the n-th one after the day from which they count (that
 * day is not counted), as everywhere (rules/rule.h). Days on which the ladder stood still do not
 * count. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/model.pb-c.h"

struct calendar;
struct rule;

struct step_lamp {
	const Duban__Warning *warning; /* its ladder goes on, or has not begun */
	const struct rule *rule;
	const void *view; /* as the rule gets them */
	const int64_t *param;
	const struct calendar *calendar;
	int zone_minutes;
	uint32_t reds; /* the present red is the n-th of the calendar year; 0: it is not red */
	usec_t now;
};

struct step_due {
	Duban__StepWhen when;
	uint32_t count;
	usec_t at; /* USEC_NEVER: the condition waits for something else */
};

#define STEP_CONDITIONS_MAX 6

/* All conditions of the step, each with its instant. */
size_t step_conditions(const struct step_lamp *l, const Duban__LadderStep *s,
		       struct step_due ret[STEP_CONDITIONS_MAX]);
/* The earliest of them, but not before the step before came due. */
struct step_due step_due(const struct step_lamp *l, const Duban__LadderStep *s);
