/* A world's records as rows, out of one store and into another. */
#pragma once

#include "proto/api.pb-c.h"

struct world;

/* As `import all` takes them. Evidence goes its own way: its bytes stand beside the store. */
size_t world_export_kinds(void);
Duban__ImportKind world_export_kind(size_t i);

/* All pages; cells between 0x1f, a row a line. The text is the caller's. */
char *world_sheet(struct world *w, Duban__SheetRequest *b);
char *world_sheet_of(struct world *w, Duban__ImportKind kind);
const char *world_kind_name(Duban__ImportKind kind);
size_t world_sheet_lines(const char *sheet);
/* Everything out, into a new store of that minute, and out again: the same rows, and all state
 * tables byte for byte the same but for the mark of an opening balance. The new one, not walked
 * after every step. */
struct world *world_moved(struct world *from, const char *when);
