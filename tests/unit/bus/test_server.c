/* A server socket with the clients of Debian's libzmq, over TCP with CURVE, and with a client of
 * our own that does what libzmq never would. */
#include "bus/core/limits.h"
#include "line.h"
#include "place_client.h"

static void only_a_known_key_is_let_in(void **state)
{
	struct place p;
	struct knock_at at = {.type = ZMQ_DEALER};

	(void)state;
	make(&p, "ROUTER", true);
	at.endpoint = p.endpoint;
	at.server_key = p.server_key;
	assert_int_equal(knock(p.loop, p.context, &at, &p.known), KNOCK_LET_IN);
	assert_int_equal(p.refused, 0);
	assert_int_equal(knock(p.loop, p.context, &at, &p.unknown), KNOCK_TURNED_AWAY);
	assert_int_equal(p.refused, 1);
	at.type = ZMQ_SUB; /* a type that does not fit */
	(void)knock(p.loop, p.context, &at, &p.known);
	at.type = ZMQ_DEALER;
	at.server_key = p.unknown.public; /* not this server's */
	p.refused = 0;
	for (int i = 0; i < 200 && p.refused == 0; i++)
		(void)knock(p.loop, p.context, &at, &p.known);
	assert_int_equal(p.refused, 1);
	unmake(&p);
}

static void messages_of_each_size_go_there_and_back(void **state)
{
	static const size_t sizes[] = {0, 1, 222, 223, 255, 256, 65536, 262144};
	static uint8_t out[262144], in[262144];
	static const int types[] = {ZMQ_DEALER, ZMQ_REQ};
	struct place p;

	(void)state;
	make(&p, "ROUTER", true);
	for (size_t i = 0; i < sizeof out; i++)
		out[i] = (uint8_t)(i * 31);
	for (size_t t = 0; t < 2; t++) {
		void *s = client(&p, types[t]);

		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			memset(in, 0, sizes[i]);
			assert_int_equal(zmq_send(s, out, sizes[i], 0), sizes[i]);
			assert_int_equal(hear(&p, s, in, sizeof in), sizes[i]);
			assert_memory_equal(in, out, sizes[i]);
		}
		zmq_close(s);
	}
	unmake(&p);
}

static void many_at_once_come_back_in_order(void **state)
{
	struct place p;
	void *s[3];
	int got;

	(void)state;
	make(&p, "ROUTER", true);
	for (size_t k = 0; k < 3; k++)
		s[k] = client(&p, ZMQ_DEALER);
	for (int i = 0; i < 300; i++)
		for (size_t k = 0; k < 3; k++)
			assert_int_equal(zmq_send(s[k], &i, sizeof i, 0), sizeof i);
	for (int i = 0; i < 300; i++)
		for (size_t k = 0; k < 3; k++) {
			assert_int_equal(hear(&p, s[k], &got, sizeof got), sizeof got);
			assert_int_equal(got, i);
		}
	assert_int_equal(zmtp_server_peers(p.server), 3);
	for (size_t k = 0; k < 3; k++)
		zmq_close(s[k]);
	unmake(&p);
}

static void a_message_of_other_parts_is_dropped_and_said(void **state)
{
	char buf[8];
	struct place p;
	void *s;

	(void)state;
	make(&p, "ROUTER", true);
	s = client(&p, ZMQ_DEALER);
	zmq_send(s, "a", 1, ZMQ_SNDMORE);
	zmq_send(s, "b", 1, 0);
	zmq_send(s, "", 0, ZMQ_SNDMORE);
	zmq_send(s, "b", 1, ZMQ_SNDMORE);
	zmq_send(s, "c", 1, 0);
	zmq_send(s, "ok", 2, 0);
	assert_int_equal(hear(&p, s, buf, sizeof buf), 2);
	assert_memory_equal(buf, "ok", 2);
	assert_int_equal(p.refused, 2);
	zmq_close(s);
	unmake(&p);
}

