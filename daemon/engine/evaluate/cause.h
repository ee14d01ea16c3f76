/* Why a warning is cleared: the state that explains it best. */
#pragma once

#include "proto/model.pb-c.h"

struct evaluation;
struct finding;

Duban__ClearCause clear_cause(const struct evaluation *l, const struct finding *s,
			      const Duban__Warning *w);
