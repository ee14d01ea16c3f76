/* Compares the rows of a kind in a world with a text. */
#pragma once

#include "proto/event.pb-c.h"

struct world;

/* Asserts that the rows of a kind (of one list, "" = all) equal `rows`: cells separated by commas,
 * without empty cells at the end, each row ended by \n. */
void wrecord_expect(struct world *w, Duban__ImportKind kind, const char *list, const char *rows);
#define world_rows(w, KIND, rows)                                                                  \
	wrecord_expect((w), DUBAN__IMPORT_KIND__IMPORT_KIND_##KIND, "", (rows))
