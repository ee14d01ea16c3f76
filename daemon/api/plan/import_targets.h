/* Yearly targets (目标) of the city and its units: the value as text in the unit of its
 * indicator. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;

char *target_figure_text(struct arena *a, Duban__TargetKind kind, int64_t v);
