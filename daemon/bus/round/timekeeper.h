/* Time and due work on the event loop. Once per iteration, and before each round, the engine of a
 * real store gets the wall clock's time, unless that clock is not believed (clock_watch.h) or a
 * restored backup waits. A timer wakes the loop for the next due row. Due work and sweeps are done
 * in slices, and the sockets are served between them. Also makes checkpoints when they are due. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "base/clock.h"
#include "bus/round/bus.h"
#include "proto/api.pb-c.h"

struct engine;

struct timekeeper;

struct timekeeper_config {
	sd_event *event;
	struct engine *engine;
	usec_t floor_at, ceiling_at; /* see struct clock_watch */
	/* The host's work between two rounds: `between` is called if `wanted` returns true. */
	bool (*wanted)(void *user);
	int (*between)(void *user);
	void *user;
};

int timekeeper_new(struct timekeeper **ret, const struct timekeeper_config *c);
struct timekeeper *timekeeper_free(struct timekeeper *t);
DEFINE_CLEANUP(struct timekeeper *, timekeeper_free)

/* Reads the clock and sets the engine's time. For bus_config.turn; the argument is a
 * struct timekeeper. */
void timekeeper_run(void *timekeeper);
/* Starts the work. The bus must exist as long as the loop runs. */
int timekeeper_start(struct timekeeper *t, struct bus *bus);

/* Why time stands still; INVALID: it goes. */
Duban__ClockHold timekeeper_hold(const struct timekeeper *t);
/* What the machine's clock says, and whether it is believed. */
void timekeeper_show(const struct timekeeper *t, Duban__ClockShowReply *ret);
bool timekeeper_accept(struct timekeeper *t); /* false: there was no jump that can be accepted */
