/* A target's figure as its file has it: 元, 个 or percent. import_targets.c */
#pragma once

#include "api/core/handler.h"

char *target_figure_text(struct arena *a, Duban__TargetKind kind, int64_t v);
