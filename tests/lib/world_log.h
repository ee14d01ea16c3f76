/* What the rules said, as lines; and moves of links, as words. */
#pragma once

#include "lib/world.h"

void world_log_event(struct world *w, struct bytes packed);
