/* Escalation (逐级升级): an open lamp climbs the ladder of its project, step by step, each at its
 * instant. The first step belongs to the raise itself. What follows is found when the lamp is
 * evaluated; between two steps the lamp is not read.
 *
 * A lamp whose subject stands still (suspended, handed in) or that has a root stands still on its
 * ladder, too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "engine/ladder/step_due.h"

struct evaluation;
struct finding;
struct ladder;

/* A lamp is being raised: its ladder begins, or goes on from that of `before` (an earlier warning
 * that it continues; NULL: none). */
void steps_begin(struct evaluation *l, Duban__Warning *w, const Duban__Warning *before);
/* It is lit after the evaluation, as `w` says; `raised`: it is raised by it. */
void steps_note(struct evaluation *l, const struct finding *s, Duban__Warning *w, bool raised);
/* Takes the steps that came due, and has lamps looked at when the next ones do. Only after all
 * subjects were judged, and the roots are settled. */
void steps_settle(struct evaluation *l);
/* It stands still. */
void steps_hold(struct evaluation *l, const struct finding *s);

/* What comes next, for queries. */
struct steps_ahead {
	bool there;		       /* the lamp is open and was evaluated */
	bool held;		       /* its ladder stands still, or there is none */
	const struct ladder *ladder;   /* NULL: none */
	const Duban__LadderStep *next; /* NULL: it took the last */
	struct step_due condition[STEP_CONDITIONS_MAX];
	size_t n_condition;
	usec_t at; /* of `next`; USEC_NEVER: it waits for something */
};
void steps_ahead(struct evaluation *l, const struct finding *s, struct steps_ahead *ret);
