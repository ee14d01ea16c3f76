/* When to look again: the time heap (tables due, armed) and the sweeps that work through all
 * subjects after a notice or a parameter. Derived: a start can make it anew.
 *
 * What is looked at together has one row: a project with all that is its, or one subject of the
 * city. Any subject may be named: one of a project stands for its project. */
#pragma once

#include "base/clock.h"
#include "rules/subject.h"
#include "store/db/db.h"

struct due {
	usec_t at;
	Duban__Subject of; /* its kind is static */
};
bool due_read(struct bytes key, struct due *ret); /* false: of no kind that is known */
bool due_first(struct txn *t, struct due *ret);
void due_take(struct txn *t, const struct due *d);
void due_arm(struct txn *t, const Duban__Subject *of, usec_t at);
usec_t due_armed(struct txn *t, const Duban__Subject *of); /* USEC_NEVER */

/* A sweep looks at the subjects kind by kind. */
struct sweep {
	uint32_t num;
	uint32_t from_calendar, to_calendar; /* equal: nothing but another look */
	const struct subject_kind *kind;     /* NULL: it has not begun */
	Duban__Subject last;		     /* of that kind, looked at already; zeros: none */
};
bool sweep_first(struct txn *t, struct sweep *ret);
/* False: there is nothing (more) to look at. Else s->last is the next one. */
bool sweep_next(struct txn *t, struct arena *a, struct sweep *s);
void sweep_add(struct txn *t, uint32_t from_calendar, uint32_t to_calendar);
void sweep_put(struct txn *t, const struct sweep *s);
void sweep_end(struct txn *t, const struct sweep *s);
/* Recovery: the tail says that this sweep has passed a project. What it moved is not said twice,
 * but all are looked at once more. */
void sweep_passed(struct txn *t, uint32_t to_calendar, uint32_t project);
void due_clear(struct txn *t);
