/* The end of a walk: nobody acts any more, all lamps go out, all orders are withdrawn, and the
 * gateway works. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/world.h"
#include "model/core/counter.h"
#include "model/order/order.h"
#include "model/order/state.h"
#include "rules/rule.h"
#include "rules/rules.h"

enum { SETTLE_DAYS = 50 };

static void withdraw_orders(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);

	for (uint32_t i = 1; i <= counter_last(t, "order"); i++) {
		const Duban__Order *o;

		arena_reset(x->arena);
		o = order_get(t, x->arena, i);
		if (o && order_is_open((int)o->state))
			walk_do(x, "order_withdraw", "number=%s reason=年终", o->number);
		t = engine_txn(x->w->engine);
	}
}

void walk_settle(struct year_walk *x)
{
	date_t from = walk_today(x) + 1;

	walk_as_local(x);
	walk_gateway_mend(x);
	withdraw_orders(x);
	for (size_t i = 0; i < rules_count; i++)
		walk_do(x, "param_set", "key=%s.on scope=default value=no", rules[i]->id);
	world_work(x->w);
	for (date_t day = from; day < from + SETTLE_DAYS; day++) {
		walk_until(x, day, 20 * 60);
		walk_watch(x);
		walk_gateway_send(x);
	}
	walk_gateway_check(x);
	walk_gateway_all_told(x);
}
