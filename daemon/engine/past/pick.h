/* Single records out of the journal, by rising seq mostly: what lies near is stepped to, what
 * lies far is sought. */
#pragma once

#include <stdint.h>

struct journal;
struct journal_reader;
struct journal_record;

struct journal_pick {
	struct journal *journal;
	/* own */
	struct journal_reader *reader;
	uint64_t next; /* what the reader gives next */
};

/* The record with this seq, which must be durable; a view until the next step. -EBADMSG: it is
 * not there. */
int journal_pick(struct journal_pick *p, uint64_t seq, struct journal_record *ret);
void journal_pick_done(struct journal_pick *p);
