#include "engine/past/pick.h"

#include <errno.h>

#include "proto/status.h"
#include "store/journal/reader.h"

/* Up to this many records are skipped one by one, which is cheaper than a new seek. */
enum { STEP_MAX = 64 };

static int read_on(struct journal_pick *p, uint64_t seq, struct journal_record *ret)
{
	bool found;
	int r;

	do {
		r = journal_reader_next(p->reader, ret, &found);
		if (!r && !found)
			r = -EBADMSG;
	} while (!r && p->next++ < seq);
	return r;
}

int journal_pick(struct journal_pick *p, uint64_t seq, struct journal_record *ret)
{
	int r = STATUS_DAMAGED;

	if (p->reader && seq >= p->next && seq - p->next <= STEP_MAX)
		r = read_on(p, seq, ret);
	/* also if only a record on the way is damaged */
	if (r == STATUS_DAMAGED) {
		p->reader = journal_reader_free(p->reader);
		p->next = seq;
		r = journal_read(&p->reader, p->journal, seq);
		if (!r)
			r = read_on(p, seq, ret);
	}
	return r;
}

void journal_pick_done(struct journal_pick *p)
{
	p->reader = journal_reader_free(p->reader);
}
