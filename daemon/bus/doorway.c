#include "bus/doorway.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <zmq.h>

#include "base/log.h"
#include "bus/listener.h"
#include "bus/messages.h"
#include "bus/zmq_source.h"

#define EVENTS_A_TURN 256

struct doorway {
	struct doorway_config c;
	void *monitor;
	struct zmq_source *source;
	size_t peers;
	bool open;
	char endpoint[ENDPOINT_MAX]; /* as libzmq calls it */
};

static int open_door(struct doorway *d)
{
	size_t size = sizeof(d->endpoint);
	int r = socket_listen(d->c.socket, d->c.fd);

	if (r < 0)
		return r;
	if (zmq_getsockopt(d->c.socket, ZMQ_LAST_ENDPOINT, d->endpoint, &size) != 0)
		return zmq_error();
	d->open = true;
	return 0;
}

static int close_door(struct doorway *d)
{
	if (zmq_unbind(d->c.socket, d->endpoint) != 0)
		return zmq_error();
	d->open = false;
	log_event(LOG_WARNING, MESSAGE_PEERS_FULL,
		  "as many are connected as may be: others wait until some have left", "DUBAN_DOOR",
		  door_name(d->c.door), NULL);
	return 0;
}

static int adjust(struct doorway *d)
{
	if (d->open && d->peers >= d->c.peers_max)
		return close_door(d);
	/* not at the first who leaves: the door would flap */
	if (!d->open && d->peers <= d->c.peers_max - d->c.peers_max / 8)
		return open_door(d);
	return 0;
}

static int on_event(void *user)
{
	struct doorway *d = user;
	uint8_t head[6]; /* event u16, value u32 */
	char address[ENDPOINT_MAX];
	uint16_t event;

	for (int i = 0; i < EVENTS_A_TURN; i++) {
		if (zmq_recv(d->monitor, head, sizeof(head), ZMQ_DONTWAIT) < (int)sizeof(head))
			break;
		(void)zmq_recv(d->monitor, address, sizeof(address), 0);
		memcpy(&event, head, sizeof(event));
		if (event == ZMQ_EVENT_ACCEPTED)
			d->peers++;
		else if (d->peers > 0)
			d->peers--;
	}
	return adjust(d);
}

static int watch(struct doorway *d)
{
	char name[64];
	int r;

	(void)snprintf(name, sizeof(name), "inproc://duban-doorway-%p", (void *)d);
	if (zmq_socket_monitor(d->c.socket, name, ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED) != 0)
		return zmq_error();
	d->monitor = zmq_socket(d->c.context, ZMQ_PAIR);
	if (!d->monitor)
		return zmq_error();
	r = socket_set_int(d->monitor, ZMQ_LINGER, 0);
	if (r < 0)
		return r;
	if (zmq_connect(d->monitor, name) != 0)
		return zmq_error();
	return zmq_source_new(&d->source, d->c.event, d->monitor, on_event, d);
}

int doorway_new(struct doorway **ret, const struct doorway_config *c)
{
	_cleanup_(doorway_freep) struct doorway *d = calloc(1, sizeof(*d));
	int r;

	if (!d)
		return -ENOMEM;
	d->c = *c;
	r = watch(d);
	if (r < 0)
		return r;
	r = open_door(d);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(d);
	return 0;
}

struct doorway *doorway_free(struct doorway *d)
{
	if (!d)
		return NULL;
	(void)zmq_socket_monitor(d->c.socket, NULL, 0);
	zmq_source_free(d->source);
	socket_close(d->monitor);
	free(d);
	return NULL;
}

size_t doorway_peers(const struct doorway *d)
{
	return d->peers;
}

bool doorway_is_open(const struct doorway *d)
{
	return d->open;
}
