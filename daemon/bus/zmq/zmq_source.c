#include "bus/zmq/zmq_source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include <zmq.h>

struct zmq_source {
	void *socket;
	sd_event_source *io;	/* wakes the loop up */
	sd_event_source *defer; /* runs when messages wait but the descriptor gave no edge */
	zmq_source_handler handler;
	void *user;
};

int zmq_error(void)
{
	int e = errno;

	return e > 0 && e < ZMQ_HAUSNUMERO ? -e : -EIO;
}

bool zmq_source_pending(struct zmq_source *s)
{
	int events = 0;
	size_t size = sizeof events;

	if (!s || zmq_getsockopt(s->socket, ZMQ_EVENTS, &events, &size) != 0)
		return false;
	return events & ZMQ_POLLIN;
}

static int source_work(struct zmq_source *s)
{
	return zmq_source_pending(s) ? s->handler(s->user) : 0;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *user)
{
	(void)source;
	(void)fd;
	(void)revents;
	return source_work(user);
}

static int on_defer(sd_event_source *source, void *user)
{
	(void)source;
	return source_work(user);
}

static int on_prepare(sd_event_source *source, void *user)
{
	struct zmq_source *s = user;

	(void)source;
	return sd_event_source_set_enabled(s->defer,
					   zmq_source_pending(s) ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static int source_attach(struct zmq_source *s, sd_event *event)
{
	int fd, r;
	size_t size = sizeof fd;

	if (zmq_getsockopt(s->socket, ZMQ_FD, &fd, &size) != 0)
		return zmq_error();
	/* EPOLLIN only: the descriptor is libzmq's internal mailbox, not the connection */
	r = sd_event_add_io(event, &s->io, fd, EPOLLIN, on_io, s);
	if (r < 0)
		return r;
	r = sd_event_add_defer(event, &s->defer, on_defer, s);
	if (r < 0)
		return r;
	r = sd_event_source_set_enabled(s->defer, SD_EVENT_OFF);
	if (r < 0)
		return r;
	/* a failing callback ends the loop; by default sd-event would only disable the source */
	r = sd_event_source_set_exit_on_failure(s->io, true);
	if (r < 0)
		return r;
	r = sd_event_source_set_exit_on_failure(s->defer, true);
	if (r < 0)
		return r;
	return sd_event_source_set_prepare(s->io, on_prepare);
}

int zmq_source_new(struct zmq_source **ret, sd_event *event, void *socket,
		   zmq_source_handler handler, void *user)
{
	_cleanup_(zmq_source_freep) struct zmq_source *s = calloc(1, sizeof *s);
	int r;

	if (!s)
		return -ENOMEM;
	s->socket = socket;
	s->handler = handler;
	s->user = user;
	r = source_attach(s, event);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(s);
	return 0;
}

struct zmq_source *zmq_source_free(struct zmq_source *s)
{
	if (!s)
		return NULL;
	sd_event_source_disable_unref(s->defer);
	sd_event_source_disable_unref(s->io);
	free(s);
	return NULL;
}
