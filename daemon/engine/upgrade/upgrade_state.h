/* What the engine keeps of an upgrade that is on (upgrade.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct upgrade {
	bool on;
	uint64_t seq; /* of the last event before it */
	usec_t at;    /* the last instant that was recorded before it */
};
