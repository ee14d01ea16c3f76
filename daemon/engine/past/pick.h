/* Reads single records from the journal, for callers that mostly ask for rising seqs: a record that
 * is near is reached by reading on, any other by a seek. */
#pragma once

#include <stdint.h>

struct journal;
struct journal_reader;
struct journal_record;

struct journal_pick {
	struct journal *journal;
	/* set by journal_pick */
	struct journal_reader *reader;
	uint64_t next; /* seq of the reader's next record */
};

/* Reads the record with this seq, which must be durable; *ret is valid until the next call.
 * -EBADMSG: the journal does not have it. STATUS_DAMAGED: it lies in a damaged place. */
int journal_pick(struct journal_pick *p, uint64_t seq, struct journal_record *ret);
void journal_pick_done(struct journal_pick *p);
