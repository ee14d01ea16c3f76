#include "bus/door/doorway.h"

#include <linux/filter.h>
#include <sys/socket.h>

#include <zmq.h>

#include "base/log.h"
#include "bus/core/messages.h"
#include "bus/zmq/monitor.h"
#include "bus/zmq/zmq_source.h"

#define EVENTS_A_TURN 256

struct doorway {
	struct doorway_config c;
	void *monitor;
	struct zmq_source *source;
	size_t peers;
	bool open;
};

/* The filter drops every packet of new peers. Established connections are sockets of their own
 * and are not affected. */
static int drop_callers(struct doorway *d)
{
	struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	const struct sock_fprog program = {.len = 1, .filter = &nothing};

	if (setsockopt(d->c.fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0)
		return -errno;
	d->open = false;
	log_event(LOG_WARNING, MESSAGE_PEERS_FULL,
		  "the limit of connections is reached: new ones wait until others end",
		  "DUBAN_DOOR", door_name(d->c.door), NULL);
	return 0;
}

static int let_callers_in(struct doorway *d)
{
	const int unused = 0;

	if (setsockopt(d->c.fd, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused) < 0)
		return -errno;
	d->open = true;
	return 0;
}

static int adjust(struct doorway *d)
{
	if (d->open && d->peers >= d->c.peers_max)
		return drop_callers(d);
	/* wait until an eighth of the connections has ended, or the filter would flap */
	if (!d->open && d->peers < d->c.peers_max - d->c.peers_max / 8)
		return let_callers_in(d);
	return 0;
}

static int on_event(void *user)
{
	struct doorway *d = user;
	int event;

	for (int i = 0; i < EVENTS_A_TURN && (event = monitor_next(d->monitor)) != 0; i++) {
		if (event == ZMQ_EVENT_ACCEPTED)
			d->peers++;
		else if (d->peers > 0)
			d->peers--;
	}
	return adjust(d);
}

static int watch(struct doorway *d)
{
	int r = monitor_start(&d->monitor, d->c.context, d->c.socket,
			      ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED);

	return r < 0 ? r : zmq_source_new(&d->source, d->c.event, d->monitor, on_event, d);
}

int doorway_new(struct doorway **ret, const struct doorway_config *c)
{
	_cleanup_(doorway_freep) struct doorway *d = calloc(1, sizeof *d);
	int r;

	if (!d)
		return -ENOMEM;
	d->c = *c;
	r = watch(d);
	if (r < 0)
		return r;
	/* removes the filter of an earlier doorway on the same descriptor that was at its limit */
	d->open = true;
	(void)let_callers_in(d);
	r = socket_listen(c->socket, c->fd);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(d);
	return 0;
}

struct doorway *doorway_free(struct doorway *d)
{
	if (!d)
		return NULL;
	monitor_stop(d->c.socket);
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
