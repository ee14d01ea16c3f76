#include "lib/walk/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "engine/core/engine.h"
#include "lib/noun/tevidence.h"
#include "lib/rights/body.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/world.h"
#include "model/calendar/calendar.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "text/hex.h"

enum { TEXT_BYTES = 4096, ZONE = 480, READING = 256 * 1024 * 1024 };

/* ---- dice */

uint32_t walk_pick(struct year_walk *x, uint32_t n)
{
	x->dice ^= x->dice << 13;
	x->dice ^= x->dice >> 7;
	x->dice ^= x->dice << 17;
	return (uint32_t)(x->dice % n);
}

bool walk_chance(struct year_walk *x, uint32_t percent)
{
	return walk_pick(x, 100) < percent;
}

/* ---- days */

date_t walk_today(const struct year_walk *x)
{
	return engine_today(x->w->engine);
}

date_t walk_wd(const struct year_walk *x, date_t from, int n)
{
	return calendar_add(engine_calendar(x->w->engine), from, n);
}

usec_t walk_start(date_t day)
{
	return date_start(day, ZONE);
}

void walk_until(struct year_walk *x, date_t day, int minute)
{
	char text[DATE_TEXT_MAX], when[DATE_TEXT_MAX + 8];

	(void)snprintf(when, sizeof when, "%sT%02d:%02d", date_text(day, text), minute / 60,
		       minute % 60);
	walk_as_local(x);
	world_until(x->w, when);
}

/* ---- requests */

void walk_as_local(struct year_walk *x)
{
	x->w->caller = (struct caller){.role = ROLE(LOCAL), .name = "local"};
}

void walk_as(struct year_walk *x, Duban__Role role, const char *unit)
{
	static char name[40];
	uint32_t num = *unit ? unit_by_id(engine_txn(x->w->engine), unit) : 0;

	(void)snprintf(name, sizeof name, "hand-%d-%u", (int)role, num);
	x->w->caller = (struct caller){.role = (int)role,
				       .unit = num,
				       .principal = 100 + (uint32_t)role + 20 * num,
				       .name = name};
}

static const Duban__Reply *ask(struct year_walk *x, const char *request, const char *fmt,
			       va_list ap)
{
	char hex[2 * HASH_SIZE + 1], doc[40], text[TEXT_BYTES];
	struct body_word words[] = {{"file", NULL}, {"doc", doc}, {NULL, NULL}};
	const Duban__Reply *p;
	struct arena *a;

	assert_true(vsnprintf(text, sizeof text, fmt, ap) < (int)sizeof text);
	(void)snprintf(doc, sizeof doc, "府办〔2020〕%u号", ++x->serial);
	words[0].text = hex_text(BYTES(digest, HASH_SIZE), hex);
	assert_int_equal(arena_new(&a, 1024 * 1024), 0);
	p = world_ask(x->w, body_request(a, request, text, words));
	arena_free(a);
	if (p->status == DUBAN__STATUS__STATUS_OK)
		x->n.done++;
	else
		x->n.refused++;
	return p;
}

bool walk_try(struct year_walk *x, const char *request, const char *fmt, ...)
{
	const Duban__Reply *p;
	va_list ap;

	va_start(ap, fmt);
	p = ask(x, request, fmt, ap);
	va_end(ap);
	return p->status == DUBAN__STATUS__STATUS_OK;
}

void walk_do(struct year_walk *x, const char *request, const char *fmt, ...)
{
	const Duban__Reply *p;
	va_list ap;

	va_start(ap, fmt);
	p = ask(x, request, fmt, ap);
	va_end(ap);
	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s: %s", request, p->n_problem ? p->problem[0]->code : "refused");
}

bool walk_import(struct year_walk *x, Duban__ImportKind kind, const char *fmt, ...)
{
	char csv[TEXT_BYTES];
	const Duban__Reply *p;
	va_list ap;

	va_start(ap, fmt);
	assert_true(vsnprintf(csv, sizeof csv, fmt, ap) < (int)sizeof csv);
	va_end(ap);
	p = world_import_ask(x->w, kind, csv);
	world_work(x->w);
	if (p->status == DUBAN__STATUS__STATUS_OK)
		x->n.done++;
	else
		x->n.refused++;
	return p->status == DUBAN__STATUS__STATUS_OK;
}

