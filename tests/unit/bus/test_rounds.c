/* A round makes exactly one sync: requests that read the journal wait for it and make none of their
 * own, and every group is published on the feed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "bus/core/limits.h"
#include "bus/door/denials.h"
#include "bus/quota/account.h"
#include "bus/round/letter.h"
#include "bus/round/publisher.h"
#include "bus/round/rounds.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/core/published.h"
#include "lib/world/world.h"
#include "line.h"
#include "proto/wire.h"
#include "proto/wire_name.h"
#include "store/journal/journal.h"
#include "store/journal/point.h"

enum { SEQS_MAX = 512 };

struct hall {
	struct world *w;
	sd_event *event;
	struct zmtp_server *server;
	struct line dealer, listener;
	uint64_t peer; /* the dealer's, for the server */
	struct denials *denials;
	struct accounts accounts;
	struct publisher *publisher;
	struct rounds *rounds;
	uint64_t before; /* the last seq at the start of the test */
};

static int syncs;

static void count_sync(const char *name)
{
	syncs += strcmp(name, "group-synced") == 0;
}

static void turn(void *user)
{
	(void)user;
}

static void make_feed(struct hall *h)
{
	/* without CURVE */
	struct publisher_config c = {
	    .event = h->event, .engine = h->w->engine, .peers_max = 8, .denials = h->denials};

	assert_int_equal(publisher_new(&h->publisher, &c), 0);
	line_open(&h->listener, publisher_server(h->publisher), h->event, "SUB");
	line_frame(&h->listener, "\1", 1, 0);
	line_run(h->event);
}

/* The only message that is read from the wire: it tells which connection the dealer is. */
static int on_first(void *user)
{
	struct hall *h = user;
	struct zmtp_message m;
	int r = zmtp_server_next(h->server, &m);

	if (r == 0)
		h->peer = m.peer;
	return r == -EAGAIN ? 0 : r;
}

static void make_server(struct hall *h)
{
	const struct zmtp_config c = {.event = h->event,
				      .type = "ROUTER",
				      .message_max = WIRE_MESSAGE_MAX,
				      .waiting_max = REPLIES_WAITING_MAX,
				      .peers_max = 8,
				      .readable = on_first,
				      .user = h};

	assert_int_equal(zmtp_server_new(&h->server, &c), 0);
	line_open(&h->dealer, h->server, h->event, "DEALER");
	line_frame(&h->dealer, "hello", 5, 0);
	line_run(h->event);
	assert_int_not_equal(zmtp_server_peers(h->server), 0);
}

static void make_rounds(struct hall *h)
{
	const struct rounds_config c = {.event = h->event,
					.engine = h->w->engine,
					.api = h->w->api,
					.denials = h->denials,
					.accounts = &h->accounts,
					.turn = turn};

	assert_int_equal(rounds_new(&h->rounds, &c), 0);
	rounds_set_publisher(h->rounds, h->publisher);
}

/* The world has been set up; the events from now on are checked. */
static void open_hall(struct hall *h, struct world *w)
{
	memset(h, 0, sizeof *h);
	h->w = w;
	h->before = engine_seq(w->engine);
	h->accounts.limits = account_limits_of(0, 0, 0);
	assert_int_equal(sd_event_new(&h->event), 0);
	assert_int_equal(denials_new(&h->denials, h->event), 0);
	make_server(h);
	make_feed(h);
	make_rounds(h);
	syncs = 0;
	journal_test_point = count_sync;
}

static void close_hall(struct hall *h)
{
	journal_test_point = NULL;
	rounds_free(h->rounds);
	assert_int_equal(h->accounts.held, 0);
	accounts_done(&h->accounts);
	publisher_free(h->publisher);
	denials_free(h->denials);
	line_close(&h->listener);
	line_close(&h->dealer);
	zmtp_server_free(h->server);
	sd_event_unref(h->event);
}

