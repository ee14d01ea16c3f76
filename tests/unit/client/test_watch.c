#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/lib/watch/cursor.h"
#include "lib/ttemp.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "unit/client/fake.h"

#define WAIT_MS 60000 /* a test that waits longer has failed */

/* A journal of link_started events 1..head. With `odd`, the filter lets only odd seqs pass. The
 * hash of seq n is n in every byte, so that a wrong hash in a cursor is noticed. */
struct store {
	atomic_uint head;
	atomic_uint page; /* events per page */
	atomic_bool odd;
	atomic_uchar epoch;
	atomic_int status;     /* sent in place of a page */
	atomic_uint restarts;  /* number of requests that break the connection */
	atomic_uint grow;      /* number of parked requests that append an event */
	atomic_int garbage_at; /* the page after this seq is out of order, once; -1 = none */
};

static void set_cursor(Duban__Cursor *c, uint8_t bytes[EPOCH_SIZE + HASH_SIZE], uint8_t epoch,
		       uint64_t seq)
{
	memset(bytes, epoch, EPOCH_SIZE);
	memset(bytes + EPOCH_SIZE, (int)(seq & 0xff), HASH_SIZE);
	c->epoch = (ProtobufCBinaryData){EPOCH_SIZE, bytes};
	c->hash = (ProtobufCBinaryData){HASH_SIZE, bytes + EPOCH_SIZE};
	c->seq = seq;
}

static void add_item(Duban__FetchItem *item, uint8_t *bytes, uint64_t seq)
{
	Duban__LinkStarted body = DUBAN__LINK_STARTED__INIT;
	Duban__Event event = DUBAN__EVENT__INIT;
	event.seq = seq;
	event.at = (int64_t)seq * 1000;
	event.body_case = DUBAN__EVENT__BODY_LINK_STARTED;
	event.link_started = &body;
	body.link = 3;
	duban__fetch_item__init(item);
	item->event = (ProtobufCBinaryData){duban__event__pack(&event, bytes), bytes};
	item->kind = (char *)"link_started";
	item->level = DUBAN__LEVEL__LEVEL_YELLOW;
	item->unit = (char *)"xinjian";
	item->project = (char *)"2020-001";
}

#define PAGE_MAX 64

static void answer_page(struct store *s, uint64_t from, const Duban__Request *request,
			struct fake_out *out)
{
	Duban__FetchItem items[PAGE_MAX], *list[PAGE_MAX];
	uint8_t bytes[PAGE_MAX][64], cursor_bytes[EPOCH_SIZE + HASH_SIZE];
	Duban__Cursor next = DUBAN__CURSOR__INIT;
	Duban__FetchReply fetch = DUBAN__FETCH_REPLY__INIT;
	Duban__Reply reply = DUBAN__REPLY__INIT;
	uint64_t seq = from, head = s->head;
	fetch.head = head;
	for (; seq < head && fetch.n_item < s->page; seq++) {
		if (s->odd && (seq + 1) % 2 == 0)
			continue;
		add_item(&items[fetch.n_item], bytes[fetch.n_item], seq + 1);
		list[fetch.n_item] = &items[fetch.n_item];
		fetch.n_item++;
	}
	fetch.item = list;
	set_cursor(&next, cursor_bytes, s->epoch, seq);
	fetch.next = &next;
	if (s->garbage_at == (int)from && fetch.n_item > 1) {
		s->garbage_at = -1;
		list[1] = list[0]; /* out of order */
	}
	reply.body_case = DUBAN__REPLY__BODY_FETCH;
	reply.fetch = &fetch;
	fake_reply(out, request, &reply);
}

