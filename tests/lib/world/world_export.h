/* Exports the records of a world as rows and imports them into another store. */
#pragma once

#include "proto/api.pb-c.h"

struct world;

/* The exported kinds, in the order of `import all`. Evidence is not among them: its files are
 * copied separately. */
size_t world_export_kinds(void);
Duban__ImportKind world_export_kind(size_t i);

/* All pages of the reply as text (malloc): one row per line, cells separated by 0x1f. */
char *world_sheet(struct world *w, Duban__SheetRequest *b);
char *world_sheet_of(struct world *w, Duban__ImportKind kind);
const char *world_kind_name(Duban__ImportKind kind);
size_t world_sheet_lines(const char *sheet);
/* Exports everything, imports it into a new store whose clock is at `when`, and exports it again.
 * Asserts that the rows are equal and that all state tables are equal byte for byte except for the
 * mark of imported records (期初). Returns the new world, whose `check` is off. */
struct world *world_moved(struct world *from, const char *when);
