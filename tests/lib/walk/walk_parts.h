/* How the parts of a walk (walk.h) meet. */
#pragma once

#include <stdbool.h>

#include "lib/walk/walk.h"

struct walk_gateway *walk_gateway_new(void);
void walk_gateway_free(struct walk_gateway *g);
/* Sends what the event tells, if the gateway works. */
void walk_gateway_see(struct year_walk *x, const Duban__Event *ev);
/* Its mood of the day: it works, loses receipts, is dead for weeks. */
void walk_gateway_mood(struct year_walk *x);
/* It sends what it has not, and says so. */
void walk_gateway_send(struct year_walk *x);
/* From now on everything arrives. */
void walk_gateway_mend(struct year_walk *x);
/* No end is lost: of whatever stands in the ledger and is over somebody is still owed the end. */
void walk_gateway_check(struct year_walk *x);
/* Everybody who heard of a beginning has heard of its end. */
void walk_gateway_all_told(struct year_walk *x);

struct walk_steps *walk_steps_new(void);
void walk_steps_free(struct walk_steps *s);
/* No step is repeated, none is skipped, each is taken at its instant. */
void walk_steps_see(struct year_walk *x, const Duban__Event *ev);
/* No step that is due was not taken. */
void walk_steps_check(struct year_walk *x);
/* When its next step comes due, reckoned here; USEC_NEVER: by itself none does. *ret_why: why. */
usec_t walk_steps_next(struct year_walk *x, const Duban__Warning *w, const char **ret_why);

void walk_live_check(struct year_walk *x);
