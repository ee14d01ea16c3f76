/* The dates of a chain: a pure function of its links, the calendar and today. A forward and a
 * backward pass over a DAG; float and critical path. Does not read the database.
 *
 *   due(S, limit)   n wd: n-th working day strictly after S; n cd: S + n; n m: same day n
 *                   months later, clipped; 0: S, also on a day off; a fixed date D:
 *                   max(S, D); still open: S.
 *                   Where the link's class rolls, the end of n cd or n m that is a day off
 *                   is the next working day
 *   S  = latest EF of the prerequisites (or the chain's start), not before `begin`
 *   EF = actual finish (S if that day is unknown), else max(due(S), today); of a suspended link,
 *        due(S) as if it were resumed today, and it and all after it are `unknown`
 *   backward from max EF over unfinished links: LF = min LS of the unfinished successors,
 *   LS = latest S with due(S) <= LF; finished: LF = EF, float 0, not critical
 *   float = working days in (EF, LF] for wd limits, else calendar days
 *   a fixed date D before the EF of a prerequisite: LF = D, float = D - EF (negative), critical
 * The deadline that lights is due(S) (D itself for a fixed date): today does not move it. So for S
 * of a link that is done on an unknown day, an unfinished link before it counts as one that was
 * cancelled on an unknown day: by what is before it.
 * Cancelled links are transparent: EF = latest EF of the prerequisites (`begin` is ignored), but
 * not before the day of the cancellation; no deadline, never critical; done as soon as their
 * prerequisites are. The same holds for links carried into the next year's chain. There, a carried
 * link without prerequisites starts at its `carried_clock` instead of the chain's start, because
 * its clock kept running; one with prerequisites no earlier than then. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/chain/schedule_link.h"
#include "text/date.h"
struct calendar;

/* Checks the graph. On a fault *ret_link is the index of the faulty row and *ret_no the number of
 * the prerequisite in question (for a cycle: one link on it). */
enum schedule_fault schedule_check(const struct schedule *p, size_t *ret_link, uint32_t *ret_no);

/* Fills the out fields. -EINVAL for a graph that schedule_check refuses. */
int schedule_compute(struct schedule *p, const struct calendar *cal, date_t today);

/* due(S, limit) as above, including suspensions, exemptions (shift) and roll. */
date_t schedule_due(const struct schedule_link *l, date_t s, const struct calendar *cal,
		    enum schedule_roll roll);
/* Does the link have a duration of more than 0 days (neither a fixed date nor 0), or had one before
 * it was extended? */
bool schedule_has_duration(const struct schedule_link *l);
/* Was the link started or finished on `at` before its prerequisites, by their state or by date?
 * After schedule_compute. */
bool schedule_out_of_order(const struct schedule *p, size_t link, date_t at);
/* The days that a suspension from a to b adds to the limit of l, whose dates are computed: those on
 * which its clock would have run (from S on, once its prerequisites are done; after an extension,
 * from the day on which it was granted); working days for a wd limit, else calendar days. */
uint32_t schedule_shift(const struct schedule_link *l, date_t a, date_t b,
			const struct calendar *cal);

#define LIMIT_OPEN_TEXT "待定"
/* "5wd", "10cd", "2m", "0", "2020-03-01", "待定" (or "tbd") <-> kind, n, fixed (yyyymmdd in
 * fixed_ymd). */
#define LIMIT_TEXT_MAX 24