static void a_key_that_is_not_valid_any_more_loses_its_connection(void **state)
{
	char buf[8];
	struct place p;
	void *s;

	(void)state;
	make(&p, "ROUTER", true);
	s = client(&p, ZMQ_DEALER);
	zmq_send(s, "1", 1, 0);
	assert_int_equal(hear(&p, s, buf, sizeof buf), 1);
	assert_int_equal(zmtp_server_review(p.server), 0);
	assert_int_equal(zmtp_server_peers(p.server), 1);
	p.closed = true;
	assert_int_equal(zmtp_server_review(p.server), 0);
	assert_int_equal(zmtp_server_peers(p.server), 0);
	assert_int_equal(zmtp_server_send(p.server, p.peer, false, BYTES_STR("x")), -EHOSTUNREACH);
	/* and it is told so when it knocks again */
	for (int i = 0; i < 1000 && p.refused == 0; i++)
		(void)sd_event_run(p.loop, 10000);
	assert_int_equal(p.refused, 1);
	zmq_close(s);
	unmake(&p);
}

static void a_subscriber_gets_its_topics(void **state)
{
	char topic[16], body[16];
	struct place p;
	void *s;

	(void)state;
	make(&p, "XPUB", true);
	s = client(&p, ZMQ_SUB);
	for (int i = 0; i < 1000 && zmtp_server_topics(p.server) == 0; i++)
		(void)sd_event_run(p.loop, 10000);
	assert_int_equal(zmtp_server_topics(p.server), 1);
	zmtp_server_publish(p.server, BYTES_STR("b/1"), BYTES_STR("no"));
	zmtp_server_publish(p.server, BYTES_STR("a/1"), BYTES_STR("yes"));
	zmtp_server_flush(p.server);
	assert_int_equal(hear(&p, s, topic, sizeof topic), 3);
	assert_memory_equal(topic, "a/1", 3);
	assert_int_equal(hear(&p, s, body, sizeof body), 3);
	assert_memory_equal(body, "yes", 3);
	zmq_setsockopt(s, ZMQ_UNSUBSCRIBE, "a/", 2);
	for (int i = 0; i < 1000 && zmtp_server_topics(p.server) > 0; i++)
		(void)sd_event_run(p.loop, 10000);
	assert_int_equal(zmtp_server_topics(p.server), 0);
	zmq_close(s);
	unmake(&p);
}

/* ---- a client of our own, without CURVE */

static void a_ping_is_answered_with_its_context(void **state)
{
	struct place p;
	struct line *l = malloc(sizeof *l);
	struct zmtp_frame f = {0};

	(void)state;
	make(&p, "ROUTER", false);
	line_open(l, p.server, p.loop, "DEALER");
	line_frame(l, "\4PING\0\12ctx", 10, FRAME_COMMAND);
	line_run(p.loop);
	while (line_next(l, &f) && !(f.command && f.body.size == 8))
		;
	assert_true(bytes_equal(f.body, BYTES_STR("\4PONGctx")));
	line_close(l);
	free(l);
	unmake(&p);
}

/* How many connections there are after it sent this: a frame with these flags, or bytes (-1). */
static size_t after(struct place *p, const void *data, size_t n, int flags)
{
	struct line *l = malloc(sizeof *l);
	size_t left;

	line_open(l, p->server, p->loop, "DEALER");
	assert_int_equal(zmtp_server_peers(p->server), 1);
	if (flags < 0)
		line_bytes(l, data, n);
	else
		line_frame(l, data, n, flags);
	line_run(p->loop);
	left = zmtp_server_peers(p->server);
	line_close(l);
	line_run(p->loop);
	assert_int_equal(zmtp_server_peers(p->server), 0);
	free(l);
	return left;
}

static void who_breaks_the_protocol_loses_the_connection(void **state)
{
	struct place p;

	(void)state;
	make(&p, "ROUTER", false);
	assert_int_equal(after(&p, "hello", 5, 0), 1);
	assert_int_equal(after(&p, "\5OTHER", 6, FRAME_COMMAND), 1); /* unknown: passed over */
	assert_int_equal(p.refused, 0);
	assert_int_equal(after(&p, "\4PING", 5, FRAME_COMMAND), 0); /* without its TTL */
	assert_int_equal(after(&p, "x", 1, FRAME_COMMAND | FRAME_MORE), 0);
	assert_int_equal(after(&p, "\2\0\0\0\0\0\7\0\0", 9, -1), 0);
	assert_int_equal(p.refused, 3);
	unmake(&p);
}

