/* Runs the scrub in a process of its own and enters what it finds into the register of damage. One
 * runs at a time: paced, some time after the start and then regularly, or at once when it is asked
 * for. Knows no event loop and no clock; one thread, the engine's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/cleanup.h"

struct engine;
struct scrubber;

struct scrubber_config {
	struct engine *engine;
	const char *dir, *program;
	uint64_t rate;	     /* bytes a second of a paced scrub, at least 1 MiB */
	usec_t after, every; /* since the start; since the last one began */
};
int scrubber_new(struct scrubber **ret, const struct scrubber_config *c);
struct scrubber *scrubber_free(struct scrubber *s); /* ends a running one */
DEFINE_CLEANUP(struct scrubber *, scrubber_free)

/* Call once a second: gives a paced scrub its next second, and starts one that is due. */
void scrubber_second(struct scrubber *s, usec_t mono);
/* Starts an unpaced one; one that runs paced begins anew. */
int scrubber_now(struct scrubber *s);
/* Becomes readable when scrubber_dispatch is to be called. */
int scrubber_fd(const struct scrubber *s);
/* *ret_ended: a scrub has ended. */
int scrubber_dispatch(struct scrubber *s, bool *ret_ended);

/* The one that runs, else the last one; times are the store's. */
struct scrub_state {
	usec_t began_at, ended_at; /* began_at 0: none since the start */
	bool running, asked, broken_off;
	uint64_t bytes, of_bytes;
	uint32_t found;
	char fault[256]; /* of one that was broken off, for people */
};
const struct scrub_state *scrubber_state(const struct scrubber *s);
/* It read everything, and nothing is damaged; what it ended with, for people (malloc). */
bool scrubber_fine(const struct scrubber *s);
char *scrubber_text(const struct scrubber *s);
