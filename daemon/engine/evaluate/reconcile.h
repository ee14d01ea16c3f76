/* Turns findings into events: raised, escalated, repeated, moved, cleared. */
#pragma once

#include <stdint.h>

struct evaluation;
struct finding;
struct open_warning;
struct schedule_link;

/* Compares the open warning with the outcome and writes the events; a dry evaluation only notes
 * it. */
void reconcile_finding(struct evaluation *l, const struct finding *s);
/* Clears a warning whose subject no longer exists. */
void reconcile_gone(struct evaluation *l, const struct open_warning *o);
int reconcile_deadline_moved(struct evaluation *l, const struct schedule_link *old,
			     const struct schedule_link *new, uint32_t year);
