/* What the engine keeps of a restatement that is on (restate.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/model.pb-c.h"

struct restate {
	bool on;
	Duban__ChangeCause by;
	uint64_t seq; /* of the last event before it */
	usec_t at;    /* the instant as of which is evaluated */
};
