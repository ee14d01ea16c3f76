/* Who leaves hands over the duties that are asked of him by name. */
#include "api/office/handover.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/duty/duty.h"
#include "proto/enums.h"

static bool open_duty(struct handover *h, const void *noun)
{
	const Duban__Duty *d = noun;

	(void)h;
	return d->state == DUTY_STATE(OPEN);
}

static bool reads(struct request *rq, const void *noun, const Duban__Project *p)
{
	(void)p;
	return scope_reads_of(rq, ((const Duban__Duty *)noun)->unit);
}

static void named(struct handover *h, const void *noun, const char **ret_id, const char **ret_what)
{
	const Duban__Duty *d = noun;
	Duban__DutyRef r = duty_ref(d);

	*ret_id = duty_id(h->rq->txn, h->arena, &r);
	*ret_what = *d->title ? d->title : *ret_id;
}
HANDOVER(DUTIES, .open = open_duty, .reads = reads, .named = named);
