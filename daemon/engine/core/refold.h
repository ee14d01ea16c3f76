/* A store written by an older duband, with tables of another form, is built again from its journal
 * at start. Its data.mdb is put aside; until the new one has its first checkpoint, each start
 * begins again with the file put aside. Then that is kept as data.mdb.old, for people to delete. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/core/config.h"

struct engine;

/* True if this start did so. */
bool engine_refolded(const struct engine *e, struct engine_refold *ret);

/* Only for the start. */
int refold_put_aside(const char *dir, uint32_t schema);
uint32_t refold_waiting(const char *dir); /* schema of the file put aside, 0 = none */
/* Copies what the journal does not hold (telephone numbers), and the old mark, so that missing
 * events at the journal's end are still noticed. */
int refold_take_over(struct engine *e, uint32_t schema);
int refold_done(struct engine *e, uint32_t schema);