/* Serves the request in the open round. The same `id` again makes it a repeated request. */
static void bring(struct hall *h, Duban__Request *q, uint8_t id)
{
	uint8_t bytes[REQUEST_ID_SIZE] = {0xee, id}, buf[4096];
	struct letter l;
	size_t n;

	q->version = WIRE_VERSION;
	q->request_id = (ProtobufCBinaryData){sizeof bytes, bytes};
	assert_true(duban__request__get_packed_size(q) <= sizeof buf);
	n = duban__request__pack(q, buf);
	assert_int_equal(
	    letter_take(&l, h->server,
			&(struct zmtp_message){.peer = h->peer, .body = BYTES(buf, n)}),
	    0);
	l.local = true;
	assert_int_equal(rounds_serve(h->rounds, &l), 0);
	letter_done(&l);
}

static bool answered(struct hall *h)
{
	size_t taken = h->dealer.taken;
	struct zmtp_frame f;
	bool there = line_message(&h->dealer, &f);

	h->dealer.taken = taken; /* only looked at */
	return there;
}

/* Receives the next reply. Asserts that it is for the request with that id and STATUS_OK. */
static const Duban__Reply *reply(struct hall *h, uint8_t id)
{
	const Duban__Reply *p;
	struct zmtp_frame f;

	assert_true(line_message(&h->dealer, &f));
	p = duban__reply__unpack(arena_pb(h->w->arena), f.body.size, f.body.data);
	assert_non_null(p);
	assert_int_equal(p->request_id.len, REQUEST_ID_SIZE);
	assert_int_equal(p->request_id.data[1], id);
	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("request %u: status %d, %s", id, (int)p->status,
			 p->n_problem ? p->problem[0]->code : "");
	return p;
}

/* Asserts that the feed has sent each event since the start of the test once and in order. */
static void feed_is_whole(struct hall *h)
{
	uint64_t seq = h->before, got[SEQS_MAX];
	size_t n = 0;
	struct zmtp_frame topic, body;

	while (line_message(&h->listener, &topic)) {
		Duban__Event *e;

		assert_true(line_message(&h->listener, &body));
		if (bytes_equal(topic.body, BYTES_STR(WIRE_HEARTBEAT_TOPIC)))
			continue;
		e = duban__event__unpack(NULL, body.body.size, body.body.data);
		assert_non_null(e);
		assert_true(n < SEQS_MAX);
		got[n++] = e->seq;
		duban__event__free_unpacked(e, NULL);
	}
	for (size_t i = 0; i < n; i++)
		assert_int_equal(got[i], ++seq);
	assert_int_equal(seq, engine_seq(h->w->engine));
	assert_true(n > 0);
}

static Duban__Request *report(int64_t fen)
{
	static Duban__ReportSubmitRequest b;
	static Duban__Request q;
	static Duban__Money money;

	duban__request__init(&q);
	duban__report_submit_request__init(&b);
	duban__money__init(&money);
	money.fen = fen;
	b.project = (char *)(uintptr_t) "P1";
	b.period_month = 202001;
	b.invested = &money;
	b.text = (char *)(uintptr_t) "基坑开挖";
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	return &q;
}

static Duban__Request *history(void)
{
	static Duban__ProjectHistoryRequest b;
	static Duban__Request q;

	duban__request__init(&q);
	duban__project_history_request__init(&b);
	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_HISTORY;
	q.project_history = &b;
	return &q;
}

static Duban__Request *show_as_of(uint32_t day)
{
	static Duban__ProjectShowRequest b;
	static Duban__Request q;

	duban__request__init(&q);
	duban__project_show_request__init(&b);
	b.project = (char *)(uintptr_t) "P1";
	b.as_of_date = day;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	return &q;
}

static Duban__Request *revert(uint64_t seq)
{
	static Duban__ImportRevertRequest b;
	static Duban__Request q;

	duban__request__init(&q);
	duban__import_revert_request__init(&b);
	b.import_seq = seq;
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_REVERT;
	q.import_revert = &b;
	return &q;
}

/* Fetches all events after `seq`, waiting up to `wait_ms` for one. */
static Duban__Request *fetch(uint64_t seq, uint32_t wait_ms)
{
	static Duban__FetchRequest b;
	static Duban__Request q;
	static Duban__Cursor cursor;

	duban__request__init(&q);
	duban__fetch_request__init(&b);
	duban__cursor__init(&cursor);
	cursor.seq = seq;
	b.cursor = &cursor;
	b.wait_ms = wait_ms;
	q.body_case = DUBAN__REQUEST__BODY_FETCH;
	q.fetch = &b;
	return &q;
}

