/* Who leaves hands over the talks that he is to hold. With whom a talk is held does not change: he
 * is called in for what he did. */
#include "api/office/handover.h"
#include "api/core/request.h"
#include "api/core/scope.h"

static bool open_talk(struct handover *h, const void *noun)
{
	const Duban__Talk *k = noun;

	(void)h;
	return !k->held_date && !k->cancelled_date;
}

static bool reads(struct request *rq, const void *noun, const Duban__Project *p)
{
	(void)p;
	return scope_reads_of(rq, ((const Duban__Talk *)noun)->unit);
}

static void named(struct handover *h, const void *noun, const char **ret_id, const char **ret_what)
{
	const Duban__Talk *k = noun;

	(void)h;
	*ret_id = k->number;
	*ret_what = k->reason;
}
HANDOVER(TALKS, .open = open_talk, .kept = "person", .of_ended = true, .reads = reads,
	 .named = named);
