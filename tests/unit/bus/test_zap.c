#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <zmq.h>

#include "bus/door/listener.h"
#include "bus/door/zap.h"
#include "bus/zmq/zmq_source.h"
#include "unit/bus/curve.h"

struct house {
	sd_event *event;
	void *context;
	struct denials *denials;
	struct zap *zap;
	struct keys server, friend;
	uint8_t friend_key[32];
	int asked;
	enum door asked_door;
};

static int admit(void *user, enum door door, const uint8_t key[CURVE_KEY_SIZE])
{
	struct house *h = user;

	h->asked++;
	h->asked_door = door;
	return memcmp(key, h->friend_key, CURVE_KEY_SIZE) == 0 ? 0 : STATUS_DENIED;
}

static void build(struct house *h, bool with_zap)
{
	memset(h, 0, sizeof *h);
	assert_int_equal(sd_event_new(&h->event), 0);
	h->context = zmq_ctx_new();
	assert_int_equal(denials_new(&h->denials, h->event), 0);
	denials_start(h->denials);
	zmq_curve_keypair(h->server.public, h->server.secret);
	zmq_curve_keypair(h->friend.public, h->friend.secret);
	zmq_z85_decode(h->friend_key, h->friend.public);
	if (with_zap)
		assert_int_equal(zap_new(&h->zap, &(struct zap_config){.event = h->event,
								       .context = h->context,
								       .denials = h->denials,
								       .admit = admit,
								       .user = h}),
				 0);
}

static void tear_down(struct house *h)
{
	zap_free(h->zap);
	denials_free(h->denials);
	zmq_ctx_term(h->context);
	sd_event_unref(h->event);
}

static enum knock knock_at(struct house *h, void *socket, int type, const struct keys *k)
{
	_cleanup_close_ int fd = -1;
	char endpoint[ENDPOINT_MAX];
	const char *fault;

	assert_int_equal(listener_open("tcp://127.0.0.1:0", &fd, &fault), 0);
	assert_int_equal(socket_listen(socket, fd), 0);
	return knock(h->event, h->context,
		     &(struct knock_at){.type = type,
					.endpoint = listener_name(fd, endpoint),
					.server_key = h->server.public},
		     k);
}

static enum knock knock_at_door(struct house *h, enum door door, const struct keys *k)
{
	enum knock result;
	void *socket;

	assert_int_equal(socket_new(&socket, h->context, door, h->server.secret), 0);
	result = knock_at(h, socket, door == DOOR_FEED ? ZMQ_SUB : ZMQ_DEALER, k);
	socket_close(socket);
	return result;
}

static void stranger(struct keys *k)
{
	zmq_curve_keypair(k->public, k->secret);
}

static void an_unknown_key_is_turned_away_and_counted_at_both_doors(void **state)
{
	struct house h;
	struct keys k;

	(void)state;
	stranger(&k);
	build(&h, true);
	assert_int_equal(knock_at_door(&h, DOOR_COMMANDS, &k), KNOCK_TURNED_AWAY);
	assert_int_equal(h.asked_door, DOOR_COMMANDS);
	assert_int_equal(knock_at_door(&h, DOOR_FEED, &k), KNOCK_TURNED_AWAY);
	assert_int_equal(h.asked_door, DOOR_FEED);
	assert_int_equal(denials_total(h.denials), 2);
	tear_down(&h);
}

static void a_known_key_is_let_in(void **state)
{
	struct house h;

	(void)state;
	build(&h, true);
	assert_int_equal(knock_at_door(&h, DOOR_COMMANDS, &h.friend), KNOCK_LET_IN);
	assert_int_equal(h.asked, 1);
	assert_int_equal(denials_total(h.denials), 0);
	tear_down(&h);
}

static void without_a_zap_handler_nobody_comes_in(void **state)
{
	struct house h;
	struct keys k;

	(void)state;
	stranger(&k);
	build(&h, false);
	assert_int_equal(knock_at_door(&h, DOOR_COMMANDS, &k), KNOCK_TURNED_AWAY);
	assert_int_equal(knock_at_door(&h, DOOR_FEED, &h.friend), KNOCK_TURNED_AWAY);
	tear_down(&h);
}

