/* The input and output of schedule.h: what is known of each link of a chain, and the dates computed
 * from it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/date.h"

/* The end of a limit by calendar days or months that falls on a day off stays, or moves to the next
 * working day. */
enum schedule_roll { SCHEDULE_ROLL_NONE, SCHEDULE_ROLL_NEXT };

/* By class of link (Duban__LinkClass). */
struct schedule_rolls {
	enum schedule_roll of[5];
};

/* Days that do not count; both are included. */
struct day_span {
	date_t from, until;
};
struct day_spans {
	struct day_span *span;
	size_t n;
};

struct schedule_link {
	/* in */
	uint32_t no;
	int class;	/* Duban__LinkClass */
	int state;	/* Duban__LinkState */
	int limit_kind; /* Duban__LimitKind; FIXED after an extension */
	uint32_t limit_n;
	date_t fixed;		  /* of a FIXED limit */
	date_t begin;		  /* DATE_NONE */
	date_t started, finished; /* DATE_NONE */
	date_t cancelled;	  /* DATE_NONE: not, or unknown when */
	date_t suspended;	  /* DATE_NONE: not at present */
	bool extended;
	date_t extended_on;   /* the day of the extension; DATE_NONE */
	bool carried;	      /* from the chain of the year before */
	date_t carried_clock; /* DATE_NONE; of a carried link: S is no earlier */
	/* Suspensions under the present limit: days given with an opening balance; those that are
	 * over (from, to, … as yyyymmdd, in order of time). */
	uint32_t shift_given;
	const uint32_t *stopped;
	size_t n_stopped;
	/* Exemptions that stop its clock, in order of time, without overlap. */
	struct day_spans exempt;
	const uint32_t *after; /* numbers of the prerequisites */
	size_t n_after;
	/* out */
	date_t start;	   /* S */
	uint32_t shift;	   /* days added by suspensions and exemptions: working days for a wd limit,
			    * else calendar    days */
	uint32_t exempted; /* of these, added by exemptions */
	date_t finish;	   /* EF; of an unfinished link not before today */
	date_t latest_finish; /* LF */
	date_t deadline;      /* for warnings; D itself for a fixed date; DATE_NONE: cancelled */
	bool prerequisites_done;
	bool clock_runs; /* prerequisites done and today >= S */
	bool projected;	 /* has a duration, but its clock does not run or it is suspended */
	bool unknown;	 /* it or a link before it is suspended: EF if that is resumed today */
	bool critical;
	/* The prerequisite that finishes only after this link's fixed date (the latest such);
	 * 0: none. */
	uint32_t late_after;
	bool provisional; /* one of its dates depends on an unpublished year */
	int float_days;
};

struct schedule {
	date_t start; /* the chain's */
	struct schedule_rolls roll;
	struct schedule_link *link; /* any order */
	size_t n;
	date_t finish; /* out: max EF; `start` if there are no links */
	bool unknown;  /* out: an unfinished link is */
};

enum schedule_fault {
	SCHEDULE_FINE = 0,
	SCHEDULE_UNKNOWN_PREREQUISITE,
	SCHEDULE_CYCLE,
	SCHEDULE_DUPLICATE_NO,
	SCHEDULE_TOO_MANY, /* more than LINKS_MAX; *ret_link = LINKS_MAX, *ret_no = 0 */
};
