/* Checkpoints: LMDB commits the state together with the seq of its last event. LMDB is never ahead
 * of the journal. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/limits.h"

struct engine;
struct txn;

/* Makes a checkpoint if one is due. mono = monotonic now; idle = no request waits; `clock` measures
 * how long it took, which sets the size of the next one (NULL: not measured). */
int engine_checkpoint_if_due(struct engine *e, usec_t mono, bool idle, usec_t (*clock)(void));
int engine_checkpoint(struct engine *e); /* at once; no group may be open */
/* when to call again (monotonic) */
usec_t engine_checkpoint_at(const struct engine *e, usec_t mono);
/* Stores a contact, which is not in the journal: a checkpoint must follow before the reply
 * leaves. */
int engine_put_contact(struct engine *e, uint32_t person, const char *phone);
bool mark_read(struct txn *t, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
	       uint8_t ret_epoch[EPOCH_SIZE]);
