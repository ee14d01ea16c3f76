#include "engine/evaluate/touched.h"

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/touch.h"
#include "model/warning/subject.h"
#include "rules/subject.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"

enum { TOUCHED_INLINE_MAX = 32 };

struct touched_subjects {
	Duban__Subject of[TOUCHED_INLINE_MAX];
	size_t n;
	bool more; /* there were more than fit */
};

static void note(void *user, const Duban__Subject *of)
{
	struct touched_subjects *io = user;

	for (size_t i = 0; i < io->n; i++)
		if (subject_same(&io->of[i], of))
			return;
	if (io->n == TOUCHED_INLINE_MAX)
		io->more = true;
	else
		io->of[io->n++] = *of;
}

/* The subjects that a draft's events touch, each once, in order of first touch. */
static void note_all(struct engine *e, struct touched_subjects *io, Duban__Event **events, size_t n)
{
	struct touch to = {
	    .txn = e->txn, .arena = e->scratch, .resting = &e->resting, .each = note, .user = io};

	for (size_t i = 0; i < n && !io->more; i++) {
		arena_reset(e->scratch);
		touched_each(&to, events[i]);
	}
}

int evaluate_touched(struct engine *e, Duban__Event **events, size_t n)
{
	struct arming arming = {
	    .txn = e->txn, .arena = e->scratch, .resting = &e->resting, .at = e->now};
	struct touched_subjects touched = {.n = 0};
	int r = 0;

	note_all(e, &touched, events, n);
	for (size_t i = 0; i < touched.n && !touched.more && !r; i++)
		r = evaluate_subject(e, &touched.of[i], NULL);
	for (size_t i = 0; i < n && touched.more; i++) {
		arena_reset(e->scratch);
		touched_arm(&arming, events[i]);
	}
	return r ? r : txn_error(e->txn);
}

int evaluate_before(struct engine *e, Duban__Event **events, size_t n)
{
	struct touched_subjects touched = {.n = 0};
	int r = 0;

	if (!e->restate.on)
		return 0;
	note_all(e, &touched, events, n);
	for (size_t i = 0; i < touched.n && !touched.more && !r && !engine_group_full(e); i++)
		if (!journal_room(e->journal, CONSEQUENCE_BYTES, true))
			r = evaluate_restated(e, &touched.of[i]);
	return r;
}
