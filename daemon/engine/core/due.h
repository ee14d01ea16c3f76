/* When subjects are evaluated next: the time heap (tables due, armed), and the sweeps that evaluate
 * all subjects after a notice or a parameter. Derived data: a start can build it again.
 *
 * What is evaluated together has one row: a project with all its subjects, or one subject of the
 * city. A subject of a project may be passed, too; it stands for its project. */
#pragma once

#include "base/clock.h"
#include "rules/subject.h"
#include "store/db/db.h"

struct due {
	usec_t at;
	Duban__Subject of; /* its kind points to static text */
};
/* Appends what is evaluated together with `of`: its project, or the subject of the city. */
struct key *due_place(struct key *k, const Duban__Subject *of);
/* False: the key names a kind of subject that does not exist. */
bool due_read(struct bytes key, struct due *ret);
/* The earliest row. False: there is none, or it cannot be read (then the transaction has failed).
 */
bool due_first(struct txn *t, struct due *ret);
void due_take(struct txn *t, const struct due *d);
void due_arm(struct txn *t, const Duban__Subject *of, usec_t at);
usec_t due_armed(struct txn *t, const Duban__Subject *of); /* USEC_NEVER: not armed */

/* A sweep evaluates all subjects, kind by kind. */
struct sweep {
	uint32_t num;
	uint32_t from_calendar,
	    to_calendar;		 /* equal: the calendar is the same, so no deadline moved */
	const struct subject_kind *kind; /* NULL: not begun */
	/* last subject of that kind that was evaluated; zeros: none yet */
	Duban__Subject last;
};
bool sweep_first(struct txn *t, struct sweep *ret);
/* Moves s->last on to the next subject. False: there are no more. */
bool sweep_next(struct txn *t, struct arena *a, struct sweep *s);
void sweep_add(struct txn *t, uint32_t from_calendar, uint32_t to_calendar);
void sweep_put(struct txn *t, const struct sweep *s);
void sweep_end(struct txn *t, const struct sweep *s);
/* For recovery: an event in the tail shows that this sweep has passed the project. The sweep goes
 * on after it, so that moved deadlines are not reported twice; a second sweep evaluates all once
 * more. */
void sweep_passed(struct txn *t, uint32_t to_calendar, uint32_t project);
/* Has each armed subject exactly one due row, at the armed instant? `fault` says what is wrong. */
#define DUE_FAULT_MAX 160
bool due_sound(struct txn *t, char fault[DUE_FAULT_MAX]);
void due_clear(struct txn *t);
