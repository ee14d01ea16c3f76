/* The gateway of a walk: it works, loses receipts, reports failures days later, says things twice,
 * and is dead for weeks. It knows what each recipient has really heard, and so whether the ledger
 * is right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/world.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/notice/notice.h"
#include "model/order/order.h"
#include "model/order/state.h"
#include "model/param/parameter.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { MATTERS_MAX = 6000, NOTICES_MAX = 12000, NOTICE_KEY = 64, ZONE = 480 };

struct heard_matter {
	uint32_t person;
	char matter[WARNING_ID_MAX];
	bool open;
	bool unsaid; /* its end came, and nobody has said so: it may be told once more */
};

struct sent {
	char key[NOTICE_KEY];
	bool came;	    /* the recipient has it */
	date_t reported_on; /* its receipt comes on that day; DATE_NONE: it came, or never does */
	bool failed;
};

struct walk_gateway {
	struct heard_matter heard[MATTERS_MAX];
	size_t n_heard;
	struct sent sent[NOTICES_MAX];
	size_t n_sent;
	Duban__Notice *queue[NOTICES_MAX]; /* not sent yet */
	size_t n_queue;
	date_t dead_until, deaf_until; /* deaf: receipts are lost */
	bool mended;
};

struct walk_gateway *walk_gateway_new(void)
{
	struct walk_gateway *g = calloc(1, sizeof *g);

	assert_non_null(g);
	return g;
}

void walk_gateway_free(struct walk_gateway *g)
{
	for (size_t i = 0; i < g->n_queue; i++)
		duban__notice__free_unpacked(g->queue[i], NULL);
	free(g);
}

static struct heard_matter *heard_of(struct walk_gateway *g, uint32_t person, const char *matter)
{
	for (size_t i = 0; i < g->n_heard; i++)
		if (g->heard[i].person == person && strcmp(g->heard[i].matter, matter) == 0)
			return &g->heard[i];
	assert_true(g->n_heard < MATTERS_MAX);
	g->heard[g->n_heard].person = person;
	(void)snprintf(g->heard[g->n_heard].matter, WARNING_ID_MAX, "%s", matter);
	return &g->heard[g->n_heard++];
}

static struct sent *sent_of(struct walk_gateway *g, const char *key)
{
	for (size_t i = 0; i < g->n_sent; i++)
		if (strcmp(g->sent[i].key, key) == 0)
			return &g->sent[i];
	return NULL;
}

/* ---- what is made */

static void in_hours(struct year_walk *x, const Duban__Notice *n)
{
	date_t day = date_at(n->made_at, ZONE);
	int64_t minute = (n->made_at - walk_start(day)) / USEC_PER_MIN;

	if (!calendar_workday(engine_calendar(x->w->engine), day) || minute < 8 * 60 + 30 ||
	    minute > 18 * 60)
		fail_msg("notice %s was made at minute %d of %u", n->key, (int)minute,
			 date_ymd(day));
}

static void queue(struct year_walk *x, const Duban__Notice *n)
{
	struct walk_gateway *g = x->gateway;
	uint8_t *copy;
	size_t size;

	for (size_t i = 0; i < g->n_queue; i++)
		assert_string_not_equal(g->queue[i]->key, n->key);
	if (sent_of(g, n->key))
		fail_msg("notice %s was made twice", n->key);
	in_hours(x, n);
	copy = malloc(duban__notice__get_packed_size(n) + 1);
	assert_non_null(copy);
	size = duban__notice__pack(n, copy);
	assert_true(g->n_queue < NOTICES_MAX);
	g->queue[g->n_queue] = duban__notice__unpack(NULL, size, copy);
	assert_non_null(g->queue[g->n_queue++]);
	free(copy);
	x->n.made++;
}

/* The rest of a long digest: its items are moved to the notice, which is the last. */
static void queue_more(struct walk_gateway *g, Duban__NoticeMore *b)
{
	Duban__Notice *n = g->queue[g->n_queue - 1];

	assert_true(g->n_queue && n->num == b->num);
	n->item = realloc(n->item, (n->n_item + b->n_item) * sizeof(Duban__NoticeItem *));
	assert_non_null(n->item);
	memcpy(n->item + n->n_item, b->item, b->n_item * sizeof(Duban__NoticeItem *));
	n->n_item += b->n_item;
	b->n_item = 0;
}

