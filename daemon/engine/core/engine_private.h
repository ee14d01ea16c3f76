/* The engine's own struct. Nobody outside engine/ includes this. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "engine/core/config.h"
#include "engine/core/rule_params.h"

struct arena;
struct calendar;
struct db;
struct journal;
struct past;
struct published;
struct txn;

struct engine {
	char *dir;
	struct db *db;
	struct txn *txn;
	struct journal *journal;
	struct past *past;     /* the scratch store of past days, once asked for */
	struct arena *scratch; /* one look */
	struct arena *pad;     /* folding one event */
	struct arena *group;   /* events of the open group, packed, for the feed */
	struct calendar *calendar;
	struct dated_calendar {
		struct calendar *calendar;
		uint32_t version;
	} before, after; /* of a sweep: around its notice */

	int zone_minutes;
	bool simulated;
	usec_t now;   /* logical */
	usec_t goal;  /* how far time may go */
	usec_t retry; /* the disk is full to the last byte: work waits until then, 0 = no */

	uint64_t applied;
	bool synced; /* the group is closed: the next apply opens another */
	struct published *published;
	size_t n_published, cap_published;

	struct rule_params defaults; /* no project has its own: most stores, most of the time */
	bool only_defaults, params_known;

	uint64_t commands; /* since the checkpoint */
	uint64_t checkpoint_at_commands;
	usec_t oldest_mono; /* when the first uncommitted change was seen, 0 = none */
	bool dirty, contacts;
	uint64_t reserve_bytes;
	struct engine_refold refold; /* schema 0: the store was of ours */
};
/* Room a round's consequences may take beside the command's own events. */
enum { CONSEQUENCE_BYTES = 256 * 1024 };
