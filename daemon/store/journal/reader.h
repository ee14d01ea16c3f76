/* Reads the journal's records in order, beginning at a given seq. Each frame is checked when it is
 * read; STATUS_DAMAGED: it is not as it was written. journal_fault() says where,
 * journal_config.tell was told, and the journal can be read before and behind that place. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/cleanup.h"
#include "proto/limits.h"

struct journal;
struct journal_reader;
struct journal_record;

int journal_read(struct journal_reader **ret, struct journal *j, uint64_t seq);
struct journal_reader *journal_reader_free(struct journal_reader *r);
DEFINE_CLEANUP(struct journal_reader *, journal_reader_free)
/* *ret_found = false at the durable end; call again later for new records. */
int journal_reader_next(struct journal_reader *r, struct journal_record *ret, bool *ret_found);
/* From now on each event is hashed again and compared with the chain; verify uses this. */
void journal_reader_check_chain(struct journal_reader *r);
/* The chained hash of a durable event; for the seq before the first event, the hash that the chain
 * begins with. */
int journal_hash_at(struct journal *j, uint64_t seq, uint8_t ret[HASH_SIZE]);
/* *ret: the first seq, from this one on, that can be read; 0: none. */
int journal_readable_after(struct journal *j, uint64_t seq, uint64_t *ret);
