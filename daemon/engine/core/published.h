/* The events that became durable, with their kind, level, unit and project, so that the feed, the
 * lamp log and FETCH need not unpack them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/event.pb-c.h"

struct engine;

struct published {
	uint64_t seq;
	struct bytes event; /* packed */
	Duban__Event__BodyCase body;
	int level;		/* level of a warning's event, otherwise 0 */
	unsigned levels;	/* bits 1 << level: this and those that the warning had before */
	uint32_t unit, project; /* numbers */
	int role_only;	  /* only for principals of this role, auditors and the admin socket; 0: for
			     all who may read the city */
	bool office_only; /* what changed rules alone lit or cleared: nobody else is told */
	bool notice;	  /* a message to a person, or what became of it */
	bool internal;	  /* only for the readers that the event names, office and supervision */
	uint32_t turn_unit; /* it is for this unit too; 0: none */
};

/* The same for an event read from the journal. */
struct published published_of(const Duban__Event *ev, struct bytes packed);
/* Adds an event of the open group. */
int published_add(struct engine *e, const Duban__Event *ev, struct bytes packed);

/* The events of the group that the last engine_sync made durable; none while another group is open.
 * Valid until the next engine_apply. */
size_t engine_published(const struct engine *e, const struct published **ret);
/* NULL: the event is not in this group. */
const struct published *engine_published_at(const struct engine *e, uint64_t seq);