/* Shows why socket_set_zap() sets both: tries all four combinations of domain and enforcement, with
 * a handler that refuses the key and without a handler. */
static void only_domain_and_enforcement_together_are_closed(void **state)
{
	static const struct {
		bool domain, enforce, handler;
		enum knock want;
	} rows[] = {
	    {false, false, false, KNOCK_LET_IN},    {true, false, false, KNOCK_LET_IN},
	    {false, true, false, KNOCK_LET_IN},	    {true, true, false, KNOCK_TURNED_AWAY},
	    {false, true, true, KNOCK_LET_IN},	    {true, true, true, KNOCK_TURNED_AWAY},
	    {true, false, true, KNOCK_TURNED_AWAY},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct house h;
		struct keys k;
		void *socket;
		enum knock got;

		stranger(&k);
		build(&h, rows[i].handler);
		socket = zmq_socket(h.context, ZMQ_ROUTER);
		socket_set_int(socket, ZMQ_LINGER, 0);
		socket_set_int(socket, ZMQ_CURVE_SERVER, 1);
		zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, h.server.secret, 41);
		if (rows[i].domain)
			zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, "commands", 8);
		if (rows[i].enforce)
			socket_set_int(socket, 93, 1);
		got = knock_at(&h, socket, ZMQ_DEALER, &k);
		if (got != rows[i].want)
			fail_msg("row %zu: got %d", i, got);
		socket_close(socket);
		tear_down(&h);
	}
}

struct catch
{
	void *socket;
	bool id_has_user, payload_has_user, done;
	uint8_t key[32];
};

static int on_catch(void *user)
{
	struct catch *c = user;
	uint8_t unused[32];
	zmq_msg_t id, payload;

	zmq_msg_init(&id);
	zmq_msg_init(&payload);
	assert_true(zmq_msg_recv(&id, c->socket, ZMQ_DONTWAIT) >= 0);
	assert_true(zmq_msg_recv(&payload, c->socket, ZMQ_DONTWAIT) >= 0);
	c->id_has_user = zap_user_key(&id, unused);
	c->payload_has_user = zap_user_key(&payload, c->key);
	zmq_msg_close(&id);
	zmq_msg_close(&payload);
	c->done = true;
	return 0;
}

static void the_payload_frame_names_the_key(void **state)
{
	_cleanup_close_ int fd = -1;
	struct house h;
	struct catch c = {0};
	struct zmq_source *source;
	char endpoint[ENDPOINT_MAX];
	const char *fault;
	void *client;
	int linger = 0;

	(void)state;
	build(&h, true);
	assert_int_equal(listener_open("tcp://127.0.0.1:0", &fd, &fault), 0);
	assert_int_equal(socket_new(&c.socket, h.context, DOOR_COMMANDS, h.server.secret), 0);
	assert_int_equal(socket_listen(c.socket, fd), 0);
	assert_int_equal(zmq_source_new(&source, h.event, c.socket, on_catch, &c), 0);
	client = zmq_socket(h.context, ZMQ_DEALER);
	zmq_setsockopt(client, ZMQ_LINGER, &linger, sizeof linger);
	zmq_setsockopt(client, ZMQ_CURVE_SERVERKEY, h.server.public, 41);
	zmq_setsockopt(client, ZMQ_CURVE_PUBLICKEY, h.friend.public, 41);
	zmq_setsockopt(client, ZMQ_CURVE_SECRETKEY, h.friend.secret, 41);
	zmq_connect(client, listener_name(fd, endpoint));
	zmq_send(client, "hello", 5, 0);
	for (int i = 0; i < 1000 && !c.done; i++)
		(void)sd_event_run(h.event, 10000);
	assert_true(c.payload_has_user);
	assert_memory_equal(c.key, h.friend_key, 32);
	zmq_source_free(source);
	zmq_close(client);
	socket_close(c.socket);
	tear_down(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_unknown_key_is_turned_away_and_counted_at_both_doors),
	    cmocka_unit_test(a_known_key_is_let_in),
	    cmocka_unit_test(without_a_zap_handler_nobody_comes_in),
	    cmocka_unit_test(only_domain_and_enforcement_together_are_closed),
	    cmocka_unit_test(the_payload_frame_names_the_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
