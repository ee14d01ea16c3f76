/* The engine's struct. Only files in engine/ include this. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "engine/clock/trust_state.h"
#include "engine/core/config.h"
#include "engine/core/rule_params.h"
#include "engine/evaluate/resting.h"
#include "engine/keeper/backup_mark.h"
#include "engine/restate/restate_state.h"

struct arena;
struct calendar;
struct damages;
struct db;
struct journal;
struct past;
struct published;
struct sum_walk;
struct tallies;
struct txn;

struct engine {
	char *dir;
	struct db *db;
	struct txn *txn;
	struct journal *journal;
	struct past *past;     /* the scratch store of past days; NULL until the first query */
	struct arena *scratch; /* memory for one evaluation */
	struct arena *pad;     /* memory for folding one event */
	struct arena *group;   /* events of the open group, packed, for the feed */
	struct calendar *calendar;
	struct dated_calendar {
		struct calendar *calendar;
		uint32_t version;
	} before, after; /* the calendars before and after the sweep's notice */

	int zone_minutes;
	bool simulated;
	usec_t now;  /* logical time */
	usec_t goal; /* time may advance up to here */
	struct clock_trust trust;
	bool trusts;  /* `trust` is known */
	usec_t retry; /* the disk is full, even the reserve: due work waits until then; 0 = no */

	uint64_t applied;
	/* while a command is applied: the last event before it; else 0 */
	uint64_t evaluated;
	bool synced; /* no group is open: the next apply opens one */
	struct published *published;
	size_t n_published, cap_published;

	/* used while no project, list or category overrides a parameter (most stores) */
	struct rule_params defaults;
	bool only_defaults, params_known;
	bool overridden[256];	     /* by place in the table of parameters */
	struct arena *ladder_memory; /* the ladders that were asked for, see ladder/ladders.h */
	struct ladder **ladder;
	size_t n_ladder;
	struct restate restate;
	struct resting resting;
	struct tallies *tallies;    /* the projects whose tallies wait, see tally/tallying.h */
	struct arena *tally_memory; /* for one project of them */

	uint64_t commands; /* since the last checkpoint */
	uint64_t checkpoint_at_commands;
	usec_t oldest_mono; /* monotonic time of the first uncommitted change, 0 = none */
	bool dirty, contacts;
	uint64_t reserve_bytes;
	struct engine_refold refold;
	struct sum_walk *check;	       /* of the tables' sums; NULL: none is on */
	usec_t check_at;	       /* the last one ended, or the start; 0: not known yet */
	bool found_damaged;	       /* by engine_looks_again */
	char distrust[REFOLD_WHY_MAX]; /* what the check of data.mdb found wrong */
	uint64_t cut_seq;	       /* the first event of a frame that was cut off; 0: none */
	bool cut_kept;
	struct backup_mark restored; /* keeper/restored.h; valid if one of these is set: */
	bool held;		     /* it waits for `restore accept` */
	bool accepted;		     /* it does not, but its mark is still there */
	struct damages *damages;     /* the register of damage, keeper/damage.h */
};
/* Space for the warning events that follow from a command, besides its own events. */
enum { CONSEQUENCE_BYTES = 256 * 1024 };
