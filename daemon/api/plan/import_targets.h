/* Targets (目标) of the city and its units for a year, as text in the measure of their kind. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;

char *target_figure_text(struct arena *a, Duban__TargetKind kind, int64_t v);
