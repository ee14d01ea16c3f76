/* Duties (应办事项): what a unit has to do in a period of the cadence, or once. A row is there from
 * the begin of its period on; that nothing was done is read from the row, never found by looking
 * through everything. Readers return records in the arena, NULL when there is none; check txn_error
 * at the end. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"

struct arena;
struct key;
struct txn;

#define DUTY_ID_MAX 96
#define DUTY_NO_MAX 99999999 /* a subject's number has nine digits */

/* Appends the stored key. */
struct key *duty_key(struct key *k, const Duban__DutyRef *r);
/* The start of the keys of all of its series. */
struct key *duty_series_key(struct key *k, const Duban__DutyRef *r);
Duban__DutyRef duty_ref(const Duban__Duty *d);
Duban__Duty *duty_get(struct txn *t, struct arena *a, const Duban__DutyRef *r);
/* For folds. */
void duty_put(struct txn *t, const Duban__Duty *d);
bool duty_is_open(struct txn *t, const Duban__DutyRef *r);

/* A series: the duties of one form of one unit, or a single one-off duty. It is a subject of the
 * city, duty/UNIT.FORM, or duty/UNIT.(1000 + no). */
struct duties {
	Duban__Duty **duty; /* by period */
	size_t n;
};
/* Of a series, those that are open; and whether there are any. */
bool duty_series_is_open(struct txn *t, const Duban__DutyRef *series);
int duties_open(struct txn *t, struct arena *a, const Duban__DutyRef *series, struct duties *ret);
Duban__Subject duty_subject(const Duban__DutyRef *series);
/* False: no series has such a subject. */
bool duty_series(const Duban__Subject *s, Duban__DutyRef *ret);
/* Moves *io on to the next series that has a row; from zeros to the first. */
bool duty_series_after(struct txn *t, Duban__DutyRef *io);
/* Calls `each` with the open duties of a form, by unit and period, until it returns nonzero, which
 * is returned. */
int duties_of_form(struct txn *t, Duban__DutyForm form,
		   int (*each)(void *user, const Duban__DutyRef *r), void *user);
/* The unit is gone, and so is what it had to do. */
void duties_remove(struct txn *t, uint32_t unit);
/* The prefix that the lamps of a unit's duties have as subjects. */
struct key *duty_lamps_key(struct key *k, uint32_t unit);
/* The number after the last one-off duty's. */
uint32_t duty_next_no(struct txn *t);

/* "xihu/monthly_data/2020-10", "xihu/one_off/3"; without the period: the series. */
char *duty_id(struct txn *t, struct arena *a, const Duban__DutyRef *r);
/* False: it is not written so, or there is no such unit. Without a period ret->period_date is 0. */
bool duty_id_parse(struct txn *t, const char *id, Duban__DutyRef *ret);
