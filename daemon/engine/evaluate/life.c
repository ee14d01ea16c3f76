#include "engine/evaluate/life.h"

#include <errno.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/about.h"
#include "engine/evaluate/evaluation.h"
#include "model/warning/handling.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/txn.h"

static bool is_lamp(const Duban__Warning *w)
{
	return w->level >= LEVEL(YELLOW);
}

/* Of a rule that judges one duty after the other of its subject: the next one was not due yet when
 * the lamp went out, so that it is another lamp, and nothing came back. */
static bool is_next(const Duban__Warning *was, const Duban__Warning *w)
{
	const struct rule *rule = rule_by_num(w->rule);

	return rule && rule->one_after_other && w->since_at >= was->cleared_at;
}

static bool lit_again(const struct evaluation *l, const Duban__Warning *was,
		      const Duban__Warning *w)
{
	date_t today = date_at(l->scan.now, l->scan.zone_minutes);
	date_t out = date_at(was->cleared_at, l->scan.zone_minutes);

	return !l->by && is_lamp(was) && is_lamp(w) && warning_by_deed(was) && !is_next(was, w) &&
	       today - out <= l->params.reopen_cd;
}

static void go_on(const Duban__Warning *was, Duban__Warning *w)
{
	handling_go_on(was, w);
	w->reopened = was->reopened;
}

void life_begin(struct evaluation *l, Duban__Warning *w, const Duban__Warning *before)
{
	const Duban__Warning *was = before;

	if (!was && w->occurrence > 1)
		was = evaluation_warning(l, w->subject, w->rule, w->occurrence - 1);
	if (!was)
		return;
	if (was == before || was->state == WARNING_STATE(OPEN)) {
		go_on(was, w);
	} else if (lit_again(l, was, w)) {
		w->reopened = was->reopened + 1;
		w->reopened_from = was->occurrence;
	}
}

bool life_stays(Duban__ClearCause cause)
{
	return cause != CLEAR_CAUSE(WITHDRAWN) && cause != CLEAR_CAUSE(CARRIED) &&
	       cause != CLEAR_CAUSE(OFF);
}

void life_uphold(struct evaluation *l, const struct finding *s, const Duban__Warning *w)
{
	struct told_of of = {.subject = w->subject,
			     .turn = s->turn,
			     .unit = w->unit,
			     .due_date = w->due_date,
			     .before = w};
	Duban__Event *ev = warning_event(l, &of);
	Duban__WarningUpheld *b = arena_alloc(l->scan.arena, sizeof *b);

	if (!ev || !b) {
		txn_fail(l->e->txn, -ENOMEM);
		return;
	}
	duban__warning_upheld__init(b);
	ev->body_case = DUBAN__EVENT__BODY_WARNING_UPHELD;
	ev->warning_upheld = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
}
