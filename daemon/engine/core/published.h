/* What became durable, as apply saw it: who hands events on (the feed, the lamp log, FETCH) reads
 * here what kind of event it is and whose, and unpacks none to learn it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/event.pb-c.h"

struct engine;

struct published {
	uint64_t seq;
	struct bytes event; /* packed */
	Duban__Event__BodyCase body;
	int level;		/* of a lamp's event, else 0 */
	uint32_t unit, project; /* numbers */
};

/* The same of an event out of the journal. */
struct published published_of(const Duban__Event *ev, struct bytes packed);
/* One more of the open group. */
int published_add(struct engine *e, const Duban__Event *ev, struct bytes packed);

/* The group that the last engine_sync made durable; none while another is open. Valid until the
 * next engine_apply. */
size_t engine_published(const struct engine *e, const struct published **ret);
/* NULL: that event is not of this group. */
const struct published *engine_published_at(const struct engine *e, uint64_t seq);
