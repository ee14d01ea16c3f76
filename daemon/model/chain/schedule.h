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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/chain/schedule_link.h"
#include "text/date.h"
struct calendar;

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
