/* The open group: events are stamped, appended to the journal's frame and folded. engine_sync makes
 * the group durable; only then may its replies and events leave the process. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/event.pb-c.h"
#include "store/db/db.h"

struct engine;

/* The author of a draft's events. */
struct author {
	uint32_t principal; /* 0 = local or system */
	int role;
	uint32_t unit;
	struct bytes request_id; /* empty: written by the daemon itself */
	struct bytes digest;
	uint32_t for_unit, for_person;
	Duban__Confirmation *confirmed; /* the second hand, which sent the request; or NULL */
};
bool engine_group_full(const struct engine *e); /* call engine_sync before applying more */
bool engine_group_open(const struct engine *e); /* events wait for engine_sync */
int engine_sync(struct engine *e);

int group_write(struct engine *e, Duban__Event **events, size_t n, const struct author *who);
extern const struct author author_system;
size_t group_bytes_of(Duban__Event **events, size_t n); /* their approximate size in the journal */
