/* The dates of a chain: a pure function of its links, the calendar and today. A DAG; forward
 * and backward pass, float, critical path. Knows nothing of tables.
 *
 *   due(S, limit)   n wd: n-th working day strictly after S; n cd: S + n; n m: same day n
 *                   months on, clipped; 0: S; a fixed date D: max(S, D); still open: S
 *   S  = latest EF of the prerequisites (or the chain's start), not before `begin`
 *   EF = actual finish, else due(S)
 *   backward from max EF over unfinished links: LF = min LS of the unfinished successors,
 *   LS = latest S with due(S) <= LF; finished: LF = EF, float 0, not critical
 *   float = working days in (EF, LF] for wd limits, else calendar days
 * Cancelled links are transparent: EF = S = latest EF of the prerequisites (no `begin` holds
 * anybody up any more), no deadline, never critical; done as soon as their prerequisites are.
 * So are those carried into the next year's chain. There, without prerequisites, `begin` stands
 * in place of the chain's start: their clock went on. */
#pragma once

#include "text/date.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar;

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

/* Checks the graph. On a fault *ret_link is the index of the row to name and *ret_no the
 * prerequisite in question (for a cycle: one link on it). */
enum schedule_fault schedule_check(const struct schedule *p, size_t *ret_link, uint32_t *ret_no);

/* Fills the out fields. -EINVAL for a graph that schedule_check refuses. `today` decides only
 * clock_runs and projected. */
int schedule_compute(struct schedule *p, const struct calendar *cal, date_t today);

/* due(S, limit) with shift and roll, as above; for a fixed date max(S, D). */
date_t schedule_due(const struct schedule_link *l, date_t s, const struct calendar *cal,
		    enum schedule_roll roll);
/* Does the link have a duration of more than 0 days (not fixed, not 0)? */
bool schedule_has_duration(const struct schedule_link *l);
/* Days a suspension from a to b adds to l: working days for a wd limit, else calendar. */
uint32_t schedule_shift(const struct schedule_link *l, date_t a, date_t b,
			const struct calendar *cal);

#define LIMIT_OPEN_TEXT "待定"
/* "5wd", "10cd", "2m", "0", "2020-03-01", "待定" (or "tbd") <-> kind, n, fixed (yyyymmdd in
 * fixed_ymd). */
#define LIMIT_TEXT_MAX 24
