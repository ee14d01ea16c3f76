#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bus/round/outbox.h"
#include "line.h"

struct post {
	sd_event *event;
	struct zmtp_server *server;
	struct line dealer;
	struct outbox *outbox;
	struct zmtp_message got;
};

static int on_message(void *user)
{
	struct post *p = user;
	int r = 0;

	for (struct zmtp_message m; r == 0;) {
		r = zmtp_server_next(p->server, &m);
		if (r == 0)
			p->got = m;
	}
	return r == -EAGAIN ? 0 : r;
}

static void build(struct post *p)
{
	const struct zmtp_config c = {.type = "ROUTER",
				      .message_max = 1024,
				      .waiting_max = 1024 * 1024,
				      .peers_max = 8,
				      .readable = on_message,
				      .user = p};
	struct zmtp_config with = c;

	*p = (struct post){0};
	assert_int_equal(sd_event_new(&p->event), 0);
	with.event = p->event;
	assert_int_equal(zmtp_server_new(&p->server, &with), 0);
	line_open(&p->dealer, p->server, p->event, "DEALER");
	assert_int_equal(outbox_new(&p->outbox), 0);
}

static void tear_down(struct post *p)
{
	outbox_free(p->outbox);
	line_close(&p->dealer);
	zmtp_server_free(p->server);
	sd_event_unref(p->event);
}

/* A request of one byte arrives. */
static void arrive(struct post *p, struct letter *ret)
{
	line_frame(&p->dealer, "q", 1, 0);
	line_run(p->event);
	assert_int_equal(p->got.body.size, 1);
	assert_int_equal(letter_take(ret, p->server, &p->got), 0);
}

static void post(struct post *p, const char *text, bool delimiter)
{
	struct letter l;

	arrive(p, &l);
	l.prompt = false; /* however long the machine took for the one before */
	l.delimiter = delimiter;
	assert_int_equal(outbox_add(p->outbox, &l, BYTES_STR(text)), 0);
	letter_done(&l);
}

static int receive(struct post *p, char *buf)
{
	struct zmtp_frame f;
	bool there = line_message(&p->dealer, &f);
	size_t n = there ? f.body.size : 0;

	assert_true(n < 64);
	if (n > 0)
		memcpy(buf, f.body.data, n);
	buf[n] = 0;
	return there ? (int)n : -1;
}

static void replies_wait_for_the_flush_and_leave_in_order(void **state)
{
	struct post p;
	char buf[64];

	(void)state;
	build(&p);
	for (int i = 0; i < 100; i++) {
		(void)snprintf(buf, sizeof buf, "reply %d", i);
		post(&p, buf, false);
	}
	assert_int_equal(receive(&p, buf), -1);
	assert_true(outbox_bytes(p.outbox) > 0);
	outbox_flush(p.outbox);
	assert_int_equal(outbox_bytes(p.outbox), 0);
	for (int i = 0; i < 100; i++) {
		char want[64];

		(void)snprintf(want, sizeof want, "reply %d", i);
		assert_true(receive(&p, buf) > 0);
		assert_string_equal(buf, want);
	}
	assert_int_equal(receive(&p, buf), -1);
	assert_int_equal(outbox_dropped(p.outbox), 0);
	tear_down(&p);
}

static void prompt_replies_leave_before_others(void **state)
{
	static const char *const want[] = {"second", "fourth", "first", "third"};
	static const char *const text[] = {"first", "second", "third", "fourth"};
	struct post p;
	char buf[64];

	(void)state;
	build(&p);
	for (int i = 0; i < 4; i++) {
		struct letter l;

		arrive(&p, &l);
		l.prompt = i % 2;
		assert_int_equal(outbox_add(p.outbox, &l, BYTES_STR(text[i])), 0);
		letter_done(&l);
	}
	outbox_flush(p.outbox);
	for (int i = 0; i < 4; i++) {
		assert_true(receive(&p, buf) > 0);
		assert_string_equal(buf, want[i]);
	}
	assert_int_equal(receive(&p, buf), -1);
	tear_down(&p);
}

static void a_delimiter_is_mirrored(void **state)
{
	struct post p;
	char buf[64];

	(void)state;
	build(&p);
	post(&p, "reply", true);
	outbox_flush(p.outbox);
	assert_int_equal(receive(&p, buf), 0);
	assert_int_equal(receive(&p, buf), 5);
	tear_down(&p);
}

static void a_reply_to_a_peer_that_left_is_dropped_and_counted(void **state)
{
	struct post p;
	struct letter l;
	char buf[64];

	(void)state;
	build(&p);
	arrive(&p, &l);
	l.peer += 1ULL << 32; /* another that had the same place */
	assert_int_equal(outbox_add(p.outbox, &l, BYTES_STR("lost")), 0);
	letter_done(&l);
	post(&p, "kept", false);
	outbox_flush(p.outbox);
	assert_int_equal(outbox_dropped(p.outbox), 1);
	/* and the reply behind it is sent */
	assert_int_equal(receive(&p, buf), 4);
	tear_down(&p);
}

static void what_is_not_flushed_is_never_sent(void **state)
{
	struct post p;
	char buf[64];

	(void)state;
	build(&p);
	post(&p, "a failed round", false);
	p.outbox = outbox_free(p.outbox);
	assert_int_equal(receive(&p, buf), -1);
	tear_down(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(replies_wait_for_the_flush_and_leave_in_order),
	    cmocka_unit_test(prompt_replies_leave_before_others),
	    cmocka_unit_test(a_delimiter_is_mirrored),
	    cmocka_unit_test(a_reply_to_a_peer_that_left_is_dropped_and_counted),
	    cmocka_unit_test(what_is_not_flushed_is_never_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
