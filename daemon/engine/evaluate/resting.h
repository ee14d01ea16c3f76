/* A subject that told until when it gathers, so that until then it is not to look again for what it
 * gathers. Forgotten at its next look, and by a restart, which costs that look alone. */
#pragma once

#include <stdint.h>

struct subject_kind;

struct resting {
	const struct subject_kind *kind; /* NULL: none rests */
	uint32_t number;
};
