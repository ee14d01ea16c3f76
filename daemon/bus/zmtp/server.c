#include "bus/zmtp/server.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "bus/core/again.h"
#include "bus/core/limits.h"
#include "bus/zmtp/breach.h"
#include "bus/zmtp/server_private.h"
#include "bus/zmtp/socket.h"
#include "proto/limits.h"
#include "proto/status.h"

enum { ACCEPTS_A_TURN = 64 };

/* ---- the end of a connection */

static void say_full(struct zmtp_server *s, bool full)
{
	s->full = full;
	if (s->accept)
		(void)sd_event_source_set_enabled(s->accept, full ? SD_EVENT_OFF : SD_EVENT_ON);
	if (s->c.full)
		s->c.full(s->c.user, full);
}

/* Not only for one more: at the limit this would flap. */
static bool has_room(const struct zmtp_server *s)
{
	return s->t.peers < s->c.peers_max - s->c.peers_max / 8;
}

bool server_is_stranger(const struct peer *p)
{
	return p->state < PEER_OPEN;
}

void server_end(struct zmtp_server *s, struct peer *p)
{
	s->strangers -= server_is_stranger(p);
	table_end(&s->t, p);
	if (s->full && has_room(s))
		say_full(s, false);
}

void server_say_refused(struct zmtp_server *s, const struct peer *p, const char *why)
{
	char who[64];

	socket_address(p->fd, who, sizeof who);
	s->c.refused(s->c.user, who, why);
}

/* A stranger who was not told to go away knocks again at once, so he is let wait. */
static void shun(struct zmtp_server *s, struct peer *p, bool long_time)
{
	if (p->state == PEER_OPEN) {
		server_end(s, p);
		return;
	}
	table_unready(&s->t, p);
	s->strangers--;
	p->state = PEER_SHUNNED;
	p->deadline = clock_monotonic() + (long_time ? SHUNNED_MS : HANDSHAKE_MS) * USEC_PER_MSEC;
}

/* Ends a connection after `error` of peer_step(). < 0: the error is fatal. */
int server_fail(struct zmtp_server *s, struct peer *p, int error)
{
	const char *why;

	if (error == -ECONNRESET || error == -ENOMEM) {
		server_end(s, p);
		return 0;
	}
	if (!breach_of(error, &why))
		return error;
	if (why)
		server_say_refused(s, p, why);
	if (error == -EACCES)
		server_end(s, p);
	else
		shun(s, p, !why);
	return 0;
}

/* ---- the beginning of one */

static int arm_sweep(struct zmtp_server *s)
{
	int r = sd_event_source_set_time(s->sweep, (uint64_t)(clock_monotonic() + USEC_PER_SEC));

	if (r >= 0)
		r = sd_event_source_set_enabled(s->sweep, SD_EVENT_ONESHOT);
	return r < 0 ? r : 0;
}

/* At the limit: who is shunned goes first; else new ones wait. */
static void make_room(struct zmtp_server *s)
{
	struct peer *shunned = table_oldest(&s->t, true);

	if (shunned)
		server_end(s, shunned);
	else
		say_full(s, true);
}

static int watch(struct zmtp_server *s, struct peer *p)
{
	struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
				.data.u64 = table_id(p)};

	return epoll_ctl(s->epoll, EPOLL_CTL_ADD, p->fd, &e) < 0 ? -errno : arm_sweep(s);
}

int zmtp_server_adopt(struct zmtp_server *s, int fd)
{
	uint8_t address[ADDRESS_SIZE];
	struct peer *p;
	int r;

	if (s->t.peers >= s->c.peers_max) {
		(void)close(fd);
		return -EMFILE;
	}
	/* too many that have not shown a key: the one that has waited longest makes room */
	if (s->strangers >= STRANGERS_MAX)
		server_end(s, table_oldest(&s->t, false));
	p = table_add(&s->t);
	if (!p) {
		(void)close(fd);
		return -ENOMEM;
	}
	socket_set_options(fd);
	r = peer_begin(p, &s->rules, fd, clock_monotonic() + HANDSHAKE_MS * USEC_PER_MSEC);
	s->strangers++;
	if (r == 0 && s->rules.keys) {
		socket_source(fd, address);
		r = table_join(&s->t, p, address);
	}
	if (r == 0)
		r = watch(s, p);
	if (r == 0)
		r = peer_flush(p);
	if (r < 0)
		server_end(s, p);
	else if (s->t.peers >= s->c.peers_max)
		make_room(s);
	return r;
}

