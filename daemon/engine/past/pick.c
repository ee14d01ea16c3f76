#include "engine/past/pick.h"

#include <errno.h>

#include "store/journal/reader.h"

/* Up to this many records are skipped one by one, which is cheaper than a new seek. */
enum { STEP_MAX = 64 };

int journal_pick(struct journal_pick *p, uint64_t seq, struct journal_record *ret)
{
	bool found;
	int r = 0;

	if (!p->reader || seq < p->next || seq - p->next > STEP_MAX) {
		p->reader = journal_reader_free(p->reader);
		r = journal_read(&p->reader, p->journal, seq);
		p->next = seq;
	}
	do {
		if (!r)
			r = journal_reader_next(p->reader, ret, &found);
		if (!r && !found)
			r = -EBADMSG;
	} while (!r && p->next++ < seq);
	return r;
}

void journal_pick_done(struct journal_pick *p)
{
	p->reader = journal_reader_free(p->reader);
}