static void who_does_not_read_is_sent_no_more(void **state)
{
	static uint8_t reply[64 * 1024];
	struct place p;
	struct line *l = malloc(sizeof *l);
	int r = 0;

	(void)state;
	make(&p, "ROUTER", false);
	line_open(l, p.server, p.loop, "DEALER");
	line_frame(l, "q", 1, 0);
	line_run(p.loop);
	for (int i = 0; i < 100 && r == 0; i++) {
		r = zmtp_server_send(p.server, p.peer, false, BYTES(reply, sizeof reply));
		zmtp_server_flush(p.server);
	}
	assert_int_equal(r, -ENOBUFS);
	assert_int_equal(
	    zmtp_server_send(p.server, p.peer, false, BYTES(reply, MESSAGE_MAX + 1000)), -EMSGSIZE);
	/* what waits comes when it reads, and it is served again */
	for (size_t got = 0; got < WAITING_MAX;) {
		ssize_t n = recv(l->fd, l->in, sizeof l->in, MSG_DONTWAIT);

		if (n < 0)
			break;
		got += (size_t)n;
		line_run(p.loop);
	}
	assert_int_equal(zmtp_server_send(p.server, p.peer, false, BYTES_STR("x")), 0);
	line_close(l);
	free(l);
	unmake(&p);
}

static void at_the_limit_new_ones_wait(void **state)
{
	struct place p;
	struct line *l[PEERS];
	void *late;
	char buf[8];

	(void)state;
	make(&p, "ROUTER", false);
	for (int i = 0; i < PEERS; i++) {
		l[i] = malloc(sizeof *l[i]);
		line_open(l[i], p.server, p.loop, "DEALER");
	}
	assert_true(p.full && zmtp_server_is_full(p.server));
	late = zmq_socket(p.context, ZMQ_DEALER);
	assert_int_equal(zmq_connect(late, p.endpoint), 0);
	zmq_send(late, "q", 1, 0);
	line_run(p.loop);
	assert_int_equal(zmtp_server_peers(p.server), PEERS);
	for (int i = 0; i < 2; i++)
		line_close(l[i]);
	assert_int_equal(hear(&p, late, buf, sizeof buf), 1);
	assert_false(p.full);
	for (int i = 0; i < PEERS; i++) {
		if (i > 1)
			line_close(l[i]);
		free(l[i]);
	}
	zmq_close(late);
	unmake(&p);
}

/* A stranger who shows no key is not read, and his place is the first to be taken back. */
static void what_is_not_zmtp_is_not_answered(void **state)
{
	static const char http[] = "GET / HTTP/1.1\r\n\r\n";
	struct place p;
	int fd[2];
	char buf[256];

	(void)state;
	make(&p, "ROUTER", true);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	assert_int_equal(zmtp_server_adopt(p.server, fd[1]), 0);
	line_run(p.loop);
	assert_int_equal(recv(fd[0], buf, sizeof buf, MSG_DONTWAIT), GREETING_SIZE);
	assert_int_equal(send(fd[0], http, sizeof http - 1, 0), sizeof http - 1);
	line_run(p.loop);
	assert_int_equal(p.refused, 1);
	assert_int_equal(recv(fd[0], buf, sizeof buf, MSG_DONTWAIT), -1);
	assert_int_equal(zmtp_server_peers(p.server), 1);
	(void)close(fd[0]);
	line_run(p.loop);
	assert_int_equal(zmtp_server_peers(p.server), 0);
	unmake(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_a_known_key_is_let_in),
	    cmocka_unit_test(messages_of_each_size_go_there_and_back),
	    cmocka_unit_test(many_at_once_come_back_in_order),
	    cmocka_unit_test(a_message_of_other_parts_is_dropped_and_said),
	    cmocka_unit_test(a_key_that_is_not_valid_any_more_loses_its_connection),
	    cmocka_unit_test(a_subscriber_gets_its_topics),
	    cmocka_unit_test(a_ping_is_answered_with_its_context),
	    cmocka_unit_test(who_breaks_the_protocol_loses_the_connection),
	    cmocka_unit_test(who_does_not_read_is_sent_no_more),
	    cmocka_unit_test(at_the_limit_new_ones_wait),
	    cmocka_unit_test(what_is_not_zmtp_is_not_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
