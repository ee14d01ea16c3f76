#include "engine/evaluate/touched.h"

#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/evaluate/evaluate.h"
#include "model/warning/subject.h"
#include "rules/subject.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"

enum { TOUCHED_INLINE_MAX = 32 };

/* Asks the kind whether the event can change the outcome for one of its subjects, and which. */
static bool touches(const struct subject_kind *k, const Duban__Event *ev, Duban__Subject *ret)
{
	*ret = (Duban__Subject)DUBAN__SUBJECT__INIT;
	if (!k->touched || !k->touched(ev, ret))
		return false;
	if (!ret->project)
		ret->kind = (char *)(uintptr_t)k->name;
	return true;
}

void touched_arm(struct txn *t, const Duban__Event *ev, usec_t at)
{
	Duban__Subject of;

	SECTION_FOREACH(duban_subject_kinds, struct subject_kind, it)
	if (touches(*it, ev, &of))
		due_arm(t, &of, at);
}

struct touched_subjects {
	Duban__Subject of[TOUCHED_INLINE_MAX];
	size_t n;
	bool more; /* there were more than fit */
};

static void note(struct touched_subjects *io, const Duban__Subject *of)
{
	for (size_t i = 0; i < io->n; i++)
		if (subject_same(&io->of[i], of))
			return;
	if (io->n == TOUCHED_INLINE_MAX)
		io->more = true;
	else
		io->of[io->n++] = *of;
}

/* The subjects that a draft's events touch, each once, in order of first touch. */
static void note_all(struct touched_subjects *io, Duban__Event **events, size_t n)
{
	Duban__Subject of;

	for (size_t i = 0; i < n && !io->more; i++)
		SECTION_FOREACH(duban_subject_kinds, struct subject_kind, it)
	if (touches(*it, events[i], &of))
		note(io, &of);
}

int evaluate_touched(struct engine *e, Duban__Event **events, size_t n)
{
	struct touched_subjects touched = {.n = 0};
	int r = 0;

	note_all(&touched, events, n);
	for (size_t i = 0; i < touched.n && !touched.more && !r; i++)
		r = evaluate_subject(e, &touched.of[i], NULL);
	for (size_t i = 0; i < n && touched.more; i++)
		touched_arm(e->txn, events[i], e->now);
	return r ? r : txn_error(e->txn);
}

int evaluate_before(struct engine *e, Duban__Event **events, size_t n)
{
	struct touched_subjects touched = {.n = 0};
	int r = 0;

	if (!e->restate.on)
		return 0;
	note_all(&touched, events, n);
	for (size_t i = 0; i < touched.n && !touched.more && !r && !engine_group_full(e); i++)
		if (!journal_room(e->journal, CONSEQUENCE_BYTES, true))
			r = evaluate_restated(e, &touched.of[i]);
	return r;
}
