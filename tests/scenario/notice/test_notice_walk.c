/* Random months: links moved, people replaced and muted, crashes, a gateway that is away for weeks,
 * loses receipts and meets dead numbers. Nobody is sent a key twice, nobody is told out of hours or
 * too often, nobody hears of the end of what he never heard of, and in the end everybody who heard
 * of a beginning has heard of its end. The seed is printed; DUBAN_SEED repeats a run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/notice/notices.h"
#include "lib/world/world_log.h"
#include "proto/limits.h"

enum { STEPS = 90, LINKS = 4, MATTERS_MAX = 400, SENT_MAX = 2000, SENT_MIN = 8, WALKS = 2 };

static uint64_t seed;

static uint32_t pick(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed % n);
}

/* What the recipients have heard, as the gateway knows it. */
static struct gateway {
	uint64_t cursor;
	bool away, careful; /* careful: everything arrives, and says so */
	struct heard {
		uint32_t person, rule, link, project;
		bool open;
	} heard[MATTERS_MAX];
	size_t n_heard;
	struct sent {
		char key[64];
		bool came; /* or may have */
	} sent[SENT_MAX];
	size_t n_sent;
} g;

static struct heard *heard_of(uint32_t person, const Duban__NoticeItem *i)
{
	struct heard *h;

	for (size_t k = 0; k < g.n_heard; k++) {
		h = &g.heard[k];
		if (h->person == person && h->rule == i->rule && h->link == i->subject->link &&
		    h->project == i->subject->project)
			return h;
	}
	assert_true(g.n_heard < MATTERS_MAX);
	h = &g.heard[g.n_heard++];
	*h = (struct heard){person, i->rule, i->subject->link, i->subject->project, false};
	return h;
}

static bool any_came(char *const *key, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < g.n_sent; k++)
			if (strcmp(g.sent[k].key, key[i]) == 0 && g.sent[k].came)
				return true;
	return n == 0;
}

static void hear(const Duban__Notice *n, const Duban__NoticeItem *i)
{
	struct heard *h = heard_of(n->person, i);
	bool ends = i->kind == NOTICE_KIND(END);

	/* a digest may also end what went down with another digest */
	if (ends && n->items == 1)
		assert_true(h->open);
	h->open = !ends;
}

static void in_hours(const Duban__Notice *n)
{
	usec_t day = n->made_at + 480 * USEC_PER_MIN;
	int64_t minute = day % USEC_PER_DAY / USEC_PER_MIN;

	assert_in_range(minute, 8 * 60 + 30, 18 * 60);
}

static void send_one(struct world *w, const Duban__Notice *n)
{
	usec_t now = engine_now(w->engine);
	uint32_t luck = g.careful ? 0 : pick(20);
	const char *result = "delivered";
	struct sent *s = &g.sent[g.n_sent];
	char body[256];

	for (size_t k = 0; k < g.n_sent; k++)
		assert_string_not_equal(g.sent[k].key, n->key);
	assert_true(g.n_sent < SENT_MAX);
	g.n_sent++;
	(void)snprintf(s->key, sizeof s->key, "%s", n->key);
	in_hours(n);
	if (now >= n->valid_until_at || !any_came(n->after, n->n_after))
		result = "expired";
	else if (luck == 19)
		result = "failed";
	s->came = strcmp(result, "delivered") == 0;
	for (size_t i = 0; s->came && i < n->n_item; i++)
		hear(n, n->item[i]);
	if (luck == 18 && s->came)
		return; /* it arrived, and nobody says so */
	(void)snprintf(body, sizeof body, "key=%s result=%s channel=sms", n->key, result);
	notices_ask(w, "notice_receipt", body);
}

/* Sends all that is new, in order. */
static void send_all(struct world *w)
{
	Duban__Notice *all[SENT_MAX];
	size_t n = 0;
	bool more = true;

	while (more && !g.away) {
		char body[128];
		const Duban__FetchReply *f;

		(void)snprintf(body, sizeof body, "cursor{seq=%llu} filter{kind=notice_made}",
			       (unsigned long long)g.cursor);
		f = notices_ask(w, "fetch", body)->fetch;
		for (size_t i = 0; i < f->n_item; i++) {
			Duban__Event *e = duban__event__unpack(NULL, f->item[i]->event.len,
							       f->item[i]->event.data);

			assert_non_null(e);
			all[n++] = e->notice_made->notice;
			e->notice_made->notice = NULL;
			duban__event__free_unpacked(e, NULL);
		}
		more = f->next->seq < f->head;
		g.cursor = f->next->seq;
	}
	for (size_t i = 0; i < n; i++) {
		send_one(w, all[i]);
		duban__notice__free_unpacked(all[i], NULL);
	}
}

