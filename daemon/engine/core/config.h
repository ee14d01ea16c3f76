/* How a store is opened or made, and what opening an older one took. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/limits.h"

struct engine_config {
	const char *dir;
	const char *zone; /* for a fresh store: "Asia/Shanghai" */
	int zone_minutes;
	bool simulated;		   /* for a fresh store */
	usec_t now;		   /* wall clock; of a fresh simulated store its start */
	uint8_t epoch[EPOCH_SIZE]; /* for a fresh store: random */
	uint64_t segment_bytes;	   /* 0 = default */
	uint64_t map_bytes;
	uint64_t reserve_bytes; /* free space kept; 0 = default */
	usec_t (*clock)(void);	/* measures how long a refold takes; NULL: nobody does */
};

/* The store was of an older schema and was folded anew. */
struct engine_refold {
	uint32_t schema; /* the old one */
	uint64_t events;
	usec_t took; /* 0 when the engine was given no clock */
};
