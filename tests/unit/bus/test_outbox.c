#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

#include "bus/round/outbox.h"
#include "bus/zmq/socket.h"

#define ENDPOINT "inproc://outbox"

struct post {
	void *context, *router, *dealer;
	struct outbox *outbox;
};

static void build(struct post *p)
{
	p->context = zmq_ctx_new();
	assert_int_equal(socket_new(&p->router, p->context, DOOR_ADMIN, NULL), 0);
	socket_set_int(p->router, ZMQ_LINGER, 0);
	assert_int_equal(zmq_bind(p->router, ENDPOINT), 0);
	p->dealer = zmq_socket(p->context, ZMQ_DEALER);
	socket_set_int(p->dealer, ZMQ_LINGER, 0);
	assert_int_equal(zmq_connect(p->dealer, ENDPOINT), 0);
	assert_int_equal(outbox_new(&p->outbox), 0);
}

static void tear_down(struct post *p)
{
	outbox_free(p->outbox);
	socket_close(p->dealer);
	socket_close(p->router);
	zmq_ctx_term(p->context);
}

/* A request of one byte arrives. */
static void arrive(struct post *p, struct letter *ret)
{
	assert_int_equal(zmq_send(p->dealer, "q", 1, 0), 1);
	letter_init(ret);
	ret->socket = p->router;
	assert_true(zmq_msg_recv(&ret->peer, p->router, 0) >= 0);
	assert_int_equal(zmq_msg_recv(&ret->message, p->router, 0), 1);
}

static void post(struct post *p, const char *text, bool delimiter)
{
	struct letter l;

	arrive(p, &l);
	l.delimiter = delimiter;
	assert_int_equal(outbox_add(p->outbox, &l, BYTES_STR(text)), 0);
	letter_done(&l);
}

static int receive(struct post *p, char *buf)
{
	int n = zmq_recv(p->dealer, buf, 63, ZMQ_DONTWAIT);

	buf[n > 0 ? n : 0] = 0;
	return n;
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
	letter_init(&l);
	l.socket = p.router;
	zmq_msg_init_size(&l.peer, 5);
	memcpy(zmq_msg_data(&l.peer), "\0gone", 5);
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
	    cmocka_unit_test(a_delimiter_is_mirrored),
	    cmocka_unit_test(a_reply_to_a_peer_that_left_is_dropped_and_counted),
	    cmocka_unit_test(what_is_not_flushed_is_never_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
