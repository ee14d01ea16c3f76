/* When people may be told, and how often: the parameters notice.*. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "text/date.h"

struct arena;
struct calendar;
struct txn;

struct notice_rules {
	bool on, monday;
	int64_t from, until; /* minutes of a working day between which people are told */
	int64_t gather;	     /* minutes for which what comes together is gathered */
	int64_t valid_wd;    /* a notice that was not sent by the end of that day never is */
	int64_t tries;	     /* deliveries that fail until only a change is told */
};

int notice_rules_load(struct txn *t, struct arena *a, struct notice_rules *ret);
/* Texts a day about lamps and orders for who is told as holder of that post; 0: none at all. */
int notice_texts_max(struct txn *t, struct arena *a, const char *post, int64_t *ret);

/* The calendar and the zone that instants are found by. */
struct office_hours {
	const struct calendar *calendar;
	int zone_minutes;
};
/* `minute` of the day. */
usec_t office_minute(const struct office_hours *h, date_t day, int64_t minute);
/* The first instant from `now` on that lies between the minutes of a working day. */
usec_t office_open(const struct office_hours *h, int64_t from, int64_t until, usec_t now);
/* The minute `from` of the first working day after that of `now`. */
usec_t office_next_day(const struct office_hours *h, int64_t from, usec_t now);
/* The working day on which what is due on a Monday is done: that Monday, or the first one after. */
date_t office_monday(const struct office_hours *h, date_t day);