static enum fake_act give(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	struct store *s = userdata;
	const Duban__Cursor *c = request->fetch->cursor;
	Duban__Reply reply = DUBAN__REPLY__INIT;
	if (s->restarts > 0) {
		s->restarts--;
		return FAKE_RESTART;
	}
	reply.status = (Duban__Status)s->status;
	if (c->seq > 0 && c->seq != UINT64_MAX &&
	    (c->epoch.len != EPOCH_SIZE || c->epoch.data[0] != s->epoch ||
	     c->hash.len != HASH_SIZE || c->hash.data[7] != (uint8_t)c->seq))
		reply.status = DUBAN__STATUS__STATUS_DIVERGED;
	if (reply.status != DUBAN__STATUS__STATUS_OK) {
		fake_reply(out, request, &reply);
		return FAKE_ANSWER;
	}
	uint64_t from = c->seq == UINT64_MAX ? s->head : c->seq;
	if (from >= s->head && request->fetch->wait_ms > 0) {
		if (s->grow == 0)
			return FAKE_SILENCE; /* parked */
		s->grow--;
		s->head++;
	}
	answer_page(s, from, request, out);
	return FAKE_ANSWER;
}

struct fixture {
	struct store store;
	struct fake *fake;
	struct duban *d;
	char *dir, *cursor;
};

static int setup(void **state)
{
	struct fixture *s = calloc(1, sizeof *s);
	s->dir = ttemp_new();
	s->cursor = ttemp_path(s->dir, "cursor");
	s->store.page = 10;
	s->store.epoch = 0xe1;
	s->store.garbage_at = -1;
	_cleanup_free_ char *path = ttemp_path(s->dir, "c.conn");
	s->fake = fake_start(&(struct fake_options){
	    .curve = true, .zap = "200", .answer = give, .userdata = &s->store});
	fake_connection(s->fake, path);
	*state = s;
	return duban_open(&(struct duban_options){.connection_file = path}, &s->d);
}

static int teardown(void **state)
{
	struct fixture *s = *state;
	duban_close(s->d);
	fake_stop(s->fake);
	ttemp_remove(s->dir);
	free(s->cursor);
	free(s);
	return 0;
}

static struct duban_watch *watch(struct fixture *s, enum duban_watch_start start, bool file)
{
	struct duban_watch *w = NULL;
	struct duban_watch_options o = {.start = start, .cursor_file = file ? s->cursor : NULL};
	if (duban_watch_open(s->d, &o, &w) != 0)
		fail_msg("%s", duban_failure(s->d)->text);
	return w;
}

static uint64_t next_seq(struct duban_watch *w)
{
	const struct duban_event *event;
	int r = duban_watch_next(w, WAIT_MS, &event);
	if (r != 1)
		fail_msg("%d: %s", r, duban_watch_failure(w)->text);
	return event->seq;
}

static void expect(struct duban_watch *w, uint64_t first, uint64_t last)
{
	for (uint64_t seq = first; seq <= last; seq++)
		assert_int_equal(next_seq(w), seq);
}

static bool readable(struct duban_watch *w)
{
	struct pollfd p = {.fd = duban_watch_fd(w), .events = POLLIN};
	return poll(&p, 1, 0) == 1;
}

static void each_event_comes_once_and_in_order(void **state)
{
	struct fixture *s = *state;
	const struct duban_event *event;
	s->store.head = 995;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, false);
	expect(w, 1, 994);
	assert_int_equal(duban_watch_next(w, WAIT_MS, &event), 1);
	assert_string_equal(event->kind, "link_started");
	assert_string_equal(event->level, "yellow");
	assert_string_equal(event->unit, "xinjian");
	assert_string_equal(event->project, "2020-001");
	assert_int_equal(event->at, 995000);
	assert_int_equal(event->event->link_started->link, 3);
	assert_int_equal(duban_watch_next(w, 0, &event), 0);
	duban_watch_close(w);
}

static void from_now_means_after_the_watch_was_opened(void **state)
{
	struct fixture *s = *state;
	s->store.head = 20;
	struct duban_watch *w = watch(s, DUBAN_FROM_NOW, true);
	s->store.grow = 3;
	expect(w, 21, 23);
	duban_watch_close(w);
	/* Nothing was acknowledged: all events come again, and none from before. */
	w = watch(s, DUBAN_FROM_NOW, true);
	expect(w, 21, 23);
	duban_watch_close(w);
}

