/* Checkpoints: the state is committed to LMDB together with the seq it stands at. LMDB is never
 * ahead of the journal. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/limits.h"

struct engine;
struct txn;

/* Checkpoint when due (mono = monotonic now, idle = nothing waits); `clock` measures how long
 * it took, so that the next one comes at the right size (NULL: no measuring). */
int engine_checkpoint_if_due(struct engine *e, usec_t mono, bool idle, usec_t (*clock)(void));
int engine_checkpoint(struct engine *e); /* at once; only in a closed round */
usec_t engine_checkpoint_at(const struct engine *e, usec_t mono); /* when to call again */
/* Contacts bypass the journal: put, then a checkpoint before anything leaves. */
int engine_put_contact(struct engine *e, uint32_t person, const char *phone);
bool mark_read(struct txn *t, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
	       uint8_t ret_epoch[EPOCH_SIZE]);
