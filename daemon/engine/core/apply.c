/* Applies a command's draft: its events join the open group, and the subjects they touch are
 * evaluated. */
#include "engine/core/apply.h"

#include <assert.h>

#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/core/resolved.h"
#include "engine/evaluate/touched.h"
#include "proto/limits.h"
#include "proto/status.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"

int engine_apply(struct engine *e, Duban__Event **events, size_t n, const struct author *who,
		 bool frees)
{
	size_t bytes = CONSEQUENCE_BYTES + group_bytes_of(events, n);
	int r;

	assert(!engine_group_full(e));
	if (bytes > FRAME_BYTES_MAX)
		return STATUS_TOO_MANY;
	r = evaluate_before(e, events, n);
	if (r)
		return r;
	r = journal_room(e->journal, bytes, frees);
	/* Cannot happen: the group is not full, and a frame has space for one more command of any
	 * size. */
	assert(r != STATUS_TOO_MANY);
	if (r)
		return r;
	e->evaluated = e->applied;
	r = group_write(e, events, n, who);
	if (!r)
		r = evaluate_touched(e, events, n);
	e->evaluated = 0;
	e->commands++;
	return r;
}
