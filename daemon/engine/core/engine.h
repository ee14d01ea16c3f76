/* The engine: decide -> events -> fold -> rules -> frame, as one group. Owns journal and
 * store; knows nothing of sockets or requests. One thread.
 *
 * A round: engine_apply any number of drafts, then engine_sync (one frame, one fdatasync),
 * then what was computed may leave the process; perhaps engine_checkpoint. Invariants,
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

/* Opens or makes the store and recovers: rewrites, syncs and folds the journal's tail.
 * A fresh store's first events load the shipped calendar and default parameters. On failure
 * the text for people is in engine_open_fault(). */
int engine_open(struct engine **ret, const struct engine_config *c);
struct engine *engine_free(struct engine *e); /* checkpoints if it can */
DEFINE_CLEANUP(struct engine *, engine_free)

/* What decide and queries read. The txn is the open write transaction. */
struct txn *engine_txn(struct engine *e);
const struct calendar *engine_calendar(struct engine *e);
struct journal *engine_journal(struct engine *e);
usec_t engine_now(const struct engine *e); /* logical, never goes back */
bool engine_simulated(const struct engine *e);
int engine_zone(const struct engine *e); /* minutes */
date_t engine_today(const struct engine *e);
uint64_t engine_seq(const struct engine *e); /* applied */
