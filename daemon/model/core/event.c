#include "model/core/event.h"

#include "proto/wire_name.h"

const char *event_kind(const Duban__Event *e)
{
	const char *name = wire_body_name(&e->base);

	return name ? name : "";
}

const void *event_body(const Duban__Event *e)
{
	/* All members of the oneof are message pointers in one union. */
	return e->body_case == DUBAN__EVENT__BODY__NOT_SET ? NULL : e->store_created;
}

int event_level(const Duban__Event *e)
{
	switch (e->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
		return e->warning_raised->warning ? (int)e->warning_raised->warning->level : 0;
	case DUBAN__EVENT__BODY_WARNING_REPEATED:
		return (int)e->warning_repeated->level;
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
		return (int)e->warning_escalated->level;
	case DUBAN__EVENT__BODY_WARNING_MOVED:
		return (int)e->warning_moved->level;
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return (int)e->warning_cleared->level;
	default:
		return 0;
	}
}
