#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

#include "bus/door/doorway.h"
#include "bus/door/listener.h"

#define PEERS 2

struct house {
	sd_event *event;
	void *context, *socket;
	int fd;
	struct doorway *door;
	char endpoint[ENDPOINT_MAX];
};

static void build(struct house *h)
{
	const char *fault;

	assert_int_equal(sd_event_new(&h->event), 0);
	h->context = zmq_ctx_new();
	assert_int_equal(socket_new(&h->socket, h->context, DOOR_ADMIN, NULL), 0);
	assert_int_equal(listener_open("tcp://127.0.0.1:0", &h->fd, &fault), 0);
	(void)listener_name(h->fd, h->endpoint);
	assert_int_equal(doorway_new(&h->door, &(struct doorway_config){.event = h->event,
									.context = h->context,
									.socket = h->socket,
									.door = DOOR_ADMIN,
									.fd = h->fd,
									.peers_max = PEERS}),
			 0);
}

static void tear_down(struct house *h)
{
	doorway_free(h->door);
	socket_close(h->socket);
	close(h->fd);
	zmq_ctx_term(h->context);
	sd_event_unref(h->event);
}

static void *come(struct house *h)
{
	void *client = zmq_socket(h->context, ZMQ_DEALER);

	socket_set_int(client, ZMQ_LINGER, 0);
	assert_int_equal(zmq_connect(client, h->endpoint), 0);
	assert_int_equal(zmq_send(client, "q", 1, 0), 1);
	return client;
}

/* Runs the loop until n peers are counted, or until the time limit of the test. */
static void wait_peers(struct house *h, size_t n)
{
	while (doorway_peers(h->door) != n)
		(void)sd_event_run(h->event, 10000);
}

static bool has_message(struct house *h)
{
	char buf[16];
	bool any = false;

	while (zmq_recv(h->socket, buf, sizeof buf, ZMQ_DONTWAIT) >= 0)
		any = true;
	return any;
}

static void a_full_door_closes_and_opens_when_some_have_left(void **state)
{
	struct house h;
	void *a, *b, *late;

	(void)state;
	build(&h);
	a = come(&h);
	wait_peers(&h, 1);
	assert_true(doorway_is_open(h.door));
	b = come(&h);
	wait_peers(&h, 2);
	assert_false(doorway_is_open(h.door));
	while (!has_message(&h))
		(void)sd_event_run(h.event, 10000);
	(void)has_message(&h);
	/* waits in the kernel */
	late = come(&h);
	socket_close(a);
	wait_peers(&h, 1);
	assert_true(doorway_is_open(h.door));
	/* and is accepted now */
	wait_peers(&h, 2);
	while (!has_message(&h))
		(void)sd_event_run(h.event, 10000);
	socket_close(b);
	socket_close(late);
	wait_peers(&h, 0);
	assert_true(doorway_is_open(h.door));
	tear_down(&h);
}

static void the_port_outlives_the_socket(void **state)
{
	struct house h;
	void *client;

	(void)state;
	build(&h);
	client = come(&h);
	wait_peers(&h, 1);
	for (int i = 0; i < 20; i++) {
		struct doorway_config c = {.event = h.event,
					   .context = h.context,
					   .door = DOOR_ADMIN,
					   .fd = h.fd,
					   .peers_max = PEERS};

		h.door = doorway_free(h.door);
		socket_close(h.socket);
		assert_int_equal(socket_new(&h.socket, h.context, DOOR_ADMIN, NULL), 0);
		c.socket = h.socket;
		assert_int_equal(doorway_new(&h.door, &c), 0);
		/* the client reconnects by itself, to the same port */
		wait_peers(&h, 1);
	}
	socket_close(client);
	tear_down(&h);
}

static void who_knocks_wrongly_and_leaves_is_not_counted_for_ever(void **state)
{
	static const char text[] = "GET / HTTP/1.0\r\n\r\n";
	struct sockaddr_in to = {0};
	socklen_t size = sizeof to;
	struct house h;

	(void)state;
	build(&h);
	assert_int_equal(getsockname(h.fd, (struct sockaddr *)&to, &size), 0);
	for (int i = 0; i < 5; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		assert_int_equal(connect(fd, (struct sockaddr *)&to, size), 0);
		assert_int_equal(write(fd, text, sizeof text), sizeof text);
		wait_peers(&h, 1);
		close(fd);
		wait_peers(&h, 0);
	}
	tear_down(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_full_door_closes_and_opens_when_some_have_left),
	    cmocka_unit_test(the_port_outlives_the_socket),
	    cmocka_unit_test(who_knocks_wrongly_and_leaves_is_not_counted_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