static uint64_t import_person(struct world *w, const char *csv)
{
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE, csv);
	return w->reply->last_seq;
}

static bool history_has(const Duban__ProjectHistoryReply *told, uint64_t seq)
{
	for (size_t i = 0; i < told->n_row; i++)
		if (told->row[i]->seq == seq)
			return true;
	return false;
}

static void what_a_round_wrote_is_read_after_its_one_sync(void **state)
{
	struct world *w = *state;
	const Duban__ProjectHistoryReply *told;
	uint64_t first;
	struct hall h;

	world_city(w);
	open_hall(&h, w);
	rounds_begin(h.rounds);
	bring(&h, report(100), 1);
	bring(&h, report(100), 1); /* the same again, before it is durable */
	bring(&h, history(), 2);
	bring(&h, report(200), 3);
	bring(&h, fetch(h.before, 0), 4);
	bring(&h, report(300), 5);
	assert_true(engine_group_open(w->engine));
	assert_int_equal(syncs, 0);
	assert_false(answered(&h)); /* nothing is sent before the sync */
	assert_int_equal(rounds_close(h.rounds), 0);
	assert_int_equal(syncs, 1);
	assert_false(engine_group_open(w->engine));
	arena_reset(w->arena);
	first = reply(&h, 1)->first_seq;
	assert_int_equal(first, h.before + 1);
	assert_true(reply(&h, 3)->first_seq > first);
	assert_int_equal(reply(&h, 4)->fetch->next->seq, h.before); /* what was durable then */
	assert_int_equal(reply(&h, 5)->last_seq, engine_seq(w->engine));
	/* then the deferred ones, in the order in which they came */
	assert_int_equal(reply(&h, 1)->first_seq, first);
	told = reply(&h, 2)->project_history;
	assert_true(told->n_row >= 3);
	assert_true(history_has(told, first));
	assert_false(answered(&h));
	feed_is_whole(&h);
	close_hall(&h);
}

static void queries_alone_sync_nothing(void **state)
{
	struct world *w = *state;
	struct hall h;

	world_city(w);
	open_hall(&h, w);
	rounds_begin(h.rounds);
	bring(&h, history(), 1);
	bring(&h, fetch(0, 0), 2);
	assert_int_equal(rounds_close(h.rounds), 0);
	assert_int_equal(syncs, 0);
	(void)reply(&h, 1);
	assert_true(reply(&h, 2)->fetch->n_item > 0);
	close_hall(&h);
}

/* A checkpoint for want of work waits for a pause, not for a moment between two requests. The clock
 * is the machine's: a single try could take longer than the pause. */
static void a_request_ends_the_quiet(void **state)
{
	struct world *w = *state;
	bool busy = false;
	struct hall h;

	world_city(w);
	open_hall(&h, w);
	assert_true(rounds_quiet(h.rounds));
	for (uint8_t i = 1; i < 200 && !busy; i++) {
		rounds_begin(h.rounds);
		bring(&h, history(), i);
		busy = !rounds_quiet(h.rounds);
		assert_int_equal(rounds_close(h.rounds), 0);
	}
	assert_true(busy);
	close_hall(&h);
}

static void a_revert_waits_for_the_round_and_is_published_too(void **state)
{
	struct world *w = *state;
	uint64_t one, other;
	struct hall h;

	world_city(w);
	one = import_person(w, "id,name\nq1,甲\n");
	other = import_person(w, "id,name\nq2,乙\n");
	open_hall(&h, w);
	rounds_begin(h.rounds);
	bring(&h, report(100), 1);
	bring(&h, revert(one), 2);
	bring(&h, history(), 3);
	bring(&h, revert(other), 4);
	bring(&h, report(200), 5);
	assert_int_equal(syncs, 0);
	assert_int_equal(rounds_close(h.rounds), 0);
	/* one sync for the reports, then one for each revert: the second reads what the first wrote
	 */
	assert_int_equal(syncs, 3);
	arena_reset(w->arena);
	(void)reply(&h, 1);
	(void)reply(&h, 5);
	assert_int_equal(reply(&h, 2)->import_revert->done->import_seq, one);
	(void)reply(&h, 3);
	assert_int_equal(reply(&h, 4)->import_revert->done->import_seq, other);
	assert_false(answered(&h));
	feed_is_whole(&h);
	close_hall(&h);
}

