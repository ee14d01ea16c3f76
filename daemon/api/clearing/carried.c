#include "api/clearing/carried.h"

#include "model/link/link.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"

/* The lamp that goes on as `w`; NULL: there is none. What is recorded at the instant at which it
 * began goes on from nothing, so that most lamps need no further reading. */
static const Duban__Warning *goes_on_from(struct txn *t, struct arena *a, const Duban__Warning *w)
{
	const Duban__Subject *s = w->subject;
	const Duban__Warning *b;
	Duban__Subject before;
	const Duban__Link *l;

	if (!s->link || w->occurrence != 1 || w->since_at >= w->raised_at)
		return NULL;
	l = link_get(t, a, s->project, s->year, s->link);
	if (!l || !l->carried_year)
		return NULL;
	before = subject_of_link(s->project, l->carried_year, l->carried_no);
	b = warning_get(t, a, &before, w->rule, warning_last_occurrence(t, &before, w->rule));
	return b && b->cause == CLEAR_CAUSE(CARRIED) && b->cleared_at == w->raised_at ? b : NULL;
}

struct carried_lamp carried_lamp(struct txn *t, struct arena *a, const Duban__Warning *first,
				 usec_t turn)
{
	struct carried_lamp lamp = {.raised_at = first->raised_at};
	const Duban__Warning *w = goes_on_from(t, a, first);

	while (w) {
		lamp.raised_at = w->raised_at;
		lamp.over = lamp.over || (turn && warning_lit_over(w, turn));
		w = w->reopened_from ? warning_get(t, a, w->subject, w->rule, w->reopened_from)
				     : goes_on_from(t, a, w);
	}
	return lamp;
}
