/* How a store's time goes back from a wrong future. */
#pragma once

#include <stdint.h>

#include "base/clock.h"

struct engine;

/* After event clock_repaired is folded, in a round or by recovery: time goes back, and all subjects
 * are evaluated again. */
void clock_turn_back(struct engine *e, uint64_t seq, usec_t to);