void walk_gateway_see(struct year_walk *x, const Duban__Event *ev)
{
	if (ev->body_case == DUBAN__EVENT__BODY_NOTICE_MADE)
		queue(x, ev->notice_made->notice);
	else if (ev->body_case == DUBAN__EVENT__BODY_NOTICE_MORE)
		queue_more(x->gateway, ev->notice_more);
}

/* ---- what is sent */

static void hear(struct year_walk *x, const Duban__Notice *n, const Duban__NoticeItem *i,
		 bool unsaid)
{
	bool ends = i->kind == NOTICE_KIND(END);
	char matter[WARNING_ID_MAX];
	struct heard_matter *h =
	    heard_of(x->gateway, n->person, warning_id_print(matter, i->subject, i->rule, 0));

	/* a digest may also end what went down with another digest */
	if (ends && n->items == 1 && !h->open && !h->unsaid)
		fail_msg("person %u hears the end of %s and has not heard of it", n->person,
			 matter);
	h->open = !ends;
	h->unsaid = ends && unsaid;
	x->n.ends += ends;
}

static bool any_came(struct walk_gateway *g, const Duban__Notice *n)
{
	for (size_t i = 0; i < n->n_after; i++) {
		const struct sent *s = sent_of(g, n->after[i]);

		if (s && s->came)
			return true;
	}
	return n->n_after == 0;
}

static void report(struct year_walk *x, const char *key, const char *result)
{
	uint64_t seq;

	walk_do(x, "notice_receipt", "key=%s result=%s channel=sms", key, result);
	if (x->gateway->mended || !walk_chance(x, 10))
		return;
	/* a receipt that comes twice changes nothing the second time */
	seq = engine_seq(x->w->engine);
	walk_do(x, "notice_receipt", "key=%s result=%s channel=sms", key, result);
	assert_int_equal(engine_seq(x->w->engine), seq);
}

static void deliver(struct year_walk *x, const Duban__Notice *n, struct sent *s)
{
	struct walk_gateway *g = x->gateway;
	uint32_t luck = g->mended ? 0 : walk_pick(x, 100);
	bool deaf = !g->mended && walk_today(x) < g->deaf_until;
	bool unsaid = deaf || (luck >= 80 && luck < 90);

	s->failed = luck >= 92;
	s->came = !s->failed;
	for (size_t i = 0; s->came && i < n->n_item; i++)
		hear(x, n, n->item[i], unsaid);
	x->n.failed += s->failed;
	x->n.delivered += s->came;
	if (deaf || (luck >= 80 && luck < 84)) {
		x->n.unsaid++; /* whatever became of it, nobody says so */
		/* the phone company may find out that it failed, and say nothing: as if it came */
		if (s->failed)
			s->reported_on = walk_today(x) + 1 + (date_t)walk_pick(x, 12);
		return;
	}
	if (luck >= 84 && luck < 90) {
		s->reported_on = walk_today(x) + 1 + (date_t)walk_pick(x, 12);
		return;
	}
	if (luck >= 76 && luck < 80)
		report(x, n->key, "accepted");
	report(x, n->key, s->failed ? "failed" : "delivered");
}

static void send_one(struct year_walk *x, const Duban__Notice *n)
{
	struct walk_gateway *g = x->gateway;
	struct sent *s = &g->sent[g->n_sent];

	assert_true(g->n_sent < NOTICES_MAX);
	g->n_sent++;
	(void)snprintf(s->key, sizeof s->key, "%s", n->key);
	s->reported_on = DATE_NONE;
	assert_int_equal(n->items, n->n_item);
	if (engine_now(x->w->engine) >= n->valid_until_at || !any_came(g, n)) {
		x->n.expired++;
		report(x, n->key, "expired");
		return;
	}
	deliver(x, n, s);
}

static void report_late_ones(struct year_walk *x)
{
	struct walk_gateway *g = x->gateway;

	for (size_t i = 0; i < g->n_sent; i++) {
		struct sent *s = &g->sent[i];

		if (s->reported_on == DATE_NONE || s->reported_on > walk_today(x))
			continue;
		s->reported_on = DATE_NONE;
		report(x, s->key, s->failed ? "failed" : "delivered");
	}
}

