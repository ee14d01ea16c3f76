/* Time and due work on the loop. Once a turn, and before each round, the engine of a real store
 * is told the wall clock, unless that has jumped (clock_watch); the next due row wakes the
 * loop; due work and sweeps go slice by slice with the sockets served between; checkpoints
 * come when they are due. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "bus/round/bus.h"
#include "engine/core/engine.h"

struct turns;

struct turns_config {
	sd_event *event;
	struct engine *engine;
	/* The host's own work between two rounds: wanted? then do it. */
	bool (*wanted)(void *user);
	int (*between)(void *user);
	void *user;
};

int turns_new(struct turns **ret, const struct turns_config *c);
struct turns *turns_free(struct turns *t);
DEFINE_CLEANUP(struct turns *, turns_free)

/* Looks at the clock and tells the engine; for bus_config.turn. `turns` is a struct turns. */
void turns_look(void *turns);
/* From now on; the bus outlives the loop's runs. */
int turns_start(struct turns *t, struct bus *bus);

bool turns_waiting(const struct turns *t); /* a jump waits to be accepted */
bool turns_accept(struct turns *t);	   /* false: nothing waits */
