/* A store whose data.mdb cannot be used is built again from its journal at start: one written by an
 * older duban, with tables of another form, or a damaged one. The file is put aside; until the new
 * one has its first checkpoint, each start begins again with the file put aside. Then that is kept
 * as data.mdb.old or data.mdb.damaged-DAY, for people to delete; the next good backup deletes the
 * damaged ones. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/core/config.h"

struct engine;

/* True if this start did so. */
bool engine_refolded(const struct engine *e, struct engine_refold *ret);

/* True if the store cannot go on because its data.mdb is damaged (a row or a page of it, the sum of
 * a table): the process must end. */
bool engine_distrusts(const struct engine *e);
/* Is it so after all? For a process that ends for a reason that it does not know: reads the file as
 * it was committed last, and if that is damaged, the engine distrusts it. */
bool engine_looks_again(struct engine *e);
const char *engine_distrust_reason(const struct engine *e);
/* Makes the next start build data.mdb again. `why`, for people, is kept until then. < 0: it could
 * not be written. */
int engine_rebuild_next(const char *dir, const char *why);
/* Removes the damaged files that were kept. */
int engine_drop_damaged(const char *dir);

/* Only for the start. */
/* Was data.mdb found damaged before (engine_rebuild_next, or a fault that ended duband), and no
 * start has begun to build it again? */
bool refold_wanted(const char *dir);
int refold_put_aside(const char *dir, uint32_t schema);
int refold_put_damaged_aside(const char *dir, const char *why);
/* True: a file waits aside; its schema, 0 for a damaged one. */
bool refold_waiting(const char *dir, uint32_t *ret_schema);
/* Copies what the journal does not hold (telephone numbers), and the old mark, so that missing
 * events at the journal's end are still noticed. */
int refold_take_over(struct engine *e, uint32_t schema);
/* For a store that has a journal, but no data.mdb. */
void refold_missing(struct engine *e);
int refold_done(struct engine *e);
