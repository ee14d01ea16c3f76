#include "bus/door/selftest.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>

#include <zmq.h>

#include "base/clock.h"
#include "bus/zmq/monitor.h"
#include "bus/zmq/zmq_source.h"
#include "proto/limits.h"

#define VERDICTS                                                                                   \
	(ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |                         \
	 ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)

struct knock {
	void *client, *monitor;
	char endpoint[64];
	char inproc[64]; /* name of the monitor: unique, as a closed socket's name is freed late */
};

/* Gives the client a random key that no principal has. */
static int set_keys(void *client, const char *secret)
{
	char server[41], public[41], own[41];

	if (zmq_curve_public(server, secret) != 0 || zmq_curve_keypair(public, own) != 0 ||
	    zmq_setsockopt(client, ZMQ_CURVE_SERVERKEY, server, sizeof server) != 0 ||
	    zmq_setsockopt(client, ZMQ_CURVE_PUBLICKEY, public, sizeof public) != 0 ||
	    zmq_setsockopt(client, ZMQ_CURVE_SECRETKEY, own, sizeof own) != 0)
		return zmq_error();
	return 0;
}

static int knock_start(struct knock *k, void *context, void *socket, enum door door,
		       const char *secret)
{
	uint64_t random;
	int r;

	if (getrandom(&random, sizeof random, 0) != sizeof random)
		return -errno;
	/* an abstract socket leaves no file behind, even after a crash */
	(void)snprintf(k->endpoint, sizeof k->endpoint, "ipc://@duban-self-test-%016llx",
		       (unsigned long long)random);
	k->client = zmq_socket(context, door == DOOR_FEED ? ZMQ_SUB : ZMQ_DEALER);
	if (!k->client)
		return zmq_error();
	r = socket_set_int(k->client, ZMQ_LINGER, 0);
	if (r < 0)
		return r;
	r = socket_set_int(k->client, ZMQ_RECONNECT_IVL, -1);
	if (r < 0)
		return r;
	r = set_keys(k->client, secret);
	if (r < 0)
		return r;
	r = monitor_start(&k->monitor, context, k->client, VERDICTS);
	if (r < 0)
		return r;
	if (zmq_bind(socket, k->endpoint) != 0 || zmq_connect(k->client, k->endpoint) != 0)
		return zmq_error();
	return 0;
}

static int wait_verdict(struct knock *k, sd_event *event)
{
	usec_t until = clock_monotonic() + SELF_TEST_MS * USEC_PER_MSEC;

	while (clock_monotonic() < until) {
		int what = monitor_next(k->monitor), r;

		if (what == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
			return -EACCES;
		/* only a refusal by ZAP counts: it proves that ZAP was asked */
		if (what == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
			return 0;
		if (what != 0)
			return -EPROTO;
		r = sd_event_run(event, 5 * USEC_PER_MSEC);
		if (r < 0)
			return r;
		if (sd_event_get_state(event) == SD_EVENT_FINISHED)
			return -ECANCELED;
	}
	return -ETIMEDOUT;
}

int selftest_door(sd_event *event, void *context, void *socket, enum door door, const char *secret)
{
	struct knock k = {0};
	int r = knock_start(&k, context, socket, door, secret);

	if (r == 0)
		r = wait_verdict(&k, event);
	(void)zmq_unbind(socket, k.endpoint);
	if (k.monitor)
		monitor_stop(k.client);
	socket_close(k.monitor);
	socket_close(k.client);
	return r;
}
