/* What the engine keeps of the machine's clock (trust.h). */
#pragma once

#include <stdint.h>

#include "base/clock.h"

struct clock_trust {
	uint8_t boot[16];
	usec_t offset; /* wall clock - time since boot */
};
