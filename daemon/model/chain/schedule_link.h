/* A chain's links as schedule.h reckons with them: what is known of each, and the dates that come
 * out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/date.h"

enum schedule_roll {
	SCHEDULE_ROLL_NONE,
	SCHEDULE_ROLL_NEXT
}; /* a date on a day off stays / moves on */

struct schedule_link {
	/* in */
	uint32_t no;
	int class;	/* Duban__LinkClass */
	int state;	/* Duban__LinkState */
	int limit_kind; /* Duban__LimitKind, after an extension: FIXED */
	uint32_t limit_n;
	date_t fixed;		  /* of a FIXED limit */
	date_t begin;		  /* DATE_NONE */
	date_t started, finished; /* DATE_NONE */
	bool extended;
	bool carried;	       /* from the chain of the year before */
	uint32_t shift;	       /* by suspensions; already for the present limit */
	const uint32_t *after; /* numbers of the prerequisites */
	size_t n_after;
	/* out */
	date_t start;	      /* S */
	date_t finish;	      /* EF */
	date_t latest_finish; /* LF */
	date_t deadline;      /* what lights: D itself for a fixed date; DATE_NONE: cancelled */
	bool prerequisites_done;
	bool clock_runs; /* prerequisites done and today >= S */
	bool projected;	 /* a duration whose clock does not run, or suspended */
	bool critical;
	bool provisional; /* a date of it rests on an unpublished year */
	int float_days;
};

struct schedule {
	date_t start; /* the chain's */
	enum schedule_roll roll;
	struct schedule_link *link; /* any order */
	size_t n;
	date_t finish; /* out: max EF; the start when there is no link */
};

enum schedule_fault {
	SCHEDULE_FINE = 0,
	SCHEDULE_UNKNOWN_PREREQUISITE,
	SCHEDULE_CYCLE,
	SCHEDULE_DUPLICATE_NO,
	SCHEDULE_TOO_MANY, /* more than LINKS_MAX; *ret_link = LINKS_MAX, *ret_no = 0 */
};
