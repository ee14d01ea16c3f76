/* How the daemon is, in a word and in a line. */
#pragma once

#include <stdbool.h>

struct arena;
struct engine;

#define STATE_TEXT_MAX 160

struct state {
	bool waiting;	/* a jump of the clock waits for `clock accept` */
	bool read_only; /* free space is below the reserve */
};

/* "ready", "read-only", "waiting for clock accept": StatusReply.state */
const char *state_name(const struct state *s);
/* "586 projects, 3 yellow, 1 red", with the name before it when it is not ready. */
int state_text(const struct state *s, struct engine *e, struct arena *a, char buf[STATE_TEXT_MAX]);
