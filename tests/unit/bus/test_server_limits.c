/* The limits of a principal at a server socket, with clients of Debian's libzmq. */
#include "bus/core/limits.h"
#include "line.h"
#include "place_client.h"

static void a_principal_has_so_many_connections_and_no_more(void **state)
{
	static void *s[CONNECTIONS_PER_PRINCIPAL];
	struct keys second;
	struct place p;
	struct knock_at at = {.type = ZMQ_DEALER};
	char buf[8];

	(void)state;
	make(&p, "ROUTER", true);
	for (size_t i = 0; i < CONNECTIONS_PER_PRINCIPAL; i++) {
		s[i] = client(&p, ZMQ_DEALER);
		zmq_send(s[i], "q", 1, 0);
		assert_int_equal(hear(&p, s[i], buf, sizeof buf), 1);
	}
	at.endpoint = p.endpoint;
	at.server_key = p.server_key;
	/* also with another key of the same principal */
	zmq_curve_keypair(second.public, second.secret);
	p.second = &second;
	for (int i = 0; i < 1000 && p.accounts.refused == 0; i++)
		(void)knock(p.loop, p.context, &at, &second);
	assert_int_equal(p.accounts.of[1]->connections, CONNECTIONS_PER_PRINCIPAL);
	assert_string_equal(p.accounts.of[1]->why, "too many connections");
	assert_int_equal(p.refused, 0); /* its account counts it */
	/* another principal is let in, and so is this one when it has closed some */
	p.also = &p.unknown;
	assert_int_equal(knock(p.loop, p.context, &at, &p.unknown), KNOCK_LET_IN);
	zmq_close(s[0]);
	for (size_t n = zmtp_server_peers(p.server), i = 0;
	     i < 1000 && zmtp_server_peers(p.server) >= n; i++)
		(void)sd_event_run(p.loop, 10000);
	assert_int_equal(knock(p.loop, p.context, &at, &p.known), KNOCK_LET_IN);
	for (size_t i = 1; i < CONNECTIONS_PER_PRINCIPAL; i++)
		zmq_close(s[i]);
	unmake(&p);
}

/* Two connections of one principal that read nothing: together they get no more than it may have.
 */
static void what_is_not_read_is_bounded_over_all_connections(void **state)
{
	static uint8_t reply[64 * 1024];
	struct account *a;
	struct place p;
	uint64_t peer[2];
	void *s[2];
	char buf[8];
	int r;

	(void)state;
	make(&p, "ROUTER", true);
	p.accounts.limits.bytes[HOLDING_UNREAD] = 512 * 1024;
	for (int i = 0; i < 2; i++) {
		s[i] = client(&p, ZMQ_DEALER);
		zmq_send(s[i], "q", 1, 0);
		assert_int_equal(hear(&p, s[i], buf, sizeof buf), 1);
		peer[i] = p.peer;
	}
	a = p.accounts.of[1];
	/* nothing is flushed: so nothing can be read */
	for (int i = 0; i < 2; i++) {
		for (r = 0; r == 0;)
			r = zmtp_server_send(p.server, peer[i], false, BYTES(reply, sizeof reply));
		assert_int_equal(r, -ENOBUFS);
	}
	assert_int_equal(a->refused, 2);
	assert_string_equal(a->why, "it does not read what it is sent");
	assert_true(a->bytes[HOLDING_UNREAD] <= p.accounts.limits.bytes[HOLDING_UNREAD]);
	zmtp_server_drop(p.server, a);
	assert_int_equal(a->held, 0);
	assert_int_equal(a->connections, 0);
	assert_int_equal(zmtp_server_send(p.server, peer[0], false, BYTES_STR("x")), -EHOSTUNREACH);
	for (int i = 0; i < 2; i++)
		zmq_close(s[i]);
	unmake(&p);
}

static void what_subscriptions_take_is_bounded_too(void **state)
{
	char topic[SUBSCRIPTION_MAX];
	struct place p;
	void *s;

	(void)state;
	make(&p, "XPUB", true);
	p.accounts.limits.bytes[HOLDING_WAITING] = 32 * 1024;
	s = client(&p, ZMQ_SUB);
	for (int i = 0; i < TOPICS_MAX; i++) {
		memset(topic, 'a' + i % 26, sizeof topic);
		topic[0] = (char)i;
		zmq_setsockopt(s, ZMQ_SUBSCRIBE, topic, sizeof topic);
	}
	for (int i = 0; i < 1000 && p.accounts.refused == 0; i++)
		(void)sd_event_run(p.loop, 10000);
	assert_string_equal(p.accounts.of[1]->why,
			    "its connections, subscriptions and messages hold too much memory");
	assert_int_equal(zmtp_server_topics(p.server), 0); /* that connection has ended */
	zmq_close(s);
	unmake(&p);
}

/* Its requests wait in the kernel until it has read replies. */
static void who_does_not_read_is_asked_no_further(void **state)
{
	static uint8_t body[UNREAD_PAUSE / 4], in[65536];
	struct line *l = malloc(sizeof *l);
	struct place p;
	size_t sent = 0;

	(void)state;
	make(&p, "ROUTER", false);
	line_open(l, p.server, p.loop, "DEALER");
	do {
		line_frame(l, body, sizeof body, 0);
		sent++;
		line_run(p.loop);
	} while (p.messages == sent && sent < 1000);
	assert_int_equal(p.messages, sent - 1);
	for (int i = 0; i < 1000 && p.messages < sent; i++) {
		(void)recv(l->fd, in, sizeof in, MSG_DONTWAIT);
		line_run(p.loop);
	}
	assert_int_equal(p.messages, sent);
	line_close(l);
	free(l);
	unmake(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_principal_has_so_many_connections_and_no_more),
	    cmocka_unit_test(what_is_not_read_is_bounded_over_all_connections),
	    cmocka_unit_test(what_subscriptions_take_is_bounded_too),
	    cmocka_unit_test(who_does_not_read_is_asked_no_further),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
