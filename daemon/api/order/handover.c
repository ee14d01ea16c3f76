/* Who leaves hands over the orders that he handles, or for which he is the 联系人. Who signed one
 * did so, whoever comes after him. */
#include "api/office/handover.h"
#include "api/order/target.h"
#include "model/order/state.h"

static bool open_order(struct handover *h, const void *noun)
{
	const Duban__Order *o = noun;

	(void)h;
	return order_is_open((int)o->state);
}

static bool reads(struct request *rq, const void *noun, const Duban__Project *p)
{
	return order_reads(rq, noun, p);
}

static void address(Duban__Event *ev, const Duban__Project *p)
{
	order_address(ev, ev->order_put->order, p);
}
HANDOVER(ORDERS, .open = open_order, .kept = "signer", .of_ended = true, .reads = reads,
	 .address = address);