static void later(struct world *w, uint32_t days)
{
	usec_t to = engine_now(w->engine) + (usec_t)pick(60 * 24 * days) * USEC_PER_MIN;
	char text[INSTANT_TEXT_MAX];

	world_until(w, instant_text(to, 480, text));
}

static void random_move(struct world *w)
{
	static const char *const verbs[] = {"start", "finish", "return", "extend"};
	const char *verb = verbs[pick(4)];
	date_t day = engine_today(w->engine);
	char words[128], text[DATE_TEXT_MAX];

	day = strcmp(verb, "extend") == 0 ? day + (date_t)pick(30) : day - (date_t)pick(3);
	(void)snprintf(words, sizeof words, "%s P%u %u %s", verb, 1 + pick(2), 1 + pick(LINKS),
		       date_text(day, text));
	world_ask(w, world_move(w, words));
}

static const char *somebody(void)
{
	static const char *const people[] = {"zhang", "wang", "chen", "li"};

	return people[pick(4)];
}

static void random_person(struct world *w)
{
	const char *old = somebody(), *new = somebody();
	date_t day = engine_today(w->engine);
	char body[256], from[DATE_TEXT_MAX], until[DATE_TEXT_MAX];

	if (pick(2) && strcmp(old, new) != 0) {
		(void)snprintf(body, sizeof body, "old_person=%s new_person=%s reason=调动", old,
			       new);
		notices_try(w, "person_replace", body);
		return;
	}
	(void)snprintf(body, sizeof body, "person,from,until,reason\n%s,%s,%s,出差\n", old,
		       date_text(day, from), date_text(day + (date_t)pick(9), until));
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_NOTICE_MUTES, body);
}

static void step(struct world *w)
{
	switch (pick(8)) {
	case 0:
		random_person(w);
		break;
	case 1:
		world_restart(w, pick(2));
		break;
	case 2:
		g.away = pick(3) == 0;
		break;
	default:
		random_move(w);
	}
	later(w, g.away ? 6 : 3);
	send_all(w);
}

/* All lamps go out, and the gateway works. */
static void settle(struct world *w)
{
	char words[64];

	g.away = false;
	g.careful = true;
	for (unsigned p = 1; p <= 2; p++)
		for (unsigned l = 1; l <= LINKS; l++) {
			(void)snprintf(words, sizeof words, "cancel P%u %u", p, l);
			world_ask(w, world_move(w, words));
		}
	notices_param(w, "W04.on", "no");
	notices_param(w, "W05.on", "no");
	notices_param(w, "W06.on", "no");
	notices_param(w, "W07.on", "no");
	notices_param(w, "W08.on", "no");
	notices_param(w, "W09.on", "no");
	notices_param(w, "W22.on", "no");
	for (int i = 0; i < 30; i++) {
		char text[INSTANT_TEXT_MAX];
		usec_t to = engine_now(w->engine) + USEC_PER_DAY;

		world_until(w, instant_text(to, 480, text));
		send_all(w);
	}
}

static void walk(uint64_t from)
{
	struct world *w = world_new("2020-01-02T09:00", true);

	g = (struct gateway){};
	seed = from;
	print_message("seed %llu\n", (unsigned long long)seed);
	notices_city(w);
	notices_param(w, "notice.tries", "20");
	notices_param(w, "notice.max.other", "4");
	notices_chain(w, "P1,1,甲批复,审批,east,,张三,,5wd,2020-01-02\n"
			 "P1,2,乙批复,审批,east,,王五,1,5wd,\n"
			 "P1,3,主体封顶,节点,east,,陈七,,2020-02-20,\n"
			 "P1,4,丙批复,审批,east,,张三,,10wd,\n"
			 "P2,1,丁批复,审批,west,,赵六,,5wd,2020-01-02\n"
			 "P2,2,戊批复,审批,west,,赵六,1,5wd,\n"
			 "P2,3,完工,节点,west,,王五,,2020-03-10,\n"
			 "P2,4,己批复,审批,west,,赵六,,3wd,\n");
	for (int i = 0; i < STEPS; i++)
		step(w);
	settle(w);
	assert_true(g.n_sent > SENT_MIN);
	for (size_t k = 0; k < g.n_heard; k++)
		if (g.heard[k].open)
			fail_msg("person %u never heard the end of W%02u %u/%u", g.heard[k].person,
				 g.heard[k].rule, g.heard[k].project, g.heard[k].link);
	world_free(w);
}

static void every_told_begin_is_told_its_end(void **state)
{
	const char *given = getenv("DUBAN_SEED");

	(void)state;
	if (given)
		walk(strtoull(given, NULL, 10));
	for (uint64_t i = 0; i < WALKS && !given; i++)
		walk(UINT64_C(88172645463325252) + i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_told_begin_is_told_its_end)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
