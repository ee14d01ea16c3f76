/* The daemon's condition as one word and as one line of text. */
#pragma once

#include <stdbool.h>

struct arena;
struct engine;

#define STATE_TEXT_MAX 160

struct state {
	bool waiting;	/* the clock jumped; logical time waits for `clock accept` */
	bool read_only; /* free space is below the reserve */
	bool damaged;	/* the register of damage holds a place */
};

/* "ready", "read-only", "waiting for clock accept", "damaged": StatusReply.state */
const char *state_name(const struct state *s);
/* "586 projects, 3 yellow, 1 red"; when not ready, preceded by state_name(): "read-only: ...". */
int state_text(const struct state *s, struct engine *e, struct arena *a, char buf[STATE_TEXT_MAX]);
