/* When to look again: the time heap (tables due, armed) and the sweeps that work through all
 * projects after a notice or a parameter. Derived: a start can make it anew. */
#pragma once

#include "base/clock.h"
#include "store/db/db.h"

struct txn;

enum subject_kind { SUBJECT_PROJECT = 1 };
struct due {
	usec_t at;
	enum subject_kind kind;
	uint32_t num;
};
bool due_first(struct txn *t, struct due *ret);
void due_take(struct txn *t, const struct due *d);
void due_arm(struct txn *t, enum subject_kind kind, uint32_t num, usec_t at);
usec_t due_armed(struct txn *t, enum subject_kind kind, uint32_t num); /* USEC_NEVER */
struct sweep {
	uint32_t num;
	uint32_t from_calendar, to_calendar; /* equal: nothing but another look */
	uint32_t next_project;
};
bool sweep_first(struct txn *t, struct sweep *ret);
void sweep_add(struct txn *t, uint32_t from_calendar, uint32_t to_calendar);
void sweep_put(struct txn *t, const struct sweep *s);
void sweep_end(struct txn *t, const struct sweep *s);
/* Recovery: the tail says that this sweep has passed a project. */
void sweep_passed(struct txn *t, uint32_t to_calendar, uint32_t project);
void due_clear(struct txn *t);
