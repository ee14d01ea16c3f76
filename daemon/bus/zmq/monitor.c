#include "bus/zmq/monitor.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include <zmq.h>

#include "bus/zmq/socket.h"
#include "bus/zmq/zmq_source.h"

int monitor_start(void **ret, void *context, void *socket, int events)
{
	uint64_t random;
	char name[64];
	void *monitor;
	int r;

	/* a new name each time: libzmq frees the name of a closed monitor later, in a thread */
	if (getrandom(&random, sizeof random, 0) != sizeof random)
		return -errno;
	(void)snprintf(name, sizeof name, "inproc://duban-monitor-%016llx",
		       (unsigned long long)random);
	if (zmq_socket_monitor(socket, name, events) != 0)
		return zmq_error();
	monitor = zmq_socket(context, ZMQ_PAIR);
	if (!monitor)
		return zmq_error();
	r = socket_set_int(monitor, ZMQ_LINGER, 0);
	/* no limit: libzmq's I/O thread would block on a full monitor, and all sockets with it */
	if (r == 0)
		r = socket_set_int(monitor, ZMQ_RCVHWM, 0);
	if (r == 0 && zmq_connect(monitor, name) != 0)
		r = zmq_error();
	if (r < 0) {
		socket_close(monitor);
		return r;
	}
	*ret = monitor;
	return 0;
}

void monitor_stop(void *socket)
{
	(void)zmq_socket_monitor(socket, NULL, 0);
}

int monitor_next(void *monitor)
{
	uint8_t head[6]; /* event u16, value u32 */
	char address[256];
	uint16_t event;

	if (zmq_recv(monitor, head, sizeof head, ZMQ_DONTWAIT) < (int)sizeof head)
		return 0;
	(void)zmq_recv(monitor, address, sizeof address, 0);
	memcpy(&event, head, sizeof event);
	return event;
}