static void only_what_was_not_acknowledged_comes_again(void **state)
{
	struct fixture *s = *state;
	s->store.head = 57;
	uint64_t acked = 0;
	static const uint64_t steps[] = {3, 10, 11, 19, 20, 25, 47, 57};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct duban_watch *w = watch(s, DUBAN_FROM_START, true);
		expect(w, acked + 1, 57);
		assert_int_equal(duban_watch_ack(w, steps[i]), 0);
		assert_int_equal(duban_watch_ack(w, 1), 0); /* never goes back */
		acked = steps[i];
		duban_watch_close(w);
	}
	const struct duban_event *event;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, true);
	assert_int_equal(duban_watch_next(w, 0, &event), 0);
	duban_watch_close(w);
}

static void what_is_not_delivered_cannot_be_acknowledged(void **state)
{
	struct fixture *s = *state;
	s->store.head = 5;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, true);
	expect(w, 1, 3);
	assert_int_equal(duban_watch_ack(w, 4), DUBAN_E_ARGUMENT);
	assert_int_equal(duban_watch_ack(w, 3), 0);
	duban_watch_close(w);
}

static void the_cursor_passes_what_the_filter_holds_back(void **state)
{
	struct fixture *s = *state;
	struct cursor_place place;
	s->store.head = 40;
	s->store.odd = true;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, true);
	for (uint64_t seq = 1; seq < 40; seq += 2)
		assert_int_equal(next_seq(w), seq);
	/* The page that holds only 40 back comes without an event, after the last one. */
	for (int tries = 0; tries < 1000; tries++) {
		const struct duban_event *none;
		struct duban_cursor cursor;
		assert_int_equal(duban_watch_next(w, 10, &none), 0);
		assert_int_equal(duban_watch_ack(w, 39), 0);
		assert_int_equal(duban_watch_cursor(w, &cursor), 0);
		if (cursor.seq == 40)
			break;
	}
	duban_watch_close(w);
	assert_int_equal(cursor_load(s->cursor, &place), 0);
	assert_int_equal(place.at.seq, 40);
	assert_int_equal(place.at.hash[0], 40);
}

static void a_cursor_kept_by_the_caller_works_too(void **state)
{
	struct fixture *s = *state;
	struct duban_cursor cursor;
	s->store.head = 30;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, false);
	expect(w, 1, 30);
	assert_int_equal(duban_watch_ack(w, 15), 0);
	assert_int_equal(duban_watch_cursor(w, &cursor), 0);
	assert_int_equal(cursor.seq, 10); /* the end of the page before */
	duban_watch_close(w);
	struct duban_watch_options o = {.start = DUBAN_FROM_CURSOR, .cursor = &cursor};
	assert_int_equal(duban_watch_open(s->d, &o, &w), 0);
	expect(w, 11, 30);
	duban_watch_close(w);
}

static int count(void *userdata, const struct duban_event *event)
{
	uint64_t *last = userdata;
	assert_int_equal(event->seq, *last + 1);
	*last = event->seq;
	return *last == 7; /* stops once, at 7 */
}

static void the_descriptor_is_readable_while_something_waits(void **state)
{
	struct fixture *s = *state;
	uint64_t last = 0;
	s->store.head = 200;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, false);
	struct pollfd p = {.fd = duban_watch_fd(w), .events = POLLIN};
	assert_int_equal(poll(&p, 1, WAIT_MS), 1);
	assert_int_equal(duban_watch_process(w, count, &last), 7);
	assert_true(readable(w));
	while (last < 200) {
		assert_int_equal(poll(&p, 1, WAIT_MS), 1);
		assert_true(duban_watch_process(w, count, &last) <= 64);
	}
	assert_int_equal(duban_watch_process(w, count, &last), 0);
	assert_false(readable(w));
	duban_watch_close(w);
}

