#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

#include "bus/zmq/monitor.h"
#include "bus/zmq/socket.h"

/* More than the 2000 messages that a pair of sockets queues by default. */
#define VISITS 2500
#define PATIENCE_S 30

static in_port_t port_of(void *socket)
{
	char endpoint[64];
	size_t size = sizeof endpoint;
	unsigned port = 0;

	assert_int_equal(zmq_bind(socket, "tcp://127.0.0.1:*"), 0);
	assert_int_equal(zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &size), 0);
	assert_int_equal(sscanf(endpoint, "tcp://127.0.0.1:%u", &port), 1);
	return htons((uint16_t)port);
}

/* Connects, waits for the greeting and disconnects; libzmq's I/O thread has then handled it. */
static void visit(in_port_t port)
{
	const struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_port = port, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const struct timeval patience = {.tv_sec = PATIENCE_S};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char greeting;

	assert_true(fd >= 0);
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(read(fd, &greeting, 1), 1);
	close(fd);
}

/* libzmq reports to a monitor by a blocking send in the I/O thread, which serves every socket. */
static void test_a_monitor_nobody_reads_holds_nobody_up(void **state)
{
	void *context = zmq_ctx_new(), *monitor = NULL;
	void *socket = zmq_socket(context, ZMQ_ROUTER);
	in_port_t port = port_of(socket);
	int told = 0;

	(void)state;
	assert_int_equal(monitor_start(&monitor, context, socket, ZMQ_EVENT_ACCEPTED), 0);
	for (int i = 0; i < VISITS; i++)
		visit(port);
	while (monitor_next(monitor) == ZMQ_EVENT_ACCEPTED)
		told++;
	assert_int_equal(told, VISITS);
	monitor_stop(socket);
	socket_close(monitor);
	socket_close(socket);
	zmq_ctx_term(context);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_a_monitor_nobody_reads_holds_nobody_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
