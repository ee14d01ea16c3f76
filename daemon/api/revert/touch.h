/* Does a later event depend on what an import did? Decided by descriptor: fields that name units,
 * people, projects, groups, lists and categories have the same names in every message, and the same
 * fields are a record's key in every message. */
#pragma once

#include "api/cell/map.h"
#include "proto/event.pb-c.h"

struct touch_set {
	uint32_t *num; /* sorted by touch_ready */
	size_t n;
};

struct touched {
	struct arena *arena;
	struct arena *scratch; /* for touch_rests; the caller empties it after each event */
	/* of a new record any mention counts; of a changed one only another change */
	struct touch_set made_unit, made_person, made_project, unit, person, project;
	/* new records that are referred to by name ("list:重点"); keys of records; years of
	 * collections with a changed record; candidates that other records are about */
	struct import_map named, record;
	bool calendar;
};

void touch_init(struct touched *t, struct arena *a);
/* Adds one event of the import; -ENOMEM. */
int touch_add(struct touched *t, const Duban__Event *ev);
void touch_ready(struct touched *t);
/* What the daemon itself wrote does not count: it is derived. */
bool touch_rests(struct touched *t, const Duban__Event *ev);