static int on_accept(sd_event_source *source, int fd, uint32_t events, void *user)
{
	struct zmtp_server *s = user;

	(void)source;
	(void)events;
	for (int i = 0; i < ACCEPTS_A_TURN && !s->full; i++) {
		int peer = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		/* out of descriptors: the next sweep tries again */
		if (peer < 0 && (errno == EMFILE || errno == ENFILE)) {
			say_full(s, true);
			return arm_sweep(s);
		}
		if (peer < 0)
			return 0;
		(void)zmtp_server_adopt(s, peer);
	}
	return 0;
}

/* Closes what has not shown a key in time, and what was shunned. */
static int on_sweep(sd_event_source *source, uint64_t usec, void *user)
{
	struct zmtp_server *s = user;
	usec_t now = clock_monotonic();

	(void)source;
	(void)usec;
	for (size_t i = 0; i < s->t.n_slots; i++)
		if (s->t.slot[i]->fd >= 0 && s->t.slot[i]->deadline <= now)
			server_end(s, s->t.slot[i]);
	if (s->full && has_room(s))
		say_full(s, false);
	return s->strangers > 0 || table_oldest(&s->t, true) ? arm_sweep(s) : 0;
}

size_t zmtp_server_peers(const struct zmtp_server *s)
{
	return s->t.peers;
}

size_t zmtp_server_topics(const struct zmtp_server *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->t.n_slots; i++)
		n += s->t.slot[i]->topics.n;
	return n;
}

bool zmtp_server_is_full(const struct zmtp_server *s)
{
	return s->full;
}

/* ---- the server */

static int make_sources(struct zmtp_server *s)
{
	int r = sd_event_add_io(s->c.event, &s->io, s->epoll, EPOLLIN, server_on_io, s);

	if (r >= 0)
		r = again_new(s->c.event, &s->again, server_on_io, s);
	if (r >= 0)
		r = sd_event_add_time(s->c.event, &s->sweep, CLOCK_MONOTONIC, 0, USEC_PER_SEC,
				      on_sweep, s);
	if (r >= 0)
		r = sd_event_source_set_enabled(s->sweep, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_add_time(s->c.event, &s->pause, CLOCK_MONOTONIC, 0, 1, server_on_pause,
				      s);
	if (r >= 0)
		r = sd_event_source_set_enabled(s->pause, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_source_set_exit_on_failure(s->pause, true);
	if (r >= 0)
		r = sd_event_source_set_exit_on_failure(s->io, true);
	return r < 0 ? r : 0;
}

int zmtp_server_new(struct zmtp_server **ret, const struct zmtp_config *c)
{
	_cleanup_(zmtp_server_freep) struct zmtp_server *s = calloc(1, sizeof *s);
	int r;

	if (!s)
		return -ENOMEM;
	s->c = *c;
	s->epoll = -1;
	s->rules = (struct peer_rules){.keys = c->keys,
				       .type = c->type,
				       .message_max = c->message_max,
				       .waiting_max = c->waiting_max,
				       .admit = c->admit,
				       .user = c->user};
	/* what we send may be longer than what peers may */
	s->rules.scratch_size = peer_scratch_size(
	    c->message_max > WIRE_MESSAGE_MAX ? c->message_max : WIRE_MESSAGE_MAX);
	s->rules.scratch = malloc(s->rules.scratch_size);
	if (!s->rules.scratch)
		return -ENOMEM;
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (s->epoll < 0)
		return -errno;
	r = curve_setup();
	if (r == 0)
		r = make_sources(s);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(s);
	return 0;
}

int zmtp_server_listen(struct zmtp_server *s, int fd)
{
	int flags = fcntl(fd, F_GETFL), r;

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return -errno;
	r = sd_event_add_io(s->c.event, &s->accept, fd, EPOLLIN, on_accept, s);
	return r < 0 ? r : 0;
}

struct zmtp_server *zmtp_server_free(struct zmtp_server *s)
{
	if (!s)
		return NULL;
	sd_event_source_disable_unref(s->accept);
	sd_event_source_disable_unref(s->io);
	sd_event_source_disable_unref(s->again);
	sd_event_source_disable_unref(s->sweep);
	sd_event_source_disable_unref(s->pause);
	table_done(&s->t);
	free(s->rules.scratch);
	if (s->epoll >= 0)
		(void)close(s->epoll);
	free(s);
	return NULL;
}
