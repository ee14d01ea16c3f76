/* Options for opening or creating a store, and what opening an older one took. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/limits.h"

struct engine_config {
	const char *dir;
	const char *zone; /* for a fresh store: "Asia/Shanghai" */
	int zone_minutes;
	bool simulated; /* for a fresh store */
	usec_t now;	/* of a fresh store: the wall clock, or where a simulated one starts */
	const char *no_clock;	   /* why a fresh real store cannot be made now; NULL: it can */
	uint8_t epoch[EPOCH_SIZE]; /* for a fresh store: random */
	uint64_t segment_bytes;	   /* 0 = default */
	uint64_t map_bytes;
	uint64_t reserve_bytes; /* free disk space to keep; 0 = default */
	usec_t (*clock)(void);	/* measures how long a refold takes; NULL: not measured */
	/* NULL or called now and then while events are folded */
	void (*progress)(void *user, uint64_t done, uint64_t total);
	void *user;
};

#define REFOLD_WHY_MAX 400

/* The whole journal was folded again: the store had an older schema, or its data.mdb was damaged or
 * missing. */
struct engine_refold {
	bool on;
	uint32_t schema;	  /* the old one; 0: data.mdb was damaged or missing */
	char why[REFOLD_WHY_MAX]; /* what was wrong, for people; "" with a schema */
	uint64_t events;
	usec_t took; /* 0 if the engine was given no clock */
	/* telephone numbers, which the journal does not hold: how many the old file said it had,
	 * and how many of them could be read */
	uint64_t contacts_had, contacts_got;
	bool contacts_lost; /* some could not be read, or it is not known whether there were any */
};
