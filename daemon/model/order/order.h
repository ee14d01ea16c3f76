/* Orders (督办件): what the supervision office, a leader, a meeting, an audit or the People's
 * Congress asks of a unit, with a 文号 and a day by which it is answered. An order belongs to a
 * project or to the city. While it is open it is a matter (model/core/matter.h) of the kind
 * "order". Its parts (co-handlers, items) are answered each by itself. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/event.pb-c.h"

struct arena;
struct txn;

#define ORDER_KIND_NAME "order" /* of its subject and its matter */
#define ORDER_NUMBER_MAX 64	/* bytes of a 文号 */
#define ORDER_PARTS_MAX 40
#define ORDER_READERS_MAX 20

/* NULL: no order has that number. */
Duban__Order *order_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t order_by_number(struct txn *t, const char *number); /* 0: none */
Duban__OrderPart *order_part_get(struct txn *t, struct arena *a, uint32_t order, uint32_t no);

struct order_parts {
	Duban__OrderPart **part; /* by number */
	size_t n;
};
int order_parts_load(struct txn *t, struct arena *a, uint32_t order, struct order_parts *ret);
/* Does it still wait for its answer? */
bool order_part_waits(const Duban__OrderPart *p);
/* The order that an event is about, by its number; 0: the event is about none. *ret_part: the part
 * that it is about, 0: the order itself. */
uint32_t order_of_event(const Duban__Event *ev, uint32_t *ret_part);