static void a_daemon_that_comes_back_is_found_again(void **state)
{
	struct fixture *s = *state;
	s->store.head = 5;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, false);
	s->store.restarts = 5;
	s->store.grow = 20;
	expect(w, 1, 25);
	duban_watch_close(w);
}

static void the_ends_of_a_watch_are_told_and_stay(void **state)
{
	struct fixture *s = *state;
	static const struct {
		Duban__Status status;
		int error;
	} rows[] = {
	    {DUBAN__STATUS__STATUS_SNAPSHOT_REQUIRED, DUBAN_E_SNAPSHOT_REQUIRED},
	    {DUBAN__STATUS__STATUS_DIVERGED, DUBAN_E_DIVERGED},
	    {DUBAN__STATUS__STATUS_DENIED, DUBAN_E_DENIED},
	    {DUBAN__STATUS__STATUS_INVALID, DUBAN_E_INVALID},
	    {DUBAN__STATUS__STATUS_NOT_FOUND, DUBAN_E_INVALID},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct duban_event *event;
		struct duban_watch *w = NULL;
		s->store.status = (int)rows[i].status;
		struct duban_watch_options o = {.start = DUBAN_FROM_START};
		assert_int_equal(duban_watch_open(s->d, &o, &w), rows[i].error);
		s->store.status = 0;
		s->store.head = 10;
		w = watch(s, DUBAN_FROM_START, false);
		s->store.status = (int)rows[i].status;
		s->store.restarts = 1; /* a parked request is sent again */
		s->store.grow = 1;
		expect(w, 1, 10);
		for (int r = 1; r > 0;)
			r = duban_watch_next(w, WAIT_MS, &event);
		assert_int_equal(duban_watch_next(w, WAIT_MS, &event), rows[i].error);
		assert_int_equal(duban_watch_process(w, count, NULL), rows[i].error);
		assert_int_equal(duban_watch_failure(w)->error, rows[i].error);
		assert_true(readable(w));
		duban_watch_close(w);
		s->store.status = 0;
		s->store.restarts = s->store.grow = 0;
	}
}

/* libzmq never connects a socket again whose key was refused: a new one must be made. */
static void a_key_that_is_admitted_again_goes_on_where_it_was(void **state)
{
	struct fixture *s = *state;
	const struct duban_event *event;
	s->store.head = 10;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, false);
	expect(w, 1, 10);
	fake_refuse_keys(s->fake, true);
	s->store.restarts = 1;
	assert_int_equal(duban_watch_next(w, WAIT_MS, &event), DUBAN_E_OWN_KEY);
	assert_string_equal(duban_watch_failure(w)->code, "connection.own_key");
	fake_refuse_keys(s->fake, false);
	s->store.grow = 1;
	expect(w, 11, 11);
	duban_watch_close(w);
}

static void another_history_is_divergence_and_the_cursor_stays(void **state)
{
	struct fixture *s = *state;
	struct cursor_place before, after;
	s->store.head = 10;
	struct duban_watch *w = watch(s, DUBAN_FROM_START, true);
	expect(w, 1, 10);
	assert_int_equal(duban_watch_ack(w, 10), 0);
	duban_watch_close(w);
	assert_int_equal(cursor_load(s->cursor, &before), 0);
	s->store.epoch = 0xe2;
	struct duban_watch_options o = {.start = DUBAN_FROM_START, .cursor_file = s->cursor};
	assert_int_equal(duban_watch_open(s->d, &o, &w), DUBAN_E_DIVERGED);
	assert_int_equal(cursor_load(s->cursor, &after), 0);
	assert_memory_equal(&before, &after, sizeof before);
}