void walk_restart(struct year_walk *x)
{
	bool clean = walk_chance(x, 30);

	world_restart(x->w, clean);
	x->n.restarts += clean;
	x->n.crashes += !clean;
}

/* ---- what was recorded */

static void see_page(struct year_walk *x, const Duban__FetchReply *f,
		     void (*see)(struct year_walk *x, const Duban__Event *ev))
{
	Duban__Event **all = calloc(f->n_item + 1, sizeof *all);
	size_t n = f->n_item;

	assert_non_null(all);
	/* what is seen may ask, and the reply goes with that */
	for (size_t i = 0; i < n; i++) {
		all[i] = duban__event__unpack(NULL, f->item[i]->event.len, f->item[i]->event.data);
		assert_non_null(all[i]);
	}
	for (size_t i = 0; i < n; i++) {
		see(x, all[i]);
		duban__event__free_unpacked(all[i], NULL);
	}
	free(all);
}

void walk_events(struct year_walk *x, void (*see)(struct year_walk *x, const Duban__Event *ev))
{
	struct caller was = x->w->caller;
	bool more = true;

	walk_as_local(x);
	while (more) {
		const Duban__FetchReply *f;

		walk_do(x, "fetch", "cursor{seq=%llu}", (unsigned long long)x->cursor);
		f = x->w->reply->fetch;
		more = f->next->seq < f->head;
		x->cursor = f->next->seq;
		see_page(x, f, see);
	}
	x->w->caller = was;
}

/* ---- the whole */

static void see(struct year_walk *x, const Duban__Event *ev)
{
	walk_gateway_see(x, ev);
	walk_steps_see(x, ev);
	x->n.raised += ev->body_case == DUBAN__EVENT__BODY_WARNING_RAISED;
	x->n.reopened += ev->body_case == DUBAN__EVENT__BODY_WARNING_REOPENED;
	x->n.cleared += ev->body_case == DUBAN__EVENT__BODY_WARNING_CLEARED;
	x->n.by_hand += ev->body_case == DUBAN__EVENT__BODY_WARNING_CLEARED &&
			ev->warning_cleared->cause == CLEAR_CAUSE(BY_HAND);
	x->n.proposals += ev->body_case == DUBAN__EVENT__BODY_PROPOSAL_MADE;
	x->n.duties_done += ev->body_case == DUBAN__EVENT__BODY_DUTY_DONE;
	x->n.orders_closed += ev->body_case == DUBAN__EVENT__BODY_ORDER_ACCEPTED ||
			      ev->body_case == DUBAN__EVENT__BODY_ORDER_WITHDRAWN;
	x->n.problems_closed += ev->body_case == DUBAN__EVENT__BODY_PROBLEM_CLEARED;
}

void walk_watch(struct year_walk *x)
{
	walk_events(x, see);
}

void walk_check(struct year_walk *x)
{
	walk_live_check(x);
	walk_steps_check(x);
	walk_gateway_check(x);
}

struct year_walk *walk_new(uint64_t seed)
{
	static const char *const profiles[] = {"quzhou2022", "nanchang2022"};
	struct year_walk *x = calloc(1, sizeof *x);

	assert_non_null(x);
	print_message("DUBAN_SEED=%llu\n", (unsigned long long)seed);
	x->seed = seed;
	x->dice = UINT64_C(88172645463325252) + seed * UINT64_C(2654435761);
	x->cadence = x->ladder = profiles[seed % 2];
	assert_int_equal(arena_new(&x->arena, READING), 0);
	x->w = world_new("2020-01-02T09:00", true);
	x->w->check = false; /* the whole database is checked once a month */
	x->gateway = walk_gateway_new();
	x->steps = walk_steps_new();
	walk_city(x);
	return x;
}

struct year_walk *walk_free(struct year_walk *x)
{
	walk_gateway_free(x->gateway);
	walk_steps_free(x->steps);
	world_free(x->w);
	arena_free(x->arena);
	free(x);
	return NULL;
}
