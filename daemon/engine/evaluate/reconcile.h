/* From findings to events: raised, escalated, repeated, moved, cleared. */
#pragma once

#include <stdint.h>

struct evaluation;
struct finding;
struct open_warning;
struct schedule_link;

/* What is lit against what should be, as events; a dry look only notes it. */
void reconcile_finding(struct evaluation *l, const struct finding *s);
/* A lamp whose subject is gone goes out. */
void reconcile_gone(struct evaluation *l, const struct open_warning *o);
int reconcile_deadline_moved(struct evaluation *l, const struct schedule_link *old,
			     const struct schedule_link *new, uint32_t year);
