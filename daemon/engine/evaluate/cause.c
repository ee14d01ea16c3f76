/* Why a lamp goes out: the state that explains it best. */
#include "engine/evaluate/cause.h"

#include "engine/evaluate/evaluation.h"
#include "model/project/project.h"
#include "rules/rules.h"

/* Did the extension itself move this deadline? It took the suspensions' days away, and a lamp
 * that stayed on for it was moved to its date: what came later is another cause. */
static bool extended_now(const struct schedule_link *pl, const Duban__Warning *w)
{
	return pl->extended && pl->shift == 0 && date_ymd(pl->deadline) != w->due_date &&
	       w->inputs && date_ymd(pl->fixed) != w->inputs->extended_date;
}

static Duban__ClearCause link_cause(const struct evaluation *l, const struct finding *s,
				    const Duban__Warning *w)
{
	const struct schedule_link *pl = s->pl;
	bool note = w->level == DUBAN__LEVEL__LEVEL_NOTE;

	if (!project_active(l->project) || pl->state == DUBAN__LINK_STATE__LINK_STATE_CANCELLED)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
	if (pl->state == DUBAN__LINK_STATE__LINK_STATE_CARRIED)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_CARRIED;
	if (pl->state == DUBAN__LINK_STATE__LINK_STATE_DONE ||
	    (rules[s->rule]->until_started &&
	     pl->state != DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED))
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
	if (note && s->outcome->level == 0 && !pl->projected &&
	    date_ymd(pl->deadline) == w->due_date)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_SUPERSEDED;
	if (extended_now(pl, w))
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_EXTENDED;
	return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_MOVED;
}

static Duban__ClearCause whole_cause(const struct evaluation *l, const struct finding *s)
{
	if (!project_active(l->project))
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
	return (Duban__ClearCause)s->outcome->cause;
}

Duban__ClearCause clear_cause(const struct evaluation *l, const struct finding *s,
			      const Duban__Warning *w)
{
	return s->pl ? link_cause(l, s, w) : whole_cause(l, s);
}