void walk_gateway_send(struct year_walk *x)
{
	struct walk_gateway *g = x->gateway;

	if (!g->mended && walk_today(x) < g->dead_until)
		return;
	walk_as(x, ROLE(GATEWAY), "");
	report_late_ones(x);
	for (size_t i = 0; i < g->n_queue; i++) {
		send_one(x, g->queue[i]);
		duban__notice__free_unpacked(g->queue[i], NULL);
	}
	g->n_queue = 0;
	walk_as_local(x);
}

void walk_gateway_mood(struct year_walk *x)
{
	struct walk_gateway *g = x->gateway;
	date_t today = walk_today(x);

	if (today >= g->dead_until && walk_chance(x, 2))
		g->dead_until = today + 7 + (date_t)walk_pick(x, 25);
	if (today >= g->deaf_until && walk_chance(x, 2))
		g->deaf_until = today + 7 + (date_t)walk_pick(x, 15);
}

void walk_gateway_mend(struct year_walk *x)
{
	x->gateway->mended = true;
}

/* ---- what must hold */

static bool is_over(struct year_walk *x, const Duban__NoticeEntry *e)
{
	struct txn *t = engine_txn(x->w->engine);
	uint32_t last;

	if (e->rule == NOTICE_WHOLE) {
		const Duban__Order *o = order_get(t, x->arena, e->subject->number);

		return !o || !order_is_open((int)o->state);
	}
	last = warning_last_occurrence(t, e->subject, e->rule);
	return !txn_has(t, TABLE_warning_open,
			key_bytes(warning_key(KEY(), e->subject, e->rule))) ||
	       !last;
}

static bool is_owed(struct year_walk *x, const Duban__NoticeEntry *e)
{
	struct txn *t = engine_txn(x->w->engine);

	return txn_has(t, TABLE_notice_mark,
		       key_bytes(notice_entry_key(KEY(), e->person, e->subject, e->rule))) ||
	       txn_has(t, TABLE_news, key_bytes(notice_matter_key(KEY(), e->subject, e->rule)));
}

/* The same text could not be delivered so often that it is not tried again: the office's list of
 * numbers to put right has it. */
static bool given_up(struct year_walk *x, const Duban__NoticeEntry *e)
{
	int64_t tries = 0;

	assert_int_equal(
	    parameter_number(engine_txn(x->w->engine), x->arena, NULL, "notice.tries", &tries), 0);
	return e->failed && e->tries >= tries;
}

/* What the recipient has surely heard, and what the ledger says of it. */
static void is_as_heard(struct year_walk *x, const Duban__NoticeEntry *e, const char *matter)
{
	const struct heard_matter *h = heard_of(x->gateway, e->person, matter);
	bool sure = e->result == NOTICE_RESULT(DELIVERED) || !e->state;

	if (sure && h->open != notice_stands(e))
		fail_msg("%s: person %u %s it, the ledger says %s", matter, e->person,
			 h->open ? "heard of" : "knows nothing of",
			 notice_stands(e) ? "told" : "not told");
}

static void check_entry(struct year_walk *x, const Duban__NoticeEntry *e)
{
	char matter[WARNING_ID_MAX];

	(void)warning_id_print(matter, e->subject, e->rule, 0);
	if (notice_stands(e) && is_over(x, e) && !is_owed(x, e) && !given_up(x, e))
		fail_msg("%s is over, person %u was told of it, and nobody is to tell its end",
			 matter, e->person);
	is_as_heard(x, e, matter);
}

static void each_entry(struct year_walk *x,
		       void (*check)(struct year_walk *x, const Duban__NoticeEntry *e))
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_notice_entry, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__NoticeEntry *e;

		arena_reset(x->arena);
		e = record_unpack(t, s.value, &duban__notice_entry__descriptor, x->arena);
		assert_non_null(e);
		check(x, e);
	}
}

void walk_gateway_check(struct year_walk *x)
{
	each_entry(x, check_entry);
}

static void check_told(struct year_walk *x, const Duban__NoticeEntry *e)
{
	char matter[WARNING_ID_MAX];
	const struct heard_matter *h =
	    heard_of(x->gateway, e->person, warning_id_print(matter, e->subject, e->rule, 0));

	if (h->open && is_over(x, e) && !given_up(x, e))
		fail_msg("person %u never heard the end of %s", e->person, matter);
}

void walk_gateway_all_told(struct year_walk *x)
{
	struct walk_gateway *g = x->gateway;
	size_t n = g->n_heard;

	each_entry(x, check_told);
	assert_int_equal(g->n_heard, n); /* whatever was heard of has its line in the ledger */
}
