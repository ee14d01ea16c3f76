/* A draft becomes part of the open group, and the rules look at what it touched. */
#include "engine/core/apply.h"

#include <assert.h>

#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/core/resolved.h"
#include "engine/evaluate/evaluate.h"
#include "model/core/fold.h"
#include "proto/limits.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"

/* Does the rules' answer about its project depend on it? */
static bool touches(const Duban__Event *ev)
{
	const struct fold_row *row = fold_row(ev->body_case);

	return row && (row->touches || row->schedule) && ev->project;
}

/* The projects a draft touched, each once, in order of first touch. */
static size_t touched(Duban__Event **events, size_t n, uint32_t *ret, size_t max)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		size_t j = 0;

		if (!touches(events[i]))
			continue;
		while (j < found && ret[j] != events[i]->project)
			j++;
		if (j < found)
			continue;
		if (found == max)
			return max + 1;
		ret[found++] = events[i]->project;
	}
	return found;
}

/* Few projects: the rules look now. Many (an import): they are due at once, and the ticks work
 * them off in slices with commands let through between. */
static int evaluate_touched(struct engine *e, Duban__Event **events, size_t n)
{
	uint32_t project[TOUCHED_INLINE_MAX];
	size_t found = touched(events, n, project, TOUCHED_INLINE_MAX);
	int r = 0;

	if (found <= TOUCHED_INLINE_MAX) {
		for (size_t i = 0; i < found && !r; i++)
			r = evaluate_project(e, project[i], NULL);
		return r;
	}
	for (size_t i = 0; i < n; i++)
		if (touches(events[i]))
			due_arm(e->txn, SUBJECT_PROJECT, events[i]->project, e->now);
	return txn_error(e->txn);
}

int engine_apply(struct engine *e, Duban__Event **events, size_t n, const struct author *who,
		 bool frees)
{
	size_t bytes = CONSEQUENCE_BYTES + group_bytes_of(events, n);
	int r;

	assert(!engine_group_full(e));
	if (bytes > FRAME_BYTES_MAX)
		return STATUS_TOO_MANY;
	r = journal_room(e->journal, bytes, frees);
	/* A frame holds one command of the largest size beside a group that is not full yet. */
	assert(r != STATUS_TOO_MANY);
	if (r)
		return r;
	r = group_write(e, events, n, who);
	if (!r)
		r = evaluate_touched(e, events, n);
	e->commands++;
	return r;
}
