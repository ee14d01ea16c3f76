/* Yearly targets (目标) of the city and its units: the value as text in the unit of its
 * indicator. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;

char *target_figure_text(struct arena *a, Duban__TargetKind kind, int64_t v);
/* Can a target of the kind be measured so? By nothing: always. */
bool target_measured_so(Duban__TargetKind kind, Duban__TargetMeasure measure);
