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
};

/* A store of an older schema was opened: its whole journal was folded again. */
struct engine_refold {
	uint32_t schema; /* the old one */
	uint64_t events;
	usec_t took; /* 0 if the engine was given no clock */
};
