/* The steps of its ladder that a warning took (逐级升级), as its record holds them. When the next
 * one comes due is the engine's matter (engine/ladder/steps.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.pb-c.h"

struct arena;

/* So often a ladder stands still, and no more: its record must not grow without end. */
#define HELD_TIMES_MAX 100

/* Does its ladder stand still? */
static inline bool warning_held(const Duban__Warning *w)
{
	return w->n_held_date % 2 == 1;
}

/* From the day `ymd` on it stands still, or goes on. False: no memory. */
bool warning_hold(struct arena *a, Duban__Warning *w, bool held, uint32_t ymd);
/* From `at` on it counts under another one (NULL: for itself). A ladder that never began, because
 * the lamp followed another from the first, begins at the instant from which it counts for itself:
 * its waits count from then, also that of the first step. */
void warning_root(Duban__Warning *w, const Duban__WarningRef *root, int64_t at);
/* A clock repair: takes back what was only taken in the wrong future, so that it is taken again at
 * its instant; of a warning that is over the instants move. True: the warning was changed. */
bool warning_steps_move(const Duban__ClockRepair *r, int zone_minutes, Duban__Warning *w);
