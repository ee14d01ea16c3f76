/* Records of a world: a kind's rows as text, and one record set by hand. */
#pragma once

#include "proto/event.pb-c.h"

struct world;

/* Asserts that the rows of a kind (of a list, "" = all) are these lines: cells between commas,
 * empty ones at the end left out, rows ended by \n. */
void wrecord_expect(struct world *w, Duban__ImportKind kind, const char *list, const char *rows);
#define world_rows(w, KIND, rows)                                                                  \
	wrecord_expect((w), DUBAN__IMPORT_KIND__IMPORT_KIND_##KIND, "", (rows))
