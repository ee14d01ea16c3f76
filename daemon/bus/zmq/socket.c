#include "bus/zmq/socket.h"

#include <fcntl.h>
#include <string.h>

#include <zmq.h>

#include "bus/door/listener.h"
#include "bus/zmq/zmq_source.h"
#include "proto/array.h"
#include "proto/limits.h"

/* zmq.h declares it only for draft builds, but every libzmq 4.3 has it. */
#ifndef ZMQ_ZAP_ENFORCE_DOMAIN
#define ZMQ_ZAP_ENFORCE_DOMAIN 93
#endif

struct option {
	int name;
	int value;
};

static const struct option common_options[] = {
    {ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS},
    {ZMQ_HEARTBEAT_IVL, HEARTBEAT_ZMTP_MS},
    {ZMQ_HEARTBEAT_TIMEOUT, 3 * HEARTBEAT_ZMTP_MS},
    {ZMQ_HEARTBEAT_TTL, 4 * HEARTBEAT_ZMTP_MS},
    {ZMQ_TCP_KEEPALIVE, 1},
    {ZMQ_TCP_MAXRT, 4 * HEARTBEAT_ZMTP_MS},
};

/* MANDATORY: sending an undeliverable reply fails instead of dropping it silently. HANDOVER 0: a
 * new connection cannot take over the routing id of an existing one. */
static const struct option router_options[] = {
    {ZMQ_ROUTER_MANDATORY, 1}, {ZMQ_ROUTER_HANDOVER, 0}, {ZMQ_LINGER, LINGER_MS},
    {ZMQ_RCVHWM, ROUTER_HWM},  {ZMQ_SNDHWM, ROUTER_HWM},
};

/* NODROP 0: a slow subscriber loses messages instead of blocking the feed for all. Clients that
 * must not miss an event use FETCH. */
static const struct option feed_options[] = {
    {ZMQ_XPUB_NODROP, 0},
    {ZMQ_LINGER, 0},
    {ZMQ_RCVHWM, ROUTER_HWM},
    {ZMQ_SNDHWM, FEED_HWM},
};

static const struct door_row {
	const char *name;
	int type;
	bool curve;
	int64_t message_max;
	const struct option *options;
	size_t n_option;
} doors[DOOR_MAX_] = {
    [DOOR_COMMANDS] = {"commands", ZMQ_ROUTER, true, WIRE_MESSAGE_MAX + CURVE_OVERHEAD,
		       router_options, COUNT(router_options)},
    [DOOR_FEED] = {"feed", ZMQ_XPUB, true, SUBSCRIPTION_MAX, feed_options, COUNT(feed_options)},
    [DOOR_ADMIN] = {"admin", ZMQ_ROUTER, false, WIRE_MESSAGE_MAX, router_options,
		    COUNT(router_options)},
};

const char *door_name(enum door door)
{
	return doors[door].name;
}

int socket_set_int(void *socket, int option, int value)
{
	return zmq_setsockopt(socket, option, &value, sizeof value) == 0 ? 0 : zmq_error();
}

static int set_all(void *socket, const struct option *options, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int r = socket_set_int(socket, options[i].name, options[i].value);

		if (r < 0)
			return r;
	}
	return 0;
}

int socket_set_zap(void *socket, const char *domain)
{
	if (zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, domain, strlen(domain)) != 0)
		return zmq_error();
	return socket_set_int(socket, ZMQ_ZAP_ENFORCE_DOMAIN, 1);
}

static int set_curve(void *socket, const struct door_row *row, const char *secret)
{
	int r = socket_set_int(socket, ZMQ_CURVE_SERVER, 1);

	if (r < 0)
		return r;
	if (zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, secret, strlen(secret) + 1) != 0)
		return zmq_error();
	return socket_set_zap(socket, row->name);
}

static int set_door(void *socket, const struct door_row *row, const char *secret)
{
	int r = set_all(socket, common_options, COUNT(common_options));

	if (r < 0)
		return r;
	r = set_all(socket, row->options, row->n_option);
	if (r < 0)
		return r;
	if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &row->message_max, sizeof row->message_max) != 0)
		return zmq_error();
	return row->curve ? set_curve(socket, row, secret) : 0;
}

int socket_new(void **ret, void *context, enum door door, const char *secret)
{
	void *socket = zmq_socket(context, doors[door].type);
	int r;

	if (!socket)
		return zmq_error();
	r = set_door(socket, &doors[door], secret);
	if (r < 0) {
		socket_close(socket);
		return r;
	}
	*ret = socket;
	return 0;
}

void socket_close(void *socket)
{
	if (socket)
		(void)zmq_close(socket);
}

int socket_listen(void *socket, int fd)
{
	char endpoint[ENDPOINT_MAX];
	_cleanup_close_ int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	int r;

	if (copy < 0)
		return -errno;
	r = socket_set_int(socket, ZMQ_USE_FD, copy);
	if (r < 0)
		return r;
	/* with ZMQ_USE_FD libzmq takes only the transport from the endpoint */
	if (zmq_bind(socket, listener_name(fd, endpoint)) != 0)
		return zmq_error();
	(void)TAKE_FD(copy);
	return socket_set_int(socket, ZMQ_USE_FD, -1);
}
