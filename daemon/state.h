/* The daemon's condition as one word and as one line of text. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

struct arena;
struct engine;

#define STATE_TEXT_MAX 160

struct state {
	Duban__ClockHold hold; /* why logical time stands still; INVALID: it goes */
	bool restored;	       /* a restored backup waits for `restore accept` */
	bool read_only;	       /* free space is below the reserve */
	bool damaged;	       /* the register of damage holds a place */
};

/* Looks at what makes time stand still. */
void state_look(struct state *s, const struct engine *e, Duban__ClockHold hold);
/* StatusReply.state: "ready", "read-only", "restored", "waiting for clock accept", "clock outside
 * its bounds", "damaged" */
const char *state_name(const struct state *s);
/* "586 projects, 3 yellow, 1 red"; when not ready, preceded by state_name(): "read-only: ...", and
 * by the backup: "restored, up to event 137 of 2020-01-02T09:00:00+08:00: ..." */
int state_text(const struct state *s, struct engine *e, struct arena *a, char buf[STATE_TEXT_MAX]);
