/* Who leaves hands over the meetings that are still to be held. */
#include "api/office/handover.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "proto/enums.h"

static bool open_meeting(struct handover *h, const void *noun)
{
	const Duban__Meeting *m = noun;

	(void)h;
	return m->state == MEETING_STATE(PLANNED);
}

static bool reads(struct request *rq, const void *noun, const Duban__Project *p)
{
	(void)p;
	return scope_reads_of(rq, ((const Duban__Meeting *)noun)->unit);
}

static void named(struct handover *h, const void *noun, const char **ret_id, const char **ret_what)
{
	const Duban__Meeting *m = noun;

	*ret_id = arena_printf(h->arena, "%s/%u", m->series, m->number);
	*ret_what = *m->agenda ? m->agenda : m->series;
}
HANDOVER(MEETINGS, .open = open_meeting, .reads = reads, .named = named);
