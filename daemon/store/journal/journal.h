/* The journal: append-only segment files `journal/<first seq, 20 digits>.seg`, seqs without gaps, a
 * hash chain (SM3). It is the primary data of the store; the state is derived from it.
 *
 * The unit of writing is the frame = one group of commands. On disk, little-endian, starting on a
 * FRAME_ALIGN boundary:
 *   header  magic u32 'DBFR' | version u16 | hash algorithm u16 | length u32 (whole frame,
 *           unpadded) | count u32 (records) | epoch 16 B | first seq u64 | prev hash 32 B |
 *           crc32c u32 over the frame with this field 0
 *   record  size u32 (of the event bytes) | fold version u16 | flags u16 (1 = first event of
 *           a command) | seq u64 | at i64 | principal u32 | request id 16 B |
 *           chained hash 32 B = SM3(previous chained hash, event bytes) | event bytes
 * A segment starts with a header block of FRAME_ALIGN bytes ('DBSG', version, epoch, first seq,
 * prev hash, crc) and a sealed one ends with a footer block ('DBFT', last seq, last hash, crc),
 * after which it is truncated. Only the last segment has no footer.
 *
 * Tail rule at open: only the last frame can be torn. At the first bad frame (expected seq s) the
 * rest of the file is searched. A frame with a valid crc, this epoch and first seq > s proves
 * damage: -EBADMSG, and `journal_fault` names segment, offset and how to restore. Otherwise the bad
 * frame is torn: it is saved as `cut-<seq>`, overwritten with zeros and synced, and `ret_opened`
 * reports it. Then all bytes after `synced_seq` (the last checkpoint) are written again and synced
 * before they are folded. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "store/journal/config.h"
#include "store/journal/record.h"

struct journal;

struct journal_opened {
	uint64_t first_seq, last_seq; /* last_seq 0 = empty */
	uint8_t last_hash[HASH_SIZE];
	uint64_t cut_seq; /* first seq of the torn frame that was cut, 0 = none */
	bool cut_kept;	  /* its bytes are in journal/cut-<seq>; false on a full disk */
};

int journal_open(struct journal **ret, const struct journal_config *c,
		 struct journal_opened *ret_opened);
struct journal *journal_free(struct journal *j);
DEFINE_CLEANUP(struct journal *, journal_free)
/* Why the last journal call failed, as text for people: segment, offset, what to do. "" if none
 * failed. */
const char *journal_fault(const struct journal *j);
/* The same text for a failed journal_open, of this thread's last call. */
const char *journal_open_fault(void);
void journal_epoch(const struct journal *j, uint8_t ret[EPOCH_SIZE]);

/* A group: add records, then call journal_sync once, which writes the frame and fdatasyncs it. No
 * reply or event of the group may leave the process before it returned 0. r->seq must be head + 1;
 * r->hash is filled in; the event bytes are copied. */
int journal_add(struct journal *j, struct journal_record *r);
int journal_sync(struct journal *j);
/* Bytes of the group so far; bytes since the last checkpoint, which journal_checkpointed
 * reports. */
size_t journal_group_bytes(const struct journal *j);
uint64_t journal_unsynced_bytes(const struct journal *j);
void journal_checkpointed(struct journal *j, uint64_t seq);

uint64_t journal_first(const struct journal *j);
/* seq of the last record added */
uint64_t journal_head(const struct journal *j);
/* seq of the last one synced */
uint64_t journal_durable(const struct journal *j);
void journal_head_hash(const struct journal *j, uint8_t ret[HASH_SIZE]);    /* of head */
void journal_durable_hash(const struct journal *j, uint8_t ret[HASH_SIZE]); /* of durable */
