/* Does a later event rest on what an import did? By descriptor: fields that name units, people
 * and projects have the same names in every message. */
#pragma once

#include "api/handler.h"

struct touch_set {
	uint32_t *num; /* sorted by touch_ready */
	size_t n;
};

struct touched {
	struct arena *arena;
	/* what came to be: any mention counts; what was changed: only a change of the same */
	struct touch_set made_unit, made_person, made_project, unit, person, project;
};

/* Takes in one event of the import; -ENOMEM. */
int touch_add(struct touched *t, const Duban__Event *ev);
void touch_ready(struct touched *t);
/* What the rules and sweeps say of itself is nothing that was built. */
bool touch_rests(const struct touched *t, const Duban__Event *ev);
