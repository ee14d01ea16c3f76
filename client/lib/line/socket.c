#include "client/lib/line/socket.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "proto/limits.h"

#define CONNECT_MS 3000
#define MONITOR "inproc://line-%u"

#define EVENTS                                                                                     \
	(ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CLOSED | ZMQ_EVENT_DISCONNECTED |                         \
	 ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |                         \
	 ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)

/* No identity is set: the daemon then assigns a random one, and nobody can impersonate this client
 * by using the same identity. */
static const struct {
	int option;
	int value;
} options[] = {
    {ZMQ_LINGER, 0},
    {ZMQ_RECONNECT_IVL, -1}, /* see line.h */
    {ZMQ_CONNECT_TIMEOUT, CONNECT_MS},
    {ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS},
    {ZMQ_IMMEDIATE, 1}, /* do not queue messages while disconnected */
    {ZMQ_SNDHWM, 16},
    {ZMQ_RCVHWM, 16},
    {ZMQ_IPV6, 1},
    {ZMQ_HEARTBEAT_IVL, HEARTBEAT_ZMTP_MS},
    {ZMQ_HEARTBEAT_TIMEOUT, 3 * HEARTBEAT_ZMTP_MS},
    {ZMQ_HEARTBEAT_TTL, 4 * HEARTBEAT_ZMTP_MS},
    {ZMQ_TCP_KEEPALIVE, 1},
};

static int set_options(void *dealer)
{
	int64_t size = WIRE_MESSAGE_MAX + CURVE_OVERHEAD;
	if (zmq_setsockopt(dealer, ZMQ_MAXMSGSIZE, &size, sizeof size) < 0)
		return -1;
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (zmq_setsockopt(dealer, options[i].option, &options[i].value, sizeof(int)) < 0)
			return -1;
	return 0;
}

static int set_keys(void *dealer, const struct duban_connection *c)
{
	const size_t size = DUBAN_KEY_TEXT;
	if (zmq_setsockopt(dealer, ZMQ_CURVE_SERVERKEY, c->server_key, size) < 0 ||
	    zmq_setsockopt(dealer, ZMQ_CURVE_PUBLICKEY, c->public_key, size) < 0 ||
	    zmq_setsockopt(dealer, ZMQ_CURVE_SECRETKEY, c->secret_key, size) < 0)
		return -1;
	return 0;
}

/* The monitor is opened before the first attempt, so that it sees all events. */
static int open_monitor(struct line_socket *s, void *context)
{
	char name[64];
	const int no_limit = 0;
	(void)snprintf(name, sizeof name, MONITOR, s->number);
	s->monitor = zmq_socket(context, ZMQ_PAIR);
	/* With a full queue libzmq's I/O thread would block on the monitor, and closing the socket
	 * would hang. */
	if (!s->monitor || zmq_setsockopt(s->monitor, ZMQ_RCVHWM, &no_limit, sizeof no_limit) < 0 ||
	    zmq_socket_monitor(s->dealer, name, EVENTS) < 0)
		return -1;
	return zmq_connect(s->monitor, name);
}

int line_socket_open(struct line_socket *s, void *context, const char *address,
		     const struct duban_connection *keys)
{
	*s = (struct line_socket){.dealer = zmq_socket(context, ZMQ_DEALER),
				  .number = s->number + 1};
	if (!s->dealer)
		return -1;
	if (set_options(s->dealer) == 0 && (!keys || set_keys(s->dealer, keys) == 0) &&
	    open_monitor(s, context) == 0 && zmq_connect(s->dealer, address) == 0)
		return 0;
	int error = zmq_errno();
	line_socket_close(s);
	errno = error;
	return -1;
}

void line_socket_close(struct line_socket *s)
{
	int zero = 0;
	if (s->dealer)
		(void)zmq_socket_monitor(s->dealer, NULL, 0);
	if (s->monitor) {
		(void)zmq_setsockopt(s->monitor, ZMQ_LINGER, &zero, sizeof zero);
		(void)zmq_close(s->monitor);
	}
	if (s->dealer)
		(void)zmq_close(s->dealer);
	*s = (struct line_socket){.number = s->number};
}

/* An event has two frames: its number and value, then the endpoint. */
bool line_socket_event(struct line_socket *s, uint16_t *ret_event, uint32_t *ret_value)
{
	char frame[6], endpoint[8];
	if (!s->monitor || zmq_recv(s->monitor, frame, sizeof frame, ZMQ_DONTWAIT) < 6)
		return false;
	(void)zmq_recv(s->monitor, endpoint, sizeof endpoint, ZMQ_DONTWAIT);
	memcpy(ret_event, frame, sizeof *ret_event);
	memcpy(ret_value, frame + 2, sizeof *ret_value);
	return true;
}

bool line_socket_send(struct line_socket *s, struct bytes bytes)
{
	return zmq_send(s->dealer, bytes.data, bytes.size, ZMQ_DONTWAIT) >= 0;
}

bool line_socket_receive(struct line_socket *s, zmq_msg_t *ret)
{
	if (!s->dealer || zmq_msg_init(ret) < 0)
		return false;
	if (zmq_msg_recv(ret, s->dealer, ZMQ_DONTWAIT) >= 0)
		return true;
	(void)zmq_msg_close(ret);
	return false;
}
