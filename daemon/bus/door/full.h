/* What the log says when an endpoint has as many connections as it may have. */
#pragma once

#include <stdbool.h>

#include "bus/door/door.h"

void door_full(enum door door, bool is_full);
