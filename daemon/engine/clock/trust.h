/* How far the wall clock was ahead of the time since boot when logical time last followed it. In
 * the same boot it still must be so far ahead, however long the daemon was down. In table `mark`,
 * "clock" -> boot, offset; written by each checkpoint. */
#pragma once

#include <stdbool.h>

#include "engine/clock/trust_state.h"

struct engine;

/* False: nothing is kept, of a fresh store, one of an older duband, or after a repair. */
bool engine_trust(const struct engine *e, struct clock_trust *ret);
/* Small steps are not kept. */
void engine_set_trust(struct engine *e, const struct clock_trust *trust);

/* For the engine's own files. */
void trust_load(struct engine *e);
void trust_mark(struct engine *e);
