/* The order that a request names, and who may read and work on it. An order is read by whoever
 * reads its project, and by the units that handle it or a part of it; an internal one only by the
 * readers it names, the office and the supervision office. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/order/state.h"
#include "proto/event.pb-c.h"

struct request;

struct order_target {
	Duban__Order *o;
	Duban__Project *p; /* NULL: an order of the city */
};

/* NOT_FOUND with a problem if there is none, or the caller may not read it. */
int order_find(struct request *rq, const char *number, struct order_target *ret);
/* p: its project; NULL: the city's. */
bool order_reads(struct request *rq, const Duban__Order *o, const Duban__Project *p);
/* Does the caller act for the unit: is it, or one above it, or entered on behalf of it (代填)? */
bool order_acts_for(struct request *rq, uint32_t unit);
/* The office and the supervision office: they issue and accept. */
bool order_rules(const struct request *rq);
/* An event about the order, for those who may read it. NULL: no memory. */
Duban__Event *order_event(struct request *rq, const struct order_target *t);
void order_address(Duban__Event *ev, const Duban__Order *o, const Duban__Project *p);
/* Refuses a move that the order's state does not allow. */
int order_may(struct request *rq, const Duban__Order *o, enum order_move move);
