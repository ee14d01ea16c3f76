/* Time and due work on the loop. Once a turn, and before each round, the engine of a real store
 * is told the wall clock, unless that has jumped (clock_watch); the next due row wakes the
 * loop; due work and sweeps go slice by slice with the sockets served between; checkpoints
 * come when they are due. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "bus/round/bus.h"

struct engine;

struct timekeeper;

struct timekeeper_config {
	sd_event *event;
	struct engine *engine;
	/* The host's own work between two rounds: wanted? then do it. */
	bool (*wanted)(void *user);
	int (*between)(void *user);
	void *user;
};

int timekeeper_new(struct timekeeper **ret, const struct timekeeper_config *c);
struct timekeeper *timekeeper_free(struct timekeeper *t);
DEFINE_CLEANUP(struct timekeeper *, timekeeper_free)

/* Looks at the clock and tells the engine; for bus_config.turn. `turns` is a struct turns. */
void timekeeper_run(void *timekeeper);
/* From now on; the bus outlives the loop's runs. */
int timekeeper_start(struct timekeeper *t, struct bus *bus);

bool timekeeper_waiting(const struct timekeeper *t); /* a jump waits to be accepted */
bool timekeeper_accept(struct timekeeper *t);	     /* false: nothing waits */
