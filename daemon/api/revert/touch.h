/* Does a later event rest on what an import did? By descriptor: fields that name units, people,
 * projects, groups, lists and categories have the same names in every message, and a record is
 * told from others by the same fields wherever it stands. */
#pragma once

#include "api/cell/map.h"
#include "proto/event.pb-c.h"

struct touch_set {
	uint32_t *num; /* sorted by touch_ready */
	size_t n;
};

struct touched {
	struct arena *arena;
	struct arena *scratch; /* of touch_rests: emptied after each by who calls it */
	/* what came to be: any mention counts; what was changed: only a change of the same */
	struct touch_set made_unit, made_person, made_project, unit, person, project;
	/* "list:重点": what came to be and is named by its name; a record's own key; a year
	 * whose collection it belongs to; a candidate that others are about */
	struct import_map named, record;
	bool calendar;
};

void touch_init(struct touched *t, struct arena *a);
/* Takes in one event of the import; -ENOMEM. */
int touch_add(struct touched *t, const Duban__Event *ev);
void touch_ready(struct touched *t);
/* What the rules and sweeps say of itself is nothing that was built. */
bool touch_rests(struct touched *t, const Duban__Event *ev);
