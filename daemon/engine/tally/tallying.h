/* Keeps the tallies (model/tally) up to date: notes what events change, and settles it before a
 * group is synced, so that a checkpoint never holds less. */
#pragma once

#include "proto/event.pb-c.h"

struct engine;

/* Notes the projects whose tallies the event, which is folded already, changes. */
int tallying_note(struct engine *e, const Duban__Event *ev);
/* A sweep has come to the project: what it counts may follow from the calendar, from time, from
 * its category. */
int tallying_swept(struct engine *e, uint32_t project);
/* Brings the tallies up to date. Does nothing if nothing waits. */
int tallying_settle(struct engine *e);
/* At the start: counts all projects if the store has no tallies yet. */
int tallying_begin(struct engine *e);