static void a_page_that_is_none_is_refused_whole(void **state)
{
	struct fixture *s = *state;
	const struct duban_event *event;
	struct duban_watch *w = NULL;
	struct duban_watch_options o = {.start = DUBAN_FROM_START};
	s->store.head = 10;
	s->store.page = 5;
	s->store.garbage_at = 0;
	assert_int_equal(duban_watch_open(s->d, &o, &w), DUBAN_E_GARBAGE);
	s->store.garbage_at = 5;
	w = watch(s, DUBAN_FROM_START, false);
	expect(w, 1, 5);
	assert_int_equal(duban_watch_next(w, WAIT_MS, &event), DUBAN_E_GARBAGE);
	assert_int_equal(duban_watch_failure(w)->error, DUBAN_E_GARBAGE);
	expect(w, 6, 10); /* sent again */
	duban_watch_close(w);
}

static void one_watch_a_cursor_file(void **state)
{
	struct fixture *s = *state;
	struct duban_watch *second = NULL;
	struct duban_watch *w = watch(s, DUBAN_FROM_NOW, true);
	struct duban_watch_options o = {.cursor_file = s->cursor};
	assert_int_equal(duban_watch_open(s->d, &o, &second), DUBAN_E_CURSOR);
	assert_string_equal(duban_failure(s->d)->code, "cursor.in_use");
	duban_watch_close(w);
	w = watch(s, DUBAN_FROM_NOW, true);
	duban_watch_close(w);
}

static void a_cursor_file_that_is_none_is_refused(void **state)
{
	struct fixture *s = *state;
	static const char *const texts[] = {"",
					    "duban-cursor 1\n",
					    "duban-cursor 1\nepoch -\nseq 5\nhash -\nacked 4\n",
					    "duban-cursor 1\nepoch 00\nseq 5\nhash -\nacked 5\n",
					    "duban-cursor 2\nepoch -\nseq 0\nhash -\nacked 0\n",
					    "duban-cursor 3\nepoch -\nseq 0\nhash -\nacked 0\n",
					    "duban-cursor 1\nepoch -\nseq 0\nhash -\nacked 0"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct duban_watch *w = NULL;
		struct duban_watch_options o = {.cursor_file = s->cursor};
		ttemp_write(s->cursor, texts[i], strlen(texts[i]));
		assert_int_equal(duban_watch_open(s->d, &o, &w), DUBAN_E_CURSOR);
		size_t size;
		_cleanup_free_ char *after = ttemp_read(s->cursor, &size);
		assert_string_equal(after, texts[i]);
	}
	struct duban_watch_options o = {.start = DUBAN_FROM_CURSOR, .cursor_file = s->cursor};
	struct duban_watch *w = NULL;
	assert_int_equal(unlink(s->cursor), 0);
	assert_int_equal(duban_watch_open(s->d, &o, &w), DUBAN_E_CURSOR);
	assert_string_equal(duban_failure(s->d)->code, "cursor.missing");
}

static void an_unknown_level_is_said(void **state)
{
	struct fixture *s = *state;
	struct duban_watch *w = NULL;
	static const char *const levels[] = {"yellow", "blue"};
	struct duban_watch_options o = {.filter = {.levels = levels, .n_levels = 2}};
	assert_int_equal(duban_watch_open(s->d, &o, &w), DUBAN_E_INVALID);
	assert_string_equal(duban_failure(s->d)->arg, "blue");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    T(each_event_comes_once_and_in_order),
	    T(from_now_means_after_the_watch_was_opened),
	    T(only_what_was_not_acknowledged_comes_again),
	    T(what_is_not_delivered_cannot_be_acknowledged),
	    T(the_cursor_passes_what_the_filter_holds_back),
	    T(a_cursor_kept_by_the_caller_works_too),
	    T(the_descriptor_is_readable_while_something_waits),
	    T(a_daemon_that_comes_back_is_found_again),
	    T(the_ends_of_a_watch_are_told_and_stay),
	    T(a_key_that_is_admitted_again_goes_on_where_it_was),
	    T(another_history_is_divergence_and_the_cursor_stays),
	    T(a_page_that_is_none_is_refused_whole),
	    T(one_watch_a_cursor_file),
	    T(a_cursor_file_that_is_none_is_refused),
	    T(an_unknown_level_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