/* A query about a past day is done in slices, one in a round. Each slice waits until the events of
 * its round are synced, and no round syncs twice. */
static void a_parked_request_waits_for_the_round_as_well(void **state)
{
	struct world *w = *state;
	struct hall h;
	int rounds = 0;

	world_city(w);
	open_hall(&h, w);
	rounds_begin(h.rounds);
	bring(&h, fetch(h.before, 30000), 1); /* parked: there is no event yet */
	assert_int_equal(rounds_close(h.rounds), 0);
	assert_false(answered(&h));
	rounds_begin(h.rounds);
	bring(&h, report(100), 2);
	bring(&h, show_as_of(20200102), 3);
	assert_int_equal(rounds_close(h.rounds), 0);
	assert_int_equal(syncs, 1);
	arena_reset(w->arena);
	(void)reply(&h, 2);
	while (rounds++ < 1000 && !answered(&h))
		assert_true(sd_event_run(h.event, 100000) >= 0);
	assert_string_equal(reply(&h, 3)->project_show->project->code, "P1");
	while (rounds++ < 1000 && !answered(&h))
		assert_true(sd_event_run(h.event, 100000) >= 0);
	assert_int_equal(reply(&h, 1)->fetch->next->seq, engine_seq(w->engine));
	assert_int_equal(syncs, 1);
	feed_is_whole(&h);
	close_hall(&h);
}

static void same_items(const Duban__FetchReply *a, const Duban__FetchReply *b)
{
	assert_true(a->n_item > 0);
	assert_true(b->n_item > a->n_item);
	for (size_t i = 0; i < a->n_item; i++) {
		const Duban__FetchItem *x = a->item[i], *y = b->item[i];

		assert_string_equal(x->kind, y->kind);
		assert_true(*x->kind);
		assert_int_equal(x->level, y->level);
		assert_string_equal(x->unit, y->unit);
		assert_string_equal(x->project, y->project);
		assert_int_equal(x->event.len, y->event.len);
		assert_memory_equal(x->event.data, y->event.data, x->event.len);
	}
}

/* FETCH takes the kinds of the events of the newest group from apply, those of older ones from
 * their bytes. Both must give the same result. */
static void the_newest_group_is_fetched_as_the_older_ones_are(void **state)
{
	struct world *w = *state;
	const Duban__FetchReply *newest = NULL, *older = NULL;
	struct hall h;

	world_city(w);
	open_hall(&h, w);
	arena_reset(w->arena);
	for (uint8_t i = 0; i < 2; i++) {
		rounds_begin(h.rounds);
		bring(&h, report(100 + i), (uint8_t)(1 + 2 * i));
		assert_int_equal(rounds_close(h.rounds), 0);
		(void)reply(&h, (uint8_t)(1 + 2 * i));
		assert_true((i == 0) == (engine_published_at(w->engine, h.before + 1) != NULL));
		rounds_begin(h.rounds);
		bring(&h, fetch(h.before, 0), (uint8_t)(2 + 2 * i));
		assert_int_equal(rounds_close(h.rounds), 0);
		older = reply(&h, (uint8_t)(2 + 2 * i))->fetch;
		newest = i == 0 ? older : newest;
	}
	same_items(newest, older);
	assert_null(engine_published_at(w->engine, engine_seq(w->engine) + 1));
	close_hall(&h);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_WORLD(what_a_round_wrote_is_read_after_its_one_sync),
	    IN_WORLD(queries_alone_sync_nothing),
	    IN_WORLD(a_request_ends_the_quiet),
	    IN_WORLD(a_revert_waits_for_the_round_and_is_published_too),
	    IN_WORLD(the_newest_group_is_fetched_as_the_older_ones_are),
	    IN_WORLD(a_parked_request_waits_for_the_round_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
