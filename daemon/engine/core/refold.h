/* A store that an older duband wrote, with tables of another form, is folded anew from its journal
 * at the start. Its data.mdb is put aside; until the new one has its first checkpoint, each start
 * begins anew with what lies there. Then it is kept as data.mdb.old, for people to delete. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/core/config.h"

struct engine;

/* Did this start do so? */
bool engine_refolded(const struct engine *e, struct engine_refold *ret);

/* For the start alone. */
int refold_put_aside(const char *dir, uint32_t schema);
uint32_t refold_waiting(const char *dir); /* the schema of what lies aside, 0 = nothing */
/* What the journal does not hold: telephone numbers; and the old mark, so that a journal which
 * lacks events is still noticed. */
int refold_take_over(struct engine *e, uint32_t schema);
int refold_done(struct engine *e, uint32_t schema);
