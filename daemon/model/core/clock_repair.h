/* A store whose time stands in a wrong future goes back (event clock_repaired). What was recorded
 * there was recorded before the repair, not years later: each stored instant of recording moves
 * back by as much as the store's time does, but not before the last record that was made before the
 * wrong future. So what was recorded later keeps a later instant. The events stay as they are. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/model.pb-c.h"
#include "proto/section.h"
#include "store/db/db.h"

struct arena;
struct txn;

/* The instant after the repair of what was recorded at `at` before it. */
usec_t clock_repair_move(const Duban__ClockRepair *r, usec_t at);
/* The instant at which an event was recorded, after all repairs of the store. It never decreases
 * with `seq`. */
usec_t clock_recorded(const Duban__Store *s, uint64_t seq, usec_t at);

/* Records that hold an instant of recording, beside the fold that sets it:
 * CLOCK_MOVES(report, .table = TABLE_report, .fields = "submitted_at reviewed_at"). */
struct clock_moves_row {
	const ProtobufCMessageDescriptor *record;
	enum table table;
	const char *fields; /* int64, instants; separated by blanks */
	/* instead of `fields`; true: the record was changed */
	bool (*move)(const Duban__ClockRepair *r, int zone_minutes, void *record);
	/* instead of both: the whole table, where rows go or come back */
	void (*all)(struct txn *t, const Duban__ClockRepair *r, int zone_minutes);
	/* Called when the changed record is stored: what is derived from it. */
	void (*after)(struct txn *t, struct arena *a, const void *record);
};

SECTION_DECLARE(duban_clock_moves, struct clock_moves_row);
#define CLOCK_MOVES(noun_, ...)                                                                    \
	static const struct clock_moves_row clock_moves_row_##noun_ = {                            \
	    .record = &duban__##noun_##__descriptor, __VA_ARGS__};                                 \
	SECTION_ROW(duban_clock_moves, struct clock_moves_row, clock_moves_row_##noun_)
