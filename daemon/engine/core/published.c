#include "engine/core/published.h"

#include <errno.h>
#include <stdlib.h>

#include "engine/core/engine_private.h"
#include "model/core/event.h"

static unsigned levels_of(const Duban__Event *ev)
{
	unsigned levels = 1u << event_level(ev);

	for (size_t i = 0; ev->about && i < ev->about->n_before; i++)
		levels |= 1u << (unsigned)ev->about->before[i];
	return levels;
}

struct published published_of(const Duban__Event *ev, struct bytes packed)
{
	return (struct published){
	    .seq = ev->seq,
	    .event = packed,
	    .body = ev->body_case,
	    .level = event_level(ev),
	    .levels = levels_of(ev),
	    .unit = ev->project_unit,
	    .turn_unit = ev->turn_unit,
	    .project = ev->project,
	    .role_only = event_is_pending(ev) ? (int)ev->role : 0,
	    .notice = event_is_notice(ev),
	    .internal = ev->internal,
	    .office_only = event_by_changed_rules(ev),
	};
}

int published_add(struct engine *e, const Duban__Event *ev, struct bytes packed)
{
	if (e->n_published == e->cap_published) {
		size_t cap = e->cap_published ? 2 * e->cap_published : 256;
		struct published *p = reallocarray(e->published, cap, sizeof *p);

		if (!p)
			return -ENOMEM;
		e->published = p;
		e->cap_published = cap;
	}
	e->published[e->n_published++] = published_of(ev, packed);
	return 0;
}

size_t engine_published(const struct engine *e, const struct published **ret)
{
	*ret = e->published;
	return e->synced ? e->n_published : 0;
}

const struct published *engine_published_at(const struct engine *e, uint64_t seq)
{
	const struct published *list;
	size_t n = engine_published(e, &list);

	/* seqs have no gaps */
	return n && seq >= list[0].seq && seq - list[0].seq < n ? &list[seq - list[0].seq] : NULL;
}
