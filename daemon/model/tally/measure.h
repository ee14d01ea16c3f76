/* What tallies count (统计口径), once for all that reads them. A measure is a number that a project
 * has at the end of each month, as long as it counts on a list then; a tally is the sum over the
 * projects of a group. Money is in fen.
 *
 * A standing measure goes on over the turn of the year, any other begins anew each January. Those
 * called "since January" add up over the months of a year. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/core/fold.h"

/* MEASURE(name, part, standing): */
#define TALLY_MEASURES                                                                             \
	MEASURE(MEMBERS, TALLY_BASE, true)	     /* projects that count (在册) */            \
	MEASURE(TOTAL, TALLY_BASE, true)	     /* total investment as it is known now */     \
	MEASURE(STAGE_UNKNOWN, TALLY_BASE, true)     /* by stage, in the order of enum Stage; */   \
	MEASURE(STAGE_RESERVE, TALLY_BASE, true)     /* not known: the dates of its life do not */ \
	MEASURE(STAGE_PRELIMINARY, TALLY_BASE, true) /* tell it of that month */                   \
	MEASURE(STAGE_PLANNED_START, TALLY_BASE, true)                                             \
	MEASURE(STAGE_BUILDING, TALLY_BASE, true)                                                  \
	MEASURE(STAGE_STOPPED, TALLY_BASE, true)                                                   \
	MEASURE(STAGE_COMPLETED, TALLY_BASE, true)                                                 \
	MEASURE(STAGE_ACCEPTED, TALLY_BASE, true)                                                  \
	MEASURE(STAGE_OPERATING, TALLY_BASE, true)                                                 \
	MEASURE(STAGE_ON_TARGET, TALLY_BASE, true)                                                 \
	MEASURE(STAGE_ARCHIVED, TALLY_BASE, true)                                                  \
	MEASURE(PLANNED, TALLY_BASE, false)	 /* has a plan of the year in force */             \
	MEASURE(PLAN, TALLY_BASE, false)	 /* its amount */                                  \
	MEASURE(INVESTED, TALLY_BASE, false)	 /* booked in the month */                         \
	MEASURE(CUMULATIVE, TALLY_BASE, false)	 /* booked since January */                        \
	MEASURE(STATISTICS, TALLY_BASE, false)	 /* 列统口径, since January */                 \
	MEASURE(TOLD, TALLY_BASE, false)	 /* PLANNED, and something is confirmed of it */   \
	MEASURE(ON_TIME, TALLY_BASE, false)	 /* TOLD, before the month was locked */           \
	MEASURE(CORRECTIONS, TALLY_BASE, false)	 /* 更正 booked since January */                 \
	MEASURE(PLANNED_YEAR, TALLY_BASE, false) /* is to start this year (计划新开工) */     \
	MEASURE(PLANNED_TO_DATE, TALLY_BASE, false) /* by this month */                            \
	MEASURE(STARTED, TALLY_BASE, false)	    /* PLANNED_YEAR, and did by this month */      \
	MEASURE(EARLY, TALLY_BASE, false)	    /* STARTED, before its month */                \
	MEASURE(STARTS, TALLY_BASE, false)	    /* started since January, planned or not */    \
	MEASURE(LIBRARY, TALLY_BASE, false)	/* entered the library (入库) since January */   \
	MEASURE(COMPLETIONS, TALLY_BASE, false) /* completed (完工) since January */             \
	MEASURE(LINKS_DUE, TALLY_LINKS, false)	/* links whose deadline lies since January */      \
	MEASURE(LINKS_ON_TIME, TALLY_LINKS, false) /* of these, done by it */                      \
	MEASURE(LAMPS_RAISED, TALLY_LAMPS, false)  /* roots raised since January */                \
	MEASURE(LAMPS_CLEARED, TALLY_LAMPS, false) /* of these, cleared by a deed (销号) */      \
	MEASURE(PROBLEMS_RAISED, TALLY_PROBLEMS, false)                                            \
	MEASURE(PROBLEMS_CLEARED, TALLY_PROBLEMS, false) /* of those raised since January */       \
	MEASURE(INDUSTRY, TALLY_BASE, false) /* PLAN of the projects of an industrial category */

enum tally_measure {
#define MEASURE(name, part, standing) TALLY_##name,
	TALLY_MEASURES
#undef MEASURE
	    TALLY_MEASURES_
};

enum { TALLY_MONTHS = 12, TALLY_SLOTS = 64 /* measures that a cell's number has room for */ };
_Static_assert((int)TALLY_MEASURES_ <= (int)TALLY_SLOTS, "a cell's number is too small");

/* The number of a cell in a year: TallyYear.at, TallyRow.at. */
static inline uint32_t tally_at(uint32_t month, enum tally_measure m)
{
	return month * TALLY_SLOTS + (uint32_t)m;
}

struct tally_measure_row {
	const char *name; /* in texts of verify */
	unsigned part;
	bool standing;
};
const struct tally_measure_row *tally_measure(unsigned m);
