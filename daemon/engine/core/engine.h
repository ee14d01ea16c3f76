/* The engine: decide -> events -> fold -> rules -> frame, as one group. It owns journal and store
 * and knows nothing of sockets or requests. One thread.
 *
 * A round: engine_apply for any number of drafts, then engine_sync (one frame, one fdatasync). Only
 * then may replies and events leave the process. Sometimes engine_checkpoint follows. Invariants,
 * asserted: outside a round applied = durable; LMDB commits only while applied = durable. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "engine/core/config.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "text/date.h"

struct calendar;
struct engine;
struct journal;
struct txn;

/* Opens or creates the store and recovers: writes the journal's tail again, syncs and folds it. A
 * fresh store's first events load the shipped calendar and the default parameters. On failure
 * engine_open_fault() has the text for people. */
int engine_open(struct engine **ret, const struct engine_config *c);
struct engine *engine_free(struct engine *e); /* makes a checkpoint if possible */
DEFINE_CLEANUP(struct engine *, engine_free)

/* What decide and queries read. The txn is the open write transaction. */
struct txn *engine_txn(struct engine *e);
const struct calendar *engine_calendar(struct engine *e);
struct journal *engine_journal(struct engine *e);
usec_t engine_now(const struct engine *e); /* logical time; never goes back */
bool engine_simulated(const struct engine *e);
int engine_zone(const struct engine *e); /* minutes */
date_t engine_today(const struct engine *e);
/* The tallies in the txn are those of all that is applied. Call it before they are read. */
int engine_settle_tallies(struct engine *e);
uint64_t engine_seq(const struct engine *e); /* of the last applied event */
