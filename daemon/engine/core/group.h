/* The open group: events are stamped, appended to the journal's frame and folded. engine_sync
 * makes the group durable; only then may its replies and events leave. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/event.pb-c.h"
#include "store/db/db.h"

struct engine;

/* Who wrote the events of a draft. */
struct author {
	uint32_t principal; /* 0 = local or system */
	int role;
	uint32_t unit;
	struct bytes request_id; /* empty for the daemon's own */
	struct bytes digest;
	uint32_t for_unit, for_person;
};
bool engine_group_full(const struct engine *e); /* sync before more is applied */
bool engine_group_open(const struct engine *e); /* events wait for engine_sync */
int engine_sync(struct engine *e);

int group_write(struct engine *e, Duban__Event **events, size_t n, const struct author *who);
extern const struct author author_system;
size_t group_bytes_of(Duban__Event **events, size_t n); /* in the journal, about */
