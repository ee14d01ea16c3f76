/* What a dry evaluation answers (evaluate.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "engine/evaluate/turn.h"
#include "proto/model.pb-c.h"
#include "rules/rule.h"

/* What a rule says of a subject: only where a warning is open or would be. */
struct lit {
	Duban__Subject subject;
	uint32_t rule, occurrence; /* of the open warning; 0: none is open */
	struct outcome outcome;
	bool still;
	struct turn turn;
};
struct lit_list {
	struct lit *lit;
	size_t n;
	usec_t next; /* when to evaluate next */
};
